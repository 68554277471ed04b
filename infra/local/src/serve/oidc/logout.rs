//! The end of a sign-in at the issuer (`OpenID` Connect RP-Initiated Logout).

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

use super::super::app::App;
use super::answers;
use super::browser::{self, is_from_here};
use crate::issuer::page::{SignOut, SignedOut};
use crate::issuer::parameters::Parameters;
use crate::issuer::request::LONGEST;

/// A client's request. Without an id token of whoever is signed in, anyone could have sent the browser here: then one is asked.
pub async fn ask(State(app): State<Arc<App>>, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    let query = query.unwrap_or_default();
    if query.len() > LONGEST {
        return answers::refused(&app.issuer, "The request is too long.");
    }
    let hinted = Parameters::read(query.as_bytes())
        .get("id_token_hint")
        .and_then(|token| app.issuer.subject_of(token));
    let signed_in = browser::cookie(&headers, app.issuer.url())
        .and_then(|cookie| app.grants().sign_ins.find(cookie, app.issuer.now()));
    match signed_in {
        Some(signed_in) if hinted.as_ref() != Some(&signed_in.subject) => {
            answers::page(&app.issuer, StatusCode::OK, &SignOut { request: &query })
        }
        _ => end(&app, &query, &headers),
    }
}

/// The same by a form; that of the page says that one is sure.
pub async fn post(State(app): State<Arc<App>>, headers: HeaderMap, form: Bytes) -> Response {
    let read = Parameters::read(&form);
    if read.get("sure").is_some() {
        if is_from_here(&headers) {
            let request = read.get("request").unwrap_or_default();
            return end(&app, request, &headers);
        }
        return answers::refused(&app.issuer, "The answer came from another page.");
    }
    let query = String::from_utf8_lossy(&form).into_owned();
    ask(State(app), RawQuery(Some(query)), headers).await
}

/// Forgets the browser, and sends it to where the client wants it, if that is an address of the client's.
fn end(app: &App, request: &str, headers: &HeaderMap) -> Response {
    let parameters = Parameters::read(request.as_bytes());
    let back = parameters.get("post_logout_redirect_uri");
    if let Some(cookie) = browser::cookie(headers, app.issuer.url()) {
        app.grants().sign_ins.end(cookie);
    }
    let mut response = match back {
        None => answers::page(&app.issuer, StatusCode::OK, &SignedOut),
        Some(address) if is_registered(app, &parameters, address) => {
            answers::redirect(address, &[("state", parameters.get("state"))])
        }
        Some(_) => answers::refused(
            &app.issuer,
            "You are signed out. The address to go on to is not registered here.",
        ),
    };
    browser::set(&mut response, app.issuer.url(), None);
    response
}

fn is_registered(app: &App, parameters: &Parameters, address: &str) -> bool {
    !parameters.has_twice(&["post_logout_redirect_uri"])
        && parameters
            .get("client_id")
            .is_none_or(|id| id == app.issuer.client.id)
        && app.issuer.client.has_address(address)
}
