//! Email: the queue's messages as a test lets them come, and what the mail service sent.

use std::sync::Arc;

use aws_lambda_events::sqs::{SqsBatchResponse, SqsEvent};
use email_notifier::EmailNotifier;
use memberline_platform::config::MailConfig;
use serde::Deserialize;
use serde_json::{Value, json};

use super::World;
use super::outbox::{of_kind, records};
use super::people::TWILIO_NUMBER;
use super::sender::SENDER;

/// An email that was sent.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Mail {
    pub to: Vec<String>,
    pub subject: String,
    pub body_text: String,
    pub body_html: String,
}

impl World {
    /// The notifier, newly started.
    pub fn notifier(&self) -> EmailNotifier {
        let config = MailConfig {
            sender: SENDER.to_owned(),
            configuration_set: None,
            console_url: "https://console.lakeside.example".to_owned(),
            queue_url: self.cloud.queue("EmailQueue"),
            dead_letters_url: self.cloud.queue("EmailDeadLetters"),
        };
        let cloud = self.cloud.as_function("EmailNotifier");
        EmailNotifier::new(
            Arc::new(self.store_of("EmailNotifier")),
            cloud.ses(),
            cloud.sqs(),
            config,
        )
    }

    /// The bodies of the queue's messages about every text that came in.
    pub async fn notices_due(&self) -> Vec<String> {
        let items = of_kind(self.cloud.items("timeline").await, "message_in");
        records(&items).iter().map(Value::to_string).collect()
    }

    /// The same, of one member.
    pub async fn notices_due_for(&self, member: &str) -> Vec<String> {
        let thread = self.thread("lakeside", TWILIO_NUMBER, member);
        let due = self.notices_due().await;
        due.into_iter()
            .filter(|body| body.contains(thread.as_str()))
            .collect()
    }

    /// Lets the notifier see these messages of the queue.
    pub async fn notify(&self, notifier: &EmailNotifier, bodies: &[String]) -> SqsBatchResponse {
        let record = |(n, body): (usize, &String)| json!({ "messageId": n.to_string(), "body": body });
        let records: Vec<Value> = bodies.iter().enumerate().map(record).collect();
        let event: SqsEvent = serde_json::from_value(json!({ "Records": records })).unwrap();
        Box::pin(notifier.handle(event, "test", self.clock.now())).await
    }

    /// The emails that were sent so far.
    pub async fn mails(&self) -> Vec<Mail> {
        let url = format!(
            "{}/_ministack/ses/messages?account={}",
            self.cloud.endpoint, self.cloud.account
        );
        let answer: Value = reqwest::get(url).await.unwrap().json().await.unwrap();
        answer["messages"][&self.cloud.account]
            .as_array()
            .map_or(Vec::new(), |mails| {
                mails
                    .iter()
                    .map(|mail| serde_json::from_value(mail.clone()).unwrap())
                    .collect()
            })
    }
}
