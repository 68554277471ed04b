//! Media on their way from the carrier to the agent (EL-20, lessons 32 to 36).

use super::story::*;
use crate::aggregate::{Entry, Event};
use crate::thread::{
    Attachment, AttachmentState, InboundText, MediaLink, Medium, Message, ObjectKey, OnVerdict, RetryRefusal,
    StoredFile, Thread, ThreadEvent, Verdict, WhyBlocked, WhyFailed, WhyWithheld, attachments, to_erase,
};

pub(super) fn media(count: usize) -> Vec<MediaLink> {
    let link = |n| MediaLink {
        url: format!("https://api.twilio.com/{n}"),
        content_type: Some("image/jpeg".to_owned()),
    };
    (1..=count).map(link).collect()
}

pub(super) fn brought(story: &mut Story, count: usize) {
    story.brings(&InboundText {
        media: media(count),
        ..inbound("MM1", "my pay stub")
    });
}

/// A text with one medium, and what became of that.
pub(super) struct Desk {
    pub(super) thread: Thread,
    pub(super) head: Message,
    pub(super) entries: Vec<Entry<ThreadEvent>>,
}

impl Desk {
    pub(super) fn new(erase: bool) -> Self {
        let mut story = Story::new();
        story.organisation.documents.erase_at_carrier = erase;
        brought(&mut story, 1);
        Self {
            thread: story.thread().clone(),
            head: story.head(1),
            entries: story.line().entries.clone(),
        }
    }

    pub(super) fn medium(&self) -> Medium {
        attachments(&self.entries, 1).remove(0)
    }

    pub(super) fn scanning(&self) -> AttachmentState {
        AttachmentState::Scanning(StoredFile {
            object: self.medium().object_key(&self.thread).to_string(),
            content_type: "image/jpeg".to_owned(),
            bytes: 3,
        })
    }

    /// Whether there was anything to note.
    pub(super) fn note(&mut self, state: AttachmentState, name: Option<&str>) -> bool {
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

    pub(super) fn verdict(&mut self, round: u32, verdict: Verdict) -> OnVerdict {
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

    pub(super) fn retry(&mut self) -> Result<(), RetryRefusal> {
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
