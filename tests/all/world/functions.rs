//! The functions of a world, newly started, and what is done in it past them.

use std::sync::Arc;
use std::time::Duration;

use inbound_sms::InboundSms;
use memberline_carriers::Carrier;
use memberline_domain::thread::{ComposeRefusal, Composing};
use memberline_domain::{AgentId, OrganisationId, PhoneNumber, ThreadId};
use memberline_intake::Intake;
use memberline_platform::config::CarrierConfig;
use memberline_platform::http::Http;
use memberline_store::{Store, Tenant, Vault, Wanted};
use outbound_sms::{DeadLetters, OutboundSms};

use super::carrier::ScriptedCarrier;
use super::cloud::Cloud;
use super::deployment::{Clock, PUBLIC_URL, START, World};
use super::people;

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
        people::seed(&world.store(), "lakeside", "+155501000", world.clock.now()).await;
        world.cloud.tap.take_calls();
        world
    }

    /// An agent writes an answer, past the API: what the sender makes of it is the matter.
    pub async fn answers(&self, agent: &str, member: &str, text: &str) -> Result<(), ComposeRefusal> {
        let store = self.store();
        let tenant = self.tenant("lakeside").await;
        let agent = tenant.directory.agent(&AgentId::parse(agent).unwrap()).unwrap();
        let id = self.thread("lakeside", people::TWILIO_NUMBER, member);
        let read = store.load(Wanted::of(&tenant).thread(&id)).await.unwrap();
        let pair = read.of_thread(&id, None).unwrap();
        let thread = pair.thread.unwrap();
        let subscriber = store
            .or_new(&tenant, pair.subscriber, || {
                tenant.new_subscriber(&thread.head.theirs)
            })
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
