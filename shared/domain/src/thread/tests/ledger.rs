//! Whatever is asked, said and texted, in whatever order: the ledger's entries alone tell what holds, and these rules hold.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use proptest::prelude::*;
use proptest::sample::select;

use super::loans::{brokers, by_maria, given, loan};
use super::story::*;
use crate::PhoneNumber;
use crate::actor::Actor;
use crate::consent::OptOutScope;
use crate::consent::{About, Category, Colour, Scope, SubscriberEvent};
use crate::text::keywords;

#[derive(Debug, Clone)]
enum Act {
    Texts(&'static str),
    Asks(bool, Vec<Category>, u8),
    Records(Category, u8, bool, i64),
    Settles(bool),
    Closes,
    Waits(i64),
}

fn abouts() -> [About; 3] {
    [loan(), brokers("0000000000000002"), brokers("0000000000000003")]
}

fn scopes() -> [Scope; 3] {
    [
        loan().scope(),
        abouts()[1].scope(),
        Scope::Application(loan().application),
    ]
}

fn act() -> impl Strategy<Value = Act> {
    let texts = vec![
        "YES",
        "Y",
        "no",
        "STOP",
        "START",
        "HELP",
        "Stop by at 5?",
        "Hi",
        "maybe",
    ];
    let category = || select(Category::ALL.to_vec());
    prop_oneof![
        6 => select(texts).prop_map(Act::Texts),
        4 => (any::<bool>(), prop::collection::vec(category(), 1..3), 0..3_u8)
            .prop_map(|(agent, categories, about)| Act::Asks(agent, categories, about)),
        3 => (category(), 0..3_u8, any::<bool>(), -500..500_i64)
            .prop_map(|(category, scope, granted, at)| Act::Records(category, scope, granted, at)),
        2 => any::<bool>().prop_map(Act::Settles),
        1 => Just(Act::Closes),
        1 => select(vec![1, 60, 400]).prop_map(Act::Waits),
    ]
}

type Of = (Category, String);

/// What the entries say, by the words of the rules alone.
#[derive(Debug, Default)]
struct Told {
    answers: BTreeMap<Of, (Timestamp, bool)>,
    awaited: BTreeMap<Of, (Timestamp, BTreeSet<String>)>,
    stopped: Vec<Option<PhoneNumber>>,
    held: BTreeSet<String>,
    asked_by_automation: BTreeMap<Of, u32>,
}

fn of(category: Category, scope: &Scope) -> Of {
    (category, serde_json::to_string(scope).unwrap())
}

impl Told {
    fn by(story: &Story) -> Self {
        let mut told = Self::default();
        for entry in &story.ledger {
            told.hears(&entry.event, entry.at);
        }
        told
    }

    fn hears(&mut self, event: &SubscriberEvent, at: Timestamp) {
        match event {
            SubscriberEvent::OptedOut { number, .. } => {
                if !self.stopped.contains(number) {
                    self.stopped.push(number.clone());
                }
                let reached = |ours: &String| number.as_ref().is_none_or(|n| n.as_str() == ours);
                self.held.retain(|ours| !reached(ours));
                for (_, numbers) in self.awaited.values_mut() {
                    numbers.retain(|ours| !reached(ours));
                }
            }
            SubscriberEvent::OptedIn { source, .. } => {
                let crate::consent::OptOutSource::Text { number, .. } = source else {
                    panic!("by a text");
                };
                self.stopped
                    .retain(|stopped| stopped.as_ref().is_some_and(|n| n != number));
            }
            SubscriberEvent::ConsentRequested {
                categories,
                scope,
                number,
                by,
                wording,
            } => {
                assert!(wording.contains("YES or NO"));
                for category in categories {
                    let asked = self.awaited.entry(of(*category, scope)).or_default();
                    asked.0 = at;
                    asked.1.insert(number.to_string());
                    if *by == Actor::Automation {
                        *self.asked_by_automation.entry(of(*category, scope)).or_default() += 1;
                    }
                }
            }
            SubscriberEvent::Unknown(_) => panic!("nothing writes what it does not know"),
            SubscriberEvent::ConsentGranted(said) | SubscriberEvent::ConsentRevoked(said) => {
                let granted = matches!(event, SubscriberEvent::ConsentGranted(_));
                assert!(said.said_at <= at, "nothing is said later than it is recorded");
                for category in &said.categories {
                    let of = of(*category, &said.scope);
                    self.answers.insert(of.clone(), (said.said_at, granted));
                    if let Some((asked, numbers)) = self.awaited.get_mut(&of)
                        && *asked <= said.said_at
                    {
                        numbers.clear();
                    }
                }
            }
            SubscriberEvent::AutomationHeld { number, .. } => {
                self.held.insert(number.to_string());
            }
            SubscriberEvent::AutomationReleased { number, .. } => {
                assert!(self.held.remove(number.as_str()), "what was held is released");
            }
        }
    }

    fn stops(&self, ours: &PhoneNumber) -> bool {
        self.stopped.iter().any(|s| s.as_ref().is_none_or(|n| n == ours))
    }

    fn consented(&self, category: Category, about: &About) -> Colour {
        let mut scopes = vec![Scope::Organisation, Scope::Application(about.application.clone())];
        scopes.extend(about.partner.clone().map(Scope::Partner));
        let here: Vec<Of> = scopes.iter().map(|scope| of(category, scope)).collect();
        let answers = || here.iter().filter_map(|of| self.answers.get(of));
        let newest = answers().map(|(at, _)| *at).max();
        let last: Vec<bool> = answers()
            .filter(|(at, _)| Some(*at) == newest)
            .map(|(_, granted)| *granted)
            .collect();
        let awaited = || here.iter().filter_map(|of| self.awaited.get(of));
        if !last.is_empty() && last.iter().all(|granted| *granted) {
            Colour::Green
        } else if awaited().any(|(_, numbers)| !numbers.is_empty()) {
            Colour::Yellow
        } else {
            Colour::Red
        }
    }
}

fn does(story: &mut Story, act: &Act) {
    match act {
        Act::Texts(text) => {
            let ours = story.thread().ours.clone();
            let awaited = story.subscriber.awaits_answer(&ours);
            let before = story.ledger.len();
            story.texts(text);
            if keywords::answer(text).is_some() {
                assert_eq!(
                    story.ledger.len() > before,
                    awaited,
                    "{text} answers what was asked"
                );
                assert!(!story.subscriber.awaits_answer(&ours));
            }
        }
        Act::Asks(agent, categories, about) => {
            let by = if *agent { by_maria() } else { Actor::Automation };
            let about = &abouts()[usize::from(*about)];
            if let Ok(asked) = story.asks(&by, categories, about) {
                assert!(!story.blocked(story.line), "who opted out is asked nothing");
                assert_eq!(story.message(asked).by, by);
            }
        }
        Act::Records(category, scope, granted, seconds) => {
            let said = given(
                *category,
                scopes()[usize::from(*scope)].clone(),
                *granted,
                *seconds,
            );
            if let Some(change) = story.subscriber.record([said], story.now) {
                super::tables::append(&mut story.ledger, &change, story.now);
                story.subscriber = super::tables::stored(&change.head);
            }
        }
        Act::Settles(opt_out) => {
            let held = story.subscriber.held(&story.thread().ours).is_some();
            assert_eq!(story.settles(&maria(), *opt_out), held);
            if held {
                assert_eq!(story.blocked(story.line), *opt_out);
            }
        }
        Act::Closes => {
            let _ = story.closes(&sam());
        }
        Act::Waits(seconds) => {
            story.waits(*seconds);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 384, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn in_37_to_39_x_15_x_26_hold_after_any_sequence_of_acts(
        acts in prop::collection::vec((prop::bool::weighted(0.3), act()), 1..50),
        scope in select(vec![OptOutScope::Organisation, OptOutScope::Number]),
    ) {
        let mut story = Story::new().scope(scope);
        for (services, act) in &acts {
            story.line = usize::from(*services);
            story.waits_millis(1);
            does(&mut story, act);
            let told = Told::by(&story);
            let fresh = Story::new().subscriber;
            prop_assert_eq!(&fresh.replay(&story.ledger), &story.subscriber, "the head follows from the entries");
            for about in abouts() {
                for category in Category::ALL {
                    let consented = told.consented(category, &about);
                    prop_assert_eq!(story.subscriber.consented(category, &about).colour, consented);
                    let colour = if told.stopped.is_empty() { consented } else { Colour::Red };
                    prop_assert_eq!(story.subscriber.colour(category, &about), colour);
                    for line in &story.lines {
                        let ours = &line.number.number;
                        let may = story.subscriber.may_automate(category, &about, ours).is_ok();
                        prop_assert_eq!(may, consented == Colour::Green && !told.stops(ours) && told.held.is_empty());
                    }
                }
            }
            for line in &story.lines {
                let ours = &line.number.number;
                prop_assert_eq!(story.subscriber.blocked(ours).is_some(), told.stops(ours));
                prop_assert_eq!(story.subscriber.held(ours).is_some(), told.held.contains(ours.as_str()));
            }
            // Of other numbers' questions a thread learns with its next text.
            let task = story.thread().conversation.as_ref().map(|c| c.task);
            if let (Act::Texts(_) | Act::Settles(_), Some(task)) = (act, task) {
                let held = story.subscriber.held(&story.thread().ours);
                prop_assert!(task == held.map(|h| h.message) || matches!(act, Act::Settles(_)));
            }
            prop_assert!(told.asked_by_automation.values().all(|times| *times == 1), "automation asks once");
        }
    }

    #[test]
    fn what_is_recorded_in_any_order_and_twice_ends_the_same(
        said in prop::collection::vec((select(Category::ALL.to_vec()), 0..3_u8, any::<bool>(), 0..6_i64), 1..8)
            .prop_flat_map(|said| (Just(said.clone()), Just([said.clone(), said].concat()).prop_shuffle())),
    ) {
        let colours = |said: &[(Category, u8, bool, i64)]| {
            let mut subscriber = Story::new().subscriber;
            for (category, scope, granted, seconds) in said {
                let given = given(*category, scopes()[usize::from(*scope)].clone(), *granted, *seconds);
                if let Some(change) = subscriber.record([given], at(100)) {
                    subscriber = change.head;
                }
            }
            abouts().map(|about| Category::ALL.map(|category| subscriber.standing(category, &about).colour))
        };
        let (once, twice) = said;
        prop_assert_eq!(colours(&once), colours(&twice));
    }
}
