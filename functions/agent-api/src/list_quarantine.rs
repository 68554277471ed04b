//! `GET /v1/quarantine` (lesson 8).

use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use memberline_store::quarantine::Quarantined;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::AgentApi;
use crate::caller::{Caller, Operator};
use crate::cursor::CursorError;
use crate::failure::Failure;
use crate::paging;
use crate::view::Page;

const USUAL_LIMIT: u16 = 25;
const LIST: &str = "quarantine";

/// Which part of the quarantine to show.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct QuarantineQuery {
    /// How many webhooks at most, 1 to 100; 25 when left out.
    #[param(value_type = Option<u16>, minimum = 1, maximum = 100)]
    limit: Option<String>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// A webhook that was not trusted. It is kept for 14 days.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct QuarantinedWebhook {
    /// Its id.
    id: String,
    /// When it came in.
    received_at: Timestamp,
    /// The carrier whose address it came to.
    #[schema(examples("twilio"))]
    carrier: String,
    /// The stable code of why it was not trusted.
    #[schema(examples("signature_mismatch"))]
    reason: String,
    /// The size of its body, in bytes.
    bytes: usize,
    /// The headers that verification reads.
    headers: Vec<Header>,
    /// Its body as it came, in base 64.
    body: String,
}

/// A header of a webhook.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Header {
    /// Its name, in lower case.
    name: String,
    /// Its value.
    value: String,
}

impl From<Quarantined> for QuarantinedWebhook {
    fn from(kept: Quarantined) -> Self {
        let webhook = kept.webhook;
        let headers = webhook.headers.into_iter();
        Self {
            id: kept.id,
            received_at: kept.received_at,
            carrier: webhook.carrier,
            reason: kept.reason,
            bytes: STANDARD.decode(&webhook.body).map_or(0, |body| body.len()),
            headers: headers.map(|(name, value)| Header { name, value }).collect(),
            body: webhook.body,
        }
    }
}

impl AgentApi {
    async fn quarantine(
        &self,
        caller: &Caller,
        limit: u16,
        cursor: Option<&str>,
    ) -> Result<Page<QuarantinedWebhook>, CursorError> {
        let before = self.after(caller, LIST, cursor).await?;
        let asked = limit + 1;
        let mut kept = self
            .store
            .quarantined(&caller.tenant, asked, before.as_deref())
            .await?;
        let more = kept.len() > usize::from(limit);
        kept.truncate(usize::from(limit));
        let next_cursor = match kept.last().filter(|_| more) {
            Some(last) => Some(self.cursor(caller, LIST, &last.id).await?),
            None => None,
        };
        let items = kept.into_iter().map(Into::into).collect();
        Ok(Page { items, next_cursor })
    }
}

/// Lists webhooks that could not be verified
///
/// Newest first; for administrators.
#[utoipa::path(get, path = "/v1/quarantine", tag = "Operations", params(QuarantineQuery), responses(
    (status = 200, description = "A page of the quarantine.", body = Page<QuarantinedWebhook>),
    (status = 400, description = "`invalid_limit`, `invalid_cursor`, `invalid_query`"),
))]
pub(crate) async fn list_quarantine(
    State(api): State<Arc<AgentApi>>,
    Operator(caller): Operator,
    query: Result<Query<QuarantineQuery>, QueryRejection>,
) -> Result<Json<Page<QuarantinedWebhook>>, Failure> {
    let Query(query) = query.map_err(paging::unreadable)?;
    let limit = paging::limit(query.limit.as_deref(), USUAL_LIMIT)?;
    let page = Box::pin(api.quarantine(&caller, limit, query.cursor.as_deref())).await?;
    Ok(Json(page))
}
