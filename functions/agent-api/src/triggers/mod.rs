//! What comes of triggers. Administration writes them.

use std::sync::Arc;

use memberline_http_api::operations;
use memberline_http_api::operations::Operations;

use crate::api::AgentApi;

mod list;
mod view;

pub(crate) fn operations() -> Operations<Arc<AgentApi>> {
    operations![list::list_triggers]
}
