//! The API, whole.

use std::sync::Arc;

use axum::Router;

use super::{api, setup};
use crate::carrier::network::Carrier;

/// The API, below `/carrier/telnyx`.
pub fn routes() -> Router<Arc<Carrier>> {
    api::routes().merge(setup::routes())
}
