//! `GET /v1/applications/{id}/history` (EL-06).

use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use memberline_http_api::Failure;
use memberline_http_api::page;
use memberline_http_api::page::Page;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::api::AgentApi;
use crate::applications::access::ApplicationPath;
use crate::applications::view::application::{Tracked, tracked};
use crate::problems::application_not_found;
use memberline_http_api::caller::Caller;

const USUAL_LIMIT: u16 = 50;

/// Which part of the history to show.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct HistoryQuery {
    /// How many entries at most, 1 to 100; 50 when left out.
    #[param(value_type = Option<u16>, minimum = 1, maximum = 100)]
    limit: Option<String>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// Shows the tracking history of an application
///
/// Newest first, in the order in which it became known; `occurred_at` says when it happened.
#[utoipa::path(get, path = "/v1/applications/{id}/history", tag = "Applications", params(("id" = String, Path, description = "The application."), HistoryQuery), responses(
    (status = 200, description = "A page of the history.", body = Page<Tracked>),
    (status = 400, description = "`invalid_limit`, `invalid_cursor`, `invalid_query`"),
    (status = 404, description = "`application_not_found`"),
))]
pub(crate) async fn show_application_history(
    State(api): State<Arc<AgentApi>>,
    caller: Caller,
    ApplicationPath(id): ApplicationPath,
    query: Result<Query<HistoryQuery>, QueryRejection>,
) -> Result<Json<Page<Tracked>>, Failure> {
    let Query(query) = query.map_err(page::unreadable_query)?;
    let limit = page::limit(query.limit.as_deref(), USUAL_LIMIT)?;
    let list = format!("history {id}");
    let after = caller.cursors(&api, &list).open(query.cursor.as_deref()).await?;
    let seen = Box::pin(api.find_application(&caller, &id)).await?;
    seen.ok_or_else(application_not_found)?;
    let (_, page) = Box::pin(
        api.store
            .application_history(&caller.tenant, &id, (limit, after.as_deref())),
    )
    .await?;
    let items = page
        .entries
        .iter()
        .map(|entry| tracked(caller.directory(), entry))
        .collect();
    Ok(Json(caller.cursors(&api, &list).page(items, page.next).await?))
}
