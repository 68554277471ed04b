//! New outbound entries of the timeline table's stream, to the carrier: claimed first, sent once, settled after. What the stream does
//! not bring, or not to an end, the sweep finds.

mod carrier;
mod deliver;
mod event;
mod place;
mod publish;
mod replay;
mod sweep;

use std::collections::BTreeMap;
use std::time::Duration;

use futures_util::future::join_all;
use jiff::Timestamp;
use memberline_domain::{MessageRef, ThreadId};
use memberline_platform::config::{CarrierConfig, ConfigError, DocumentsConfig, StoreConfig};
use memberline_platform::http::Http;
use memberline_platform::presign::Presigner;
use memberline_platform::stream::MalformedRecord;
use memberline_platform::telemetry::LogLine;
use memberline_platform::{Deadline, aws};
use memberline_store::Store;

pub use crate::deliver::{DeliverError, Outcome};
pub use crate::event::{BatchInfo, BatchResponse, DeadLetter, Entry, Event, Failed, Record, ReplayRecord};
use crate::replay::MESSAGE_OUT;

/// The function.
#[derive(Debug)]
pub struct OutboundSms {
    store: Store,
    http: Http,
    carriers: CarrierConfig,
    dead_letters: DeadLetters,
    pictures: Presigner,
}

/// Where messages go that a retry alone does not help, and how they come back.
#[derive(Debug)]
pub struct DeadLetters {
    /// The client for the queue.
    pub sqs: aws_sdk_sqs::Client,
    /// The client for the stream.
    pub streams: aws_sdk_dynamodbstreams::Client,
    /// The client for the topic.
    pub sns: aws_sdk_sns::Client,
    /// `OUTBOUND_DEAD_LETTERS_URL`: the queue.
    pub queue_url: String,
    /// `DOMAIN_EVENTS_ARN`: the topic that the pipe publishes to.
    pub topic_arn: String,
}

/// Longer than a carrier takes, shorter than the function may run.
const CARRIER_TIMEOUT: Duration = Duration::from_secs(10);

/// What is left of an invocation when no further message is begun: the carrier's answer, a look-up, and what is written around them.
/// One that is cut off after its claim waits for a look-up, and with a carrier that cannot be asked, for a person.
pub(crate) const A_MESSAGE_TAKES: Duration = Duration::from_secs(30);

impl OutboundSms {
    /// The function as the environment configures it.
    pub fn from_env() -> Result<Self, ConfigError> {
        let (store, carriers) = (StoreConfig::from_env()?, CarrierConfig::from_env()?);
        let documents = DocumentsConfig::from_env()?;
        let queue_url = memberline_platform::config::outbound_dead_letters()?;
        let topic_arn = memberline_platform::config::domain_events()?;
        let sdk = aws::sdk_config()?;
        let dead_letters = DeadLetters {
            sqs: aws_sdk_sqs::Client::new(&sdk),
            streams: aws_sdk_dynamodbstreams::Client::new(&sdk),
            sns: aws_sdk_sns::Client::new(&sdk),
            queue_url,
            topic_arn,
        };
        Ok(Self::new(
            aws::store(&sdk, store),
            Http::new(CARRIER_TIMEOUT),
            carriers,
            dead_letters,
            Presigner::new(&sdk, &documents)?,
        ))
    }

    /// The function over these parts.
    pub fn new(
        store: Store,
        http: Http,
        carriers: CarrierConfig,
        dead_letters: DeadLetters,
        pictures: Presigner,
    ) -> Self {
        Self {
            store,
            http,
            carriers,
            dead_letters,
            pictures,
        }
    }

    /// Processes a batch: the messages of one thread in order, the threads side by side. A record that fails, or that there is no
    /// time for, holds back the later ones of its thread, and all of them come again.
    pub async fn handle(
        &self,
        event: Event,
        request_id: &str,
        now: impl Fn() -> Timestamp + Copy,
        deadline: Deadline,
    ) -> BatchResponse {
        if event.sweep {
            self.sweep(request_id, now, deadline).await;
            return BatchResponse::default();
        }
        let mut line = LogLine::begin("outbound-sms", request_id, now());
        line.note("records", event.records.len());
        let mut threads: BTreeMap<ThreadId, Vec<(MessageRef, &Record)>> = BTreeMap::new();
        let (mut replays, mut unread) = (Vec::new(), Vec::new());
        for record in &event.records {
            match record {
                Record::Stream(stream) => {
                    let image = stream.inserted();
                    // Anything else in the stream is another function's.
                    let Some(image) = image.filter(|image| image.kind() == Some(MESSAGE_OUT)) else {
                        continue;
                    };
                    match image.message() {
                        Ok(message) => threads
                            .entry(message.message.thread.clone())
                            .or_default()
                            .push((message, record)),
                        Err(malformed) => {
                            let (pk, sk) = image.keys();
                            let (pk, sk) = (pk.to_owned(), sk.to_owned());
                            unread.push((Entry { pk, sk }, malformed, record));
                        }
                    }
                }
                Record::Replay(replay) => replays.push((replay, record)),
            }
        }
        let of_threads = threads
            .into_values()
            .map(|messages| Box::pin(self.thread(messages, now, deadline)));
        let of_replays = replays
            .into_iter()
            .map(|(replay, record)| Box::pin(self.replayed(replay, record, now, deadline)));
        let of_unread = unread
            .into_iter()
            .map(|(entry, malformed, record)| Box::pin(self.kept(entry, malformed, record)));
        let (done, again, kept) =
            futures_util::future::join3(join_all(of_threads), join_all(of_replays), join_all(of_unread))
                .await;
        let mut response = BatchResponse::default();
        let mut counts: BTreeMap<Outcome, u64> = BTreeMap::new();
        for (outcomes, failed) in done.into_iter().chain(again).chain(kept) {
            for outcome in outcomes {
                *counts.entry(outcome).or_default() += 1;
            }
            let failed = failed.iter().filter_map(|record| record.identifier());
            response.batch_item_failures.extend(failed.map(|id| Failed {
                item_identifier: id.to_owned(),
            }));
        }
        for (outcome, count) in counts {
            line.note(outcome.code(), count);
            if let Some(metric) = outcome.metric() {
                line.count(metric, count);
            }
        }
        line.finish(if response.batch_item_failures.is_empty() {
            "done"
        } else {
            "again"
        });
        response
    }

    async fn thread<'a>(
        &self,
        messages: Vec<(MessageRef, &'a Record)>,
        now: impl Fn() -> Timestamp + Copy,
        deadline: Deadline,
    ) -> (Vec<Outcome>, Vec<&'a Record>) {
        let mut outcomes = Vec::new();
        let mut messages = messages.into_iter();
        while let Some((message, record)) = messages.next() {
            let delivered = if deadline.allows(A_MESSAGE_TAKES) {
                self.deliver_or_bury(&message, now).await
            } else {
                Err(DeliverError::NotNow("the invocation had no time left"))
            };
            let Ok(outcome) = delivered else {
                outcomes.push(Outcome::Again);
                let held_back = std::iter::once(record)
                    .chain(messages.map(|(_, record)| record))
                    .collect();
                return (outcomes, held_back);
            };
            outcomes.push(outcome);
        }
        (outcomes, Vec::new())
    }

    async fn replayed<'a>(
        &self,
        replay: &ReplayRecord,
        record: &'a Record,
        now: impl Fn() -> Timestamp + Copy,
        deadline: Deadline,
    ) -> (Vec<Outcome>, Vec<&'a Record>) {
        match self.replay(&replay.body, now, deadline).await {
            Ok(outcomes) => (outcomes, Vec::new()),
            Err(error) => {
                tracing::warn!(error = %error, "a dead letter is to be tried again");
                (vec![Outcome::Again], vec![record])
            }
        }
    }

    /// Keeps what cannot be read: nobody else has it.
    async fn kept<'a>(
        &self,
        entry: Entry,
        malformed: MalformedRecord,
        record: &'a Record,
    ) -> (Vec<Outcome>, Vec<&'a Record>) {
        match self.keep(&entry, malformed).await {
            Ok(()) => (vec![Outcome::Buried], Vec::new()),
            Err(_) => (vec![Outcome::Again], vec![record]),
        }
    }

    /// Delivers a message. One that a retry alone cannot help, since what is stored about it cannot be read or a service refuses what
    /// it takes, goes to the dead letters instead of holding back all others of its shard.
    async fn deliver_or_bury(
        &self,
        message: &MessageRef,
        now: impl Fn() -> Timestamp + Copy,
    ) -> Result<Outcome, DeliverError> {
        match self.deliver(message, now).await {
            Err(error) if !error.retry_can_help() => {
                tracing::error!(sms = %message, error = %error, "buried");
                self.bury(message, &error).await?;
                self.look_after_no_more(message, now).await;
                Ok(Outcome::Buried)
            }
            Err(error) => {
                tracing::warn!(sms = %message, error = %error, "to be tried again");
                Err(error)
            }
            settled => settled,
        }
    }
}
