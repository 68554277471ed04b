//! What Memberline knows of carriers: how a webhook is verified and read, how a text is sent, looked up, and its
//! fate reported.
//!
//! Nothing here does I/O. A function builds a request or reads an answer; time is an argument, in seconds since 1970.
//! A carrier is a module, named in [`Carrier`] and [`Credentials`]; everything else speaks of no carrier in particular and
//! asks the module through `Protocol`, `Content` and `Account`.
//!
//! Nothing that is returned for a log or for an agent (codes, details, `Debug`) contains the text of a message, a
//! whole telephone number or a secret.

mod carrier;
mod content;
mod credentials;
mod failure;
mod form;
mod inbound;
mod lookup;
mod media;
mod parse_error;
mod protocol;
mod receipt;
mod request;
mod secret;
mod send;
mod setup;
pub mod telnyx;
pub mod twilio;
mod unusable;
mod webhook;

pub use carrier::{Carrier, UnknownCarrier};
pub use credentials::{Credentials, UnusableCredentials};
pub use inbound::{InboundEvent, InboundMessage, MAX_MEDIA};
pub use lookup::{LookUp, LookupOutcome};
pub use media::{EraseOutcome, EraseRequest, MAX_REDIRECTS, MediaAddressError, MediaRequest};
pub use parse_error::ParseError;
pub use receipt::Receipt;
pub use request::RequestError;
pub use secret::Secret;
pub use send::{MAX_ANSWER_BYTES, Outgoing};
pub use setup::{Answered, SetupFinding, SetupInquiry, WantedSetup, Weight};
pub use telnyx::TelnyxCredentials;
pub use twilio::TwilioCredentials;
pub use unusable::UnusableField;
pub use webhook::{MAX_WEBHOOK_BYTES, VerificationFailure, Webhook};
