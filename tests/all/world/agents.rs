//! Agents at their frontends: `world.agent("maria").claims(&conversation)`.

use std::sync::Arc;
use std::time::Duration;

use admin_api::AdminApi;
use agent_api::{AgentApi, DeadLetters, Parts, router};
use aws_smithy_runtime_api::client::http::SharedHttpConnector;
use axum::Router;
use axum::body::{Body, to_bytes};
use http::{Method, Request};
use memberline_http_api::front::Front;
use memberline_platform::auth::TokenVerifier;
use memberline_platform::config::{ConsoleConfig, DeadLetterConfig, WayBack};
use memberline_platform::http::Http;
use serde_json::{Value, json};
use tower::ServiceExt;

use super::issuer::{self, KEY};
use super::roles::{Checked, check_signed};
use super::{PUBLIC_URL, World};

/// An answer of the API.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub body: Value,
}

/// An agent with a token.
#[derive(Clone)]
pub struct AgentAt {
    api: Router,
    admin_api: Router,
    token: String,
}

impl World {
    /// The API, newly started.
    pub fn api(&self) -> Router {
        self.api_behind(Front::default())
    }

    /// The API behind what stands in front of it, newly started.
    pub fn api_behind(&self, front: Front) -> Router {
        let dead_letters = DeadLetters {
            sqs: self.cloud.as_function("AgentApi").sqs(),
            queues: DeadLetterConfig {
                documents: self.way_back("DocumentsDeadLetters", "DocumentsQueue"),
                email: self.way_back("EmailDeadLetters", "EmailQueue"),
                events: self.way_back("EventDeadLetters", "OutboundReplay"),
                nudges: self.way_back("NudgesDeadLetters", "NudgesQueue"),
                outbound: self.way_back("OutboundDeadLetters", "OutboundReplay"),
                timers: self.way_back("TimersDeadLetters", "TimersQueue"),
            },
        };
        let files = Checked {
            function: "AgentApi",
            inner: self.cloud.presigned(),
        };
        let api = AgentApi::new(Parts {
            store: Arc::new(self.store_of("AgentApi")),
            tokens: Self::tokens(),
            public_url: PUBLIC_URL.to_owned(),
            dead_letters,
            console: Self::console(),
            documents: self.cloud.presigner(),
            files: Http::over(SharedHttpConnector::new(files), Duration::from_secs(5)),
            front,
        });
        let clock = self.clock.clone();
        router(Arc::new(api.with_clock(Arc::new(move || clock.now()))))
    }

    /// The administration's API, newly started.
    pub fn admin_api(&self) -> Router {
        self.admin_api_behind(Front::default())
    }

    /// The same behind what stands in front of it.
    pub fn admin_api_behind(&self, front: Front) -> Router {
        let api = AdminApi::new(admin_api::Parts {
            store: Arc::new(self.store_of("AdminApi")),
            tokens: Self::tokens(),
            console: Self::console(),
            front,
        });
        let clock = self.clock.clone();
        admin_api::router(Arc::new(api.with_clock(Arc::new(move || clock.now()))))
    }

    fn tokens() -> TokenVerifier {
        let issuer = Http::over(issuer::connector(), Duration::from_secs(1));
        TokenVerifier::new(issuer::config(), issuer)
    }

    fn console() -> ConsoleConfig {
        ConsoleConfig::of("https://console.lakeside.example").unwrap()
    }

    fn way_back(&self, dead_letters: &str, again: &str) -> WayBack {
        WayBack {
            dead_letters: self.cloud.queue(dead_letters),
            again: self.cloud.queue(again),
        }
    }

    /// An agent of `lakeside` at a newly started API.
    pub fn agent(&self, name: &str) -> AgentAt {
        self.agent_of("lakeside", name)
    }

    pub fn agent_of(&self, organisation: &str, name: &str) -> AgentAt {
        let claims = issuer::claims(&format!("{organisation}-{name}"), self.clock.now().as_second());
        self.bearer(&KEY.token(&claims))
    }

    /// Somebody with this token.
    pub fn bearer(&self, token: &str) -> AgentAt {
        AgentAt {
            api: self.api(),
            admin_api: self.admin_api(),
            token: token.to_owned(),
        }
    }
}

/// What a function answers.
pub async fn answer_of(api: &Router, request: Request<Body>) -> Answer {
    let response = api.clone().oneshot(request).await.unwrap();
    let status = response.status().as_u16();
    let bytes = to_bytes(response.into_body(), 1 << 22).await.unwrap();
    Answer {
        status,
        body: serde_json::from_slice(&bytes).unwrap_or_default(),
    }
}

impl AgentAt {
    pub async fn send(&self, request: Request<Body>) -> Answer {
        let is_administration = request.uri().path().starts_with("/v1/directory/");
        let (function, api) = if is_administration {
            ("AdminApi", &self.admin_api)
        } else {
            ("AgentApi", &self.api)
        };
        let answer = answer_of(api, request).await;
        check_signed(function, &answer.body.to_string());
        answer
    }

    pub fn request(&self, method: &Method, path: &str) -> http::request::Builder {
        Request::builder()
            .method(method)
            .uri(path)
            .header("authorization", format!("Bearer {}", self.token))
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request(&Method::GET, path).body(Body::empty()).unwrap())
            .await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        let request = self
            .request(&Method::POST, path)
            .header("content-type", "application/json");
        self.send(request.body(Body::from(body.to_string())).unwrap())
            .await
    }

    /// Writes a record of the directory over whatever there is: `keeps("triggers/income", ...)`.
    pub async fn keeps(&self, record: &str, body: &Value) -> Answer {
        let path = format!("/v1/directory/{record}");
        let seen = self.get(&path).await.body["version"].as_u64();
        let mut request = self
            .request(&Method::PUT, &path)
            .header("content-type", "application/json");
        if let Some(version) = seen {
            request = request.header("if-match", format!("\"{version}\""));
        }
        self.send(request.body(Body::from(body.to_string())).unwrap())
            .await
    }

    /// Removes a record of the directory, whatever its version.
    pub async fn removes(&self, record: &str) -> Answer {
        let path = format!("/v1/directory/{record}");
        let version = self.get(&path).await.body["version"].as_u64().unwrap_or(1);
        let request = self
            .request(&Method::DELETE, &path)
            .header("if-match", format!("\"{version}\""));
        self.send(request.body(Body::empty()).unwrap()).await
    }

    pub async fn claims(&self, conversation: &str) -> Answer {
        let path = format!("/v1/conversations/{conversation}/claim");
        self.send(self.request(&Method::POST, &path).body(Body::empty()).unwrap())
            .await
    }

    pub async fn closes(&self, conversation: &str) -> Answer {
        let path = format!("/v1/conversations/{conversation}/close");
        self.send(self.request(&Method::POST, &path).body(Body::empty()).unwrap())
            .await
    }

    /// Gives the member's name.
    pub async fn names(&self, conversation: &str, name: &str) -> Answer {
        let path = format!("/v1/conversations/{conversation}/person");
        let request = self
            .request(&Method::PUT, &path)
            .header("content-type", "application/json");
        let body = json!({ "name": name }).to_string();
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    /// Writes a text, under a key of the frontend's choice.
    pub async fn writes(&self, conversation: &str, text: &str, key: &str) -> Answer {
        let path = format!("/v1/conversations/{conversation}/messages");
        self.post_once(&path, &json!({ "text": text }), key).await
    }

    /// Writes a note, under a key of the frontend's choice.
    pub async fn notes(&self, conversation: &str, text: &str, key: &str) -> Answer {
        let path = format!("/v1/conversations/{conversation}/notes");
        self.post_once(&path, &json!({ "text": text }), key).await
    }

    async fn post_once(&self, path: &str, body: &Value, key: &str) -> Answer {
        let request = self
            .request(&Method::POST, path)
            .header("content-type", "application/json")
            .header("idempotency-key", key);
        self.send(request.body(Body::from(body.to_string())).unwrap())
            .await
    }

    /// The ids of the conversations of a list, in its order.
    pub async fn lists(&self, query: &str) -> Vec<String> {
        let answer = self.get(&format!("/v1/conversations?{query}")).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.body["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["id"].as_str().unwrap().to_owned())
            .collect()
    }
}
