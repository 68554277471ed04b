//! `cargo dev event`: sends a sample of `events/` to the running stack.

use std::path::Path;

use anyhow::{Context, Result, bail};
use base64::prelude::{BASE64_STANDARD, Engine};
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use serde_json::{Value, json};

mod proof;

use memberline_local::carrier::Secrets;
use memberline_local::clock;
use memberline_local::output::answer;
use memberline_local::places::Places;
use memberline_local::seed::{AGENTS, Agent};
use memberline_local::serve::oidc::Issuer;
use memberline_local::up::Running;
use proof::Proof;

/// Sends the request in `file` and answers with what came back.
pub async fn event(places: &Places, file: &Path, agent: &str) -> Result<()> {
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let sample = Sample::parse(&text).with_context(|| format!("{} cannot be sent", file.display()))?;
    let Some(agent) = AGENTS.iter().find(|known| known.id == agent) else {
        let known: Vec<_> = AGENTS.iter().map(|agent| agent.id).collect();
        bail!("there is no agent {agent}: take one of {}", known.join(", "));
    };
    let running = Running::read(places)?;
    let request = sample.into_sent(places, &running.url, agent)?;
    let sent = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()?
        .request(
            request.method.parse()?,
            format!("{}{}", running.url, request.target),
        )
        .headers(request.headers)
        .body(request.body)
        .send()
        .await
        .context("the stack does not answer")?;
    let status = sent.status().as_u16();
    let body = sent.text().await?;
    let body = serde_json::from_str(&body).unwrap_or(Value::String(body));
    answer(&serde_json::to_string_pretty(
        &json!({ "status": status, "body": body }),
    )?)
}

/// A request as API Gateway hands it to a function.
#[derive(Clone, Debug)]
struct Sample {
    method: String,
    path: String,
    query: String,
    headers: HeaderMap,
    body: Vec<u8>,
}

/// A request as it is sent.
struct Sent {
    method: String,
    target: String,
    headers: HeaderMap,
    body: Vec<u8>,
}

/// What belongs to the way that the sample's request came, and not to the request.
const OF_THE_WAY: [&str; 3] = ["host", "content-length", "connection"];

impl Sample {
    fn parse(text: &str) -> Result<Self> {
        let event: Value = serde_json::from_str(text).context("it is no JSON")?;
        let (Some(path), Some(method)) = (
            event["rawPath"].as_str(),
            event["requestContext"]["http"]["method"].as_str(),
        ) else {
            bail!("it is no request to the API: `sam local invoke` takes what comes from streams and queues");
        };
        let body = event["body"].as_str().unwrap_or_default();
        let body = if event["isBase64Encoded"] == true {
            BASE64_STANDARD.decode(body).context("its body is no base64")?
        } else {
            body.as_bytes().to_vec()
        };
        let mut headers = HeaderMap::new();
        for (name, value) in event["headers"].as_object().into_iter().flatten() {
            let of_the_way = OF_THE_WAY.contains(&name.as_str()) || name.starts_with("x-forwarded-");
            if let (false, Some(value)) = (of_the_way, value.as_str()) {
                headers.insert(name.parse::<HeaderName>()?, HeaderValue::from_str(value)?);
            }
        }
        Ok(Self {
            method: method.to_owned(),
            path: path.to_owned(),
            query: event["rawQueryString"].as_str().unwrap_or_default().to_owned(),
            headers,
            body,
        })
    }

    /// The request for the stack at `url`: what proves it by the samples' secrets proves it by the stack's, and what does not is
    /// left as it is.
    fn into_sent(mut self, places: &Places, url: &str, agent: &Agent) -> Result<Sent> {
        let now = clock::now(places.state()).as_second();
        match Proof::of(&self) {
            Some(Proof::Token) => {
                let issuer = Issuer::open(places.state(), url)?;
                let token = format!("Bearer {}", issuer.token(agent, TOKEN_LIFE)?);
                self.headers.insert("authorization", token.parse()?);
            }
            Some(proof) => proof.renew(&mut self, &Secrets::open(places.state())?, url, now)?,
            None => {}
        }
        let query = if self.query.is_empty() {
            String::new()
        } else {
            format!("?{}", self.query)
        };
        Ok(Sent {
            method: self.method,
            target: format!("{}{query}", self.path),
            headers: self.headers,
            body: self.body,
        })
    }

    fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name).and_then(|value| value.to_str().ok());
        value.unwrap_or_default()
    }
}

const TOKEN_LIFE: std::time::Duration = std::time::Duration::from_mins(5);

#[cfg(test)]
mod tests;
