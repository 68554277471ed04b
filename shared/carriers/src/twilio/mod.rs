//! Twilio Programmable Messaging.
//!
//! Webhooks are forms signed with the account's token, without a time: a captured one verifies for ever, so the
//! once-key on the message id is also the defence against replay (lesson 6), and no other id can be read out of the
//! same signed string (lesson 61). Receipts come in any order and carry no time (lesson 17).
//!
//! Source: <https://www.twilio.com/docs/messaging/guides/webhook-request>,
//! <https://www.twilio.com/docs/messaging/api/message-resource>.

mod credentials;
mod erase;
mod ids;
mod inbound;
mod lookup;
mod media;
mod protocol;
mod reading;
mod reasons;
mod send;
mod setup;
mod verify;

/// The carrier's name.
const NAME: &str = "twilio";

pub use credentials::TwilioCredentials;
pub(crate) use protocol::Twilio;
pub use verify::sign;
