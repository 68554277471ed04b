//! Whether the ledger and the threads tell the same: what the ledger says was texted, the thread with that number of ours has, and
//! the other way round. Both are written in one transaction, so they have the same time.

use std::collections::BTreeMap;

use super::{BrokenPacket, EntryFault, Packet, Timeline};
use crate::actor::Actor;
use crate::aggregate::{Entry, Event as _};
use crate::consent::{ConsentSource, ConsentStatement, OptOutSource, SubscriberEvent};
use crate::phone::PhoneNumber;
use crate::text::keywords::Intent;
use crate::thread::{Purpose, ThreadContent, ThreadEvent};

type Texts = Vec<Entry<ThreadEvent>>;

/// Whether a text of the member is the one with this id of the carrier's, and asks for this.
fn is_text(event: &ThreadEvent, id: &str, asks: Intent) -> bool {
    matches!(event, ThreadEvent::MessageIn { carrier_message_id, intent, .. } if carrier_message_id == id && *intent == asks)
}

fn is_for(event: &ThreadEvent, what: Purpose) -> bool {
    matches!(event, ThreadEvent::MessageOut { purpose, .. } if *purpose == what)
}

/// Our number whose thread has the counterpart of an entry of the ledger, and whether an entry of that thread is it.
fn counterpart(
    entry: &Entry<SubscriberEvent>,
) -> Option<(&PhoneNumber, impl Fn(&Entry<ThreadEvent>) -> bool)> {
    let ours = ours(&entry.event)?;
    Some((ours, move |text: &Entry<ThreadEvent>| {
        text.at == entry.at && matches(&entry.event, text)
    }))
}

/// Our number that an entry of the ledger came by, if it came by one.
fn ours(event: &SubscriberEvent) -> Option<&PhoneNumber> {
    match event {
        SubscriberEvent::OptedOut { source, .. } | SubscriberEvent::OptedIn { source, .. } => source.ours(),
        SubscriberEvent::ConsentRequested { number, .. }
        | SubscriberEvent::AutomationHeld { number, .. }
        | SubscriberEvent::AutomationReleased { number, .. } => Some(number),
        SubscriberEvent::ConsentGranted(said) | SubscriberEvent::ConsentRevoked(said) => match &said.source {
            ConsentSource::Text { number, .. } => Some(number),
            ConsentSource::Agent { .. }
            | ConsentSource::Application { .. }
            | ConsentSource::Import { .. } => None,
        },
        SubscriberEvent::Unknown(_) => None,
    }
}

/// Whether an entry of a thread, of the same instant, is what an entry of the ledger came from.
fn matches(event: &SubscriberEvent, text: &Entry<ThreadEvent>) -> bool {
    let by_source = |source: &OptOutSource, asks: Intent| match source {
        OptOutSource::Text {
            carrier_message_id, ..
        } => is_text(&text.event, carrier_message_id, asks),
        OptOutSource::Carrier { code, .. } => {
            let ThreadEvent::Delivery(delivery) = &text.event else {
                return false;
            };
            delivery.reason.as_ref().map_or("", |reason| &reason.code) == code
        }
        OptOutSource::Agent { agent, .. } => {
            matches!(&text.event, ThreadEvent::TaskSettled { agent: who, opt_out: true, .. } if who == agent)
        }
        OptOutSource::Import { .. } => true,
    };
    let by_answer = |said: &ConsentStatement, asks: Intent| match &said.source {
        ConsentSource::Text {
            carrier_message_id, ..
        } => is_text(&text.event, carrier_message_id, asks),
        ConsentSource::Agent { .. } | ConsentSource::Application { .. } | ConsentSource::Import { .. } => {
            true
        }
    };
    match event {
        SubscriberEvent::OptedOut { source, .. } => by_source(source, Intent::OptOut),
        SubscriberEvent::OptedIn { source, .. } => by_source(source, Intent::OptIn),
        SubscriberEvent::ConsentRequested { by, wording, .. } => {
            let is_by = matches!(&text.event, ThreadEvent::MessageOut { by: who, .. } if who == by);
            let is_worded = match &text.content {
                Some(ThreadContent::Message { text, .. }) => text == wording,
                // Its key was destroyed.
                _ => true,
            };
            is_for(&text.event, Purpose::ConsentRequest) && is_by && is_worded
        }
        SubscriberEvent::ConsentGranted(said) => by_answer(said, Intent::Yes),
        SubscriberEvent::ConsentRevoked(said) => by_answer(said, Intent::No),
        SubscriberEvent::AutomationHeld {
            message,
            carrier_message_id,
            why,
            ..
        } => text.seq == *message && is_text(&text.event, carrier_message_id, why.intent()),
        SubscriberEvent::AutomationReleased { by, .. } => match (&text.event, by) {
            (
                ThreadEvent::TaskSettled {
                    agent,
                    opt_out: false,
                    ..
                },
                Actor::Agent { agent: who },
            ) => agent == who,
            (ThreadEvent::MessageIn { intent, .. }, Actor::Member) => *intent == Intent::OptIn,
            _ => false,
        },
        SubscriberEvent::Unknown(_) => true,
    }
}

/// Whether an entry of a thread has to have a counterpart in the ledger.
fn concerns_consent(event: &ThreadEvent) -> bool {
    match event {
        ThreadEvent::MessageIn { intent, .. } => *intent == Intent::OptOut,
        ThreadEvent::MessageOut { purpose, .. } => matches!(
            purpose,
            Purpose::ConsentRequest | Purpose::OptOutConfirmation | Purpose::OptInConfirmation
        ),
        ThreadEvent::TaskSettled { .. } => true,
        _ => false,
    }
}

/// Whether an entry of the ledger, of the same instant and number, is the counterpart of one of a thread.
fn is_counterpart(event: &SubscriberEvent, text: &Entry<ThreadEvent>) -> bool {
    if is_for(&text.event, Purpose::OptOutConfirmation) {
        matches!(event, SubscriberEvent::OptedOut { .. })
    } else if is_for(&text.event, Purpose::OptInConfirmation) {
        matches!(event, SubscriberEvent::OptedIn { .. })
    } else {
        matches(event, text)
    }
}

impl Timeline {
    /// Our numbers that the entries of a ledger came by. Those that cannot be read name none.
    pub fn numbers(&self) -> Vec<PhoneNumber> {
        let read = self.entries.iter().filter_map(|entry| {
            let event = SubscriberEvent::read(&entry.sk, &entry.kind, &entry.meta).ok()?;
            ours(&event).cloned()
        });
        read.collect()
    }
}

impl Packet {
    /// Checks ledger and threads against each other, both ways.
    pub(super) fn check_agreement(&self) -> Result<(), BrokenPacket> {
        let ledger = self.ledger.read::<SubscriberEvent>()?;
        let mut threads: BTreeMap<&PhoneNumber, Texts> = BTreeMap::new();
        for exchange in &self.exchanges {
            threads.insert(&exchange.number, exchange.timeline.read()?);
        }
        for entry in &ledger {
            let Some((number, is_it)) = counterpart(entry) else {
                continue;
            };
            let fault = |fault| Err(self.ledger.fault(entry.seq, fault));
            match threads.get(number) {
                None => return fault(EntryFault::NoExchange),
                Some(texts) if !texts.iter().any(is_it) => return fault(EntryFault::Alone),
                Some(_) => {}
            }
        }
        // An entry that nobody here can read may be the counterpart.
        if ledger
            .iter()
            .any(|entry| matches!(entry.event, SubscriberEvent::Unknown(_)))
        {
            return Ok(());
        }
        for exchange in &self.exchanges {
            let texts = threads.get(&exchange.number).into_iter().flatten();
            for text in texts.filter(|text| concerns_consent(&text.event)) {
                let is_it = |entry: &&Entry<SubscriberEvent>| {
                    entry.at == text.at
                        && ours(&entry.event) == Some(&exchange.number)
                        && is_counterpart(&entry.event, text)
                };
                if !ledger.iter().any(|entry| is_it(&entry)) {
                    return Err(exchange.timeline.fault(text.seq, EntryFault::Alone));
                }
            }
        }
        Ok(())
    }
}
