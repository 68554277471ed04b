//! What is counted of a trigger.

use super::case::{Case, stalled};
use crate::application::Tally;
use crate::application::tests::story::*;

#[test]
fn the_hold_out_gets_nothing_and_counts_beside_the_others() {
    let mut directory = stalled(60);
    directory.triggers[0].holdout_percent = 100;
    let mut case = Case::new(directory);
    assert_eq!(case.fires("stalled", at(60)), "nudge_withheld");
    let done = case.application.apply(&completed("z", 90), &case.directory);
    case.takes(&done.tallies);
    let tally = case.tally("stalled");
    assert_eq!((tally.withheld, tally.withheld_completed, tally.sent), (1, 1, 0));
    assert_eq!(tally.lift(), None, "no lift without both sides");
}

#[test]
fn lift_is_the_difference_of_the_completion_rates() {
    let tally = Tally {
        nudged: 40,
        completed: 10,
        withheld: 10,
        withheld_completed: 1,
        ..Tally::default()
    };
    let lift = tally.lift().expect("a lift");
    assert!((lift - 0.15).abs() < 1e-9, "{lift}");
}

#[test]
fn a_completion_after_a_nudge_counts_once() {
    let mut case = Case::new(stalled(60));
    case.fires("stalled", at(60));
    for event in [
        completed("z", 90),
        completed("y", 95),
        withdrawn("x", 96),
        completed("w", 97),
    ] {
        let tracked = case.application.apply(&event, &case.directory);
        case.takes(&tracked.tallies);
        case.application = tracked.change.head;
    }
    assert_eq!(case.tally("stalled").completed, 1);
}
