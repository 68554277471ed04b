//! A batch of the stream, or of dead letters to try again.

use std::collections::BTreeMap;

use futures_util::future::{join_all, join3};
use jiff::Timestamp;
use memberline_domain::{MessageRef, ThreadId};
use memberline_platform::Deadline;
use memberline_platform::stream::MalformedRecord;
use memberline_platform::telemetry::LogLine;

use crate::error::{DeliverError, retry_can_help};
use crate::event::{BatchResponse, Entry, Failed, Record, ReplayRecord, goes_out};
use crate::outcome::Outcome;
use crate::{A_MESSAGE_TAKES, OutboundSms};
use memberline_store::CommandError;

impl OutboundSms {
    /// Processes records: the messages of one thread in order, the threads side by side.
    pub(crate) async fn batch(
        &self,
        records: &[Record],
        request_id: &str,
        now: impl Fn() -> Timestamp + Copy,
        deadline: Deadline,
    ) -> BatchResponse {
        let mut line = LogLine::begin("outbound-sms", request_id, now());
        line.note("records", records.len());
        let mut threads: BTreeMap<ThreadId, Vec<(MessageRef, &Record)>> = BTreeMap::new();
        let (mut replays, mut unread) = (Vec::new(), Vec::new());
        for record in records {
            match record {
                Record::Stream(stream) => {
                    let image = stream.inserted();
                    let Some(image) = image.filter(|image| goes_out(image.kind())) else {
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
            join3(join_all(of_threads), join_all(of_replays), join_all(of_unread)).await;
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
                Err(DeliverError::NotNow("the invocation had no time left").into())
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
        match self.bury_entry(&entry, malformed).await {
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
    ) -> Result<Outcome, CommandError<DeliverError>> {
        match self.deliver(message, now).await {
            Err(error) if !retry_can_help(&error) => {
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
