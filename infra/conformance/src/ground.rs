//! What the cases of one group stand on: a stack of their own, with a name that nobody else has.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context as _, Result};
use aws_sdk_s3::primitives::ByteStream;
use memberline_local::random::random_hex;
use tokio::time::Instant;

use crate::case::{Failure, differs};
use crate::clients::Clients;
use crate::function;
use crate::known::KNOWN;
use crate::subject::{Kind, Subject};

/// What every name begins with, so that what a broken run leaves behind is found.
pub const PREFIX: &str = "memberline-conformance";

/// The ground of one group.
pub struct Ground {
    subject: Arc<Subject>,
    /// Of the run, and what it is called.
    run: String,
    number: usize,
    outputs: Mutex<BTreeMap<String, String>>,
    pub clients: Clients,
}

/// A ground for each group.
pub fn make(subject: Subject, groups: usize) -> Result<Vec<Ground>> {
    let run = format!("{PREFIX}-{}", random_hex(4)?);
    let subject = Arc::new(subject);
    let ground = |number| Ground {
        clients: Clients::new(&subject.aws),
        subject: Arc::clone(&subject),
        run: run.clone(),
        number,
        outputs: Mutex::default(),
    };
    Ok((0..groups).map(ground).collect())
}

/// Puts the code of the function where the stacks find it.
pub async fn pack_code(grounds: &[Ground]) -> Result<()> {
    let Some(ground) = grounds.first() else {
        return Ok(());
    };
    let s3 = &ground.clients.s3;
    let create = s3.create_bucket().bucket(&ground.run);
    let create = match ground.subject.aws.region().map(AsRef::as_ref) {
        Some(region) if region != memberline_local::aws::REGION => {
            let place = aws_sdk_s3::types::BucketLocationConstraint::from(region);
            let place = aws_sdk_s3::types::CreateBucketConfiguration::builder().location_constraint(place);
            create.create_bucket_configuration(place.build())
        }
        _ => create,
    };
    create.send().await.context("cannot create a bucket of S3")?;
    s3.put_object()
        .bucket(&ground.run)
        .key(function::KEY)
        .body(ByteStream::from(function::package()?))
        .send()
        .await
        .context("cannot put the code of a function into S3")?;
    Ok(())
}

impl Ground {
    /// What the subject is.
    pub fn kind(&self) -> Kind {
        self.subject.kind
    }

    /// Where the subject answers, if it is not AWS.
    pub fn endpoint(&self) -> Option<&str> {
        self.subject.aws.endpoint_url()
    }

    pub fn subject(&self) -> &Subject {
        &self.subject
    }

    /// What the run is called, and its bucket with the code.
    pub fn run(&self) -> &str {
        &self.run
    }

    /// What the group's stack is called, and what names of its own begin with.
    pub fn name(&self) -> String {
        format!("{}-{}", self.run, self.number)
    }

    /// An output of the stack.
    pub fn output(&self, name: &str) -> String {
        let outputs = self.outputs.lock().unwrap_or_else(PoisonError::into_inner);
        outputs.get(name).cloned().unwrap_or_default()
    }

    /// Has the outputs of its stack from now on.
    pub fn stands_on(&self, outputs: BTreeMap<String, String>) {
        *self.outputs.lock().unwrap_or_else(PoisonError::into_inner) = outputs;
    }

    /// How long what takes its time may take: Scheduler fires within a minute, CloudFormation makes things for some.
    pub fn patience(&self) -> Duration {
        match self.kind() {
            Kind::Aws => Duration::from_mins(8),
            Kind::OwnMiniStack => Duration::from_secs(20),
            Kind::Emulator => Duration::from_mins(1),
        }
    }

    /// How long a case may take as a whole: what is known not to come is not waited for.
    pub fn patience_with(&self, case: &str) -> Duration {
        let is_known = self.kind() == Kind::OwnMiniStack && KNOWN.iter().any(|(known, _)| *known == case);
        if is_known {
            return Duration::from_secs(5);
        }
        self.patience() * 2
    }

    /// How long it is before what takes its time is asked again.
    pub fn pause(&self) -> Duration {
        match self.kind() {
            Kind::Aws => Duration::from_secs(2),
            Kind::OwnMiniStack | Kind::Emulator => Duration::from_millis(150),
        }
    }

    /// Asks again and again until there is an answer.
    pub async fn until<T>(
        &self,
        what: &str,
        mut ask: impl AsyncFnMut() -> Result<Option<T>, Failure>,
    ) -> Result<T, Failure> {
        let end = Instant::now() + self.patience();
        loop {
            if let Some(answer) = ask().await? {
                return Ok(answer);
            }
            if Instant::now() > end {
                return differs(format!("{what}: not within {} s", self.patience().as_secs()));
            }
            tokio::time::sleep(self.pause()).await;
        }
    }

    /// The bodies of the next messages of a queue, so many at least, which are taken out of it. What else is there already comes too.
    pub async fn receive(&self, queue: &str, count: usize) -> Result<Vec<String>, Failure> {
        let mut bodies = Vec::new();
        self.until(&format!("{count} messages"), async || {
            let receive = self.clients.sqs.receive_message().queue_url(queue);
            let got = receive
                .max_number_of_messages(10)
                .wait_time_seconds(1)
                .send()
                .await?;
            for message in got.messages() {
                bodies.extend(message.body().map(str::to_owned));
                if let Some(handle) = message.receipt_handle() {
                    let delete = self.clients.sqs.delete_message().queue_url(queue);
                    delete.receipt_handle(handle).send().await?;
                }
            }
            Ok((bodies.len() >= count).then_some(()))
        })
        .await?;
        Ok(bodies)
    }

    /// The same, and what comes in the seconds after: whoever expects no more finds it there.
    pub async fn receive_all(
        &self,
        queue: &str,
        count: usize,
        seconds_more: i32,
    ) -> Result<Vec<String>, Failure> {
        let mut bodies = self.receive(queue, count).await?;
        let more = self.clients.sqs.receive_message().queue_url(queue);
        let more = more.wait_time_seconds(seconds_more).send().await?;
        let more = more.messages().iter();
        bodies.extend(more.filter_map(|message| message.body().map(str::to_owned)));
        Ok(bodies)
    }
}
