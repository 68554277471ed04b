//! Events as the triggers make them, from the samples in `events/`.

use anyhow::{Context, Result};
use base64::prelude::{BASE64_STANDARD, Engine};
use jiff::Timestamp;
use memberline_carriers::twilio;
use memberline_local::los;
use memberline_local::secrets::Secrets;
use memberline_local::seed;
use serde_json::{Value, json};

use super::cloud::PUBLIC_URL;
use super::outside::Taken;

/// Our number with Twilio.
pub const OURS: &str = seed::NUMBER;

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
pub fn text(secrets: &Secrets, id: &str, numbers: (&str, &str), text: &str) -> Result<Value> {
    let sample = sample(include_str!("../../../events/inbound-sms-twilio-message.json"))?;
    Ok(message(
        sample,
        secrets,
        id,
        numbers,
        &[("Body", text), ("NumMedia", "0")],
    ))
}

/// A member's picture message to one of our numbers, with one picture at that address.
pub fn picture(secrets: &Secrets, id: &str, numbers: (&str, &str), address: &str) -> Result<Value> {
    let json = include_str!("../../../events/inbound-sms-twilio-message-media.json");
    let fields = [
        ("Body", "Here is my pay stub"),
        ("NumMedia", "1"),
        ("MediaContentType0", "image/png"),
        ("MediaUrl0", address),
    ];
    Ok(message(sample(json)?, secrets, id, numbers, &fields))
}

fn message(
    mut event: Value,
    secrets: &Secrets,
    id: &str,
    (member, ours): (&str, &str),
    fields: &[(&str, &str)],
) -> Value {
    let mut all = vec![
        ("ToCountry", "US"),
        ("ToState", ""),
        ("SmsMessageSid", id),
        ("ToCity", ""),
        ("FromZip", ""),
        ("SmsSid", id),
        ("FromState", "WI"),
        ("SmsStatus", "received"),
        ("FromCity", ""),
        ("FromCountry", "US"),
        ("To", ours),
        ("ToZip", ""),
        ("NumSegments", "1"),
        ("MessageSid", id),
        ("AccountSid", &secrets.twilio.account_sid),
        ("From", member),
        ("ApiVersion", "2010-04-01"),
    ];
    all.extend(fields);
    webhook(&mut event, "/webhooks/twilio", &all, secrets);
    event
}

/// What the carrier reports about a text of ours.
pub fn receipt(secrets: &Secrets, taken: &Taken, ours: &str, status: &str) -> Result<Value> {
    let mut event = sample(include_str!("../../../events/inbound-sms-twilio-receipt.json"))?;
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
        Some(_) => include_str!("../../../events/agent-api-messages.json"),
        None => include_str!("../../../events/agent-api-list.json"),
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
        event["headers"]["idempotency-key"] = json!(memberline_local::random::random_hex(16)?);
        event["body"] = json!(body);
        event["isBase64Encoded"] = json!(false);
    }
    Ok(event)
}

/// Somebody who is signed in asks about a download link.
pub fn download(operation: &str, token: &str, session: &str) -> Result<Value> {
    let mut event = sample(include_str!("../../../events/secure-download-open.json"))?;
    let (path, body) = (
        format!("/downloads/{operation}"),
        json!({ "token": token }).to_string(),
    );
    event["rawPath"] = json!(path);
    event["requestContext"]["http"]["path"] = json!(path);
    event["pathParameters"]["proxy"] = json!(operation);
    event["headers"]["authorization"] = json!(format!("Bearer {session}"));
    event["headers"]["content-length"] = json!(body.len().to_string());
    event["body"] = json!(body);
    Ok(event)
}

/// A batch of the table's stream with one new item in it.
pub fn stream(item: &Value) -> Result<Value> {
    let mut event = sample(include_str!("../../../events/outbound-sms-message.json"))?;
    let change = &mut event["Records"][0]["dynamodb"];
    change["Keys"] = json!({ "pk": item["pk"], "sk": item["sk"] });
    change["NewImage"] = item.clone();
    Ok(event)
}

/// A batch of a queue with one record of the stream in it.
pub fn queued(item: &Value) -> Result<Value> {
    let mut event = sample(include_str!("../../../events/email-notifier-message.json"))?;
    event["Records"][0]["body"] = json!(stream(item)?["Records"][0].to_string());
    Ok(event)
}

/// What the rule of the sweep sends.
pub fn sweep() -> Result<Value> {
    sample(include_str!("../../../events/outbound-sms-sweep.json"))
}

/// A batch of the queue of nudges with a timer that goes off.
pub fn fired(timer: &Value) -> Result<Value> {
    let mut event = sample(include_str!("../../../events/re-engagement-nudge.json"))?;
    event["Records"][0]["body"] = json!(timer.to_string());
    Ok(event)
}

/// A batch of a queue with what the malware scan says of a clean object.
pub fn clean(bucket: &str, object: &str) -> Result<Value> {
    let mut event = sample(include_str!("../../../events/documents-verdict-clean.json"))?;
    let mut verdict = sample(event["Records"][0]["body"].as_str().unwrap_or_default())?;
    verdict["detail"]["s3ObjectDetails"]["bucketName"] = json!(bucket);
    verdict["detail"]["s3ObjectDetails"]["objectKey"] = json!(object);
    event["Records"][0]["body"] = json!(verdict.to_string());
    Ok(event)
}

/// Area codes where the applicants live. A loan system's numbers are held to the numbering plan.
const IOWA: [u16; 5] = [515, 563, 319, 641, 712];

/// An applicant, as a loan-origination system names what is theirs.
pub struct Applicant {
    /// A number of one's own, below a million.
    pub number: u32,
    /// The loan-origination system's clock.
    pub at: Timestamp,
}

impl Applicant {
    /// The event that tells of the application, with people who agreed to reminders.
    pub fn applies(&self, secret: &str) -> Result<Value> {
        let mut event = sample(include_str!("../../../events/los-application-created.json"))?;
        let people = event["application"]["people"].as_array_mut();
        for (person, area) in people.context("nobody applies")?.iter_mut().zip(IOWA) {
            let (exchange, line) = (201 + self.number / 10_000, self.number % 10_000);
            person["mobile"] = json!(format!("+1{area}{exchange}{line:04}"));
            for consent in person["consents"].as_array_mut().into_iter().flatten() {
                consent["at"] = json!(self.at.to_string());
            }
        }
        self.tells(secret, event)
    }

    /// The event that they entered a stage.
    pub fn enters(&self, stage: &str, secret: &str) -> Result<Value> {
        let mut event = sample(include_str!("../../../events/los-stage-entered.json"))?;
        event["stage"]["name"] = json!(stage);
        self.tells(secret, event)
    }

    /// The webhook with an event, signed, through API Gateway.
    fn tells(&self, secret: &str, mut told: Value) -> Result<Value> {
        told["id"] = json!(format!("evt_{}", memberline_local::random::random_hex(12)?));
        told["occurred_at"] = json!(self.at.to_string());
        told["application"]["id"] = json!(format!("LN-2026-{:07}", self.number));
        let (body, timestamp) = (told.to_string(), self.at.as_second().to_string());
        let mut event = sample(include_str!("../../../events/re-engagement-los-stage.json"))?;
        event["headers"]["memberline-signature"] = json!(los::sign(secret, &timestamp, body.as_bytes()));
        event["headers"]["memberline-timestamp"] = json!(timestamp);
        event["body"] = json!(body);
        Ok(event)
    }
}
