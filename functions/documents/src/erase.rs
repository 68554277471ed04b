//! Erasure at the carrier: once everything of a message is here, the carrier is told to forget it, and the timeline says what came
//! of that.

use std::sync::Arc;

use jiff::Timestamp;
use memberline_carriers::{Carrier, EraseOutcome};
use memberline_domain::MessageRef;
use memberline_domain::thread::{Erasing, to_erase};
use memberline_platform::queue::Run;
use memberline_store::{CommandError, Tenant, retry_conflicts};

use crate::Documents;
use crate::failure::Failure;

/// What a carrier erased.
#[derive(Debug, Clone, Default)]
struct Receipt {
    media: u32,
    text: bool,
    refused: Option<String>,
}

impl Documents {
    /// Has the carrier erase the message, if it is to be and nothing of it is needed any more. Each request can be repeated, so
    /// that a run that crashed here is simply run again.
    pub(crate) async fn erase_if_due(
        &self,
        tenant: &Arc<Tenant>,
        about: &MessageRef,
        now: impl Fn() -> Timestamp,
        run: &mut Run,
    ) -> Result<(), CommandError<Failure>> {
        // No switch, no reads: the label of a message says that there are media, not that it is to be erased.
        if !tenant.organisation().documents.erase_at_carrier {
            return Ok(());
        }
        let message = self.message(tenant, about).await?;
        let Some(erasing) = to_erase(&message.stored.entries, about.message.seq) else {
            return Ok(());
        };
        let receipt = Box::pin(self.erase(tenant, &erasing)).await?;
        run.count(if receipt.refused.is_some() {
            "ErasureRefused"
        } else {
            "MessagesErased"
        });
        retry_conflicts(async || {
            let message = self.message(tenant, about).await?;
            if to_erase(&message.stored.entries, about.message.seq).is_none() {
                return Ok(());
            }
            let Receipt { media, text, refused } = receipt.clone();
            let erased = message.stored.head.head.note_erasure(media, text, refused);
            let mut commit = self.store.begin(now());
            commit.change(&message.stored.head, &erased)?;
            Ok(self.store.commit(commit).await?)
        })
        .await
    }

    async fn erase(&self, tenant: &Tenant, erasing: &Erasing) -> Result<Receipt, CommandError<Failure>> {
        let refused = |code: &str| Receipt {
            refused: Some(code.to_owned()),
            ..Receipt::default()
        };
        let Ok(carrier) = Carrier::parse(&erasing.carrier) else {
            return Ok(refused("unknown_carrier"));
        };
        let Some(credentials) = self.credentials(tenant, carrier).await? else {
            return Ok(refused("no_credentials"));
        };
        let (id, media) = (&erasing.carrier_message_id, &erasing.media);
        let requests =
            credentials.erase_requests(id, media, self.media.urls.of(carrier), &self.media.local_hosts);
        let requests = match requests {
            Some(Ok(requests)) => requests,
            Some(Err(_)) => return Ok(refused("address_not_allowed")),
            None => return Ok(refused("not_offered")),
        };
        let mut receipt = Receipt::default();
        for request in requests {
            let answer = self
                .http
                .send(request.request)
                .await
                .map_err(|_| Failure::NotErased)?;
            match carrier.read_erase_answer(answer.status, &answer.body) {
                EraseOutcome::Erased if request.medium.is_some() => receipt.media += 1,
                EraseOutcome::Erased => receipt.text = true,
                EraseOutcome::Later => return Err(Failure::NotErased.into()),
                EraseOutcome::Refused { code } => receipt.refused = receipt.refused.or(Some(code)),
            }
        }
        Ok(receipt)
    }
}
