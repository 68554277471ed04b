//! Dead letters: written when a retry alone does not help, tried again when somebody asks.

use jiff::Timestamp;
use memberline_domain::MessageRef;
use memberline_domain::aggregate::EntryKind;
use memberline_platform::Deadline;
use memberline_platform::stream::{EntryImage, MalformedRecord};
use memberline_store::{CommandError, StoreError};

use crate::OutboundSms;
use crate::error::DeliverError;
use crate::event::{BatchInfo, DeadLetter, Entry, goes_out};
use crate::outcome::Outcome;

/// What became of what a dead letter is about.
type Outcomes = Vec<Outcome>;

impl OutboundSms {
    /// Puts a message among the dead letters, by its id: the stream may forget it.
    pub(crate) async fn bury(
        &self,
        message: &MessageRef,
        error: &CommandError<DeliverError>,
    ) -> Result<(), CommandError<DeliverError>> {
        self.put_away(DeadLetter::body(message, &error.to_string())).await
    }

    /// Puts an entry among the dead letters that is a message by its kind and none by its keys.
    pub(crate) async fn bury_entry(
        &self,
        entry: &Entry,
        malformed: MalformedRecord,
    ) -> Result<(), CommandError<DeliverError>> {
        tracing::error!(code = malformed.code(), "a message's record cannot be read");
        self.put_away(DeadLetter::of_entry(entry, malformed.code())).await
    }

    async fn put_away(&self, body: String) -> Result<(), CommandError<DeliverError>> {
        let send = self
            .dead_letters
            .sqs
            .send_message()
            .queue_url(&self.dead_letters.queue_url)
            .message_body(body);
        Box::pin(send.send())
            .await
            .map_err(StoreError::of_call("SQS", "SendMessage"))?;
        Ok(())
    }

    /// Tries what a dead letter is about again. One that cannot be read, or whose message cannot be sent yet, stays in the queue,
    /// and ends among the dead letters.
    pub(crate) async fn replay(
        &self,
        body: &str,
        now: impl Fn() -> Timestamp + Copy,
        deadline: Deadline,
    ) -> Result<Outcomes, CommandError<DeliverError>> {
        match DeadLetter::parse(body).ok_or(DeliverError::Unsendable("dead letter"))? {
            DeadLetter::Message(message) => {
                let message = message
                    .parse()
                    .map_err(|_| DeliverError::Unsendable("message id"))?;
                Ok(vec![self.deliver(&message, now).await?])
            }
            DeadLetter::Entry(Entry { pk, sk }) => {
                let message = EntryImage::new(&pk, &sk, None).message();
                let message = message.map_err(|_| DeliverError::Unsendable("entry"))?;
                Ok(vec![self.deliver(&message, now).await?])
            }
            DeadLetter::Batch(place) => self.replay_place(&place, now, deadline).await,
            DeadLetter::Events(place) => self.republish(&place, deadline).await,
        }
    }

    /// Tries the messages of a place in the stream again, each by itself. From here on each is known by its id: one that fails
    /// is put among the dead letters by it, so that nothing depends on how long the stream remembers. What the stream has
    /// forgotten is named and settled: a text among it is still there, as one that was not sent.
    async fn replay_place(
        &self,
        place: &BatchInfo,
        now: impl Fn() -> Timestamp + Copy,
        deadline: Deadline,
    ) -> Result<Outcomes, CommandError<DeliverError>> {
        let found = Box::pin(self.dead_letters.read(place, deadline)).await?;
        let mut outcomes = Vec::new();
        if found.lost {
            outcomes.push(lost(place));
        }
        for record in &found.records {
            let image = record.dynamodb().and_then(|change| change.new_image());
            let text = |name: &str| image?.get(name)?.as_s().ok();
            let is_new = record.event_name().is_some_and(|name| name.as_str() == "INSERT");
            let kind = text("kind").and_then(|kind| EntryKind::parse(kind));
            let (Some(pk), Some(sk), true) = (text("pk"), text("sk"), is_new && goes_out(kind)) else {
                continue;
            };
            outcomes.push(match EntryImage::new(pk, sk, kind).message() {
                Ok(message) => self.deliver_in_time(&message, now, deadline).await?,
                Err(malformed) => {
                    let (pk, sk) = (pk.clone(), sk.clone());
                    self.bury_entry(&Entry { pk, sk }, malformed).await?;
                    Outcome::Buried
                }
            });
        }
        Ok(outcomes)
    }

    /// Delivers a message of a place, or puts it among the dead letters by its id, for want of time as well.
    async fn deliver_in_time(
        &self,
        message: &MessageRef,
        now: impl Fn() -> Timestamp + Copy,
        deadline: Deadline,
    ) -> Result<Outcome, CommandError<DeliverError>> {
        let delivered = if deadline.allows(crate::A_MESSAGE_TAKES) {
            Box::pin(self.deliver(message, now)).await
        } else {
            Err(DeliverError::NotNow("the invocation had no time left").into())
        };
        match delivered {
            Ok(outcome) => Ok(outcome),
            Err(error) => {
                tracing::warn!(sms = %message, error = %error, "buried by its id");
                self.bury(message, &error).await?;
                Ok(Outcome::Buried)
            }
        }
    }

    /// Publishes the events of a place in the stream again.
    async fn republish(
        &self,
        place: &BatchInfo,
        deadline: Deadline,
    ) -> Result<Outcomes, CommandError<DeliverError>> {
        let found = Box::pin(self.dead_letters.read(place, deadline)).await?;
        let published = self.dead_letters.publish(&found.records, &place.stream_arn);
        let published = Box::pin(published).await?;
        let mut outcomes: Outcomes = (0..published).map(|_| Outcome::Published).collect();
        if found.lost {
            outcomes.push(lost(place));
        }
        Ok(outcomes)
    }
}

/// Names what the stream has forgotten.
fn lost(place: &BatchInfo) -> Outcome {
    tracing::error!(
        shard = place.shard_id,
        first = place.start_sequence_number,
        last = place.end_sequence_number,
        "lost from the stream"
    );
    Outcome::Lost
}
