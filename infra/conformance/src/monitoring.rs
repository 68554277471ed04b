//! CloudWatch by its JSON protocol: its client would bring an older stack of HTTP into everything that is built beside it.

use std::time::SystemTime;

use anyhow::{Context as _, Result};
use aws_config::SdkConfig;
use aws_sdk_s3::config::ProvideCredentials as _;
use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign};
use aws_sigv4::sign::v4::SigningParams;
use serde_json::Value;

use crate::case::{Failure, LACKING, differs};

/// Asks for an action; the answer.
pub async fn ask(aws: &SdkConfig, action: &str, fields: &Value) -> Result<Value, Failure> {
    let request = signed(aws, action, fields).await?;
    let answer = reqwest::Client::new()
        .execute(request)
        .await
        .context("CloudWatch does not answer")?;
    let status = answer.status();
    let text = answer.text().await.context("CloudWatch does not answer")?;
    if status.is_success() {
        return Ok(serde_json::from_str(&text).unwrap_or(Value::Null));
    }
    if status.as_u16() == 501 || LACKING.iter().any(|code| text.contains(code)) {
        return Err(Failure::NotThere(text));
    }
    differs(format!("{action}: {status} {text}"))
}

async fn signed(aws: &SdkConfig, action: &str, fields: &Value) -> Result<reqwest::Request> {
    let region = aws.region().context("no region")?.to_string();
    let url = aws.endpoint_url().map_or_else(
        || format!("https://monitoring.{region}.amazonaws.com/"),
        |url| format!("{url}/"),
    );
    let mut request = reqwest::Client::new()
        .post(&url)
        .header("content-type", "application/x-amz-json-1.0")
        .header("x-amz-target", format!("GraniteServiceVersion20100801.{action}"))
        .body(fields.to_string())
        .build()?;
    let provider = aws.credentials_provider().context("no credentials")?;
    let identity = provider.provide_credentials().await?.into();
    let parameters = SigningParams::builder()
        .identity(&identity)
        .region(&region)
        .name("monitoring")
        .time(now())
        .settings(SigningSettings::default())
        .build()?;
    let headers = request
        .headers()
        .iter()
        .filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?)));
    let body = request
        .body()
        .and_then(|body| body.as_bytes())
        .unwrap_or_default();
    let signable = SignableRequest::new("POST", &url, headers, SignableBody::Bytes(body))?;
    let (instructions, _) = sign(signable, &parameters.into())?.into_parts();
    for (name, value) in instructions.headers() {
        let name = reqwest::header::HeaderName::from_bytes(name.as_bytes())?;
        request.headers_mut().insert(name, value.parse()?);
    }
    Ok(request)
}

fn now() -> SystemTime {
    memberline_platform::clock::now().into()
}
