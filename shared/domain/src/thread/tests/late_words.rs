//! Webhooks come late and in any order. What the member said last decides (MC-49, MC-50, X-10).

use jiff::Timestamp;
use proptest::prelude::*;
use proptest::sample::select;

use super::story::*;
use crate::consent::OptOutScope;
use crate::text::keywords::Intent;
use crate::thread::{InboundDecision, InboundText, Purpose};

/// A STOP or a START, as the carrier brings it.
#[derive(Debug, Clone, Copy)]
struct Said {
    line: usize,
    stops: bool,
    /// When the carrier received it, in seconds, if it says so.
    at: Option<i64>,
}

impl Said {
    fn text(self, n: usize, received_at: Timestamp) -> InboundText {
        InboundText {
            said_at: self.at.map(at),
            received_at: Some(received_at),
            ..inbound(&format!("M{n}"), if self.stops { "STOP" } else { "START" })
        }
    }
}

fn story(scope: OptOutScope) -> Story {
    let mut story = Story::new();
    story.organisation.opt_out_scope = scope;
    story.waits(10_000);
    story
}

fn brings(story: &mut Story, said: Said, n: usize) -> InboundDecision {
    story.waits(1);
    story.line = said.line;
    let text = said.text(n, story.now);
    story.brings(&text)
}

fn blocked(story: &Story) -> [bool; 2] {
    [LENDING, SERVICES].map(|line| story.subscriber.blocked(&story.lines[line].thread.ours).is_some())
}

/// Whether texts from a line are ended, by the words of the rule alone: some STOP reaches it that no START came after.
fn ends(all: &[Said], scope: OptOutScope, line: usize) -> bool {
    let reaches = |of: usize, line: usize| scope == OptOutScope::Organisation || of == line;
    let mut stops = all.iter().filter(|stop| stop.stops && reaches(stop.line, line));
    stops.any(|stop| {
        let mut starts = all
            .iter()
            .filter(|start| !start.stops && reaches(stop.line, start.line));
        !starts.any(|start| start.at > stop.at)
    })
}

fn said() -> impl Strategy<Value = Said> {
    (select(vec![LENDING, SERVICES]), any::<bool>(), 0..6_i64).prop_map(|(line, stops, at)| Said {
        line,
        stops,
        at: Some(at),
    })
}

fn any_order() -> impl Strategy<Value = Vec<Said>> {
    prop::collection::vec(said(), 1..7).prop_shuffle()
}

proptest! {
    #[test]
    fn mc_50_what_was_said_last_decides_in_whatever_order_it_comes(
        all in any_order(),
        scope in select(vec![OptOutScope::Organisation, OptOutScope::Number])
    ) {
        let mut story = story(scope);
        for (n, said) in all.iter().enumerate() {
            brings(&mut story, *said, n);
        }
        let expected = [LENDING, SERVICES].map(|line| ends(&all, scope, line));
        prop_assert_eq!(blocked(&story), expected);
        let fresh = crate::consent::Subscriber::new(
            story.subscriber.organisation.clone(), story.subscriber.id.clone(), story.subscriber.number.clone(),
        );
        prop_assert_eq!(fresh.replay(&story.ledger), story.subscriber, "the entries alone tell it");
    }

    #[test]
    fn mc_50_whatever_the_carriers_say_a_stop_that_came_last_blocks_unless_it_is_surely_older(
        mut all in any_order(), stop in said(), silent in any::<bool>()
    ) {
        let mut story = story(OptOutScope::Organisation);
        let newest = all.iter().filter(|said| !said.stops).filter_map(|said| said.at).max();
        let stop = Said { stops: true, at: stop.at.filter(|_| !silent), ..stop };
        all.push(stop);
        for (n, said) in all.iter().enumerate() {
            brings(&mut story, *said, n);
        }
        let surely_older = stop.at.zip(newest).is_some_and(|(stop, start)| start > stop);
        prop_assert!(surely_older || blocked(&story) == [true; 2]);
    }
}

const STOP: Said = Said {
    line: LENDING,
    stops: true,
    at: Some(60),
};

fn start(at: Option<i64>) -> Said {
    Said {
        stops: false,
        at,
        ..STOP
    }
}

#[test]
fn mc_50_a_start_that_is_older_than_a_stop_lifts_nothing_and_gives_no_leave_to_answer() {
    let mut story = story(OptOutScope::Organisation);
    brings(&mut story, STOP, 1);
    let late = brings(&mut story, start(Some(59)), 2);
    assert_eq!(blocked(&story), [true; 2]);
    assert!(late.subscriber.is_some(), "that it came is in the ledger");
    assert!(
        !story
            .outgoing()
            .iter()
            .any(|m| m.purpose == Purpose::OptInConfirmation)
    );
    let _ = story.claims(&maria());
    assert!(story.answers(&maria(), "Hello").is_err());
    brings(&mut story, start(Some(60)), 3);
    assert_eq!(blocked(&story), [true; 2], "what cannot be told apart blocks");
    brings(&mut story, start(Some(61)), 4);
    assert_eq!(blocked(&story), [false; 2]);
}

#[test]
fn mc_50_a_stop_that_was_taken_back_before_it_came_is_noted_and_ends_nothing() {
    let mut story = story(OptOutScope::Organisation);
    brings(&mut story, start(Some(61)), 1);
    let received = brings(&mut story, STOP, 2);
    assert_eq!(blocked(&story), [false; 2]);
    let entry = received.subscriber.expect("an entry").entries.remove(0);
    assert_eq!(crate::aggregate::Event::kind(&entry.event), "opted_out");
    assert!(
        !story
            .outgoing()
            .iter()
            .any(|m| m.purpose == Purpose::OptOutConfirmation)
    );
    assert!(story.thread().conversation.is_some(), "nothing closed");
    let silent = Said { at: None, ..STOP };
    brings(&mut story, silent, 3);
    assert_eq!(blocked(&story), [true; 2], "in doubt it blocks");
}

#[test]
fn mc_50_where_no_carrier_says_when_the_order_of_arrival_decides() {
    let mut story = story(OptOutScope::Organisation);
    let silent = Said { at: None, ..STOP };
    story.waits(10);
    let arrived = story.now;
    story.brings(&silent.text(1, arrived));
    story.waits(1);
    story.brings(&start(None).text(2, arrived));
    assert_eq!(blocked(&story), [true; 2], "both at once");
    story.brings(&start(None).text(3, at(5)));
    assert_eq!(blocked(&story), [true; 2], "the START came first, and was slow");
    let later = story.now;
    story.brings(&start(None).text(4, later));
    assert_eq!(blocked(&story), [false; 2]);
}

#[test]
fn mc_50_a_carrier_whose_clock_is_far_ahead_is_not_believed() {
    let mut story = story(OptOutScope::Organisation);
    brings(&mut story, start(Some(1_000_000)), 1);
    brings(&mut story, STOP, 2);
    assert_eq!(blocked(&story), [true; 2]);
    brings(
        &mut story,
        Said {
            at: Some(1_000_000),
            ..STOP
        },
        3,
    );
    brings(&mut story, start(Some(61)), 4);
    assert_eq!(blocked(&story), [false; 2], "nor does it block for good");
}

#[test]
fn x_10_a_text_that_is_older_than_the_stop_gives_no_leave_to_answer() {
    let mut story = story(OptOutScope::Organisation);
    brings(&mut story, STOP, 1);
    let mut older = STOP.text(2, story.now);
    "Is my loan approved?".clone_into(&mut older.text);
    older.said_at = Some(at(59));
    story.waits(1);
    story.brings(&older);
    assert!(!story.conversation().reply_only);
    let younger = InboundText {
        carrier_message_id: "M3".to_owned(),
        said_at: Some(at(61)),
        ..older.clone()
    };
    story.brings(&younger);
    assert!(story.conversation().reply_only);
    story.brings(&InboundText {
        carrier_message_id: "M4".to_owned(),
        ..older
    });
    assert!(story.conversation().reply_only, "it was given");
    assert_eq!(
        Intent::Other,
        crate::text::keywords::intent("Is my loan approved?")
    );
}
