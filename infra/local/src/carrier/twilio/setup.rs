//! Twilio's API about numbers and Messaging Services. Each number has a service of its own, so that each can be set up otherwise.
//!
//! Source: <https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource>,
//! <https://www.twilio.com/docs/messaging/api/service-resource>, <https://www.twilio.com/docs/messaging/api/usapptoperson-resource>.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::{Json, Router, routing};
use memberline_carriers::Carrier as Kind;
use serde_json::{Value, json};

use super::WEBHOOK;
use super::problem::problem;
use crate::carrier::network::Carrier;
use crate::carrier::setup::{Campaign, Setup, misbehave};

/// The API, below `/carrier/twilio`.
pub(super) fn routes() -> Router<Arc<Carrier>> {
    Router::new()
        .route(
            "/2010-04-01/Accounts/{account}/IncomingPhoneNumbers.json",
            routing::get(numbers),
        )
        .route("/v1/Services", routing::get(services))
        .route("/v1/Services/{service}", routing::get(service))
        .route(
            "/v1/Services/{service}/PhoneNumbers/{number}",
            routing::get(membership),
        )
        .route("/v1/Services/{service}/Compliance/Usa2p", routing::get(campaigns))
}

fn not_found() -> Response {
    problem(
        StatusCode::NOT_FOUND,
        20404,
        "The requested resource was not found",
    )
}

/// An id that tells the number that it is of.
fn id(prefix: &str, number: &str) -> String {
    format!("{prefix}{:0>32}", number.trim_start_matches('+'))
}

/// The number that an id is of.
fn number_of(prefix: &str, id: &str) -> Option<String> {
    let digits = id.strip_prefix(prefix)?.trim_start_matches('0');
    Some(format!("+{digits}"))
}

impl Carrier {
    fn resource(&self, number: &str, setup: &Setup) -> Value {
        // Where a service holds it, the service's address counts.
        let webhook = if setup.held {
            "https://demo.twilio.com/welcome/sms/reply".to_owned()
        } else {
            self.webhook(setup)
        };
        json!({
            "account_sid": self.secrets.twilio.account_sid,
            "sid": id("PN", number),
            "phone_number": number,
            "friendly_name": number,
            "capabilities": { "fax": false, "mms": setup.mms, "sms": setup.sms, "voice": true },
            "sms_application_sid": "",
            "sms_fallback_method": "POST",
            "sms_fallback_url": "",
            "sms_method": setup.method,
            "sms_url": webhook,
            "status": "in-use",
            "status_callback": "",
        })
    }

    fn webhook(&self, setup: &Setup) -> String {
        setup
            .webhook
            .clone()
            .unwrap_or_else(|| format!("{}{WEBHOOK}", self.url))
    }

    fn service(&self, number: &str, setup: &Setup) -> Value {
        let webhook = self.webhook(setup);
        json!({
            "account_sid": self.secrets.twilio.account_sid,
            "sid": id("MG", number),
            "friendly_name": format!("texts of {number}"),
            "inbound_method": setup.method,
            "inbound_request_url": (!webhook.is_empty()).then_some(webhook),
            "status_callback": null,
            "us_app_to_person_registered": setup.campaign == Campaign::Registered,
            "use_inbound_webhook_on_number": false,
            "usecase": "notifications",
        })
    }

    /// Numbers of the account that a service holds.
    fn held(&self) -> impl Iterator<Item = (String, Setup)> {
        self.known
            .numbers()
            .into_iter()
            .filter_map(|known| Some((known.number.clone(), self.setup_of(Kind::Twilio, &known.number)?)))
            .filter(|(_, setup)| setup.held)
    }

    /// What is against a request about a service; the number that the service is of.
    async fn of_service(&self, service: &str, headers: &HeaderMap) -> Result<(String, Setup), Response> {
        let account = self.secrets.twilio.account_sid.clone();
        if let Some(refusal) = self.refuse_stranger(&account, headers) {
            return Err(refusal);
        }
        let number = number_of("MG", service).ok_or_else(not_found)?;
        let setup = self.setup_of(Kind::Twilio, &number).filter(|setup| setup.held);
        let setup = setup.ok_or_else(not_found)?;
        match misbehave(setup.api, &self.secrets.twilio.auth_token).await {
            Some(answer) => Err(answer),
            None => Ok((number, setup)),
        }
    }
}

async fn numbers(
    State(carrier): State<Arc<Carrier>>,
    Path(account): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    headers: HeaderMap,
) -> Response {
    if let Some(refusal) = carrier.refuse_stranger(&account, &headers) {
        return refusal;
    }
    let asked = query.get("PhoneNumber").map(String::as_str).unwrap_or_default();
    let setup = carrier.setup_of(Kind::Twilio, asked);
    let api = carrier.setup(asked).api;
    if let Some(answer) = misbehave(api, &carrier.secrets.twilio.auth_token).await {
        return answer;
    }
    let found: Vec<Value> = setup.iter().map(|setup| carrier.resource(asked, setup)).collect();
    Json(json!({ "incoming_phone_numbers": found, "page": 0, "page_size": 20, "next_page_uri": null }))
        .into_response()
}

async fn services(State(carrier): State<Arc<Carrier>>, headers: HeaderMap) -> Response {
    let account = carrier.secrets.twilio.account_sid.clone();
    if let Some(refusal) = carrier.refuse_stranger(&account, &headers) {
        return refusal;
    }
    let services: Vec<Value> = carrier
        .held()
        .map(|(number, setup)| carrier.service(&number, &setup))
        .collect();
    Json(json!({ "services": services, "meta": { "page": 0, "page_size": 20, "next_page_url": null, "key": "services" } }))
        .into_response()
}

async fn service(
    State(carrier): State<Arc<Carrier>>,
    Path(service): Path<String>,
    headers: HeaderMap,
) -> Response {
    match carrier.of_service(&service, &headers).await {
        Ok((number, setup)) => Json(carrier.service(&number, &setup)).into_response(),
        Err(refusal) => refusal,
    }
}

async fn membership(
    State(carrier): State<Arc<Carrier>>,
    Path((service, member)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    match carrier.of_service(&service, &headers).await {
        Ok((number, _)) if id("PN", &number) == member => {
            Json(json!({ "sid": member, "service_sid": service, "phone_number": number })).into_response()
        }
        Ok(_) => not_found(),
        Err(refusal) => refusal,
    }
}

async fn campaigns(
    State(carrier): State<Arc<Carrier>>,
    Path(service): Path<String>,
    headers: HeaderMap,
) -> Response {
    let setup = match carrier.of_service(&service, &headers).await {
        Ok((_, setup)) => setup,
        Err(refusal) => return refusal,
    };
    let status = match setup.campaign {
        Campaign::Registered => Some("VERIFIED"),
        Campaign::Pending => Some("IN_PROGRESS"),
        Campaign::Failed => Some("FAILED"),
        Campaign::None => None,
    };
    let compliance: Vec<Value> = status
        .into_iter()
        .map(|status| json!({ "sid": "QE2c6890da8086d771620e9b13fadeba0b", "campaign_status": status }))
        .collect();
    Json(json!({ "compliance": compliance, "meta": { "next_page_url": null } })).into_response()
}
