//! The stream of the timeline table, as a test lets it flow.

use std::collections::BTreeMap;
use std::time::Duration;

use inbound_sms::InboundSms;
use jiff::SignedDuration;
use memberline_domain::evidence::Timeline;
use memberline_domain::thread::{OutMessage, messages};
use memberline_platform::Deadline;
use memberline_store::{ThreadSnapshot, TimelinePage, timeline_of};
use outbound_sms::{BatchResponse, Event, OutboundSms};
use serde_json::{Value, json};

use super::cloud::Item;
use super::people::{TWILIO_NUMBER, TWILIO_SID, TWILIO_TOKEN, twilio_webhook};
use super::{World, carrier::Sent};

pub fn attribute<'a>(item: &'a Item, name: &str) -> &'a str {
    item.get(name)
        .and_then(|v| v.as_s().ok())
        .map_or("", String::as_str)
}

/// The items of one kind of entry, those of a thread in their order.
pub fn of_kind(mut items: Vec<Item>, kind: &str) -> Vec<Item> {
    items.retain(|item| attribute(item, "kind") == kind);
    items.sort_by_key(|item| (attribute(item, "pk").to_owned(), attribute(item, "sk").to_owned()));
    items
}

/// The timelines among items, by their partitions.
pub fn timelines_of(items: &[Item]) -> Vec<Timeline> {
    let mut partitions: BTreeMap<&str, BTreeMap<&str, &Item>> = BTreeMap::new();
    for item in items {
        let partition = partitions.entry(attribute(item, "pk")).or_default();
        partition.insert(attribute(item, "sk"), item);
    }
    let timelines = partitions.into_iter().map(|(pk, items)| {
        let items: Vec<Item> = items.into_values().cloned().collect();
        timeline_of(pk, &items).unwrap()
    });
    timelines.filter(|timeline| timeline.seq > 0).collect()
}

/// How many of the items are entries.
pub fn entries(items: &[Item]) -> usize {
    items.iter().filter(|item| item.contains_key("kind")).count()
}

/// Stream records of items.
pub fn records(items: &[Item]) -> Vec<Value> {
    let record = |(number, item): (usize, &Item)| {
        let text = |name: &str| json!({ "S": attribute(item, name) });
        let mut record = json!({
            "eventID": number.to_string(), "eventName": "INSERT", "eventVersion": "1.1", "eventSource": "aws:dynamodb", "awsRegion": "us-east-1",
            "dynamodb": {
                "ApproximateCreationDateTime": 1_795_446_000, "SequenceNumber": format!("{number:021}"), "SizeBytes": 1, "StreamViewType": "NEW_IMAGE",
                "Keys": { "pk": text("pk"), "sk": text("sk") },
                "NewImage": { "pk": text("pk"), "sk": text("sk"), "kind": text("kind"), "meta": text("meta") },
            },
        });
        if item.contains_key("label") {
            record["dynamodb"]["NewImage"]["label"] = text("label");
        }
        record
    };
    items.iter().enumerate().map(record).collect()
}

impl World {
    /// Lets the sender see every outgoing message there is, once more.
    pub async fn offer(&self, outbound: &OutboundSms) -> BatchResponse {
        let items = of_kind(self.cloud.items("timeline").await, "message_out");
        self.bring(outbound, items).await
    }

    /// Lets the sender see the outgoing messages to one member, once more.
    pub async fn offer_to(&self, outbound: &OutboundSms, member: &str) -> BatchResponse {
        let thread = self.thread("lakeside", TWILIO_NUMBER, member);
        let mut items = of_kind(self.cloud.items("timeline").await, "message_out");
        items.retain(|item| attribute(item, "pk").ends_with(thread.as_str()));
        self.bring(outbound, items).await
    }

    /// Lets the sender see the last outgoing message.
    pub async fn offer_last(&self, outbound: &OutboundSms) -> BatchResponse {
        let last = of_kind(self.cloud.items("timeline").await, "message_out").pop();
        self.bring(outbound, last.into_iter().collect()).await
    }

    async fn bring(&self, outbound: &OutboundSms, items: Vec<Item>) -> BatchResponse {
        let event: Event = serde_json::from_value(json!({ "Records": records(&items) })).unwrap();
        self.carrier.set_time(self.clock.now().as_second());
        let clock = self.clock.clone();
        let deadline = Deadline::within(Duration::from_mins(1));
        Box::pin(outbound.handle(event, "test", &|| clock.now(), deadline)).await
    }

    /// Lets the stream flow until the sender has settled everything, as time passes.
    pub async fn flow(&self) {
        for _ in 0..20 {
            if self.offer(&self.outbound()).await.batch_item_failures.is_empty() {
                return;
            }
            self.clock.pass(SignedDuration::from_secs(70));
        }
        panic!("the sender does not come to an end");
    }

    /// The outgoing messages of a member with our Twilio number, oldest first.
    pub async fn outgoing(&self, member: &str) -> Vec<OutMessage> {
        let (_, page) = self.page(member).await;
        let heads = page.standings();
        let told = messages(&page.entries).into_iter();
        told.map(|message| {
            let head = &heads[&message.seq];
            message.under(head)
        })
        .collect()
    }

    /// What is stored of a member's thread with our Twilio number.
    pub async fn timeline(
        &self,
        member: &str,
    ) -> (
        ThreadSnapshot,
        Vec<memberline_domain::aggregate::Entry<memberline_domain::thread::ThreadEvent>>,
    ) {
        let (pair, page) = self.page(member).await;
        (pair, page.entries)
    }

    /// The same, with the heads of the messages.
    pub async fn page(&self, member: &str) -> (ThreadSnapshot, TimelinePage) {
        let thread = self.thread("lakeside", TWILIO_NUMBER, member);
        let tenant = self.tenant("lakeside").await;
        let read = self.store();
        let read = read.timeline(&tenant, &thread, (None, 200, None));
        read.await.unwrap()
    }

    /// Twilio reports on a text, and gets an answer that is no failure of ours.
    pub async fn reports(&self, sent: &Sent, status: &str, code: Option<&str>) -> i64 {
        let answer = self.report_status(sent, status, code).await;
        assert!(answer < 500, "{answer}");
        answer
    }

    /// Twilio reports on a text to a newly started intake.
    pub async fn report_status(&self, sent: &Sent, status: &str, code: Option<&str>) -> i64 {
        self.report_to(&self.inbound(), sent, status, code).await
    }

    /// Twilio reports on a text.
    pub async fn report_to(
        &self,
        inbound: &InboundSms,
        sent: &Sent,
        status: &str,
        code: Option<&str>,
    ) -> i64 {
        let path = sent.callback.strip_prefix(super::PUBLIC_URL).unwrap();
        let path = path.split('#').next().unwrap();
        let mut fields = vec![
            ("MessageSid", sent.id.as_str()),
            ("AccountSid", TWILIO_SID),
            ("From", &sent.from),
            ("To", &sent.to),
            ("MessageStatus", status),
        ];
        fields.extend(code.map(|code| ("ErrorCode", code)));
        let webhook = twilio_webhook(path, &fields, TWILIO_TOKEN);
        inbound
            .handle(webhook, "test", self.clock.now())
            .await
            .status_code
    }
}
