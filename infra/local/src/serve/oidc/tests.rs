//! The issuer as clients, browsers and thieves meet it.

mod browser;
mod codes;
mod logout;
mod requests;
mod sessions;

use std::sync::LazyLock;

use axum::body::Body;
use axum::http::{HeaderMap, Request};
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use tower::ServiceExt as _;

use super::*;
use crate::carrier::Carrier;
use crate::issuer::Issuer;
use crate::issuer::codes::challenge_of;
use crate::known::Known;
use crate::places::Places;

const URL: &str = "http://localhost:3000";
const CONSOLE: &str = "http://localhost:3000/";
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

/// One key for all tests: to make one takes a while.
static KEY: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    Issuer::open(folder.path(), URL).unwrap();
    std::fs::read(folder.path().join("issuer-key.der")).unwrap()
});

/// An issuer without anything around it.
struct Stage {
    #[expect(dead_code, reason = "the folder goes when this is dropped")]
    folder: tempfile::TempDir,
    app: Arc<App>,
    known: Known,
    routes: Router,
}

/// What was answered.
struct Answer {
    status: u16,
    headers: HeaderMap,
    body: String,
}

impl Stage {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let places = Places::new(Some(folder.path().to_owned()));
        std::fs::write(folder.path().join("issuer-key.der"), &*KEY).unwrap();
        let known = Known::demonstration();
        let carrier = Carrier::open(places.state(), URL, known.clone()).unwrap();
        let issuer = Issuer::open(places.state(), URL).unwrap();
        let app = Arc::new(App::new(URL.to_owned(), &places, issuer, carrier, known.clone()));
        let routes = Router::new()
            .nest("/oidc", routes())
            .nest("/oidc/.well-known", documents())
            .route("/dev/issuer", routing::get(lives).put(set_lives))
            .with_state(Arc::clone(&app));
        Self {
            folder,
            app,
            known,
            routes,
        }
    }

    async fn send(&self, request: Request<Body>) -> Answer {
        let answer = self.routes.clone().oneshot(request).await.unwrap();
        let (parts, body) = answer.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        Answer {
            status: parts.status.as_u16(),
            headers: parts.headers,
            body: String::from_utf8_lossy(&body).into_owned(),
        }
    }

    async fn get(&self, path: &str, cookie: &str) -> Answer {
        let request = Request::get(path).header("cookie", cookie);
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// A form that a page of `origin` sends.
    async fn post(&self, path: &str, (origin, cookie): (&str, &str), form: &[(&str, &str)]) -> Answer {
        let request = Request::post(path)
            .header("host", "localhost:3000")
            .header("origin", origin)
            .header("cookie", cookie)
            .header("content-type", "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(encoded(form))).unwrap()).await
    }

    /// Moves the stack's clock.
    fn advance(&self, seconds: u64) {
        let file = crate::clock::file(self.app.places.state());
        let ahead = crate::clock::offset(&file) + seconds;
        std::fs::write(file, ahead.to_string()).unwrap();
    }

    /// Somebody chooses an agent on the page; what the browser is sent back with, and its cookie.
    async fn choose(&self, agent: &str, request: &str) -> (Answer, String) {
        let form = [("request", request), ("agent", agent)];
        let answer = self.post("/oidc/authorize", (URL, ""), &form).await;
        let cookie = answer.header("set-cookie").split(';').next().unwrap().to_owned();
        (answer, cookie)
    }

    async fn code_of(&self, agent: &str) -> String {
        let (answer, _) = self.choose(agent, &request(&[])).await;
        answer.told("code")
    }

    async fn redeem(&self, code: &str, changes: &[(&str, &str)]) -> Answer {
        let good = [
            ("grant_type", "authorization_code"),
            ("client_id", "memberline"),
            ("code", code),
            ("redirect_uri", CONSOLE),
            ("code_verifier", VERIFIER),
        ];
        self.post("/oidc/token", (URL, ""), &changed(&good, changes))
            .await
    }

    async fn renew(&self, token: &str) -> Answer {
        let form = [
            ("grant_type", "refresh_token"),
            ("client_id", "memberline"),
            ("refresh_token", token),
        ];
        self.post("/oidc/token", (URL, ""), &form).await
    }
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map(|value| value.to_str().unwrap())
            .unwrap_or_default()
    }

    /// A parameter of where the browser is sent; empty when it is sent nowhere, or without it.
    fn told(&self, name: &str) -> String {
        let query = self.header("location").split_once('?').unwrap_or_default().1;
        let mut all = form_urlencoded::parse(query.as_bytes());
        all.find(|(known, _)| known == name)
            .map(|(_, value)| value.into_owned())
            .unwrap_or_default()
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    fn text(&self, member: &str) -> String {
        self.json()[member].as_str().unwrap_or_default().to_owned()
    }
}

fn encoded(form: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(form)
        .finish()
}

/// `good` with some parameters changed or added, or left out where the value is empty.
fn changed<'a>(good: &[(&'a str, &'a str)], changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = good
        .iter()
        .filter(|(name, _)| !changes.iter().any(|(other, _)| other == name));
    kept.chain(changes.iter().filter(|(_, value)| !value.is_empty()))
        .copied()
        .collect()
}

/// The query of a request of the console's.
fn request(changes: &[(&str, &str)]) -> String {
    let challenge = challenge_of(VERIFIER);
    let good = [
        ("client_id", "memberline"),
        ("redirect_uri", CONSOLE),
        ("response_type", "code"),
        ("scope", "openid email"),
        ("state", "s"),
        ("nonce", "n"),
        ("code_challenge", &challenge),
        ("code_challenge_method", "S256"),
    ];
    encoded(&changed(&good, changes))
}

/// The claims of a token, whoever signed it.
fn claims(token: &str) -> Value {
    use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
    let claims = token.split('.').nth(1).unwrap();
    serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(claims).unwrap()).unwrap()
}
