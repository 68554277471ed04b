//! `GET /v1/quarantine` (lesson 8).

use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use memberline_http_api::Failure;
use memberline_http_api::cursor::CursorError;
use memberline_http_api::page;
use memberline_http_api::page::Page;
use memberline_http_api::{Meaning, Problem};
use memberline_store::quarantine::{Quarantined, Standing as Stored};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::api::AgentApi;
use memberline_http_api::caller::Caller;
use memberline_http_api::require::{Operate, Require};

const USUAL_LIMIT: u16 = 25;

/// Which part of the quarantine to show.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct QuarantineQuery {
    /// What speaks for the webhooks: `signed`, `plausible` or `noise`; all when left out.
    #[param(value_type = Option<Standing>)]
    standing: Option<String>,
    /// How many webhooks at most, 1 to 100; 25 when left out.
    #[param(value_type = Option<u16>, minimum = 1, maximum = 100)]
    limit: Option<String>,
    /// `next_cursor` of the page before, of the same standing.
    cursor: Option<String>,
}

/// How much speaks for a webhook that is not trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Standing {
    /// The carrier signed it: it cannot be read, or is about a number or a message that is not the carrier's.
    Signed,
    /// It has the form of the carrier's webhooks and names the organisation's account and a number that the carrier serves, as
    /// genuine ones do while a secret is being changed. Whoever knows these may have sent it.
    Plausible,
    /// Anyone may have sent it.
    Noise,
}

impl Standing {
    const ALL: [(Self, Stored); 3] = [
        (Self::Signed, Stored::Signed),
        (Self::Plausible, Stored::Plausible),
        (Self::Noise, Stored::Noise),
    ];

    fn of(stored: Stored) -> Self {
        match stored {
            Stored::Signed => Self::Signed,
            Stored::Plausible => Self::Plausible,
            Stored::Noise => Self::Noise,
        }
    }
}

/// The standing that was asked for, if one was.
fn asked_for(standing: Option<&str>) -> Result<Option<Stored>, Failure> {
    let Some(name) = standing else { return Ok(None) };
    let mut all = Standing::ALL.into_iter();
    match all.find(|(_, stored)| stored.as_str() == name) {
        Some((_, stored)) => Ok(Some(stored)),
        None => Err(Problem::new(
            Meaning::Malformed,
            "invalid_standing",
            "A standing is one of signed, plausible, noise.",
        )
        .into()),
    }
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
    /// How much speaks for it nevertheless.
    standing: Standing,
    /// The stable code of why it was not trusted.
    #[schema(examples("wrong_signature"))]
    reason: String,
    /// The same in words, and what can be done; null where it was kept without.
    #[schema(examples(
        "It is not known to come from the carrier. It can be replayed once the secret, the address or the directory is mended."
    ))]
    detail: Option<String>,
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
            standing: Standing::of(kept.standing),
            reason: kept.reason,
            detail: kept.detail,
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
        standing: Option<Stored>,
        (limit, cursor): (u16, Option<&str>),
    ) -> Result<Page<QuarantinedWebhook>, CursorError> {
        let list = format!("quarantine {}", standing.map_or("*", Stored::as_str));
        let after = caller.cursors(self, &list).open(cursor).await?;
        let kept = self
            .store
            .quarantined(&caller.tenant, standing, (limit, after.as_deref()))
            .await?;
        let items = kept.items.into_iter().map(Into::into).collect();
        Ok(caller.cursors(self, &list).page(items, kept.next).await?)
    }
}

/// Lists webhooks that were not trusted
///
/// What the carrier signed, then what is plausible, then noise, each newest first; for administrators.
#[utoipa::path(get, path = "/v1/quarantine", tag = "Operations", params(QuarantineQuery), responses(
    (status = 200, description = "A page of the quarantine.", body = Page<QuarantinedWebhook>),
    (status = 400, description = "`invalid_standing`, `invalid_limit`, `invalid_cursor`, `invalid_query`"),
))]
pub(crate) async fn list_quarantine(
    State(api): State<Arc<AgentApi>>,
    Require { caller, .. }: Require<Operate>,
    query: Result<Query<QuarantineQuery>, QueryRejection>,
) -> Result<Json<Page<QuarantinedWebhook>>, Failure> {
    let Query(query) = query.map_err(page::unreadable_query)?;
    let limit = page::limit(query.limit.as_deref(), USUAL_LIMIT)?;
    let standing = asked_for(query.standing.as_deref())?;
    let page = Box::pin(api.quarantine(&caller, standing, (limit, query.cursor.as_deref()))).await?;
    Ok(Json(page))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_standing_has_the_name_that_it_is_asked_for_by() {
        for (standing, stored) in Standing::ALL {
            assert_eq!(serde_json::to_value(standing).unwrap(), stored.as_str());
            assert_eq!(Standing::of(stored), standing);
            assert_eq!(asked_for(Some(stored.as_str())).unwrap(), Some(stored));
        }
        assert_eq!(asked_for(None).unwrap(), None);
        for bad in ["", "Signed", "all", "noise "] {
            let failure = asked_for(Some(bad)).unwrap_err();
            assert_eq!(failure.problem.code, "invalid_standing", "{bad}");
        }
    }
}
