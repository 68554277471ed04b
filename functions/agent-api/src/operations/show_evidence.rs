//! `GET /v1/evidence` (X-27, 47 CFR 64.1200(a)(10) to (12)).

use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use memberline_domain::PhoneNumber;
use memberline_domain::evidence::Packet;
use memberline_http_api::Failure;
use memberline_http_api::{Meaning, Problem};
use memberline_store::NoEvidence;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::api::AgentApi;
use memberline_http_api::require::{ExportEvidence, Require};

/// Whose evidence to export.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct EvidenceQuery {
    /// The outside number, E.164, its plus sign encoded.
    #[param(pattern = "^\\+[1-9][0-9]{6,14}$", example = "+15552010001")]
    number: String,
}

/// The largest packet that is answered, in bytes: a function's answer has 6 MB at most.
const LARGEST: usize = 5 << 20;

fn invalid_number() -> Problem {
    Problem::new(
        Meaning::Malformed,
        "invalid_number",
        "Name one number in E.164, with its plus sign as %2B.",
    )
}

fn no_evidence(why: NoEvidence) -> Failure {
    match why {
        NoEvidence::Busy => Problem::new(
            Meaning::Unavailable,
            "evidence_busy",
            "The number is being written to. Try again in a moment.",
        )
        .into(),
        NoEvidence::Broken(broken) => Failure {
            problem: Problem::new(
                Meaning::Conflict,
                "chain_broken",
                format!("What is stored does not hold: {broken}."),
            ),
            cause: Some(broken.to_string()),
        },
        NoEvidence::Store(error) => error.into(),
    }
}

/// Exports the evidence of one number
///
/// All that was asked, said and sent, with the hash chains that it stands in; of a number that nothing is stored of, that this is so. `memberline verify --packet` checks it without any
/// access. docs/evidence.md explains it. For administrators.
#[utoipa::path(get, path = "/v1/evidence", tag = "Operations", params(EvidenceQuery), responses(
    (status = 200, description = "The packet, as docs/evidence.md describes it.", body = Object),
    (status = 400, description = "`invalid_number`"),
    (status = 403, description = "`forbidden`"),
    (status = 409, description = "`chain_broken`"),
    (status = 503, description = "`evidence_busy`"),
    (status = 422, description = "`evidence_too_large`: `memberline evidence` writes it to a file"),
))]
pub(crate) async fn show_evidence(
    State(api): State<Arc<AgentApi>>,
    Require { caller, .. }: Require<ExportEvidence>,
    query: Result<Query<EvidenceQuery>, QueryRejection>,
) -> Result<Json<Packet>, Failure> {
    let Query(EvidenceQuery { number }) = query.map_err(|_| invalid_number())?;
    let number = PhoneNumber::parse(&number).map_err(|_| invalid_number())?;
    let made = Box::pin(api.store.evidence(&caller.tenant, &number, api.now())).await;
    let packet = made.map_err(no_evidence)?;
    let size = serde_json::to_vec(&packet).map_or(usize::MAX, |json| json.len());
    if size > LARGEST {
        return Err(Problem::new(
            Meaning::Unprocessable,
            "evidence_too_large",
            "There is more of this number than one answer holds. `memberline evidence` writes it to a file.",
        )
        .with("limit", LARGEST)
        .into());
    }
    Ok(Json(packet))
}
