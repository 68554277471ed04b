//! All operations.

use std::sync::Arc;

use memberline_http_api::operations;
use memberline_http_api::operations::Operations;

use crate::api::AdminApi;
use crate::{records, triggers};

/// All operations, in the order of the document.
pub(crate) fn all() -> Operations<Arc<AdminApi>> {
    records::operations().merge(operations![triggers::preview::preview_trigger])
}
