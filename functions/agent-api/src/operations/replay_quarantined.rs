//! `POST /v1/quarantine/{id}/replay` (lesson 8).

use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use memberline_http_api::Failure;
use memberline_http_api::{Meaning, Problem};
use memberline_intake::Refusal;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::AgentApi;
use memberline_http_api::caller::Caller;
use memberline_http_api::require::{Operate, Require};

/// What became of a webhook that was processed anew.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Replayed {
    /// `taken_in`, `known_already`, `reported` or `ignored`.
    #[schema(examples("taken_in"))]
    outcome: String,
}

fn still(code: &'static str, reason: &'static str, detail: impl Into<String>) -> Problem {
    Problem::new(Meaning::Unprocessable, code, detail).with("reason", reason)
}

/// Why a webhook stays in quarantine, as an administrator is told.
fn explain(refusal: &Refusal) -> Problem {
    match refusal {
        Refusal::NotVerified(reason) => still(
            "webhook_not_verified",
            reason,
            "The webhook is still not known to come from the carrier. Mend the carrier's secret first.",
        ),
        Refusal::NotItsOwn(reason) => still(
            "webhook_not_its_own",
            reason,
            "The webhook comes from the carrier, and is about a number or a message that is not that carrier's.",
        ),
        Refusal::Unreadable(error) | Refusal::NotUnderstood(error) => still(
            "webhook_not_understood",
            error.code(),
            format!("The webhook still cannot be read: {error}."),
        ),
        Refusal::NoSuchWebhook => still(
            "webhook_not_understood",
            "no_such_webhook",
            "The webhook came to an address that is no longer read.",
        ),
    }
}

fn not_found() -> Problem {
    Problem::new(
        Meaning::NotFound,
        "webhook_not_found",
        "There is no such webhook in quarantine; it may have been replayed.",
    )
}

/// Whether it has the form of an id in quarantine.
fn is_id(text: &str) -> bool {
    (1..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-')
}

impl AgentApi {
    async fn replay_webhook(self: Arc<Self>, caller: Caller, id: String) -> Result<Replayed, Failure> {
        let kept = self.store.one_quarantined(&caller.tenant, &id).await?;
        let kept = kept.ok_or_else(not_found)?;
        let replayed = self.intake.replay(&caller.tenant, &kept, self.now()).await;
        let outcome = replayed.map_err(|error| error.map_refused(|refusal| explain(&refusal)))?;
        // Should this fail, the next replay finds that the text is known already.
        self.store.release(&caller.tenant, &id).await?;
        Ok(Replayed {
            outcome: outcome.code().to_owned(),
        })
    }
}

/// Processes a webhook in quarantine anew
///
/// With the carrier's secrets as they are now, and the time at which it came in; for administrators. Once it is processed it
/// leaves the quarantine.
#[utoipa::path(post, path = "/v1/quarantine/{id}/replay", tag = "Operations", params(("id" = String, Path, description = "The webhook.")), responses(
    (status = 200, description = "The webhook was processed.", body = Replayed),
    (status = 404, description = "`webhook_not_found`"),
    (status = 422, description = "`webhook_not_verified`, `webhook_not_its_own`, `webhook_not_understood`, with `reason`: it stays in quarantine"),
))]
pub(crate) async fn replay_quarantined(
    State(api): State<Arc<AgentApi>>,
    Require { caller, .. }: Require<Operate>,
    id: Result<Path<String>, PathRejection>,
) -> Result<Json<Replayed>, Failure> {
    let id = id.ok().map(|Path(id)| id).filter(|id| is_id(id));
    let id = id.ok_or_else(not_found)?;
    // A webhook is taken in by a future that stays on its thread, and axum's handlers may not; so it gets a thread.
    let runtime = tokio::runtime::Handle::current();
    let replay = move || runtime.block_on(api.replay_webhook(caller, id));
    let replayed = tokio::task::spawn_blocking(replay).await;
    let replayed = replayed.map_err(|_| Failure::unavailable("replay", "thread", "ended".to_owned()))?;
    Ok(Json(replayed?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_ids_of_the_quarantine_are_looked_up() {
        assert!(is_id("001795359845000-00ff00ff00ff00ff"));
        for bad in ["", "QC#x", "a b", &"0".repeat(65), "\u{0}", "é"] {
            assert!(!is_id(bad), "{bad}");
        }
    }

    #[test]
    fn a_webhook_that_is_still_not_trusted_is_the_administrators_problem() {
        let problem = explain(&Refusal::NotVerified("unknown_number"));
        assert_eq!(problem.meaning, Meaning::Unprocessable);
        assert_eq!(problem.code, "webhook_not_verified");
        assert_eq!(problem.members["reason"], "unknown_number");
    }
}
