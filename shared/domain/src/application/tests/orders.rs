//! Any order of the same events, doubled as they may be, ends in the same head.

use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::json;

use super::story::*;
use crate::application::{LosEvent, Outcome, Status};

fn arbitrary_event() -> impl Strategy<Value = LosEvent> {
    // Few instants, ids and stages, so that ties and repetitions happen.
    (0..5_u8, 0..6_i64, 0..5_u8, 0..3_usize).prop_map(|(kind, minutes, number, pick)| {
        let stage = ["Income", "Documents", "Closing"][pick];
        let people = match pick {
            0 => json!([]),
            1 => json!([{"id": "b1", "role": "borrower", "mobile": BORROWER}]),
            _ => json!([{"id": "b2", "role": "borrower", "name": "Tom", "mobile": "+13195550102"}, {"id": "c1", "role": "co_borrower", "mobile": BORROWER}]),
        };
        // One id tells one thing: systems do not reuse them, and what does comes to its once-key.
        let id = format!("e{kind}{minutes}{number}{pick}");
        match kind {
            0 => created(&id, minutes),
            1 => updated(&id, minutes, &people),
            2 => entered(&id, minutes, stage),
            3 => completed(&id, minutes),
            _ => withdrawn(&id, minutes),
        }
    })
}

/// All orders of so few events, or some of more.
fn orders(events: &[LosEvent], picks: &[Index]) -> Vec<Vec<LosEvent>> {
    fn all(left: &[LosEvent]) -> Vec<Vec<LosEvent>> {
        if left.is_empty() {
            return vec![Vec::new()];
        }
        (0..left.len())
            .flat_map(|first| {
                let mut rest = left.to_vec();
                let first = rest.remove(first);
                all(&rest).into_iter().map(move |mut order| {
                    order.insert(0, first.clone());
                    order
                })
            })
            .collect()
    }
    if events.len() <= 4 {
        return all(events);
    }
    let shuffled = |turn: usize| {
        let mut order = events.to_vec();
        for (at, pick) in picks.iter().enumerate().skip(turn % 3) {
            let at = at % order.len();
            let with = pick.index(order.len());
            order.swap(at, with);
        }
        order
    };
    let reversed: Vec<_> = events.iter().rev().cloned().collect();
    (0..6).map(shuffled).chain([reversed]).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]
    #[test]
    fn el_16_any_order_of_the_same_events_ends_the_same(
        events in prop::collection::vec(arbitrary_event(), 1..9),
        doubled in prop::collection::vec(any::<Index>(), 0..3),
        picks in prop::collection::vec(any::<Index>(), 12),
    ) {
        let directory = usual();
        let expected = after(&events, &directory);
        for mut order in orders(&events, &picks) {
            for (double, place) in doubled.iter().zip(&picks) {
                let again = order[double.index(order.len())].clone();
                order.insert(place.index(order.len()), again);
            }
            prop_assert_eq!(&after(&order, &directory), &expected, "{:?}", order);
        }
    }
}

#[test]
fn el_07_the_current_stage_is_the_one_entered_last_whenever_it_is_told() {
    let directory = usual();
    let late = after(
        &[
            created("a", 0),
            entered("c", 20, "Documents"),
            entered("b", 10, "Income"),
        ],
        &directory,
    );
    let stage = late.stage.expect("a stage");
    assert_eq!((stage.value.as_str(), stage.stamp.at), ("Documents", at(20)));
}

#[test]
fn the_end_is_final_over_stages_and_the_later_end_counts() {
    let directory = usual();
    let over = after(
        &[created("a", 0), completed("b", 10), entered("c", 20, "Income")],
        &directory,
    );
    assert_eq!(over.status(), Status::Completed);
    let both = after(
        &[created("a", 0), withdrawn("c", 20), completed("b", 10)],
        &directory,
    );
    assert_eq!(
        both.outcome.map(|outcome| outcome.value),
        Some(Outcome::Withdrawn)
    );
}

#[test]
fn a_late_event_enters_the_history_and_changes_nothing_that_is_newer() {
    let directory = usual();
    let now = after(&[created("a", 0), entered("c", 20, "Documents")], &directory);
    let tracked = now.apply(&entered("b", 10, "Income"), &directory);
    assert_eq!(kinds(&tracked), ["stage_entered"]);
    assert_eq!(tracked.change.head, now);
}
