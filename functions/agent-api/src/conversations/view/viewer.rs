//! Who looks at a timeline, and the ids that they see.

use memberline_domain::directory::{Agent, Directory};
use memberline_domain::{ConversationId, MessageId, ThreadId};
use memberline_http_api::caller::Caller;
use memberline_platform::presign::Signer;

/// The thread that entries are of.
pub(super) type Thread<'a> = &'a ThreadId;

/// Who looks at a timeline.
#[derive(Clone, Copy)]
pub(crate) struct Viewer<'a> {
    /// The organisation's records.
    pub(crate) directory: &'a Directory,
    /// Who looks.
    pub(crate) agent: &'a Agent,
    /// The thread that the timeline is of.
    pub(crate) thread: Thread<'a>,
    /// What signs the addresses of thumbnails; without it none are shown.
    pub(crate) signer: Option<&'a Signer<'a>>,
}

impl<'a> Viewer<'a> {
    /// The caller as who looks at a timeline.
    pub(crate) fn of(caller: &'a Caller, thread: &'a ThreadId, signer: Option<&'a Signer<'a>>) -> Self {
        Self {
            directory: caller.directory(),
            agent: &caller.agent,
            thread,
            signer,
        }
    }
}

/// The id of an entry of the thread.
pub(super) fn id(thread: Thread<'_>, seq: u64) -> String {
    let thread = thread.clone();
    MessageId { thread, seq }.to_string()
}

/// The id of a conversation; none for 0.
pub(super) fn conversation(thread: Thread<'_>, ordinal: u32) -> Option<String> {
    let thread = thread.clone();
    (ordinal > 0).then(|| ConversationId { thread, ordinal }.to_string())
}
