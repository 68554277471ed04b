//! Where a carrier keeps media, and the malware scan: both as a test says.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aws_lambda_events::sqs::{SqsBatchResponse, SqsEvent};
use aws_smithy_runtime_api::client::http::{HttpConnector, HttpConnectorFuture, SharedHttpConnector};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_types::body::SdkBody;
use documents::Documents;
use memberline_domain::thread::{Medium, attachments};
use memberline_platform::config::{CarrierUrls, MediaConfig};
use memberline_platform::http::Http;
use memberline_platform::parking::Parking;
use serde_json::{Value, json};

use super::World;
use super::outbox::{attribute, records};
use super::people::{TWILIO_NUMBER, TWILIO_SID, TWILIO_TOKEN, sid, twilio_webhook};

/// How a host answers once.
#[derive(Debug, Clone)]
pub enum Once {
    /// With this status and no body.
    Status(u16),
    /// With a redirect.
    To(String),
    /// Not at all.
    Silence,
    /// With less than it announces.
    CutShort,
}

#[derive(Debug, Default)]
struct Shelf {
    files: BTreeMap<String, Vec<u8>>,
    script: VecDeque<Once>,
    /// Method and address of each request, and whether it carried credentials.
    asked: Vec<(String, String, bool)>,
}

/// All hosts of the Internet: each address that was put there has its file.
#[derive(Debug, Clone, Default)]
pub struct MediaHost(Arc<Mutex<Shelf>>);

impl MediaHost {
    /// The address of a medium at Twilio.
    pub fn address(medium: &str) -> String {
        let (message, medium) = (sid("MM1"), sid(medium));
        format!("https://api.twilio.com/2010-04-01/Accounts/{TWILIO_SID}/Messages/{message}/Media/{medium}")
    }

    pub fn put(&self, address: &str, content: &[u8]) {
        self.0
            .lock()
            .unwrap()
            .files
            .insert(address.to_owned(), content.to_vec());
    }

    /// Says how the next requests are answered.
    pub fn script(&self, answers: impl IntoIterator<Item = Once>) {
        self.0.lock().unwrap().script.extend(answers);
    }

    pub fn take_asked(&self) -> Vec<(String, String, bool)> {
        std::mem::take(&mut self.0.lock().unwrap().asked)
    }

    pub fn has(&self, address: &str) -> bool {
        self.0.lock().unwrap().files.contains_key(address)
    }
}

fn answer(status: u16, body: Vec<u8>) -> HttpResponse {
    HttpResponse::new(status.try_into().unwrap(), SdkBody::from(body))
}

impl HttpConnector for MediaHost {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let mut kept = self.0.lock().unwrap();
        let (method, address) = (request.method().to_owned(), request.uri().to_owned());
        let credentials = request.headers().get("authorization").is_some();
        kept.asked.push((method.clone(), address.clone(), credentials));
        HttpConnectorFuture::ready(match kept.script.pop_front() {
            Some(Once::Silence) => Err(ConnectorError::timeout("scripted".into())),
            Some(Once::Status(status)) => Ok(answer(status, Vec::new())),
            Some(Once::To(location)) => {
                let mut redirect = answer(307, Vec::new());
                redirect.headers_mut().insert("location", location);
                Ok(redirect)
            }
            Some(Once::CutShort) => {
                let mut short = answer(200, b"\xff\xd8\xff".to_vec());
                short.headers_mut().insert("content-length", "9");
                Ok(short)
            }
            None => Ok(match method.as_str() {
                "DELETE" => answer(
                    if kept.files.remove(&address).is_some() {
                        204
                    } else {
                        404
                    },
                    Vec::new(),
                ),
                "POST" => answer(200, b"{}".to_vec()),
                _ => kept
                    .files
                    .get(&address)
                    .map_or_else(|| answer(404, Vec::new()), |file| answer(200, file.clone())),
            }),
        })
    }
}

/// A body of the queue, brought for the so-manieth time.
pub fn queued(bodies: impl IntoIterator<Item = Value>, receives: u32) -> SqsEvent {
    let record = |(number, body): (usize, Value)| {
        json!({
            "messageId": number.to_string(), "body": body.to_string(),
            "attributes": { "ApproximateReceiveCount": receives.to_string() },
            "messageAttributes": {}, "eventSource": "aws:sqs",
        })
    };
    let records: Vec<_> = bodies.into_iter().enumerate().map(record).collect();
    serde_json::from_value(json!({ "Records": records })).unwrap()
}

impl World {
    /// The function, newly started.
    pub fn documents(&self, host: &MediaHost) -> Documents {
        let http = Http::over(SharedHttpConnector::new(host.clone()), Duration::from_secs(2));
        let media = MediaConfig {
            urls: CarrierUrls::default(),
            local_hosts: Vec::new(),
        };
        let cloud = self.cloud.as_function("Documents");
        Documents::new(
            Arc::new(self.store_of("Documents")),
            cloud.s3(),
            self.cloud.documents.clone(),
            http,
            media,
            Parking::new(cloud.sqs(), self.cloud.queue("DocumentsDeadLetters")),
        )
    }

    /// A member sends media to our Twilio number. Returns whether they were taken in.
    pub async fn sends_media(&self, member: &str, id: &str, text: &str, addresses: &[String]) -> bool {
        let (id, count) = (sid(id), addresses.len().to_string());
        let media: Vec<_> = (0..addresses.len())
            .map(|n| (format!("MediaUrl{n}"), format!("MediaContentType{n}")))
            .collect();
        let mut fields = vec![
            ("MessageSid", id.as_str()),
            ("AccountSid", TWILIO_SID),
            ("From", member),
            ("To", TWILIO_NUMBER),
            ("Body", text),
            ("NumMedia", &count),
            ("NumSegments", "1"),
        ];
        for ((url, kind), address) in media.iter().zip(addresses) {
            fields.extend([(url.as_str(), address.as_str()), (kind.as_str(), "image/jpeg")]);
        }
        let webhook = twilio_webhook("/webhooks/twilio", &fields, TWILIO_TOKEN);
        let response = self.inbound().handle(webhook, "test", self.clock.now()).await;
        response.status_code == 204
    }

    /// Lets the function see what of a member's thread it subscribes to, once more.
    pub async fn offer_media(&self, documents: &Documents, member: &str, receives: u32) -> SqsBatchResponse {
        let thread = self.thread("lakeside", TWILIO_NUMBER, member);
        let mut items = self.cloud.items("timeline").await;
        items.retain(|item| {
            attribute(item, "pk").ends_with(thread.as_str())
                && matches!(
                    (attribute(item, "kind"), attribute(item, "label")),
                    ("message_in", "documents" | "applicant_documents") | ("attachment", "fetch")
                )
        });
        let clock = self.clock.clone();
        let event = queued(records(&items), receives);
        Box::pin(documents.handle(event, "test", &|| clock.now())).await
    }

    /// The media of a member's first text.
    pub async fn media_of(&self, member: &str) -> Vec<Medium> {
        let (_, entries) = self.timeline(member).await;
        attachments(&entries, 1)
    }

    /// The keys of the objects below a prefix.
    pub async fn objects(&self, prefix: &str) -> Vec<String> {
        let list = self
            .cloud
            .scanner()
            .list_objects_v2()
            .bucket(&self.cloud.documents.bucket);
        let list = list.prefix(prefix).send().await.unwrap();
        list.contents()
            .iter()
            .map(|o| o.key().unwrap().to_owned())
            .collect()
    }

    /// The scan tags every object of a member's that has no tag yet, and says so of all of them.
    pub async fn scan(&self, member: &str, result: &str) -> Vec<Value> {
        let thread = self.thread("lakeside", TWILIO_NUMBER, member);
        let objects = self.objects(&format!("in/lakeside/{thread}/")).await;
        for object in &objects {
            self.tag(object, result).await;
        }
        objects
            .iter()
            .map(|object| self.verdict(object, result))
            .collect()
    }

    pub async fn tag(&self, object: &str, result: &str) {
        use aws_sdk_s3::types::{Tag, Tagging};
        let tag = Tag::builder()
            .key("GuardDutyMalwareScanStatus")
            .value(result)
            .build()
            .unwrap();
        let tagging = Tagging::builder().tag_set(tag).build().unwrap();
        let put = self
            .cloud
            .scanner()
            .put_object_tagging()
            .bucket(&self.cloud.documents.bucket);
        put.key(object).tagging(tagging).send().await.unwrap();
    }

    /// The event of a scan.
    pub fn verdict(&self, object: &str, result: &str) -> Value {
        json!({
            "version": "0", "id": "72c7d362-737a-6dce-fc78-9e27a0171419", "source": "aws.guardduty",
            "detail-type": "GuardDuty Malware Protection Object Scan Result",
            "detail": {
                "schemaVersion": "1.0", "scanStatus": "COMPLETED", "resourceType": "S3_OBJECT",
                "s3ObjectDetails": { "bucketName": self.cloud.documents.bucket, "objectKey": object, "s3Throttled": false },
                "scanResultDetails": { "scanResultStatus": result, "threats": null },
            },
        })
    }

    /// Lets the function hear verdicts.
    pub async fn tell(&self, documents: &Documents, verdicts: &[Value], receives: u32) -> SqsBatchResponse {
        let clock = self.clock.clone();
        let event = queued(verdicts.to_vec(), receives);
        Box::pin(documents.handle(event, "test", &|| clock.now())).await
    }
}
