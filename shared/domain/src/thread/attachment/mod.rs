//! A medium of a message, on its way from the carrier to the agent (EL-20).

mod erasing;
mod fold;
mod key;
mod limits;
mod outgoing;
mod pictures;
mod reasons;
mod retry;
mod state;
mod stored_file;

pub use erasing::{Erasing, erased, to_erase};
pub use fold::{Medium, OnVerdict, Verdict, attachments};
pub use key::{MalformedKey, ObjectKey};
pub use limits::{CarrierMedia, LIMITS_AS_OF, carrier_media, known_carrier_media};
pub use outgoing::{PictureId, PictureRefusal};
pub use pictures::{PICTURE_NOTICE_EVERY, picture_notice, withheld};
pub use reasons::{WhyBlocked, WhyFailed, WhyWithheld};
pub use retry::RetryRefusal;
pub use state::{Attachment, AttachmentState};
pub use stored_file::StoredFile;
