//! A deployment in the test's own process: the functions over a DynamoDB of their own, with the KMS, SES and SQS of the local
//! AWS, a clock that the test moves and a carrier that it scripts.

pub mod agents;
pub mod applications;
pub mod carrier;
pub mod cloud;
pub mod issuer;
pub mod links;
pub mod mailbox;
pub mod media;
pub mod outbox;
pub mod people;
pub mod roles;
pub mod tap;
pub mod template;
pub mod timers;
pub mod tracking;
pub mod wire;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use inbound_sms::InboundSms;
use jiff::{SignedDuration, Timestamp};
use memberline_carriers::Carrier;
use memberline_domain::thread::{ComposeRefusal, Composing};
use memberline_domain::{AgentId, OrganisationId, PhoneNumber, ThreadId};
use memberline_intake::Intake;
use memberline_platform::config::CarrierConfig;
use memberline_platform::http::Http;
use memberline_store::{Store, Tenant, Vault};
use outbound_sms::{DeadLetters, OutboundSms};

use carrier::ScriptedCarrier;
use cloud::Cloud;

pub const PUBLIC_URL: &str = "https://text.lakeside.example";

/// The time that all clocks of a world read.
#[derive(Clone)]
pub struct Clock(Arc<AtomicI64>);

/// When worlds begin, unless their test says when: nine in the morning in Iowa, on a Monday of winter time.
const START: &str = "2026-11-23T15:00:00Z";

impl Clock {
    fn new(start: &str) -> Self {
        let start: Timestamp = start.parse().unwrap();
        Self(Arc::new(AtomicI64::new(start.as_millisecond())))
    }

    pub fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.0.load(Ordering::SeqCst)).unwrap()
    }

    pub fn pass(&self, time: SignedDuration) {
        self.0
            .fetch_add(i64::try_from(time.as_millis()).unwrap(), Ordering::SeqCst);
    }
}

/// A deployment.
pub struct World {
    pub cloud: Cloud,
    pub clock: Clock,
    pub carrier: ScriptedCarrier,
}

impl World {
    /// A deployment with the organisation `lakeside` in it.
    pub async fn new() -> Self {
        Self::at(START).await
    }

    /// The same, beginning at another time. What the date of the machine is matters to no world.
    pub async fn at(start: &str) -> Self {
        let world = Self {
            cloud: Cloud::new().await,
            clock: Clock::new(start),
            carrier: ScriptedCarrier::default(),
        };
        people::seed(&world.store(), "lakeside", "+155501000").await;
        world.cloud.tap.take_calls();
        world
    }

    /// An agent writes an answer, past the API: what the sender makes of it is the matter.
    pub async fn answers(&self, agent: &str, member: &str, text: &str) -> Result<(), ComposeRefusal> {
        let store = self.store();
        let tenant = self.tenant("lakeside").await;
        let agent = tenant.directory.agent(&AgentId::parse(agent).unwrap()).unwrap();
        let pair = store
            .pair(
                &tenant,
                &self.thread("lakeside", people::TWILIO_NUMBER, member),
                None,
            )
            .await
            .unwrap();
        let thread = pair.thread.unwrap();
        let subscriber = store
            .subscriber_or_new(&tenant, pair.subscriber, &thread.head.theirs, &thread.head.id)
            .await
            .unwrap();
        let ordinal = thread.head.conversations;
        let mut commit = store.begin(self.clock.now());
        let mut thread = thread;
        if let Some(claim) = thread
            .head
            .claim(ordinal, agent, self.clock.now())
            .unwrap_or_default()
        {
            thread = commit.change_on(&thread, &claim).unwrap().1;
            store.commit(commit).await.unwrap();
            commit = store.begin(self.clock.now());
        }
        let wish = Composing {
            organisation: tenant.organisation(),
            ordinal,
            agent,
            text,
            pictures: &[],
            carrier: "twilio",
        };
        let change = thread.head.compose(wish, &subscriber.head, self.clock.now())?;
        commit.change(&thread, &change).unwrap();
        commit.guard(&subscriber).unwrap();
        store.commit(commit).await.unwrap();
        Ok(())
    }

    /// A store as a newly started function has it, nothing kept, but with no function's role: a test's own.
    pub fn store(&self) -> Store {
        Self::store_in(&self.cloud)
    }

    /// The store of a newly started function.
    pub fn store_of(&self, function: &'static str) -> Store {
        Self::store_in(&self.cloud.as_function(function))
    }

    fn store_in(cloud: &Cloud) -> Store {
        let vault = Vault::new(cloud.kms(), cloud.organisation_key_id.clone());
        Store::new(cloud.dynamodb(), Cloud::tables(), vault)
    }

    pub fn carriers() -> CarrierConfig {
        CarrierConfig {
            public_url: PUBLIC_URL.to_owned(),
            urls: Carrier::ALL
                .map(|carrier| (carrier, format!("http://{carrier}.test")))
                .into_iter()
                .collect(),
        }
    }

    /// The intake, newly started.
    pub fn inbound(&self) -> InboundSms {
        Self::inbound_over(self.store_of("InboundSms"))
    }

    /// What processes a webhook from quarantine anew.
    pub fn intake(&self) -> Intake {
        Intake::new(Arc::new(self.store_of("AgentApi")), PUBLIC_URL.to_owned())
    }

    pub fn inbound_over(store: Store) -> InboundSms {
        InboundSms::new(Arc::new(store), PUBLIC_URL.to_owned())
    }

    /// The sender, newly started.
    pub fn outbound(&self) -> OutboundSms {
        self.outbound_over(self.store_of("OutboundSms"))
    }

    pub fn outbound_over(&self, store: Store) -> OutboundSms {
        let http = Http::over(self.carrier.connector(), Duration::from_secs(2));
        let cloud = self.cloud.as_function("OutboundSms");
        let dead_letters = DeadLetters {
            sqs: cloud.sqs(),
            streams: cloud.streams(),
            sns: cloud.sns(),
            topic_arn: cloud.topic_arn(),
            queue_url: self.cloud.queue("OutboundDeadLetters"),
        };
        OutboundSms::new(store, http, Self::carriers(), dead_letters, cloud.presigner())
    }

    pub async fn tenant(&self, organisation: &str) -> Arc<Tenant> {
        let organisation = OrganisationId::parse(organisation).unwrap();
        self.store().tenant(&organisation).await.unwrap().unwrap()
    }

    /// The id of the thread of two numbers at an organisation.
    #[expect(clippy::unused_self, reason = "it is asked of a world, as everything else is")]
    pub fn thread(&self, organisation: &str, ours: &str, theirs: &str) -> ThreadId {
        let (ours, theirs) = (
            PhoneNumber::parse(ours).unwrap(),
            PhoneNumber::parse(theirs).unwrap(),
        );
        let salt = people::salt(organisation);
        ThreadId::derive(
            &OrganisationId::parse(organisation).unwrap(),
            salt.as_bytes(),
            &ours,
            &theirs,
        )
    }
}
