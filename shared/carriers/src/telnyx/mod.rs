//! Telnyx Messaging, API v2.
//!
//! Webhooks are JSON, signed with the account's Ed25519 key together with the time. They come doubled and in any
//! order, and must be answered within 2 seconds.
//!
//! Source: <https://developers.telnyx.com/docs/messaging/messages/receiving-webhooks>,
//! <https://developers.telnyx.com/api-reference/messages/send-a-message>.

mod credentials;
mod ids;
mod inbound;
mod lenient;
mod lookup;
mod payload;
mod protocol;
mod reasons;
mod send;
mod setup;
mod sign;
mod status;
mod verify;

/// The carrier's name.
const NAME: &str = "telnyx";

pub use credentials::TelnyxCredentials;
pub(crate) use protocol::Telnyx;
pub use sign::{InvalidSeed, public_key, sign};
pub use verify::TOLERANCE_SECS;
