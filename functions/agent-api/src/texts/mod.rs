//! What a text costs.

use std::sync::Arc;

use memberline_http_api::operations;
use memberline_http_api::operations::Operations;

use crate::api::AgentApi;

mod count_segments;

pub(crate) fn operations() -> Operations<Arc<AgentApi>> {
    operations![count_segments::count_segments]
}
