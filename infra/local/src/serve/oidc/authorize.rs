//! Where a client sends the browser to have somebody sign in.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

use super::super::app::App;
use super::answers::{self, failed};
use super::browser::{self, is_from_here};
use crate::issuer::codes::Bound;
use crate::issuer::grant::Grant;
use crate::issuer::page::Choose;
use crate::issuer::parameters::Parameters;
use crate::issuer::request::{AuthorizationRequest, Prompt, Refusal};
use crate::random::random_hex;

/// A request of a client: answered at once for a browser that is known, otherwise by a page where one chooses.
pub async fn ask(State(app): State<Arc<App>>, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    let query = query.unwrap_or_default();
    let request = match AuthorizationRequest::read(&query, &app.issuer.client) {
        Ok(request) => request,
        Err(refusal) => return refused(&app, refusal),
    };
    if let Some(grant) = known(&app, &request, &headers) {
        return answer(&app, request, grant);
    }
    if request.prompt == Prompt::Never {
        let why = ("login_required", "nobody is signed in with this browser");
        return refused(&app, request.refused(why));
    }
    let page = Choose {
        organisations: &app.known.organisations(),
        request: &query,
        hint: request.login_hint.as_deref().unwrap_or_default(),
    };
    answers::page(&app.issuer, StatusCode::OK, &page)
}

/// What was chosen on the page.
pub async fn choose(State(app): State<Arc<App>>, headers: HeaderMap, form: Bytes) -> Response {
    if !is_from_here(&headers) {
        let why = "The choice came from another page.";
        return refused(&app, Refusal::Shown(why));
    }
    let form = Parameters::read(&form);
    let query = form.get("request").unwrap_or_default();
    let request = match AuthorizationRequest::read(query, &app.issuer.client) {
        Ok(request) => request,
        Err(refusal) => return refused(&app, refusal),
    };
    if form.get("deny").is_some() {
        return refused(&app, request.refused(("access_denied", "nobody signed in")));
    }
    let chosen = form.get("agent").and_then(|subject| app.known.agent(subject));
    let Some(agent) = chosen else {
        return refused(&app, Refusal::Shown("Nobody of that name can sign in any more."));
    };
    let cookie = match random_hex(32) {
        Ok(cookie) => cookie,
        Err(error) => return failed(&error),
    };
    let now = app.issuer.now();
    let mut grants = app.grants();
    if let Some(before) = browser::cookie(&headers, app.issuer.url()) {
        grants.sign_ins.end(before);
    }
    grants.sign_ins.begin(cookie.clone(), &agent.id, now);
    drop(grants);
    let grant = request.grant(agent.id, now);
    let mut response = answer(&app, request, grant);
    browser::set(&mut response, app.issuer.url(), Some(&cookie));
    response
}

/// Who signed in with this browser, if the request lets that count.
fn known(app: &App, request: &AuthorizationRequest, headers: &HeaderMap) -> Option<Grant> {
    let now = app.issuer.now();
    let signed_in = app
        .grants()
        .sign_ins
        .find(browser::cookie(headers, app.issuer.url())?, now)?;
    let agent = app.known.agent(&signed_in.subject)?;
    let is_old = request
        .max_age
        .is_some_and(|age| now.as_second() - signed_in.at.as_second() > age);
    let is_another = request
        .login_hint
        .as_ref()
        .is_some_and(|hint| *hint != agent.id && !hint.eq_ignore_ascii_case(&agent.email));
    if request.prompt == Prompt::Always || is_old || is_another {
        return None;
    }
    Some(request.grant(agent.id, signed_in.at))
}

/// Sends the browser back with a code.
fn answer(app: &App, request: AuthorizationRequest, grant: Grant) -> Response {
    let code = match random_hex(32) {
        Ok(code) => code,
        Err(error) => return failed(&error),
    };
    let bound = Bound {
        redirect_uri: request.redirect_uri.clone(),
        challenge: request.challenge,
    };
    app.grants().give(code.clone(), bound, grant, app.issuer.now());
    let parameters = [
        ("code", Some(code.as_str())),
        ("state", request.state.as_deref()),
        ("iss", Some(app.issuer.url())),
    ];
    answers::redirect(&request.redirect_uri, &parameters)
}

/// Tells the client why nobody signed in, or the person if the client cannot be told.
fn refused(app: &App, refusal: Refusal) -> Response {
    match refusal {
        Refusal::Shown(why) => answers::refused(&app.issuer, why),
        Refusal::Told(told) => {
            let parameters = [
                ("error", Some(told.error)),
                ("error_description", Some(told.description)),
                ("state", told.state.as_deref()),
                ("iss", Some(app.issuer.url())),
            ];
            answers::redirect(&told.redirect_uri, &parameters)
        }
    }
}
