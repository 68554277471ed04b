//! `GET /v1/triggers` (EL-18).

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use memberline_http_api::Failure;
use serde::Serialize;
use utoipa::ToSchema;

use super::view::TriggerRow;
use crate::api::AgentApi;
use memberline_http_api::caller::Caller;

/// All triggers.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Triggers {
    /// The triggers, by id.
    items: Vec<TriggerRow>,
}

/// Lists the triggers
///
/// Each with what it has done. Rates compare the applications that were nudged with those that were left alone.
#[utoipa::path(get, path = "/v1/triggers", tag = "Triggers", responses(
    (status = 200, description = "All triggers.", body = Triggers),
))]
pub(crate) async fn list_triggers(
    State(api): State<Arc<AgentApi>>,
    caller: Caller,
) -> Result<Json<Triggers>, Failure> {
    let triggers = &caller.directory().triggers;
    let tallies = triggers
        .iter()
        .map(|trigger| Box::pin(api.store.tally(&caller.tenant, &trigger.id)));
    let tallies = futures_util::future::try_join_all(tallies).await?;
    let rows = triggers.iter().zip(tallies);
    let items = rows.map(|(trigger, tally)| TriggerRow {
        trigger: trigger.into(),
        statistics: tally.into(),
    });
    Ok(Json(Triggers {
        items: items.collect(),
    }))
}
