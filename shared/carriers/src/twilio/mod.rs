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
mod form;
mod ids;
mod inbound;
mod lookup;
mod media;
mod reading;
mod reasons;
mod send;
mod verify;

pub use credentials::TwilioCredentials;
pub(crate) use erase::{read_erase_answer, redact_request};
pub(crate) use inbound::{claimed_message, our_numbers, parse_inbound};
pub(crate) use lookup::{lookup_request, read_lookup_answer};
pub(crate) use media::is_medium;
pub(crate) use send::{authorization, read_send_answer, send_request};
pub use verify::sign;
pub(crate) use verify::{is_of_account, verify};
