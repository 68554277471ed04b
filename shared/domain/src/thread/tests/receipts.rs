//! Answers and receipts in every order and with every doubling: what a message ends as follows from what was told, not
//! from when.

use std::collections::BTreeMap;

use super::story::*;
use crate::reason::Reason;
use crate::thread::DeliveryStatus;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Told {
    Accepted,
    Sent,
    Delivered,
    FailedWithoutReason,
    FailedWithReason,
    RejectedWithReason,
    FailedForOptOut,
}

use Told::{
    Accepted, Delivered, FailedForOptOut, FailedWithReason, FailedWithoutReason, RejectedWithReason, Sent,
};

const ALL: [Told; 7] = [
    Accepted,
    Sent,
    Delivered,
    FailedWithoutReason,
    FailedWithReason,
    RejectedWithReason,
    FailedForOptOut,
];

fn tell(story: &mut Story, message: u64, told: Told) -> bool {
    match told {
        Accepted => story.hears(message, accepted()),
        Sent => story.gets(message, receipt(DeliveryStatus::Sent, None), false),
        Delivered => story.gets(message, receipt(DeliveryStatus::Delivered, None), false),
        FailedWithoutReason => story.gets(message, receipt(DeliveryStatus::Failed, None), false),
        FailedWithReason => story.gets(
            message,
            receipt(DeliveryStatus::Failed, Some("twilio_30005")),
            false,
        ),
        RejectedWithReason => story.hears(message, rejected("twilio_30005", false)),
        FailedForOptOut => story.gets(
            message,
            receipt(DeliveryStatus::Failed, Some("twilio_21610")),
            true,
        ),
    }
}

/// What is left when all was told.
#[derive(Debug, Clone, PartialEq, Eq)]
struct End {
    status: DeliveryStatus,
    reason: Option<Reason>,
    blocked: bool,
    refused: bool,
}

fn expected(told: &[Told]) -> End {
    let any = |which: &[Told]| which.iter().any(|t| told.contains(t));
    let status = if any(&[
        FailedWithoutReason,
        FailedWithReason,
        RejectedWithReason,
        FailedForOptOut,
    ]) {
        DeliveryStatus::Failed
    } else if any(&[Delivered]) {
        DeliveryStatus::Delivered
    } else {
        DeliveryStatus::Sent
    };
    let code = if any(&[FailedForOptOut]) {
        Some("twilio_21610")
    } else if any(&[FailedWithReason, RejectedWithReason]) {
        Some("twilio_30005")
    } else {
        None
    };
    End {
        status,
        reason: code.map(reason),
        blocked: any(&[FailedForOptOut]),
        refused: any(&[FailedForOptOut]),
    }
}

/// Tells every sequence that begins with what was told so far, and counts the ends that were looked at.
fn tell_on(
    story: &Story,
    message: u64,
    told: &mut Vec<Told>,
    depth: usize,
    ends: &mut BTreeMap<Vec<Told>, usize>,
) {
    if !told.is_empty() {
        let is = story.message(message);
        let end = End {
            status: is.status,
            reason: is.reason,
            blocked: story.blocked(LENDING),
            refused: story.conversation().refused_at.is_some(),
        };
        assert_eq!(end, expected(told), "{told:?}");
        let mut set = told.clone();
        set.sort_unstable();
        set.dedup();
        *ends.entry(set).or_default() += 1;
    }
    if depth == 0 {
        return;
    }
    for next in ALL {
        let mut after = story.clone();
        let before = story.message(message);
        let news = tell(&mut after, message, next);
        let then = after.message(message);
        assert!(then.status >= before.status, "back after {told:?} and {next:?}");
        assert!(news || then == before);
        if told.contains(&next) {
            assert!(!news, "{next:?} told again after {told:?}");
        }
        told.push(next);
        tell_on(&after, message, told, depth - 1, ends);
        told.pop();
    }
}

#[test]
fn lessons_16_to_21_any_order_and_doubling_of_reports_gives_the_same_end() {
    let (first_attempt, message) = Story::sending();
    let mut second_attempt = first_attempt.clone();
    second_attempt.hears(message, deferred(None));
    second_attempt.waits(1).steps(message);
    for story in [first_attempt, second_attempt] {
        let mut ends = BTreeMap::new();
        tell_on(&story, message, &mut Vec::new(), 5, &mut ends);
        // All sequences of at most five reports of seven kinds, and with them all orders of at most five kinds.
        assert_eq!(ends.values().sum::<usize>(), 7 + 49 + 343 + 2_401 + 16_807);
        assert!(
            ends.iter()
                .all(|(set, count)| *count >= (1..=set.len()).product())
        );
    }
}
