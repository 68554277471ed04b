//! New outbound entries of the timeline table's stream, to the carrier: claimed first, sent once, settled after. What the stream does
//! not bring, or not to an end, the sweep finds.

mod batch;
mod carrier;
mod case;
mod deliver;
mod error;
mod event;
mod outcome;
mod place;
mod publish;
mod replay;
mod sweep;

use std::time::Duration;

use jiff::Timestamp;
use memberline_platform::config::{CarrierConfig, ConfigError, DocumentsConfig, StoreConfig};
use memberline_platform::http::Http;
use memberline_platform::presign::Presigner;
use memberline_platform::{Deadline, aws};
use memberline_store::Store;

pub use crate::error::DeliverError;
pub use crate::event::{BatchInfo, BatchResponse, DeadLetter, Entry, Event, Failed, Record, ReplayRecord};
pub use crate::outcome::Outcome;

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
        self.batch(&event.records, request_id, now, deadline).await
    }
}
