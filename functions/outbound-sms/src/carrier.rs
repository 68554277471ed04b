//! The carrier, called for one message: to send it, or to ask whether it has it.

use std::time::Duration;

use jiff::Timestamp;
use memberline_carriers::{Carrier, Failure, LookUp, LookupOutcome, Outgoing, ReceiptStatus, SendOutcome};
use memberline_domain::MessageRef;
use memberline_domain::reason::Reason;
use memberline_domain::thread::{Answer, ThreadEvent};
use memberline_platform::http::HttpError;
use memberline_platform::presign::Presentation;
use memberline_store::Tenant;

use crate::OutboundSms;
use crate::deliver::{Case, DeliverError};

/// What a call to send came to.
pub(crate) enum Called {
    Answer(Answer),
    /// It may have been sent.
    Unknown,
}

/// What a look-up came to.
pub(crate) enum LookedUp {
    Answer(Answer),
    /// The carrier cannot say.
    Unresolved,
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

fn rejected(carrier: Carrier, failure: Failure) -> Answer {
    let opted_out = failure.opted_out;
    Answer::Rejected {
        reason: reason(carrier, failure),
        opted_out,
    }
}

fn deferred(code: &str, detail: &str, retry_after: Option<u64>) -> Answer {
    // A carrier that asks for more than an hour asks for a person.
    let retry_after = retry_after.map(|seconds| u32::try_from(seconds.min(3_600)).unwrap_or(3_600));
    Answer::Deferred {
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
    /// Whether all is there that sending takes. Asked before the claim: a message that was claimed and never offered would
    /// look as if its attempt had crashed. Returns the carrier that the attempt is made with.
    pub(crate) async fn can_send(&self, tenant: &Tenant, case: &Case) -> Result<Carrier, DeliverError> {
        let carrier = Self::carrier(tenant, case)?;
        self.credentials(tenant, carrier).await?;
        case.message
            .text
            .as_deref()
            .ok_or(DeliverError::Unsendable("text"))?;
        Ok(carrier)
    }

    /// The carrier that a message is offered to: that of the number that it comes from.
    fn carrier(tenant: &Tenant, case: &Case) -> Result<Carrier, DeliverError> {
        let number = tenant
            .directory
            .number(&case.thread.head.ours)
            .ok_or(DeliverError::Unsendable("number"))?;
        Carrier::parse(&number.carrier).map_err(|_| DeliverError::Unsendable("carrier"))
    }

    /// The carrier that a claimed attempt is made with. The number may have moved to another since, which knows nothing of it.
    fn claimed(case: &Case) -> Result<Carrier, DeliverError> {
        let carrier = case.message.carrier.as_deref();
        let carrier = carrier.ok_or(DeliverError::Unsendable("carrier"))?;
        Carrier::parse(carrier).map_err(|_| DeliverError::Unsendable("carrier"))
    }

    /// Addresses at which the carrier can fetch the pictures of a message, for a quarter of an hour.
    async fn picture_urls(&self, case: &Case) -> Result<Vec<String>, DeliverError> {
        let pictures = &case.message.pictures;
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

    /// Calls the carrier to send a claimed message.
    pub(crate) async fn call(
        &self,
        tenant: &Tenant,
        about: &MessageRef,
        case: &Case,
    ) -> Result<Called, DeliverError> {
        let carrier = Self::claimed(case)?;
        let credentials = self.credentials(tenant, carrier).await?;
        let outgoing = Outgoing {
            from: &case.thread.head.ours,
            to: &case.thread.head.theirs,
            text: case
                .message
                .text
                .as_deref()
                .ok_or(DeliverError::Unsendable("text"))?,
            media_urls: &self.picture_urls(case).await?,
            callback_url: &format!("{}/webhooks/{carrier}/receipts/{about}", self.carriers.public_url),
        };
        let request = credentials.send_request(&outgoing, self.carriers.urls.of(carrier));
        let request = request.map_err(|error| DeliverError::Unsendable(error.code()))?;
        let answer = match self.http.send(request).await {
            Ok(answer) => answer,
            Err(HttpError::NotConnected | HttpError::NotPublic) => {
                let answer = deferred("carrier_unreachable", "The carrier could not be reached.", None);
                return Ok(Called::Answer(answer));
            }
            Err(HttpError::TimedOut | HttpError::Broken) => return Ok(Called::Unknown),
        };
        Ok(
            match carrier.read_send_answer(answer.status, &answer.body, answer.retry_after.as_deref()) {
                SendOutcome::Accepted { carrier_message_id } => {
                    Called::Answer(Answer::Accepted { carrier_message_id })
                }
                SendOutcome::Rejected(failure) => Called::Answer(rejected(carrier, failure)),
                SendOutcome::Throttled { retry_after_secs } => {
                    let detail = "The carrier takes no more texts at the moment.";
                    Called::Answer(deferred("carrier_throttled", detail, retry_after_secs))
                }
                SendOutcome::Unknown { .. } => Called::Unknown,
            },
        )
    }

    /// Asks the carrier what became of a message whose attempt crashed.
    pub(crate) async fn look_up(
        &self,
        tenant: &Tenant,
        about: &MessageRef,
        case: &Case,
        since: Timestamp,
    ) -> Result<LookedUp, DeliverError> {
        let carrier = Self::claimed(case)?;
        let credentials = self.credentials(tenant, carrier).await?;
        let others = self.other_messages(tenant, about).await?;
        let look_up = LookUp {
            from: &case.thread.head.ours,
            to: &case.thread.head.theirs,
            text: case
                .message
                .text
                .as_deref()
                .ok_or(DeliverError::Unsendable("text"))?,
            reference: about,
            carrier_message_id: case.message.carrier_message_id.as_deref(),
            sent_after: since.as_second(),
            others: &others,
        };
        let request = credentials.lookup_request(&look_up, self.carriers.urls.of(carrier));
        let request = request.map_err(|error| DeliverError::Unsendable(error.code()))?;
        let answer = self
            .http
            .send(request)
            .await
            .map_err(|_| DeliverError::NotNow("the carrier cannot be asked"))?;
        match carrier.read_lookup_answer(answer.status, &answer.body, &look_up) {
            LookupOutcome::Found {
                status: ReceiptStatus::Failed(failure),
                ..
            } => Ok(LookedUp::Answer(rejected(carrier, failure))),
            LookupOutcome::Found {
                carrier_message_id, ..
            } => Ok(LookedUp::Answer(Answer::Accepted { carrier_message_id })),
            LookupOutcome::NotFound { conclusive: true } => {
                let detail = "An attempt to send it broke off before the carrier had it.";
                Ok(LookedUp::Answer(deferred("attempt_lost", detail, None)))
            }
            LookupOutcome::NotFound { conclusive: false } => Ok(LookedUp::Unresolved),
            LookupOutcome::Unavailable => Err(DeliverError::NotNow("the carrier cannot say yet")),
        }
    }

    /// The carrier's ids of other recent messages of the thread, none of which is the one that is looked for.
    async fn other_messages(&self, tenant: &Tenant, about: &MessageRef) -> Result<Vec<String>, DeliverError> {
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
