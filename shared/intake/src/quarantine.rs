//! What is not trusted is kept, counted and can be replayed; it is never thrown away in silence.

use jiff::Timestamp;
use memberline_carriers::{Carrier, ParseError};
use memberline_domain::PhoneNumber;
use memberline_domain::text::keywords::Written;
use memberline_platform::telemetry::LogLine;
use memberline_store::quarantine::{Distrust, Standing};
use memberline_store::unheard::Untrusted;

use crate::context::WebhookContext;
use crate::incoming::Target;
use crate::intake::Intake;
use crate::refusal::Refusal;
use memberline_store::StoreError;

/// What an administrator reads of why a webhook lies in quarantine, and of what can be done. It says nothing of what the webhook says.
fn detail(carrier: Carrier, refusal: &Refusal) -> String {
    const LATER: &str = "Until then its body says what the text is.";
    match refusal {
        Refusal::NotUnderstood(error) => {
            let remark = carrier.remark(*error).map_or_else(String::new, |remark| format!(" {remark}"));
            let replay = match error {
                ParseError::UnsupportedSender => "It can be replayed once such senders are taken.",
                _ => "It can be replayed once a release reads it.",
            };
            format!("The carrier signed it, and {error}.{remark} {replay} {LATER}")
        }
        Refusal::NotItsOwn(_) => {
            "The carrier signed it, and it is about a number or a message that is not the carrier's. It can be replayed once the \
             directory is mended."
                .to_owned()
        }
        Refusal::NotVerified(_) => {
            "It is not known to come from the carrier. It can be replayed once the secret, the address or the directory is mended."
                .to_owned()
        }
        other => other.to_string(),
    }
}

impl Intake {
    /// Keeps a webhook that was refused for not being trusted or not being understood. For other refusals the carrier tries
    /// again, or nobody can.
    pub(crate) async fn quarantine(
        &self,
        context: &WebhookContext<'_>,
        refusal: &Refusal,
        now: Timestamp,
        line: &mut LogLine,
    ) -> Result<(), StoreError> {
        let (reason, standing) = match refusal {
            Refusal::NotItsOwn(code) => (*code, Standing::Signed),
            Refusal::NotUnderstood(error) => (error.code(), Standing::Signed),
            Refusal::NotVerified(code) => (*code, context.standing()),
            Refusal::NoSuchWebhook | Refusal::Unreadable(_) => return Ok(()),
        };
        let detail = detail(context.carrier, refusal);
        let distrust = Distrust {
            reason,
            detail: &detail,
            standing,
        };
        let kept = self
            .store
            .quarantine(&context.tenant, &context.incoming.to_quarantine(), distrust, now)
            .await?;
        line.note("standing", standing.as_str());
        line.count("Quarantined", 1);
        // Anybody can post noise; the others are alarmed on.
        match standing {
            Standing::Signed => line.count("QuarantinedSigned", 1),
            Standing::Plausible => line.count("QuarantinedPlausible", 1),
            Standing::Noise => {}
        }
        match kept {
            Some(id) => {
                self.keep_unheard_text(context, (&id, reason), now, line).await?;
                line.note("quarantined", id);
            }
            None => line.count("QuarantineFull", 1),
        }
        Ok(())
    }

    /// Keeps what the webhook says of a text beside it, for the evidence of the number that it claims to come from. It may be the
    /// member's STOP, which nobody could tell from a forgery.
    async fn keep_unheard_text(
        &self,
        context: &WebhookContext<'_>,
        (id, reason): (&str, &str),
        now: Timestamp,
        line: &mut LogLine,
    ) -> Result<(), StoreError> {
        let Target::Messages(carrier) = context.incoming.target else {
            return Ok(());
        };
        let is_ours = |number: &PhoneNumber| context.is_ours(number);
        let Some(message) = context.webhook.claimed_message(is_ours) else {
            return Ok(());
        };
        if !is_ours(&message.to) || message.from == message.to {
            return Ok(());
        }
        let written = Written {
            subject: message.text.subject.as_deref(),
            text: &message.text.text,
        };
        let concerns_consent = message.text.answered_by_carrier.is_some() || written.concerns_consent();
        let untrusted = Untrusted {
            id,
            reason,
            carrier: carrier.as_str(),
            theirs: &message.from,
            ours: &message.to,
            carrier_message_id: &message.text.carrier_message_id,
            text: &written.all(),
            concerns_consent,
        };
        let kept = self.store.keep_unheard(&context.tenant, &untrusted, now).await?;
        if concerns_consent {
            line.count("ConsentUnheard", 1);
        }
        if !kept {
            line.count("QuarantineFull", 1);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reason_says_which_field_is_missing_why_that_matters_and_that_it_can_be_replayed() {
        for name in ["NumMedia", "NumSegments"] {
            let refusal = Refusal::NotUnderstood(ParseError::MissingField(name));
            let detail = detail(Carrier::Twilio, &refusal);
            for part in [
                format!("the field {name} is missing"),
                "always sends this field".to_owned(),
                "swallowed".to_owned(),
                "can be replayed".to_owned(),
            ] {
                assert!(detail.contains(&part), "{part}: {detail}");
            }
        }
        let telnyx = detail(
            Carrier::Telnyx,
            &Refusal::NotUnderstood(ParseError::MissingField("from")),
        );
        assert!(
            telnyx.contains("from") && !telnyx.contains("swallowed"),
            "{telnyx}"
        );
        for refusal in [
            Refusal::NotVerified("wrong_signature"),
            Refusal::NotItsOwn("unknown_number"),
        ] {
            assert!(detail(Carrier::Twilio, &refusal).contains("can be replayed"));
        }
    }
}
