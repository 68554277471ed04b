//! The carrier, called for one message: to send it, or to ask whether it has it.

use std::time::Duration;

use jiff::Timestamp;
use memberline_carriers::{
    Carrier, Credentials, Failure, LookUp, LookupOutcome, Outgoing, ReceiptStatus, SendOutcome,
};
use memberline_domain::reason::Reason;
use memberline_domain::thread::{SendResult, StoredFile, ThreadEvent};
use memberline_domain::{MessageRef, PhoneNumber};
use memberline_platform::http::HttpError;
use memberline_platform::presign::Presentation;
use memberline_store::{CommandError, Tenant};

use crate::OutboundSms;
use crate::case::Case;
use crate::error::DeliverError;

/// All that calling the carrier about one message takes.
pub(crate) struct Attempt {
    pub(crate) carrier: Carrier,
    credentials: Credentials,
    message: MessageRef,
    from: PhoneNumber,
    to: PhoneNumber,
    text: String,
    pictures: Vec<StoredFile>,
    /// The carrier's id of the message, once it said so.
    carrier_message_id: Option<String>,
}

fn reason(carrier: Carrier, failure: Failure) -> Reason {
    let code = failure.code.map_or_else(
        || format!("{carrier}_unexplained"),
        |code| format!("{carrier}_{code}"),
    );
    Reason {
        code,
        detail: failure
            .detail
            .unwrap_or_else(|| "The carrier refused the text and gave no reason.".to_owned()),
    }
}

fn rejected(carrier: Carrier, failure: Failure) -> SendResult {
    let opted_out = failure.opted_out;
    SendResult::Rejected {
        reason: reason(carrier, failure),
        opted_out,
    }
}

fn deferred(code: &str, detail: &str, retry_after: Option<u64>) -> SendResult {
    // A carrier that asks for more than an hour asks for a person.
    let retry_after = retry_after.map(|seconds| u32::try_from(seconds.min(3_600)).unwrap_or(3_600));
    SendResult::Deferred {
        reason: Reason {
            code: code.to_owned(),
            detail: detail.to_owned(),
        },
        retry_after,
    }
}

/// How long the carrier can fetch pictures: it does so within minutes, and tries again when that fails.
const PICTURES_LAST: Duration = Duration::from_mins(15);

/// How many entries back other messages to the same member are looked for, when one is looked up.
const OTHERS_AMONG: u16 = 100;

impl OutboundSms {
    /// The attempt that sends the message through the carrier of the number that it comes from.
    pub(crate) async fn new_attempt(
        &self,
        tenant: &Tenant,
        about: &MessageRef,
        case: &Case,
    ) -> Result<Attempt, CommandError<DeliverError>> {
        let number = tenant
            .directory
            .number(&case.thread.head.ours)
            .ok_or(DeliverError::Unsendable("number"))?;
        self.attempt(tenant, about, case, &number.carrier).await
    }

    /// The attempt as it was claimed. The number may have moved to another carrier since, which knows nothing of it.
    pub(crate) async fn claimed_attempt(
        &self,
        tenant: &Tenant,
        about: &MessageRef,
        case: &Case,
    ) -> Result<Attempt, CommandError<DeliverError>> {
        let carrier = case.message.carrier.as_deref();
        let carrier = carrier.ok_or(DeliverError::Unsendable("carrier"))?;
        self.attempt(tenant, about, case, carrier).await
    }

    async fn attempt(
        &self,
        tenant: &Tenant,
        about: &MessageRef,
        case: &Case,
        carrier: &str,
    ) -> Result<Attempt, CommandError<DeliverError>> {
        let carrier = Carrier::parse(carrier).map_err(|_| DeliverError::Unsendable("carrier"))?;
        let credentials = self.store.credentials(tenant, carrier.as_str()).await?;
        let credentials = credentials
            .and_then(|json| Credentials::read(carrier, &json).ok())
            .ok_or(DeliverError::Unsendable("credentials"))?;
        let text = case.message.text.clone();
        Ok(Attempt {
            carrier,
            credentials,
            message: about.clone(),
            from: case.thread.head.ours.clone(),
            to: case.thread.head.theirs.clone(),
            text: text.ok_or(DeliverError::Unsendable("text"))?,
            pictures: case.message.pictures.clone(),
            carrier_message_id: case.message.carrier_message_id.clone(),
        })
    }

    /// Addresses at which the carrier can fetch the pictures of a message, for a quarter of an hour.
    async fn picture_urls(&self, pictures: &[StoredFile]) -> Result<Vec<String>, DeliverError> {
        if pictures.is_empty() {
            return Ok(Vec::new());
        }
        let unsigned = |_| DeliverError::NotNow("the pictures' addresses cannot be signed");
        let signer = self.pictures.signer().await.map_err(unsigned)?;
        let addresses = pictures.iter().map(|picture| {
            let shown = Presentation {
                content_type: &picture.content_type,
                disposition: "inline",
            };
            signer
                .download(&picture.object, shown, PICTURES_LAST)
                .map_err(unsigned)
        });
        addresses.collect()
    }

    /// Calls the carrier to send a claimed message. Without a clear answer the claim stays: the next run waits, then asks the carrier.
    pub(crate) async fn offer(&self, attempt: &Attempt) -> Result<SendResult, DeliverError> {
        const UNCLEAR: DeliverError = DeliverError::NotNow("the carrier did not answer clearly");
        let carrier = attempt.carrier;
        let outgoing = Outgoing {
            from: &attempt.from,
            to: &attempt.to,
            text: &attempt.text,
            media_urls: &self.picture_urls(&attempt.pictures).await?,
            callback_url: &format!(
                "{}/webhooks/{carrier}/receipts/{}",
                self.carriers.public_url, attempt.message
            ),
        };
        let request = attempt
            .credentials
            .send_request(&outgoing, self.carriers.urls.of(carrier))
            .map_err(|error| DeliverError::Unsendable(error.code()))?;
        let answer = match self.http.send(request).await {
            Ok(answer) => answer,
            Err(HttpError::NotConnected | HttpError::NotPublic) => {
                return Ok(deferred(
                    "carrier_unreachable",
                    "The carrier could not be reached.",
                    None,
                ));
            }
            Err(HttpError::TimedOut | HttpError::Broken) => return Err(UNCLEAR),
        };
        match carrier.read_send_answer(answer.status, &answer.body, answer.retry_after.as_deref()) {
            SendOutcome::Accepted { carrier_message_id } => Ok(SendResult::Accepted { carrier_message_id }),
            SendOutcome::Rejected(failure) => Ok(rejected(carrier, failure)),
            SendOutcome::Throttled { retry_after_secs } => {
                let detail = "The carrier takes no more texts at the moment.";
                Ok(deferred("carrier_throttled", detail, retry_after_secs))
            }
            SendOutcome::Unknown { .. } => Err(UNCLEAR),
        }
    }

    /// Asks the carrier what became of a message whose attempt crashed. `None` when it cannot say.
    pub(crate) async fn look_up(
        &self,
        tenant: &Tenant,
        attempt: &Attempt,
        since: Timestamp,
    ) -> Result<Option<SendResult>, CommandError<DeliverError>> {
        let carrier = attempt.carrier;
        let others = self.other_messages(tenant, &attempt.message).await?;
        let look_up = LookUp {
            from: &attempt.from,
            to: &attempt.to,
            text: &attempt.text,
            reference: &attempt.message,
            carrier_message_id: attempt.carrier_message_id.as_deref(),
            sent_after: since.as_second(),
            others: &others,
        };
        let request = attempt
            .credentials
            .lookup_request(&look_up, self.carriers.urls.of(carrier))
            .map_err(|error| DeliverError::Unsendable(error.code()))?;
        let answer = self
            .http
            .send(request)
            .await
            .map_err(|_| DeliverError::NotNow("the carrier cannot be asked"))?;
        match carrier.read_lookup_answer(answer.status, &answer.body, &look_up) {
            LookupOutcome::Found {
                status: ReceiptStatus::Failed(failure),
                ..
            } => Ok(Some(rejected(carrier, failure))),
            LookupOutcome::Found {
                carrier_message_id, ..
            } => Ok(Some(SendResult::Accepted { carrier_message_id })),
            LookupOutcome::NotFound { conclusive: true } => {
                let detail = "An attempt to send it broke off before the carrier had it.";
                Ok(Some(deferred("attempt_lost", detail, None)))
            }
            LookupOutcome::NotFound { conclusive: false } => Ok(None),
            LookupOutcome::Unavailable => Err(DeliverError::NotNow("the carrier cannot say yet").into()),
        }
    }

    /// The carrier's ids of other recent messages of the thread, none of which is the one that is looked for.
    async fn other_messages(
        &self,
        tenant: &Tenant,
        about: &MessageRef,
    ) -> Result<Vec<String>, CommandError<DeliverError>> {
        let (_, page) = self
            .store
            .timeline(tenant, &about.message.thread, (None, OTHERS_AMONG, None))
            .await?;
        let others = page.entries.into_iter().filter_map(|entry| match entry.event {
            ThreadEvent::Delivery(delivery) if delivery.message != about.message.seq => {
                delivery.carrier_message_id
            }
            _ => None,
        });
        Ok(others.collect())
    }
}
