//! Events as the triggers make them, from the samples in `events/`.

use anyhow::{Context, Result};
use base64::prelude::{BASE64_STANDARD, Engine};
use memberline_carriers::twilio;
use serde_json::{Value, json};

use super::cloud::PUBLIC_URL;
use super::outside::Taken;
use crate::carrier::Secrets;
use crate::seed::NUMBERS;

/// Our number with Twilio.
pub const OURS: &str = NUMBERS[0].number;

fn sample(json: &str) -> Result<Value> {
    serde_json::from_str(json).context("a sample in events/ is not JSON")
}

/// A webhook of Twilio's, signed, through API Gateway.
fn webhook(sample: &mut Value, path: &str, fields: &[(&str, &str)], secrets: &Secrets) {
    let signature = twilio::sign(&format!("{PUBLIC_URL}{path}"), fields, &secrets.twilio.auth_token);
    let body = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    sample["rawPath"] = json!(path);
    sample["requestContext"]["http"]["path"] = json!(path);
    sample["headers"]["x-twilio-signature"] = json!(signature);
    sample["headers"]["content-length"] = json!(body.len().to_string());
    sample["body"] = json!(BASE64_STANDARD.encode(body));
}

/// A member's text to one of our numbers.
pub fn text(secrets: &Secrets, id: &str, (member, ours): (&str, &str), text: &str) -> Result<Value> {
    let mut event = sample(include_str!("../../../../events/inbound-sms-twilio-message.json"))?;
    let fields = [
        ("ToCountry", "US"),
        ("ToState", ""),
        ("SmsMessageSid", id),
        ("NumMedia", "0"),
        ("ToCity", ""),
        ("FromZip", ""),
        ("SmsSid", id),
        ("FromState", "WI"),
        ("SmsStatus", "received"),
        ("FromCity", ""),
        ("Body", text),
        ("FromCountry", "US"),
        ("To", ours),
        ("ToZip", ""),
        ("NumSegments", "1"),
        ("MessageSid", id),
        ("AccountSid", &secrets.twilio.account_sid),
        ("From", member),
        ("ApiVersion", "2010-04-01"),
    ];
    webhook(&mut event, "/webhooks/twilio", &fields, secrets);
    Ok(event)
}

/// What the carrier reports about a text of ours.
pub fn receipt(secrets: &Secrets, taken: &Taken, ours: &str, status: &str) -> Result<Value> {
    let mut event = sample(include_str!("../../../../events/inbound-sms-twilio-receipt.json"))?;
    // What follows `#` is for the carrier itself: how often to try.
    let address = taken.callback.split('#').next().unwrap_or_default();
    let path = address.strip_prefix(PUBLIC_URL);
    let path = path.context("the callback address is not ours")?;
    let message = path.rsplit('/').next().unwrap_or_default();
    let fields = [
        ("SmsSid", taken.id.as_str()),
        ("SmsStatus", status),
        ("MessageStatus", status),
        ("To", &taken.to),
        ("MessageSid", &taken.id),
        ("AccountSid", &secrets.twilio.account_sid),
        ("From", ours),
        ("ApiVersion", "2010-04-01"),
    ];
    event["pathParameters"]["message"] = json!(message);
    webhook(&mut event, path, &fields, secrets);
    Ok(event)
}

/// An agent's request; one with a body posts it.
pub fn request(token: &str, (path, query): (&str, &str), body: Option<&Value>) -> Result<Value> {
    let mut event = sample(match body {
        Some(_) => include_str!("../../../../events/agent-api-messages.json"),
        None => include_str!("../../../../events/agent-api-list.json"),
    })?;
    let parameters: Value = form_urlencoded::parse(query.as_bytes())
        .map(|(name, value)| (name.into_owned(), json!(value)))
        .collect::<serde_json::Map<_, _>>()
        .into();
    event["rawPath"] = json!(path);
    event["rawQueryString"] = json!(query);
    event["queryStringParameters"] = parameters;
    event["requestContext"]["http"]["path"] = json!(path);
    event["pathParameters"]["proxy"] = json!(path.trim_start_matches("/v1/"));
    event["headers"]["authorization"] = json!(format!("Bearer {token}"));
    if let Some(body) = body {
        let body = body.to_string();
        event["headers"]["content-length"] = json!(body.len().to_string());
        event["headers"]["idempotency-key"] = json!(crate::carrier::random_hex(16)?);
        event["body"] = json!(body);
        event["isBase64Encoded"] = json!(false);
    }
    Ok(event)
}

/// A batch of the table's stream with one new item in it.
pub fn stream(item: &Value) -> Result<Value> {
    let mut event = sample(include_str!("../../../../events/outbound-sms-message.json"))?;
    let change = &mut event["Records"][0]["dynamodb"];
    change["Keys"] = json!({ "pk": item["pk"], "sk": item["sk"] });
    change["NewImage"] = item.clone();
    Ok(event)
}

/// A batch of the notifier's queue with one record of the stream in it.
pub fn queued(item: &Value) -> Result<Value> {
    let mut event = sample(include_str!("../../../../events/email-notifier-message.json"))?;
    event["Records"][0]["body"] = json!(stream(item)?["Records"][0].to_string());
    Ok(event)
}
