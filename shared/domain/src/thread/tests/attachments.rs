//! Media on their way from the carrier to the agent (EL-20, lessons 32 to 36).

use proptest::prelude::*;
use serde_json::json;

use super::story::*;
use crate::aggregate::{Entry, Event};
use crate::thread::{
    Attachment, AttachmentState, InboundText, MediaLink, Medium, Message, ObjectKey, OnVerdict, RetryRefusal,
    StoredFile, Thread, ThreadContent, ThreadEvent, Verdict, WhyBlocked, WhyFailed, WhyWithheld, attachments,
    to_erase,
};

fn media(count: usize) -> Vec<MediaLink> {
    let link = |n| MediaLink {
        url: format!("https://api.twilio.com/{n}"),
        content_type: Some("image/jpeg".to_owned()),
    };
    (1..=count).map(link).collect()
}

fn brought(story: &mut Story, count: usize) {
    story.brings(&InboundText {
        media: media(count),
        ..inbound("MM1", "my pay stub")
    });
}

/// A text with one medium, and what became of that.
struct Desk {
    thread: Thread,
    head: Message,
    entries: Vec<Entry<ThreadEvent>>,
}

impl Desk {
    fn new(erase: bool) -> Self {
        let mut story = Story::new();
        story.organisation.documents.erase_at_carrier = erase;
        brought(&mut story, 1);
        Self {
            thread: story.thread().clone(),
            head: story.head(1),
            entries: story.line().entries.clone(),
        }
    }

    fn medium(&self) -> Medium {
        attachments(&self.entries, 1).remove(0)
    }

    fn scanning(&self) -> AttachmentState {
        AttachmentState::Scanning(StoredFile {
            object: self.medium().object_key(&self.thread).to_string(),
            content_type: "image/jpeg".to_owned(),
            bytes: 3,
        })
    }

    /// Whether there was anything to note.
    fn note(&mut self, state: AttachmentState, name: Option<&str>) -> bool {
        let name = name.map(str::to_owned);
        let Some(change) = self.head.note_attachment(&self.medium(), state, name) else {
            return false;
        };
        for entry in change.entries {
            self.entries.push(Entry {
                seq: u64::try_from(self.entries.len()).unwrap(),
                at: at(60),
                event: entry.event,
                content: entry.content,
            });
        }
        true
    }

    fn verdict(&mut self, round: u32, verdict: Verdict) -> OnVerdict {
        let medium = self.medium();
        let object = ObjectKey {
            round,
            ..medium.object_key(&self.thread)
        };
        let does = medium.on_verdict(&object, verdict, true);
        if let OnVerdict::Becomes(state) = &does {
            assert!(self.note(state.clone(), None));
        }
        does
    }

    fn retry(&mut self) -> Result<(), RetryRefusal> {
        let organisation = Story::new().organisation;
        let by = agent_id("maria");
        let change = self
            .head
            .retry_attachment(&organisation, &self.entries, (1, 1), &by)?;
        let ThreadEvent::Attachment(Attachment { state, .. }) = &change.entries[0].event else {
            panic!("an attachment");
        };
        assert!(self.note(state.clone(), None));
        Ok(())
    }
}

#[test]
fn el_20_every_medium_of_a_text_is_fetched() {
    let mut story = Story::new();
    brought(&mut story, 30);
    let entry = &story.line().entries[0];
    assert_eq!(entry.event.label(), Some("documents"));
    let media = attachments(&story.line().entries, 1);
    assert_eq!(media.len(), 30);
    for (medium, index) in media.iter().zip(1..) {
        assert_eq!(medium.index, index);
        assert_eq!(medium.url, Some(format!("https://api.twilio.com/{index}")));
        assert_eq!(medium.state, AttachmentState::Fetching { by: None, round: 1 });
    }
    story.texts("and no picture");
    assert_eq!(story.line().entries[1].event.label(), None);
    assert_eq!(attachments(&story.line().entries, 2), []);
}

#[test]
fn el_20_a_picture_goes_from_the_carrier_over_the_scan_to_the_agent() {
    let mut desk = Desk::new(false);
    assert!(desk.note(desk.scanning(), Some("stub.jpg")));
    assert!(!desk.medium().is_ready());
    assert_eq!(
        desk.verdict(1, Verdict::Clean),
        OnVerdict::Becomes(AttachmentState::Ready { thumbnail: true })
    );
    let medium = desk.medium();
    assert!(medium.is_ready());
    assert_eq!(medium.name.as_deref(), Some("stub.jpg"));
    assert_eq!(medium.file.as_ref().map(|f| f.bytes), Some(3));
    let object = medium.object_key(&desk.thread).to_string();
    assert_eq!(medium.thumbnail(), Some(format!("thumbs/{object}.jpg")));
}

#[test]
fn el_20_a_verdict_that_comes_first_is_kept_and_one_that_comes_again_changes_nothing() {
    let mut desk = Desk::new(false);
    assert_eq!(desk.verdict(1, Verdict::Clean), OnVerdict::TooEarly);
    assert_eq!(
        desk.verdict(2, Verdict::Clean),
        OnVerdict::Nothing,
        "of no fetch of ours"
    );
    assert!(desk.note(desk.scanning(), None));
    assert!(!desk.note(desk.scanning(), None), "a doubled fetch");
    assert!(matches!(desk.verdict(1, Verdict::Clean), OnVerdict::Becomes(_)));
    for again in [
        Verdict::Clean,
        Verdict::Failed,
        Verdict::Unsupported,
        Verdict::Denied,
    ] {
        assert_eq!(desk.verdict(1, again), OnVerdict::Nothing);
    }
    assert_eq!(
        desk.verdict(1, Verdict::Threat),
        OnVerdict::Becomes(AttachmentState::Blocked {
            code: WhyBlocked::Malware
        }),
        "malware counts always"
    );
    for late in [Verdict::Clean, Verdict::Threat, Verdict::Failed] {
        assert_eq!(desk.verdict(1, late), OnVerdict::Nothing);
    }
    assert_eq!(desk.retry(), Err(RetryRefusal::NotFailed));
}

#[test]
fn lesson_34_a_medium_that_failed_can_be_fetched_again() {
    let mut desk = Desk::new(false);
    assert_eq!(desk.retry(), Err(RetryRefusal::NotFailed), "it is under way");
    assert!(desk.note(
        AttachmentState::Failed {
            code: WhyFailed::CarrierRefusedCredentials
        },
        None
    ));
    assert_eq!(
        desk.medium().state.reason().map(|(code, _)| code),
        Some("carrier_refused_credentials")
    );
    assert_eq!(desk.retry(), Ok(()));
    let asked = desk.entries.last().unwrap();
    assert_eq!(asked.event.label(), Some("fetch"));
    assert_eq!(
        desk.medium().state,
        AttachmentState::Fetching {
            by: Some(agent_id("maria")),
            round: 2
        }
    );
    assert_eq!(desk.retry(), Err(RetryRefusal::NotFailed));
    assert_eq!(
        desk.verdict(1, Verdict::Threat),
        OnVerdict::Nothing,
        "of the fetch before"
    );
    assert!(desk.note(desk.scanning(), None));
    assert!(matches!(desk.verdict(2, Verdict::Clean), OnVerdict::Becomes(_)));
}

#[test]
fn nobody_fetches_again_what_is_not_there_withheld_or_erased() {
    let mut desk = Desk::new(false);
    let failed = AttachmentState::Failed {
        code: WhyFailed::Empty,
    };
    assert!(desk.note(failed, None));
    let mut organisation = Story::new().organisation;
    let by = agent_id("maria");
    let retry = |desk: &Desk, organisation: &_, place| {
        desk.head
            .retry_attachment(organisation, &desk.entries, place, &by)
            .map(|_| ())
    };
    for nowhere in [(1, 0), (1, 2), (2, 1)] {
        assert_eq!(retry(&desk, &organisation, nowhere), Err(RetryRefusal::NotFound));
    }
    organisation.documents.display = false;
    assert_eq!(
        retry(&desk, &organisation, (1, 1)),
        Err(RetryRefusal::PicturesOff)
    );
    organisation.documents.display = true;
    assert_eq!(retry(&desk, &organisation, (1, 1)), Ok(()));
    desk.entries.push(Entry {
        seq: 3,
        at: at(60),
        event: ThreadEvent::Erased {
            message: 1,
            media: 1,
            text: true,
            refused: None,
        },
        content: None,
    });
    assert_eq!(retry(&desk, &organisation, (1, 1)), Err(RetryRefusal::Erased));
}

#[test]
fn the_carrier_erases_what_is_here_and_keeps_what_may_be_asked_for_again() {
    let mut desk = Desk::new(true);
    assert_eq!(to_erase(&desk.entries, 1), None, "not fetched yet");
    let failed = AttachmentState::Failed {
        code: WhyFailed::Empty,
    };
    assert!(desk.note(failed, None));
    assert_eq!(to_erase(&desk.entries, 1), None, "may be asked for again");
    desk.retry().unwrap();
    assert!(desk.note(desk.scanning(), None));
    assert_eq!(to_erase(&desk.entries, 1), None, "the scan may fail");
    assert!(matches!(desk.verdict(2, Verdict::Clean), OnVerdict::Becomes(_)));
    let erasing = to_erase(&desk.entries, 1).unwrap();
    assert_eq!(erasing.carrier_message_id, "MM1");
    assert_eq!(erasing.media, ["https://api.twilio.com/1"]);
    desk.entries.push(Entry {
        seq: 9,
        at: at(60),
        event: ThreadEvent::Erased {
            message: 1,
            media: 1,
            text: true,
            refused: None,
        },
        content: None,
    });
    assert_eq!(to_erase(&desk.entries, 1), None, "erased already");
    assert_eq!(to_erase(&Desk::new(false).entries, 1), None, "not marked for it");
}

#[test]
fn a_text_alone_is_erased_at_a_carrier_that_can() {
    for (carrier, erases) in [("twilio", true), ("telnyx", false)] {
        let mut story = Story::new();
        story.organisation.documents.erase_at_carrier = true;
        story.brings(&InboundText {
            carrier: carrier.to_owned(),
            ..inbound("SM1", "hello")
        });
        let entries = &story.line().entries;
        assert_eq!(entries[0].event.label(), erases.then_some("documents"));
        assert_eq!(to_erase(entries, 1).is_some(), erases);
    }
}

#[test]
fn in_19_in_20_pictures_that_are_switched_off_are_not_fetched_and_the_agent_is_told() {
    for (mms, display, code) in [
        (false, true, WhyWithheld::PicturesOff),
        (true, false, WhyWithheld::DisplayOff),
        (false, false, WhyWithheld::PicturesOff),
    ] {
        let mut story = Story::new();
        story.organisation.documents.mms = mms;
        story.organisation.documents.display = display;
        brought(&mut story, 2);
        let entries = &story.line().entries;
        assert_eq!(entries[0].event.label(), None, "nothing to fetch");
        let media = attachments(entries, 1);
        assert_eq!(media.len(), 2);
        for medium in media {
            assert_eq!(medium.state, AttachmentState::Withheld { code });
            assert!(medium.state.reason().unwrap().1.contains("attached a file"));
            let object = medium.object_key(story.thread());
            assert_eq!(
                medium.on_verdict(&object, Verdict::Clean, false),
                OnVerdict::Nothing
            );
        }
        story.texts("no picture");
        let text = story.line().entries.last().unwrap();
        assert!(matches!(
            text.event,
            ThreadEvent::MessageIn { withheld: None, .. }
        ));
        // Once pictures are on, somebody may ask for it.
        story.organisation.documents = crate::directory::DocumentSettings::default();
        let (entries, by) = (&story.line().entries, agent_id("maria"));
        let change = story
            .head(1)
            .retry_attachment(&story.organisation, entries, (1, 2), &by)
            .unwrap();
        assert_eq!(change.entries[0].event.label(), Some("fetch"));
    }
}

#[test]
fn a_file_is_offered_under_a_name_that_fits_what_it_is() {
    let mut desk = Desk::new(false);
    assert_eq!(desk.medium().download_name(), "attachment-1-1");
    assert!(desk.note(desk.scanning(), None));
    assert_eq!(desk.medium().download_name(), "attachment-1-1.jpg");
    let mut desk = Desk::new(false);
    assert!(desk.note(desk.scanning(), Some("pay.stub.exe")));
    assert_eq!(desk.medium().download_name(), "pay.stub.jpg");
}

#[test]
fn stored_attachments_are_read() {
    let of =
        |state: serde_json::Value| json!({"kind": "attachment", "message": 7, "index": 1, "state": state});
    let states = [
        (
            json!({"is": "fetching", "by": "maria", "round": 2}),
            AttachmentState::Fetching {
                by: Some(agent_id("maria")),
                round: 2,
            },
        ),
        (
            json!({"is": "scanning", "object": "in/lakeside/t/7/1.1", "content_type": "image/png", "bytes": 9}),
            AttachmentState::Scanning(StoredFile {
                object: "in/lakeside/t/7/1.1".to_owned(),
                content_type: "image/png".to_owned(),
                bytes: 9,
            }),
        ),
        (
            json!({"is": "ready", "thumbnail": true}),
            AttachmentState::Ready { thumbnail: true },
        ),
        (
            json!({"is": "blocked", "code": "type_not_allowed"}),
            AttachmentState::Blocked {
                code: WhyBlocked::TypeNotAllowed,
            },
        ),
        (
            json!({"is": "failed", "code": "carrier_refused_credentials"}),
            AttachmentState::Failed {
                code: WhyFailed::CarrierRefusedCredentials,
            },
        ),
        (
            json!({"is": "withheld", "code": "display_off"}),
            AttachmentState::Withheld {
                code: WhyWithheld::DisplayOff,
            },
        ),
    ];
    for (stored, state) in states {
        let event = ThreadEvent::Attachment(Attachment {
            message: 7,
            index: 1,
            state,
        });
        assert_eq!(crate::stored_form::reads_entry::<ThreadEvent>(&of(stored)), event);
    }
    let name: ThreadContent = serde_json::from_value(json!({"file": {"name": "stub.jpg"}})).unwrap();
    assert_eq!(
        name,
        ThreadContent::File {
            name: "stub.jpg".to_owned()
        }
    );
    let entry = json!({"kind": "message_in", "conversation": 1, "carrier": "twilio", "carrier_message_id": "MM1", "segments": 1,
                       "media": 2, "withheld": "pictures_off", "erase": true, "intent": "other"});
    let event: ThreadEvent = crate::stored_form::reads_entry(&entry);
    assert_eq!(event.label(), Some("documents"));
}

#[test]
fn every_code_is_what_is_stored_and_has_words() {
    let stored = |value: serde_json::Value| value.as_str().unwrap().to_owned();
    let mut seen = std::collections::BTreeSet::new();
    let mut check = |written: String, code: &str, detail: &str| {
        assert_eq!(written, code);
        assert!(detail.ends_with('.') && detail.len() > 20, "{code}");
        assert!(seen.insert(written));
    };
    for why in WhyBlocked::ALL {
        check(
            stored(serde_json::to_value(why).unwrap()),
            why.code(),
            why.detail(),
        );
    }
    for why in WhyFailed::ALL {
        check(
            stored(serde_json::to_value(why).unwrap()),
            why.code(),
            why.detail(),
        );
    }
    for why in WhyWithheld::ALL {
        check(
            stored(serde_json::to_value(why).unwrap()),
            why.code(),
            why.detail(),
        );
    }
}

#[derive(Debug, Clone)]
enum Act {
    Stored,
    Failed(WhyFailed),
    Blocked(WhyBlocked),
    Verdict(u32, Verdict),
    Retry,
}

fn act() -> impl Strategy<Value = Act> {
    let verdict = prop::sample::select(vec![
        Verdict::Clean,
        Verdict::Threat,
        Verdict::Unsupported,
        Verdict::Denied,
        Verdict::Failed,
    ]);
    prop_oneof![
        3 => Just(Act::Stored),
        1 => prop::sample::select(WhyFailed::ALL.to_vec()).prop_map(Act::Failed),
        1 => prop::sample::select(WhyBlocked::ALL.to_vec()).prop_map(Act::Blocked),
        4 => (1_u32..4, verdict).prop_map(|(round, verdict)| Act::Verdict(round, verdict)),
        1 => Just(Act::Retry),
    ]
}

proptest! {
    #[test]
    fn el_20_whatever_comes_doubled_or_late_a_medium_is_in_one_state_and_ready_only_when_it_is_clean(
        acts in prop::collection::vec((act(), any::<bool>()), 1..40),
    ) {
        let mut desk = Desk::new(true);
        let mut clean = std::collections::BTreeSet::new();
        let mut malware = std::collections::BTreeSet::new();
        for (act, doubled) in acts {
            for time in 0..=u8::from(doubled) {
                let before = desk.medium();
                let changed = match act.clone() {
                    Act::Stored => desk.note(desk.scanning(), None),
                    Act::Failed(code) => desk.note(AttachmentState::Failed { code }, None),
                    Act::Blocked(code) => desk.note(AttachmentState::Blocked { code }, None),
                    Act::Verdict(round, verdict) => {
                        let held = before.file.is_some() && before.round == round;
                        match verdict {
                            Verdict::Clean if held => { clean.insert(round); }
                            Verdict::Threat if held => { malware.insert(round); }
                            _ => {}
                        }
                        matches!(desk.verdict(round, verdict), OnVerdict::Becomes(_))
                    }
                    Act::Retry => desk.retry().is_ok(),
                };
                let after = desk.medium();
                prop_assert_eq!(changed, before != after);
                prop_assert!(time == 0 || !changed, "a doubled act changes nothing: {:?}", act);
                if let AttachmentState::Ready { .. } = after.state {
                    prop_assert!(clean.contains(&after.round) && !malware.contains(&after.round));
                }
                if malware.contains(&before.round) && matches!(before.state, AttachmentState::Blocked { .. }) {
                    prop_assert_eq!(&before, &after, "malware stays blocked");
                }
                prop_assert_eq!(attachments(&desk.entries, 1).len(), 1);
            }
        }
    }

    #[test]
    fn el_20_a_key_is_read_back_and_anything_else_is_not(
        index in any::<u32>(), round in any::<u32>(), any in "\\PC{0,80}",
    ) {
        let desk = Desk::new(false);
        let key = ObjectKey { index, round, ..desk.medium().object_key(&desk.thread) };
        prop_assert_eq!(key.to_string().parse::<ObjectKey>(), Ok(key));
        if let Ok(key) = any.parse::<ObjectKey>() {
            prop_assert_eq!(key.to_string(), any);
        }
    }
}

#[test]
fn keys_that_only_look_like_ours_are_refused() {
    for key in [
        "",
        "in/lakeside/0123456789abcdef0123456789/7/1",
        "in/lakeside/0123456789abcdef0123456789/7/+1.1",
        "in/lakeside/0123456789abcdef0123456789/07/1.1",
        "in/lakeside/0123456789abcdef0123456789/7/1.1/",
        "out/lakeside/0123456789abcdef0123456789/7/1.1",
        "thumbs/in/lakeside/0123456789abcdef0123456789/7/1.1.jpg",
        "in/../0123456789abcdef0123456789/7/1.1",
    ] {
        assert!(key.parse::<ObjectKey>().is_err(), "{key}");
    }
}
