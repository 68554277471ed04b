//! What the caller may do about somebody on an application now.

use memberline_domain::actor::Actor;
use memberline_domain::application::{Application, Person};
use memberline_domain::consent::{Category, Subscriber};
use memberline_domain::thread::{Starting, Thread, may_start};
use memberline_http_api::Problem;

use crate::problems::{no_mobile, number_not_allowed};
use crate::refusals::Explain as _;
use crate::view::ability::Ability;
use memberline_http_api::caller::Caller;

/// Somebody on an application, with what was read about their number.
#[derive(Clone, Copy)]
pub(crate) struct Known<'a> {
    pub(crate) caller: &'a Caller,
    pub(crate) application: &'a Application,
    pub(crate) person: &'a Person,
    /// What the number agreed to; `None` when nothing is known of it.
    pub(crate) ledger: Option<&'a Subscriber>,
    /// The thread between the number and the one that the caller texts from, if it was read and there is one.
    pub(crate) thread: Option<&'a Thread>,
}

impl Known<'_> {
    /// The consent ledger; of a number that nothing is known of, an empty one.
    fn ledger(&self) -> Option<Subscriber> {
        let tenant = &self.caller.tenant;
        let number = self.person.mobile.as_ref()?;
        let empty = || Subscriber::new(tenant.id().clone(), tenant.subscriber_id(number), number.clone());
        Some(self.ledger.cloned().unwrap_or_else(empty))
    }

    fn text_refusal(&self) -> Option<Problem> {
        let Some(ledger) = self.ledger() else {
            return Some(no_mobile());
        };
        let directory = self.caller.directory();
        let Some(number) = directory.texting_number(&self.caller.agent, None) else {
            return Some(number_not_allowed());
        };
        let wish = Starting {
            application: self.application,
            person: &self.person.id,
            number,
            agent: &self.caller.agent,
            subscriber: &ledger,
        };
        let thread = self.thread.filter(|thread| thread.ours == number.number);
        let refusal = may_start(wish, thread).err()?;
        Some(refusal.explain(directory))
    }

    fn request_consent_refusal(&self) -> Option<Problem> {
        let Some(ledger) = self.ledger() else {
            return Some(no_mobile());
        };
        let directory = self.caller.directory();
        let Some(number) = directory.texting_number(&self.caller.agent, None) else {
            return Some(number_not_allowed());
        };
        let about = self.application.about(&self.person.id);
        let by = Actor::Agent {
            agent: self.caller.id().clone(),
        };
        let refusal = ledger.to_ask(&Category::ALL, &about, &number.number, &by).err()?;
        Some(refusal.explain(directory))
    }

    /// Whether the caller may start a conversation, from the number that they text from.
    pub(super) fn can_text(&self) -> Ability {
        Ability::unless(self.text_refusal())
    }

    /// Whether the caller may ask for consent, for some category at least.
    pub(super) fn can_request_consent(&self) -> Ability {
        Ability::unless(self.request_consent_refusal())
    }

    /// Whether the caller may record what the person said elsewhere.
    pub(super) fn can_record_consent(&self) -> Ability {
        Ability::unless(self.person.mobile.is_none().then(no_mobile))
    }
}
