//! How the numbers are set up with their carriers: right, unless somebody set one up otherwise on purpose.

use std::time::Duration;

use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::behaviour::NO_ANSWER;

/// How a number is set up. What is not named is as the deployment's guide has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "switches of a carrier's console")]
pub struct Setup {
    /// Whether the account has it.
    pub owned: bool,
    /// Where its texts are posted, instead of the deployment; empty for nowhere.
    pub webhook: Option<String>,
    /// The method that they are posted with.
    pub method: String,
    /// Whether a Messaging Service or a messaging profile holds it.
    pub held: bool,
    /// Whether it texts.
    pub sms: bool,
    /// Whether it carries pictures.
    pub mms: bool,
    /// How far its registration has come.
    pub campaign: Campaign,
    /// What its messaging profile answers by itself: `start`, `stop`, `info`.
    pub answers: Vec<String>,
    /// How the API answers for it.
    pub api: Api,
}

/// How far the registration of a number has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Campaign {
    Registered,
    Pending,
    Failed,
    None,
}

/// How the API answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Api {
    /// As it should.
    Normal,
    /// That the credentials are refused, and with which.
    Refused,
    /// An internal error.
    Error,
    /// What is no JSON.
    Garbage,
    /// JSON of another form.
    Odd,
    /// More than anybody reads.
    Huge,
    /// From somewhere else.
    Redirect,
    /// Not in time.
    Timeout,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            owned: true,
            webhook: None,
            method: "POST".to_owned(),
            held: true,
            sms: true,
            mms: true,
            campaign: Campaign::Registered,
            answers: Vec::new(),
            api: Api::Normal,
        }
    }
}

/// The answer of an API that does not answer as it should. `given` is what the caller proves itself by, which a careless API repeats.
pub(super) async fn misbehave(api: Api, given: &str) -> Option<Response> {
    let error = |status: StatusCode| {
        let said = format!("authentication failed for {given}");
        (
            status,
            Json(json!({ "code": 20003, "message": said, "errors": [{ "detail": said }] })),
        )
            .into_response()
    };
    Some(match api {
        Api::Normal => return None,
        Api::Refused => error(StatusCode::UNAUTHORIZED),
        Api::Error => error(StatusCode::INTERNAL_SERVER_ERROR),
        Api::Garbage => format!("<html>{given}\u{1b}[31m").into_response(),
        Api::Odd => Json(
            json!({ "data": { "phone_number": [given] }, "incoming_phone_numbers": given, "services": 7 }),
        )
        .into_response(),
        Api::Huge => Json(vec![given; 100_000]).into_response(),
        Api::Redirect => (
            StatusCode::TEMPORARY_REDIRECT,
            [(header::LOCATION, "http://169.254.169.254/latest/meta-data/")],
        )
            .into_response(),
        Api::Timeout => {
            tokio::time::sleep(NO_ANSWER + Duration::from_secs(1)).await;
            StatusCode::OK.into_response()
        }
    })
}
