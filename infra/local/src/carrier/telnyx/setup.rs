//! Telnyx's API about numbers and messaging profiles. Each number has a profile of its own, so that each can be set up otherwise.
//!
//! Source: <https://developers.telnyx.com/api-reference/phone-number-configurations/list-phone-numbers>,
//! <https://developers.telnyx.com/api-reference/profiles/retrieve-a-messaging-profile>,
//! <https://developers.telnyx.com/api-reference/phone-number-campaigns/get-single-phone-number-campaign>.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::{Json, Router, routing};
use memberline_carriers::Carrier as Kind;
use serde_json::{Value, json};

use super::api::problem;
use crate::carrier::network::Carrier;
use crate::carrier::setup::{Campaign, Setup, misbehave};

/// The API, below `/carrier/telnyx`.
pub(super) fn routes() -> Router<Arc<Carrier>> {
    Router::new()
        .route("/v2/phone_numbers", routing::get(numbers))
        .route("/v2/phone_numbers/{id}/messaging", routing::get(features))
        .route("/v2/messaging_profiles/{id}", routing::get(profile))
        .route(
            "/v2/messaging_profiles/{id}/autoresp_configs",
            routing::get(answers),
        )
        .route(
            "/v2/10dlc/phone_number_campaigns/{number}",
            routing::get(campaign),
        )
}

/// What the ids of profiles begin with; the digits of the number follow.
const PROFILE: &str = "40017a1e-0000-4000-a000-";

fn not_found() -> Response {
    let detail = "The requested resource or URL could not be found.";
    problem(StatusCode::NOT_FOUND, "10005", "Resource not found", detail)
}

fn profile_of(number: &str) -> String {
    format!("{PROFILE}{:0>12}", number.trim_start_matches('+'))
}

impl Carrier {
    /// What is against a request about a number, by its digits; the number.
    async fn of_number(&self, digits: &str, headers: &HeaderMap) -> Result<(String, Setup), Response> {
        if let Some(refusal) = self.refuse_unknown(headers) {
            return Err(refusal);
        }
        let number = format!("+{}", digits.trim_start_matches(['0', '+']));
        if let Some(answer) = misbehave(self.setup(&number).api, &self.secrets.telnyx.api_key).await {
            return Err(answer);
        }
        let setup = self.setup_of(Kind::Telnyx, &number).ok_or_else(not_found)?;
        Ok((number, setup))
    }

    async fn of_profile(&self, id: &str, headers: &HeaderMap) -> Result<(String, Setup), Response> {
        let digits = id.strip_prefix(PROFILE).ok_or_else(not_found)?;
        let found = self.of_number(digits, headers).await?;
        if found.1.held { Ok(found) } else { Err(not_found()) }
    }
}

fn shown(found: Result<Value, Response>) -> Response {
    match found {
        Ok(data) => Json(json!({ "data": data })).into_response(),
        Err(refusal) => refusal,
    }
}

async fn numbers(
    State(carrier): State<Arc<Carrier>>,
    Query(query): Query<HashMap<String, String>>,
    headers: HeaderMap,
) -> Response {
    let asked = query
        .get("filter[phone_number]")
        .map(String::as_str)
        .unwrap_or_default();
    let found: Vec<Value> = match carrier.of_number(asked, &headers).await {
        Ok((number, setup)) => vec![json!({
            "record_type": "phone_number",
            "id": number.trim_start_matches('+'),
            "phone_number": number,
            "status": "active",
            "messaging_profile_id": if setup.held { profile_of(&number) } else { String::new() },
        })],
        Err(refusal) if refusal.status() == StatusCode::NOT_FOUND => Vec::new(),
        Err(refusal) => return refusal,
    };
    let meta = json!({ "page_number": 1, "page_size": 20, "total_pages": 1, "total_results": found.len() });
    Json(json!({ "data": found, "meta": meta })).into_response()
}

async fn features(
    State(carrier): State<Arc<Carrier>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    let found = carrier.of_number(&id, &headers).await;
    shown(found.map(|(number, setup)| {
        let ways = |can: bool| {
            can.then(|| json!({ "domestic_two_way": true, "international_inbound": true, "international_outbound": true }))
        };
        json!({
            "record_type": "messaging_settings",
            "id": id,
            "phone_number": number,
            "country_code": "US",
            "type": "longcode",
            "messaging_product": "A2P",
            "messaging_profile_id": setup.held.then(|| profile_of(&number)),
            "features": { "sms": ways(setup.sms), "mms": ways(setup.mms) },
        })
    }))
}

async fn profile(
    State(carrier): State<Arc<Carrier>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    let found = carrier.of_profile(&id, &headers).await;
    shown(found.map(|(number, setup)| {
        let ours = || format!("{}/webhooks/telnyx", carrier.url);
        json!({
            "record_type": "messaging_profile",
            "id": id,
            "name": format!("texts of {number}"),
            "enabled": true,
            "webhook_url": setup.webhook.clone().unwrap_or_else(ours),
            "webhook_failover_url": "",
            "webhook_api_version": if setup.method == "POST" { "2" } else { "1" },
            "whitelisted_destinations": ["US"],
        })
    }))
}

async fn answers(
    State(carrier): State<Arc<Carrier>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    let found = carrier.of_profile(&id, &headers).await;
    shown(found.map(|(_, setup)| {
        let answers = carrier.answers_of(&setup).into_iter().map(|op| {
            json!({
                "id": "c2298f86-a4dc-4cac-b6b6-4a3d01c290fa", "op": op, "keywords": [op.to_uppercase()],
                "resp_text": "As you wish.", "country_code": "US",
            })
        });
        answers.collect()
    }))
}

/// A number's place in a campaign, which comes without a wrapper.
async fn campaign(
    State(carrier): State<Arc<Carrier>>,
    Path(number): Path<String>,
    headers: HeaderMap,
) -> Response {
    let (number, setup) = match carrier.of_number(&number, &headers).await {
        Ok(found) => found,
        Err(refusal) => return refusal,
    };
    let status = match setup.campaign {
        Campaign::Registered => "ASSIGNED",
        Campaign::Pending => "PENDING_ASSIGNMENT",
        Campaign::Failed => "FAILED_ASSIGNMENT",
        Campaign::None => return not_found(),
    };
    Json(json!({ "phoneNumber": number, "campaignId": "C0ZURTX", "tcrCampaignId": "C0ZURTX", "assignmentStatus": status }))
        .into_response()
}
