//! What Memberline knows of carriers: how a webhook is verified and read, how a text is sent, looked up, and its
//! fate reported.
//!
//! Nothing here does I/O. A function builds a request or reads an answer; time is an argument, in seconds since 1970.
//! A carrier is a module, named in [`Carrier`]; everything outside the modules speaks of no carrier in particular.
//! A carrier that speaks differently from the two here is added by writing such a module and a variant.
//!
//! Nothing that is returned for a log or for an agent (codes, details, `Debug`) contains the text of a message, a
//! whole telephone number or a secret.

mod carrier;
mod credentials;
mod failure;
mod inbound;
mod media;
mod receipt;
mod secret;
mod send;
pub mod telnyx;
pub mod twilio;
mod webhook;

pub use carrier::{Carrier, UnknownCarrier};
pub use credentials::{Credentials, UnusableCredentials};
pub use failure::Failure;
pub use inbound::{InboundEvent, InboundMessage, KeywordHandled, MAX_MEDIA, Media, ParseError};
pub use media::{EraseOutcome, EraseRequest, MAX_REDIRECTS, MediaAddressError, MediaRequest};
pub use receipt::{Receipt, ReceiptStatus};
pub use secret::Secret;
pub use send::{LookUp, LookupOutcome, MAX_ANSWER_BYTES, Outgoing, RequestError, SendOutcome};
pub use telnyx::TelnyxCredentials;
pub use twilio::TwilioCredentials;
pub use webhook::{MAX_WEBHOOK_BYTES, VerificationFailure, Webhook};
