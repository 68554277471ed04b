//! A sample of `events/`.

use anyhow::{Context, Result, bail};
use base64::prelude::{BASE64_STANDARD, Engine};
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use serde_json::Value;

/// A request as API Gateway hands it to a function.
#[derive(Clone, Debug)]
pub(super) struct Sample {
    pub(super) method: String,
    pub(super) path: String,
    pub(super) query: String,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
}

/// What belongs to the way that the sample's request came, and not to the request.
const OF_THE_WAY: [&str; 3] = ["host", "content-length", "connection"];

impl Sample {
    pub(super) fn parse(text: &str) -> Result<Self> {
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

    pub(super) fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name).and_then(|value| value.to_str().ok());
        value.unwrap_or_default()
    }
}
