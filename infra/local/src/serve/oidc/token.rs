//! Tokens for codes and refresh tokens, and their end.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::super::app::App;
use super::answers::failed;
use crate::issuer::client::Client;
use crate::issuer::codes::{CodeRefusal, Presented};
use crate::issuer::families::RefreshRefusal;
use crate::issuer::grant::Grant;
use crate::issuer::parameters::Parameters;
use crate::random::random_hex;

/// A code of RFC 6749, 5.2, and what it means here.
type Fault = (&'static str, &'static str);

/// Why there are no tokens.
enum NoTokens {
    /// The client is told.
    Refused(Fault),
    /// Something is wrong here.
    Failed(anyhow::Error),
}

impl From<Fault> for NoTokens {
    fn from(fault: Fault) -> Self {
        Self::Refused(fault)
    }
}

impl From<anyhow::Error> for NoTokens {
    fn from(error: anyhow::Error) -> Self {
        Self::Failed(error)
    }
}

/// Gives tokens for a code or for a refresh token.
pub async fn token(State(app): State<Arc<App>>, headers: HeaderMap, form: Bytes) -> Response {
    let response = match given(&app, &headers, &form) {
        Ok(tokens) => Json(tokens).into_response(),
        Err(NoTokens::Refused(fault)) => refused(fault),
        Err(NoTokens::Failed(error)) => failed(&error),
    };
    to_the_client(response, &headers, &app.issuer.client)
}

fn given(app: &App, headers: &HeaderMap, form: &[u8]) -> Result<Value, NoTokens> {
    let parameters = read(headers, form, &app.issuer.client)?;
    match parameters.get("grant_type") {
        Some("authorization_code") => of_code(app, &parameters),
        Some("refresh_token") => of_refresh_token(app, &parameters),
        Some(_) => Err(("unsupported_grant_type", "the grant is not supported").into()),
        None => Err(("invalid_request", "grant_type is missing").into()),
    }
}

/// Ends what a refresh token stands for; an access token lives its minutes (RFC 7009).
pub async fn revoke(State(app): State<Arc<App>>, headers: HeaderMap, form: Bytes) -> Response {
    let response = match read(&headers, &form, &app.issuer.client) {
        Ok(parameters) => match parameters.get("token") {
            Some(token) => {
                app.grants().revoke(token);
                StatusCode::OK.into_response()
            }
            None => refused(("invalid_request", "token is missing")),
        },
        Err(fault) => refused(fault),
    };
    to_the_client(response, &headers, &app.issuer.client)
}

/// A form of the client's.
fn read(headers: &HeaderMap, form: &[u8], client: &Client) -> Result<Parameters, Fault> {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .and_then(|kind| kind.split(';').next());
    if !kind.is_some_and(|kind| {
        kind.trim()
            .eq_ignore_ascii_case("application/x-www-form-urlencoded")
    }) {
        return Err((
            "invalid_request",
            "the body has to be application/x-www-form-urlencoded",
        ));
    }
    let parameters = Parameters::read(form);
    if parameters.has_twice(&[]) {
        return Err(("invalid_request", "a parameter comes twice"));
    }
    if parameters.get("client_id") != Some(client.id) {
        return Err(("invalid_client", "the client is not registered here"));
    }
    Ok(parameters)
}

fn of_code(app: &App, parameters: &Parameters) -> Result<Value, NoTokens> {
    let [code, redirect_uri, verifier] =
        ["code", "redirect_uri", "code_verifier"].map(|name| parameters.get(name));
    let Some(code) = code else {
        return Err(("invalid_request", "code is missing").into());
    };
    let presented = Presented {
        code,
        redirect_uri: redirect_uri.unwrap_or_default(),
        verifier: verifier.unwrap_or_default(),
    };
    let refresh = random_hex(32)?;
    let redeemed = app.grants().redeem(presented, refresh.clone(), app.issuer.now());
    match redeemed {
        Ok(grant) => tokens(app, &grant, &refresh),
        Err(refusal) => Err(("invalid_grant", why_not_for_code(&refusal)).into()),
    }
}

fn why_not_for_code(refusal: &CodeRefusal) -> &'static str {
    match refusal {
        CodeRefusal::Unknown => "the code is not known",
        CodeRefusal::Expired => "the code has expired",
        CodeRefusal::Replayed => "the code was used before: what came of it has ended",
        CodeRefusal::Address => "the code was asked for by another address",
        CodeRefusal::Verifier => "the verifier is not that of the code",
    }
}

fn of_refresh_token(app: &App, parameters: &Parameters) -> Result<Value, NoTokens> {
    let Some(token) = parameters.get("refresh_token") else {
        return Err(("invalid_request", "refresh_token is missing").into());
    };
    let next = random_hex(32)?;
    let renewed = app.grants().renew(token, next.clone(), app.issuer.now());
    match renewed {
        // What the client tells its own sign-in by is not repeated.
        Ok(grant) => tokens(app, &Grant { nonce: None, ..grant }, &next),
        Err(refusal) => Err(("invalid_grant", why_not_for_refresh_token(&refusal)).into()),
    }
}

fn why_not_for_refresh_token(refusal: &RefreshRefusal) -> &'static str {
    match refusal {
        RefreshRefusal::Unknown => "the refresh token is not known",
        RefreshRefusal::Expired => "the refresh token has expired",
        RefreshRefusal::Reused => "the refresh token was used before: its session has ended",
    }
}

fn tokens(app: &App, grant: &Grant, refresh: &str) -> Result<Value, NoTokens> {
    // Whoever was suspended or removed since gets nothing more.
    let Some(agent) = app.known.agent(&grant.subject) else {
        app.grants().revoke(refresh);
        return Err(("invalid_grant", "nobody of that name can sign in any more").into());
    };
    let life = app.grants().lives.access();
    let tokens = app.issuer.tokens(&agent, grant, life)?;
    Ok(json!({
        "access_token": tokens.access,
        "id_token": tokens.identity,
        "refresh_token": refresh,
        "token_type": "Bearer",
        "expires_in": life.as_secs(),
        "scope": grant.scope,
    }))
}

fn refused((error, description): Fault) -> Response {
    let problem = json!({ "error": error, "error_description": description });
    (StatusCode::BAD_REQUEST, Json(problem)).into_response()
}

/// Kept by nobody, and readable to the client's pages alone.
fn to_the_client(mut response: Response, headers: &HeaderMap, client: &Client) -> Response {
    let set = response.headers_mut();
    set.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    set.insert(header::VARY, HeaderValue::from_static("origin"));
    if let Some(origin) = headers.get(header::ORIGIN)
        && origin.to_str().is_ok_and(|origin| client.has_origin(origin))
    {
        set.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
    }
    response
}
