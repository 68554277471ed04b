//! What members send by picture message: from the carrier into the bucket, past the malware scan, to the agents (EL-20).
//!
//! # What happens when something fails
//!
//! The text is in the timeline before this function hears of it; nothing here can lose it. Each medium goes its way by itself, and
//! is at each moment in one state that the agent sees.
//!
//! | what happens | what follows |
//! |---|---|
//! | the carrier does not have it yet (404) | two more tries after 1 s and 3 s, then `failed` |
//! | the carrier is down, throttles, or breaks off | the queue brings it again; the third time it is `failed`, and an agent may ask again |
//! | the carrier refuses our credentials | `failed` at once, with that reason |
//! | a run crashes after it stored a file, before it noted so | the next run finds the object and notes it |
//! | the verdict comes before that note | it comes again until the note is there |
//! | a verdict comes twice, late, or for a fetch that was given up | nothing |
//! | the bucket or the table fails | the queue brings it again; after five times it is a dead letter, and the medium stays as it was |
//! | the bucket or the table refuses for good | it is a dead letter at once |
//! | a thumbnail cannot be made | the file is ready without one |

pub mod body;
mod bucket;
mod count;
mod erase;
mod failure;
mod fetch;
mod intake;
pub mod thumbnail;
mod verdict;

use std::sync::Arc;
use std::time::Duration;

use aws_lambda_events::event::sqs::{SqsBatchResponse, SqsEvent, SqsMessage};
use jiff::Timestamp;
use memberline_domain::OrganisationId;
use memberline_platform::aws;
use memberline_platform::config::{self, ConfigError, DocumentsConfig, MediaConfig, StoreConfig};
use memberline_platform::http::Http;
use memberline_platform::parking::Parking;
use memberline_platform::queue::{BatchAnswer, Run};
use memberline_store::{CommandError, Store, Tenant};

use crate::body::Task;
use crate::bucket::Bucket;
use crate::failure::Failure;

/// The function.
#[derive(Debug)]
pub struct Documents {
    store: Arc<Store>,
    bucket: Bucket,
    http: Http,
    media: MediaConfig,
    parking: Parking,
}

/// Longer than a carrier takes to begin and end an answer of some megabytes.
const CARRIER_TIMEOUT: Duration = Duration::from_secs(8);

/// Nothing is begun after this long: what is under way still fits into the 90 s that the function may run.
const BEGINS_WITHIN: Duration = Duration::from_secs(20);

/// A file takes longer to write than a table's item.
fn patient() -> aws_sdk_s3::config::timeout::TimeoutConfig {
    aws_sdk_s3::config::timeout::TimeoutConfig::builder()
        .connect_timeout(Duration::from_millis(500))
        .operation_attempt_timeout(Duration::from_secs(5))
        .operation_timeout(Duration::from_secs(8))
        .build()
}

impl Documents {
    /// The function as the environment configures it.
    pub fn from_env() -> Result<Self, ConfigError> {
        let (store, documents) = (StoreConfig::from_env()?, DocumentsConfig::from_env()?);
        let media = MediaConfig::from_env()?;
        let dead_letters = config::documents_dead_letters()?;
        let sdk = aws::sdk_config()?;
        let s3 = aws_sdk_s3::config::Builder::from(&sdk)
            .timeout_config(patient())
            // A local AWS has no host name for each bucket.
            .force_path_style(sdk.endpoint_url().is_some())
            .build();
        // The look-up of names is guarded, which knows hosts without their ports.
        let local = media.local_hosts.iter().filter_map(|host| host.split(':').next());
        let http = Http::to_public(CARRIER_TIMEOUT, local.map(str::to_owned).collect());
        Ok(Self::new(
            Arc::new(aws::store(&sdk, store)),
            aws_sdk_s3::Client::from_conf(s3),
            documents,
            http,
            media,
            Parking::new(aws_sdk_sqs::Client::new(&sdk), dead_letters),
        ))
    }

    /// The function over these parts.
    pub fn new(
        store: Arc<Store>,
        s3: aws_sdk_s3::Client,
        documents: DocumentsConfig,
        http: Http,
        media: MediaConfig,
        parking: Parking,
    ) -> Self {
        Self {
            store,
            bucket: Bucket::new(s3, documents),
            http,
            media,
            parking,
        }
    }

    /// Processes a batch of the queue. What failed is named in the answer, and the queue brings it again; what failed for good is
    /// parked among the dead letters.
    pub async fn handle(
        &self,
        event: SqsEvent,
        request_id: &str,
        now: impl Fn() -> Timestamp + Copy,
    ) -> SqsBatchResponse {
        let mut run = Run::begin("documents", request_id, now(), BEGINS_WITHIN);
        let mut answer = BatchAnswer::default();
        for record in event.records {
            let receives = receives(&record);
            let body = record.body.as_deref().unwrap_or_default();
            if let Err(failure) = Box::pin(self.process(body, receives, now, &mut run)).await {
                run.failed(&failure);
                answer.failed(record, &failure, &self.parking, None).await;
            }
        }
        run.finish(&answer);
        answer.into_response()
    }

    async fn process(
        &self,
        body: &str,
        receives: u32,
        now: impl Fn() -> Timestamp + Copy,
        run: &mut Run,
    ) -> Result<(), CommandError<Failure>> {
        for task in body::read(body).map_err(Failure::from)? {
            run.check_time(Failure::OutOfTime)?;
            match task {
                Task::TakeIn(message) => self.take_in(&message, receives, now, run).await?,
                Task::Verdict(scanned) => self.hear(&scanned, receives, now, run).await?,
                Task::Nothing(why) => run.code(why),
            }
        }
        Ok(())
    }

    async fn tenant(&self, organisation: &OrganisationId) -> Result<Arc<Tenant>, CommandError<Failure>> {
        let tenant = self.store.tenant(organisation).await?;
        Ok(tenant.ok_or(Failure::UnknownOrganisation)?)
    }
}

/// How often the queue brought the record, this time included.
fn receives(record: &SqsMessage) -> u32 {
    let count = record.attributes.get("ApproximateReceiveCount");
    count.and_then(|count| count.parse().ok()).unwrap_or(1)
}
