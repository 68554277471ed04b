//! The thread: the permanent exchange between one of our numbers and one outside number, and the conversations that
//! open and close inside it.

mod aggregate;
mod attachment;
mod content;
mod conversation;
mod event;
mod head;
mod inbound;
pub mod label;
mod message;
mod outbound;
mod preview;

pub use attachment::{
    Attachment, AttachmentState, CarrierMedia, Erasing, LIMITS_AS_OF, MalformedKey, Medium, ObjectKey,
    OnVerdict, PICTURE_NOTICE_EVERY, PictureId, PictureRefusal, RetryRefusal, StoredFile, Verdict,
    WhyBlocked, WhyFailed, WhyWithheld, attachments, carrier_media, erased, known_carrier_media,
    picture_notice, to_erase, withheld,
};
pub use content::{MediaLink, ThreadContent};
pub use conversation::{
    Assignment, Claim, ClaimRefusal, CloseReason, CloseRefusal, ClosedConversation, Conversation, Direction,
    LastMessage, MAX_NOTE, NameRefusal, NoteRefusal, NothingToSettle, ResolvedOptOutReview, StartRefusal,
    Starting, is_note_of, may_start,
};
pub use event::{NoticeRecipient, ThreadEvent};
pub use head::{Thread, ThreadSecret};
pub use inbound::{InboundContext, InboundDecision, InboundText, receive};
pub use message::{Dispatch, Message, OVERDUE, SETTLING};
pub use outbound::{
    Answered, Automated, ComposeRefusal, Composing, ConsentRequest, ConsentRequested, Delivery,
    DeliveryStatus, ForeignReceipt, NextStep, OptedOut, OutMessage, Purpose, Report, SendResult,
    claimed_with, messages, request_consent,
};
pub(crate) use outbound::{CONFIRMATION_WINDOW, consents};
pub(crate) use preview::preview;

#[cfg(test)]
mod tests;
