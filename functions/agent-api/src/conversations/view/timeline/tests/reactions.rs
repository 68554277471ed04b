//! Reactions and wrong numbers.

use memberline_domain::aggregate::Entry as StoredEntry;
use memberline_domain::text::keywords::Intent;
use memberline_domain::thread::{ThreadContent, ThreadEvent};
use serde_json::{Value, json};

use super::cast::{message_in, message_out, shown};
use crate::view::samples;

/// A text of the member at `seq`.
fn said(seq: u64, text: &str, intent: Intent) -> StoredEntry<ThreadEvent> {
    let mut entry = message_in();
    entry.seq = seq;
    if let ThreadEvent::MessageIn { intent: read, .. } = &mut entry.event {
        *read = intent;
    }
    entry.content = Some(ThreadContent::Message {
        text: text.to_owned(),
        media: Vec::new(),
        subject: None,
        others: Vec::new(),
    });
    entry
}

#[test]
fn x_15_a_reaction_is_shown_with_the_message_that_it_quotes_and_the_text_as_it_came() {
    let entries = [
        said(1, "Hello", Intent::Other),
        message_out(2),
        said(
            3,
            "\u{200A}\u{200B}👍\u{200B} to “\u{200A}Hello\u{200A}”\u{200A}",
            Intent::Other,
        ),
        said(4, "Removed a heart from \"Hel…\"", Intent::Other),
        said(5, "Liked “Something older”", Intent::Other),
        said(6, "Loved an image", Intent::Other),
        said(7, "Hello “Hello”", Intent::Other),
    ];
    let shown = shown(&entries);
    assert_eq!(
        shown[2]["text"],
        "\u{200A}\u{200B}👍\u{200B} to “\u{200A}Hello\u{200A}”\u{200A}"
    );
    let ours = format!("{}.2", samples::THREAD);
    let reactions: Vec<&Value> = shown
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| &entry["reaction"])
        .collect();
    assert_eq!(
        *reactions[2],
        json!({"kind": "emoji", "emoji": "👍", "removed": false, "quoted": "Hello", "message": ours})
    );
    assert_eq!(
        *reactions[3],
        json!({"kind": "heart", "emoji": "❤️", "removed": true, "quoted": "Hel", "message": ours})
    );
    assert_eq!(
        *reactions[4],
        json!({"kind": "like", "emoji": "👍", "removed": false, "quoted": "Something older", "message": null})
    );
    assert_eq!(
        *reactions[5],
        json!({"kind": "heart", "emoji": "❤️", "removed": false, "quoted": null, "message": null})
    );
    assert_eq!((reactions[0], reactions[6]), (&json!(null), &json!(null)));
}

#[test]
fn x_15_a_wrong_number_is_marked() {
    let shown = shown(&[said(1, "Wrong number", Intent::WrongNumber), message_in()]);
    assert_eq!(
        (&shown[0]["wrong_number"], &shown[0]["opt_out"]),
        (&json!(true), &json!(null))
    );
    assert_eq!(
        (&shown[1]["wrong_number"], &shown[1]["opt_out"]),
        (&json!(false), &json!("soft"))
    );
}
