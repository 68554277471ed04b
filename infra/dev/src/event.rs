//! `cargo dev event`: sends a sample of `events/` to the running stack.

use std::path::Path;

use anyhow::{Context, Result, bail};
use memberline_local::clock;
use memberline_local::issuer::Issuer;
use memberline_local::output::answer;
use memberline_local::places::Places;
use memberline_local::running::Running;
use memberline_local::secrets::Secrets;
use memberline_local::seed::{self, Agent};
use reqwest::header::HeaderMap;
use serde_json::{Value, json};

mod proof;
mod sample;

use proof::Proof;
use sample::Sample;

/// Sends the request in `file` and answers with what came back.
pub async fn event(places: &Places, file: &Path, agent: &str) -> Result<()> {
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let sample = Sample::parse(&text).with_context(|| format!("{} cannot be sent", file.display()))?;
    let Some(agent) = seed::agents().find(|known| known.id == agent) else {
        let known: Vec<_> = seed::agents().map(|agent| agent.id.as_str()).collect();
        bail!("there is no agent {agent}: take one of {}", known.join(", "));
    };
    let running = Running::read(places)?;
    let request = signed(sample, places, &running.url, agent)?;
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

/// A request as it is sent.
struct Sent {
    method: String,
    target: String,
    headers: HeaderMap,
    body: Vec<u8>,
}

/// The request for the stack at `url`: what proves it by the samples' secrets proves it by the stack's, and what does not is
/// left as it is.
fn signed(mut sample: Sample, places: &Places, url: &str, agent: &Agent) -> Result<Sent> {
    let now = clock::now(places.state()).as_second();
    match Proof::of(&sample) {
        Some(Proof::Token) => {
            let issuer = Issuer::open(places.state(), url)?;
            let token = format!("Bearer {}", issuer.token(agent, TOKEN_LIFE)?);
            sample.headers.insert("authorization", token.parse()?);
        }
        Some(proof) => proof.renew(&mut sample, &Secrets::open(places.state())?, url, now)?,
        None => {}
    }
    let query = if sample.query.is_empty() {
        String::new()
    } else {
        format!("?{}", sample.query)
    };
    Ok(Sent {
        method: sample.method,
        target: format!("{}{query}", sample.path),
        headers: sample.headers,
        body: sample.body,
    })
}

const TOKEN_LIFE: std::time::Duration = std::time::Duration::from_mins(5);

#[cfg(test)]
mod tests;
