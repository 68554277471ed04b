//! Pictures and files that came with messages.

use std::sync::Arc;

use memberline_http_api::operations;
use memberline_http_api::operations::Operations;

use crate::api::AgentApi;

mod access;
mod request_download;
mod retry;

pub(crate) fn operations() -> Operations<Arc<AgentApi>> {
    operations![request_download::request_download, retry::retry_attachment]
}
