//! All operations.

use std::sync::Arc;

use memberline_http_api::operations;
use memberline_http_api::operations::Operations;

use crate::api::AgentApi;
use crate::{applications, attachments, conversations, directory, openapi, texts, triggers};

/// All operations, in the order of the document.
pub(crate) fn all() -> Operations<Arc<AgentApi>> {
    directory::operations()
        .merge(conversations::operations())
        .merge(attachments::operations())
        .merge(applications::operations())
        .merge(triggers::operations())
        .merge(texts::operations())
        .merge(crate::operations::operations())
        .merge(operations![openapi::show::show_openapi])
}
