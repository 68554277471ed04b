//! What could not be verified or processed, and evidence; for administrators.

use std::sync::Arc;

use memberline_http_api::operations;
use memberline_http_api::operations::Operations;

use crate::api::AgentApi;

mod list_dead_letters;
mod list_quarantine;
mod replay_dead_letters;
mod replay_quarantined;
mod show_evidence;

pub(crate) fn operations() -> Operations<Arc<AgentApi>> {
    operations![
        list_quarantine::list_quarantine,
        replay_quarantined::replay_quarantined,
        list_dead_letters::list_dead_letters,
        replay_dead_letters::replay_dead_letters,
        show_evidence::show_evidence,
    ]
}
