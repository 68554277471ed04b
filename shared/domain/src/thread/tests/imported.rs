//! Words of before, brought in from whoever texted for the institution then.

use proptest::prelude::*;
use proptest::sample::select;

use super::loans::loan;
use super::story::*;
use crate::consent::Category::{Marketing, Service};
use crate::consent::{
    Channel, Colour, ImportEvidence, Imported, ImportedWord, Said, Scope, SubscriberContent,
};
use crate::thread::InboundText;

fn stopped(seconds: i64) -> ImportedWord {
    ImportedWord {
        said: Said::OptOut,
        at: at(seconds),
        channel: Channel::Text,
        evidence: ImportEvidence::default(),
    }
}

fn consented(granted: bool, seconds: i64) -> ImportedWord {
    ImportedWord {
        said: Said::Consent {
            granted,
            categories: vec![Service],
            scope: Scope::Organisation,
        },
        channel: Channel::Paper,
        ..stopped(seconds)
    }
}

/// Imports words, as the ledger's own entries are kept.
fn imports(story: &mut Story, words: &[ImportedWord]) -> Vec<Imported> {
    let starts: Vec<_> = story
        .ledger
        .iter()
        .filter_map(|entry| entry.event.allowed_at(entry.at))
        .collect();
    let (change, became) = story.subscriber.import(words, &starts, story.now);
    if let Some(change) = change {
        super::tables::append(&mut story.ledger, &change, story.now);
        story.subscriber = super::tables::stored(&change.head);
    }
    became
}

fn texts(story: &mut Story, id: &str, text: &str, said_at: Option<i64>) {
    story.waits(1);
    story.brings(&InboundText {
        said_at: said_at.map(at),
        received_at: Some(story.now),
        ..inbound(id, text)
    });
}

fn is_blocked(story: &Story) -> bool {
    story.blocked(LENDING) && story.blocked(SERVICES)
}

#[test]
fn an_opt_out_of_before_blocks_every_number_and_a_later_start_lifts_it() {
    let mut story = Story::new();
    story.waits(100);
    let evidence = ImportEvidence {
        source: Some("Acme Texting".to_owned()),
        ..ImportEvidence::default()
    };
    let word = ImportedWord {
        evidence,
        ..stopped(10)
    };
    assert_eq!(
        imports(&mut story, std::slice::from_ref(&word)),
        [Imported::Recorded]
    );
    assert!(is_blocked(&story));
    let entry = &story.ledger[0];
    assert!(
        matches!(&entry.content, Some(SubscriberContent::Imported { source: Some(source), .. }) if source == "Acme Texting")
    );
    let meta = serde_json::to_string(&entry.event).unwrap();
    assert!(!meta.contains("Acme"), "{meta}");
    assert_eq!(imports(&mut story, &[word]), [Imported::Known]);
    assert_eq!(story.ledger.len(), 1, "nothing twice");
    texts(&mut story, "M1", "START", None);
    assert!(!is_blocked(&story));
}

#[test]
fn an_older_opt_out_undoes_no_start_whether_or_not_a_carrier_dated_it() {
    for said_at in [Some(50), None] {
        for stopped_before in [true, false] {
            let mut story = Story::new();
            story.waits(60);
            if stopped_before {
                texts(&mut story, "M1", "STOP", None);
            }
            story.waits(60);
            texts(&mut story, "M2", "START", said_at.map(|at: i64| at + 100));
            story.waits(100);
            let before = story.ledger.clone();
            assert_eq!(imports(&mut story, &[stopped(40)]), [Imported::Superseded]);
            assert!(!is_blocked(&story), "{said_at:?} {stopped_before}");
            assert_eq!(story.ledger, before);
            assert_eq!(imports(&mut story, &[stopped(200)]), [Imported::Recorded]);
            assert!(is_blocked(&story), "a younger one counts");
        }
    }
}

#[test]
fn a_word_that_is_older_than_what_the_ledger_says_changes_nothing() {
    let mut story = Story::new();
    story.waits(1_000);
    assert_eq!(
        imports(&mut story, &[consented(false, 100)]),
        [Imported::Recorded]
    );
    let became = imports(
        &mut story,
        &[consented(true, 50), consented(false, 60), consented(false, 100)],
    );
    assert_eq!(became, [Imported::Superseded, Imported::Known, Imported::Known]);
    assert_eq!(story.ledger.len(), 1);
    assert_eq!(story.subscriber.colour(Service, &loan()), Colour::Red);
    texts(&mut story, "M1", "STOP", Some(900));
    assert_eq!(imports(&mut story, &[stopped(899)]), [Imported::Known]);
    assert_eq!(
        imports(&mut story, &[stopped(950)]),
        [Imported::Recorded],
        "a START between the two lifts nothing then"
    );
    texts(&mut story, "M2", "START", Some(940));
    assert!(is_blocked(&story));
}

#[test]
fn x_26_a_consent_of_before_counts_for_its_categories_and_lifts_no_opt_out() {
    let mut story = Story::new();
    story.waits(100);
    imports(&mut story, &[consented(true, 20)]);
    assert_eq!(story.subscriber.colour(Service, &loan()), Colour::Green);
    assert_eq!(story.subscriber.colour(Marketing, &loan()), Colour::Red);
    imports(&mut story, &[stopped(10), consented(true, 30)]);
    assert_eq!(story.subscriber.colour(Service, &loan()), Colour::Red);
    assert!(is_blocked(&story));
}

fn word() -> impl Strategy<Value = ImportedWord> {
    (select(vec![0, 1, 2]), 0..6_i64).prop_map(|(kind, seconds)| match kind {
        0 => stopped(seconds),
        1 => consented(true, seconds),
        _ => consented(false, seconds),
    })
}

proptest! {
    #[test]
    fn an_import_again_and_in_any_order_ends_the_same(
        words in prop::collection::vec(word(), 1..6)
            .prop_flat_map(|words| (Just(words.clone()), Just(words).prop_shuffle())),
        start in prop::option::of(0..6_i64),
    ) {
        let ends = |words: &[ImportedWord]| {
            let mut story = Story::new();
            if let Some(start) = start {
                texts(&mut story, "M1", "START", Some(start));
            }
            story.waits(1_000);
            imports(&mut story, words);
            let once = story.ledger.len();
            let again = imports(&mut story, words);
            assert!(again.iter().all(|became| *became != Imported::Recorded), "{again:?}");
            assert_eq!(story.ledger.len(), once, "nothing twice");
            let fresh = Story::new().subscriber;
            assert_eq!(fresh.replay(&story.ledger), story.subscriber, "the entries alone tell it");
            (is_blocked(&story), story.subscriber.consented(Service, &loan()).colour)
        };
        let (one, other) = words;
        let stopped_last = one.iter().filter(|word| word.said == Said::OptOut).map(|word| word.at).max();
        let ended = ends(&one);
        prop_assert_eq!(ended, ends(&other));
        prop_assert_eq!(ended.0, stopped_last.is_some_and(|stop| start.is_none_or(|start| at(start) <= stop)));
    }
}
