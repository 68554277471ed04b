//! The consent ledger of one outside telephone number within an organisation.

mod answer;
mod channel;
mod event;
mod head;
mod hold;
mod holding;
mod import;
mod opt_out;
mod opt_out_scope;
mod opting_out;
mod record;
mod replay;
mod request;
mod scope;
mod source;
mod standing;
mod stored;

pub use answer::ConsentRecord;
pub use channel::Channel;
pub use event::{ConsentSource, ConsentStatement, SubscriberContent, SubscriberEvent};
pub use head::Subscriber;
pub use hold::{Hold, HoldReason};
pub use import::{ImportEvidence, Imported, ImportedWord, Said};
pub use opt_out::{OptIn, OptOut, Word};
pub use opt_out_scope::OptOutScope;
pub use record::{Answer, Consent, ConsentStatus, Question};
pub use request::ConsentRequestRefusal;
pub use scope::{About, Category, Scope};
pub use source::OptOutSource;
pub use standing::{AutomationRefusal, Colour, ConsentState};
pub(crate) use stored::{Incomplete, StoredConsent, StoredOptOut, Via};
