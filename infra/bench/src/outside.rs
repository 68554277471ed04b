//! Who the functions meet besides AWS: a carrier that takes every text at once and keeps pictures, and the issuer of tokens.

use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Result;
use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::Redirect;
use axum::{Json, Router, routing};
use memberline_local::issuer::Issuer;
use memberline_local::places::Places;
use serde_json::{Value, json};
use tokio::net::TcpListener;

/// The picture that everybody sends. As at the carrier, it is kept where another address leads to.
const PICTURE: &[u8] = include_bytes!("../../local/assets/pay-stub.png");

/// A text that the carrier took.
#[derive(Debug, Clone)]
pub struct Taken {
    /// The carrier's id of it.
    pub id: String,
    /// The member's number.
    pub to: String,
    /// Where reports of it go.
    pub callback: String,
}

struct Shared {
    taken: Mutex<Vec<Taken>>,
    keys: Value,
}

/// The carrier and the issuer, at one address.
pub struct Outside {
    /// The address.
    pub url: String,
    /// The issuer of tokens.
    pub issuer: Issuer,
    shared: Arc<Shared>,
}

impl Outside {
    /// Serves them.
    pub async fn serve(places: &Places) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}", listener.local_addr()?);
        let issuer = Issuer::open(places.state(), &url)?;
        let shared = Arc::new(Shared {
            taken: Mutex::default(),
            keys: issuer.keys(),
        });
        let router = Router::new()
            .route(
                "/oidc/.well-known/jwks.json",
                routing::get(async |State(shared): State<Arc<Shared>>| Json(shared.keys.clone())),
            )
            .route(
                "/2010-04-01/Accounts/{account}/Messages.json",
                routing::post(take),
            )
            .route(
                "/2010-04-01/Accounts/{account}/Messages/{message}/Media/{medium}",
                routing::get(async || Redirect::temporary("/kept/pay-stub.png")),
            )
            .route("/kept/pay-stub.png", routing::get(async || PICTURE))
            .with_state(Arc::clone(&shared));
        tokio::spawn(axum::serve(listener, router).into_future());
        Ok(Self { url, issuer, shared })
    }

    /// Where the carrier says that a picture is.
    pub fn medium(&self, account: &str, message: &str) -> String {
        let message = format!("2010-04-01/Accounts/{account}/Messages/{message}");
        format!("{}/{message}/Media/ME00000000000000000000000000000001", self.url)
    }

    /// The texts that the carrier took since the last time.
    pub fn take(&self) -> Vec<Taken> {
        std::mem::take(&mut *self.shared.taken.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

async fn take(
    State(shared): State<Arc<Shared>>,
    Form(fields): Form<Vec<(String, String)>>,
) -> (StatusCode, Json<Value>) {
    let field = |name: &str| {
        let found = fields.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let mut taken = shared.taken.lock().unwrap_or_else(PoisonError::into_inner);
    let text = Taken {
        id: format!(
            "SM{:032x}",
            memberline_local::random::random_hex(8)
                .map_or(0, |hex| u64::from_str_radix(&hex, 16).unwrap_or_default())
        ),
        to: field("To"),
        callback: field("StatusCallback"),
    };
    let answer = json!({
        "sid": text.id, "status": "queued", "to": text.to, "from": field("From"), "body": field("Body"),
        "direction": "outbound-api", "num_segments": "1", "error_code": null, "error_message": null,
    });
    taken.push(text);
    (StatusCode::CREATED, Json(answer))
}
