//! What is counted of media.

use memberline_domain::thread::{AttachmentState, WhyBlocked};
use memberline_platform::queue::Run;

/// Counts what became of a medium, and lists the code of why.
pub(crate) fn count(run: &mut Run, state: &AttachmentState) {
    let name = match state {
        AttachmentState::Blocked {
            code: WhyBlocked::Malware,
        } => "MalwareFound",
        AttachmentState::Scanning(_) => "MediaStored",
        AttachmentState::Ready { .. } => "MediaReady",
        AttachmentState::Blocked { .. } => "MediaBlocked",
        AttachmentState::Failed { .. } => "MediaFailed",
        AttachmentState::Fetching { .. } | AttachmentState::Withheld { .. } => return,
    };
    run.count(name);
    if let Some((code, _)) = state.reason() {
        run.code(code);
    }
}
