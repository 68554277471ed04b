//! Applications, and the people on them.

use std::sync::Arc;

use memberline_http_api::operations;
use memberline_http_api::operations::Operations;

use crate::api::AgentApi;

pub(crate) mod access;
mod person;
mod record_consent;
mod request_consent;
mod show;
mod show_history;
mod start_conversation;
pub(crate) mod view;

pub(crate) fn operations() -> Operations<Arc<AgentApi>> {
    operations![
        show::show_application,
        show_history::show_application_history,
        start_conversation::start_conversation,
        request_consent::request_consent,
        record_consent::record_consent,
    ]
}
