//! The carrier, called for one message: to send it, or to ask whether it has it.

use std::time::Duration;

use jiff::Timestamp;
use memberline_carriers::{Carrier, Credentials, LookUp, LookupOutcome, Outgoing};
use memberline_domain::MessageRef;
use memberline_domain::reason::Reason;
use memberline_domain::thread::{SendResult, StoredFile, ThreadEvent};
use memberline_platform::http::HttpError;
use memberline_platform::presign::Presentation;
use memberline_store::{CommandError, Tenant};

use crate::OutboundSms;
use crate::case::Case;
use crate::error::DeliverError;

/// The carrier of a message, and what proves us to it.
pub(crate) struct Account {
    pub(crate) carrier: Carrier,
    credentials: Credentials,
}

/// The carrier certainly does not have the message, and may take it later.
fn deferred(code: &str, detail: &str) -> SendResult {
    SendResult::Deferred {
        reason: Reason {
            code: code.to_owned(),
            detail: detail.to_owned(),
        },
        retry_after: None,
    }
}

/// How long the carrier can fetch pictures: it does so within minutes, and tries again when that fails.
const PICTURES_LAST: Duration = Duration::from_mins(15);

/// How many entries back other messages to the same member are looked for, when one is looked up.
const OTHERS_AMONG: u16 = 100;

impl OutboundSms {
    /// The account that a message goes out with: at the carrier of the number that it comes from.
    pub(crate) async fn account(
        &self,
        tenant: &Tenant,
        case: &Case,
    ) -> Result<Account, CommandError<DeliverError>> {
        let number = tenant
            .directory
            .number(&case.thread.head.ours)
            .ok_or(DeliverError::Unsendable("number"))?;
        self.account_at(tenant, &number.carrier).await
    }

    /// The account that a message was claimed with. The number may have moved to another carrier since, which knows nothing of it.
    async fn claimed_account(
        &self,
        tenant: &Tenant,
        case: &Case,
    ) -> Result<Account, CommandError<DeliverError>> {
        let carrier = case.message.carrier.as_deref();
        let carrier = carrier.ok_or(DeliverError::Unsendable("carrier"))?;
        self.account_at(tenant, carrier).await
    }

    async fn account_at(
        &self,
        tenant: &Tenant,
        carrier: &str,
    ) -> Result<Account, CommandError<DeliverError>> {
        let carrier = Carrier::parse(carrier).map_err(|_| DeliverError::Unsendable("carrier"))?;
        let credentials = self.store.credentials(tenant, carrier.as_str()).await?;
        let credentials = credentials
            .and_then(|json| Credentials::read(carrier, &json).ok())
            .ok_or(DeliverError::Unsendable("credentials"))?;
        Ok(Account { carrier, credentials })
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
    pub(crate) async fn offer(
        &self,
        about: &MessageRef,
        case: &Case,
        account: &Account,
    ) -> Result<SendResult, DeliverError> {
        const UNCLEAR: DeliverError = DeliverError::NotNow("the carrier did not answer clearly");
        let carrier = account.carrier;
        let outgoing = Outgoing {
            from: &case.thread.head.ours,
            to: &case.thread.head.theirs,
            text: case.text()?,
            media_urls: &self.picture_urls(&case.message.pictures).await?,
            callback_url: &format!("{}/webhooks/{carrier}/receipts/{about}", self.carriers.public_url),
        };
        let request = account
            .credentials
            .send_request(&outgoing, self.carriers.urls.of(carrier))
            .map_err(|error| DeliverError::Unsendable(error.code()))?;
        let answer = match self.http.send(request).await {
            Ok(answer) => answer,
            Err(HttpError::NotConnected | HttpError::NotPublic) => {
                return Ok(deferred(
                    "carrier_unreachable",
                    "The carrier could not be reached.",
                ));
            }
            Err(HttpError::TimedOut | HttpError::Broken) => return Err(UNCLEAR),
        };
        carrier
            .read_send_answer(answer.status, &answer.body, answer.retry_after.as_deref())
            .ok_or(UNCLEAR)
    }

    /// Asks the carrier what became of a message whose attempt crashed. `None` when it cannot say.
    pub(crate) async fn look_up(
        &self,
        tenant: &Tenant,
        about: &MessageRef,
        case: &Case,
        since: Timestamp,
    ) -> Result<Option<SendResult>, CommandError<DeliverError>> {
        let account = self.claimed_account(tenant, case).await?;
        let carrier = account.carrier;
        let others = self.other_messages(tenant, about).await?;
        let look_up = LookUp {
            from: &case.thread.head.ours,
            to: &case.thread.head.theirs,
            text: case.text()?,
            reference: about,
            carrier_message_id: case.message.carrier_message_id.as_deref(),
            sent_after: since.as_second(),
            others: &others,
        };
        let request = account
            .credentials
            .lookup_request(&look_up, self.carriers.urls.of(carrier))
            .map_err(|error| DeliverError::Unsendable(error.code()))?;
        let answer = self
            .http
            .send(request)
            .await
            .map_err(|_| DeliverError::NotNow("the carrier cannot be asked"))?;
        match carrier.read_lookup_answer(answer.status, &answer.body, &look_up) {
            LookupOutcome::Found(report) => Ok(Some(SendResult::Reported(report))),
            LookupOutcome::NotFound { conclusive: true } => {
                let detail = "An attempt to send it broke off before the carrier had it.";
                Ok(Some(deferred("attempt_lost", detail)))
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
