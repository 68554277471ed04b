//! Secure Download: a picture that is ready, the button, the email and the page.

use std::sync::Arc;
use std::time::Duration;

use aws_lambda_events::apigw::ApiGatewayV2httpRequest;
use aws_lambda_events::sqs::SqsBatchResponse;
use http::{HeaderValue, Method};
use memberline_domain::thread::{AttachmentState, StoredFile, attachments};
use memberline_http_api::front::Front;
use memberline_platform::auth::TokenVerifier;
use memberline_platform::config::ConsoleConfig;
use memberline_platform::http::Http;
use secure_download::SecureDownload;
use serde_json::{Value, json};

use super::World;
use super::agents::{AgentAt, Answer};
use super::issuer::{self, KEY};
use super::media::MediaHost;
use super::outbox::{attribute, of_kind, records};
use super::people::{TWILIO_NUMBER, TWILIO_SID, TWILIO_TOKEN, body, request, sid, twilio_webhook};
use super::roles::check_signed;

pub const CONSOLE: &str = "https://console.lakeside.example";

/// What the picture holds.
pub const PICTURE: &[u8] = b"\xff\xd8\xff a pay stub";

impl World {
    /// The function behind the page, newly started.
    pub fn secure_download(&self) -> SecureDownload {
        self.secure_download_behind(Front::default())
    }

    /// The same behind what stands in front of it.
    pub fn secure_download_behind(&self, front: Front) -> SecureDownload {
        let tokens = TokenVerifier::new(
            issuer::config(),
            Http::over(issuer::connector(), Duration::from_secs(1)),
        );
        SecureDownload::new(
            Arc::new(self.store_of("SecureDownload")),
            tokens,
            self.cloud.presigner(),
            ConsoleConfig::of(CONSOLE).unwrap(),
            front,
        )
    }

    /// The member sends a picture, which is fetched and clean at once. Returns the message's id.
    pub async fn sends_picture(&self, member: &str, id: &str) -> String {
        let (id, address) = (sid(id), MediaHost::address("ME1"));
        let fields = [
            ("MessageSid", id.as_str()),
            ("AccountSid", TWILIO_SID),
            ("From", member),
            ("To", TWILIO_NUMBER),
            ("Body", "my pay stub"),
            ("NumMedia", "1"),
            ("NumSegments", "1"),
            ("MediaUrl0", &address),
            ("MediaContentType0", "image/jpeg"),
        ];
        let webhook = twilio_webhook("/webhooks/twilio", &fields, TWILIO_TOKEN);
        let answer = self.inbound().handle(webhook, "test", self.clock.now()).await;
        assert_eq!(answer.status_code, 204, "{}", body(&answer));
        let thread = self.thread("lakeside", TWILIO_NUMBER, member);
        let (pair, _) = self.timeline(member).await;
        let seq = pair.thread.unwrap().seq;
        let object = format!("in/lakeside/{thread}/{seq}/1.1");
        let put = self.cloud.s3().put_object().bucket(&self.cloud.documents.bucket);
        let put = put.key(&object).body(PICTURE.to_vec().into());
        put.send().await.unwrap();
        let file = StoredFile {
            object,
            content_type: "image/jpeg".to_owned(),
            bytes: PICTURE.len() as u64,
        };
        self.becomes(member, seq, AttachmentState::Scanning(file)).await;
        self.becomes(member, seq, AttachmentState::Ready { thumbnail: false })
            .await;
        format!("{thread}.{seq}")
    }

    /// Notes what became of the first medium of a message, as the function that fetches media does.
    pub async fn becomes(&self, member: &str, message: u64, state: AttachmentState) {
        let (_, page) = self.page(member).await;
        let medium = attachments(&page.entries, message).remove(0);
        let head = &page.heads[&message];
        let name = matches!(state, AttachmentState::Scanning(_)).then(|| "pay \"stub\".jpg".to_owned());
        let change = head.head.note_attachment(&medium, state, name).unwrap();
        let store = self.store();
        let mut commit = store.begin(self.clock.now());
        commit.change(head, &change).unwrap();
        store.commit(commit).await.unwrap();
    }

    /// The queue's messages about links that agents asked for.
    pub async fn links_due(&self) -> Vec<String> {
        let items = of_kind(self.cloud.items("timeline").await, "download_requested");
        records(&items).iter().map(Value::to_string).collect()
    }

    /// The same, of one member.
    pub async fn links_due_for(&self, member: &str) -> Vec<String> {
        let thread = self.thread("lakeside", TWILIO_NUMBER, member);
        let mut items = of_kind(self.cloud.items("timeline").await, "download_requested");
        items.retain(|item| attribute(item, "pk").ends_with(thread.as_str()));
        records(&items).iter().map(Value::to_string).collect()
    }

    /// Lets all links be sent that were asked for.
    pub async fn mail_links(&self) -> SqsBatchResponse {
        self.notify(&self.notifier(), &self.links_due().await).await
    }

    /// The tokens of all links that were sent, oldest first.
    pub async fn tokens_sent(&self) -> Vec<String> {
        let base = format!("{CONSOLE}/download#");
        let of = |text: &str| {
            let token = text.lines().find_map(|line| line.strip_prefix(&base))?;
            Some(token.to_owned())
        };
        self.mails()
            .await
            .iter()
            .filter_map(|mail| of(&mail.body_text))
            .collect()
    }

    /// The agent presses Secure Download, and gets the link. Returns its token.
    pub async fn gets_link(&self, agent: &str, message: &str) -> String {
        let pressed = self.agent(agent).presses_download(message).await;
        assert_eq!(pressed.status, 202, "{}", pressed.body);
        assert!(self.mail_links().await.batch_item_failures.is_empty());
        self.tokens_sent().await.pop().unwrap()
    }

    /// The session of an agent of `lakeside`.
    pub fn session(&self, agent: &str) -> String {
        self.session_of(&format!("lakeside-{agent}"))
    }

    /// The session of whoever the issuer knows by this subject.
    pub fn session_of(&self, subject: &str) -> String {
        KEY.token(&issuer::claims(subject, self.clock.now().as_second()))
    }

    /// The page asks about a link.
    pub async fn asks(&self, operation: &str, token: &str, session: Option<&str>) -> Answer {
        let event = download_request(operation, token, session);
        let answer = self
            .secure_download()
            .handle(event, "test", self.clock.now())
            .await;
        check_signed("SecureDownload", &body(&answer));
        Answer {
            status: u16::try_from(answer.status_code).unwrap(),
            body: serde_json::from_str(&body(&answer)).unwrap_or_default(),
        }
    }

    /// The page opens a link.
    pub async fn opens(&self, token: &str, session: Option<&str>) -> Answer {
        self.asks("open", token, session).await
    }
}

/// A request of the page.
pub fn download_request(operation: &str, token: &str, session: Option<&str>) -> ApiGatewayV2httpRequest {
    let body = json!({ "token": token }).to_string();
    let mut event = request(&format!("/downloads/{operation}"), body, "application/json");
    event.request_context.http.method = Method::POST;
    if let Some(session) = session {
        let bearer = HeaderValue::try_from(format!("Bearer {session}")).unwrap();
        event.headers.insert("authorization", bearer);
    }
    event
}

impl AgentAt {
    /// Presses Secure Download at the first attachment of a message.
    pub async fn presses_download(&self, message: &str) -> Answer {
        self.post(
            &format!("/v1/messages/{message}/attachments/1/downloads"),
            &json!({}),
        )
        .await
    }
}
