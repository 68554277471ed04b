//! A member is asked whether texts are wanted (IN-38, X-26).

use jiff::Timestamp;

use crate::actor::Actor;
use crate::aggregate::Change;
use crate::consent::{About, Category, ConsentRequestRefusal, Subscriber};
use crate::directory::Organisation;
use crate::directory::wording;
use crate::thread::{Purpose, Thread};

/// A wish to ask.
#[derive(Debug, Clone, Copy)]
pub struct ConsentRequest<'a> {
    pub organisation: &'a Organisation,
    /// The thread whose number of ours asks.
    pub thread: &'a Thread,
    /// The member.
    pub subscriber: &'a Subscriber,
    /// What to ask for.
    pub categories: &'a [Category],
    /// The application on which the member gave the number: the basis for asking at all.
    pub about: &'a About,
    /// Who asks: an agent, or automation, which does so once.
    pub by: &'a Actor,
}

/// What asking does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentRequested {
    /// To the thread: the text that asks.
    pub thread: Change<Thread>,
    /// To the consent ledger.
    pub subscriber: Change<Subscriber>,
}

/// Asks for those of the categories that the member did not agree to yet.
pub fn request_consent(
    wish: ConsentRequest<'_>,
    now: Timestamp,
) -> Result<ConsentRequested, ConsentRequestRefusal> {
    let ours = &wish.thread.ours;
    let categories = wish
        .subscriber
        .to_ask(wish.categories, wish.about, ours, wish.by)?;
    let text = wording::consent_request(wish.organisation, &categories);
    let subscriber = wish.subscriber.asked(
        (categories, wish.about.scope()),
        ours,
        (wish.by.clone(), text.clone()),
        now,
    );
    let entry = wish
        .thread
        .product_text(wish.by.clone(), Purpose::ConsentRequest, text);
    Ok(ConsentRequested {
        thread: Change::one(wish.thread.clone(), entry),
        subscriber,
    })
}
