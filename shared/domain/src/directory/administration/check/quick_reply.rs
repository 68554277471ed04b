//! Whether a quick reply may be kept.

use super::line::{check_name, check_order};
use super::template;
use crate::directory::QuickReply;
use crate::directory::administration::problem::Problems;
use crate::directory::administration::{Record, RecordKind, Records};

pub(super) fn check(reply: &QuickReply, others: &Records, problems: &mut Problems) {
    check_name(&reply.name, problems);
    check_order(reply.order, problems);
    if let Some(shortcut) = &reply.shortcut {
        check_shortcut(reply, shortcut, others, problems);
    }
    if let Some(organisation) = others.organisation() {
        template::check(
            &reply.text,
            "/text",
            organisation,
            &template::sample(organisation),
            problems,
        );
    }
}

fn check_shortcut(reply: &QuickReply, shortcut: &str, others: &Records, problems: &mut Problems) {
    let is_word = (1..=40).contains(&shortcut.len())
        && shortcut
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    problems.want(
        is_word,
        "/shortcut",
        "invalid_shortcut",
        "a shortcut has 1 to 40 lower-case letters, digits and hyphens",
    );
    let is_taken = others
        .of(RecordKind::QuickReply)
        .any(|other| match &other.record {
            Record::QuickReply(other) => {
                other.id != reply.id
                    && other.group == reply.group
                    && other.shortcut.as_deref() == Some(shortcut)
            }
            _ => false,
        });
    problems.want(
        !is_taken,
        "/shortcut",
        "shortcut_taken",
        "another quick reply of the group has this shortcut",
    );
}
