//! Links to what members sent (EL-21 to EL-24, X-20).

use jiff::SignedDuration;

use super::story::*;
use crate::aggregate::{Entry, Event};
use crate::directory::{Agent, Directory, MailStop, MailStopReason};
use crate::download::{
    DownloadRequest, MOST_OPENINGS, OpenRefusal, Opening, RequestRefusal, Unready, Visit, Visitor,
};
use crate::thread::Assignment;
use crate::thread::{
    AttachmentState, InboundText, MediaLink, StoredFile, ThreadEvent, WhyBlocked, WhyFailed, WhyWithheld,
    attachments,
};

const LINK: &str = "4bb06f8e4e3a7715d201d573d0aa4237";

/// A story in which the member sent a pay stub that is ready.
fn pay_stub() -> Story {
    let mut story = sent();
    let file = StoredFile {
        object: "in/lakeside/1.1".to_owned(),
        content_type: "image/jpeg".to_owned(),
        bytes: 3,
    };
    becomes(&mut story, AttachmentState::Scanning(file));
    becomes(&mut story, AttachmentState::Ready { thumbnail: true });
    story
}

fn sent() -> Story {
    let mut story = Story::new();
    let media = vec![MediaLink {
        url: "https://api.twilio.com/1".to_owned(),
        content_type: None,
    }];
    story.brings(&InboundText {
        media,
        ..inbound("MM1", "my pay stub")
    });
    story
}

fn becomes(story: &mut Story, state: AttachmentState) {
    let medium = attachments(&story.line().entries, 1).remove(0);
    let change = story.head(1).note_attachment(&medium, state, None);
    assert!(story.commit_beside_if(change.as_ref()));
}

fn asks(story: &mut Story, agent: &Agent) -> Result<ThreadEvent, RequestRefusal> {
    asks_for(story, agent, (1, 1))
}

fn asks_for(story: &mut Story, agent: &Agent, medium: (u64, u32)) -> Result<ThreadEvent, RequestRefusal> {
    let place = Assignment::of(&story.line().number);
    let asking = DownloadRequest {
        organisation: &story.organisation,
        agent,
        place: &place,
        medium,
        link: LINK,
    };
    let change = story
        .head(1)
        .request_download(asking, &story.line().entries, story.now)?;
    story.commit_beside(&change);
    Ok(story.line().entries.last().unwrap().event.clone())
}

/// Who knows whom.
fn directory(story: &Story) -> Directory {
    Directory {
        organisation: story.organisation.clone(),
        numbers: Vec::new(),
        locations: Vec::new(),
        groups: Vec::new(),
        teams: Vec::new(),
        agents: vec![maria(), devon(), priya(), sam()],
        triggers: Vec::new(),
        deleted_triggers: Vec::new(),
        hours: Vec::new(),
    }
}

fn opens_in(story: &Story, directory: &Directory, visitor: Visitor<'_>) -> Result<Opening, OpenRefusal> {
    let expires_at = at(0) + SignedDuration::from_mins(60);
    let place = Assignment::of(&story.line().number);
    let visit = Visit {
        directory,
        place: &place,
        asked_by: &agent_id("maria"),
        medium: (1, 1),
        link: LINK,
        expires_at,
        visitor,
    };
    visit.open(&story.line().entries, story.now)
}

fn opens(story: &Story, visitor: Visitor<'_>) -> Result<Opening, OpenRefusal> {
    opens_in(story, &directory(story), visitor)
}

fn refusal(story: &Story, visitor: Visitor<'_>) -> Option<OpenRefusal> {
    opens(story, visitor).err()
}

#[test]
fn el_22_who_asks_is_sent_a_link_that_lives_an_hour() {
    let mut story = pay_stub();
    story.waits(10);
    let event = asks(&mut story, &maria()).unwrap();
    let expected = ThreadEvent::DownloadRequested {
        message: 1,
        index: 1,
        agent: agent_id("maria"),
        link: LINK.to_owned(),
        expires_at: at(10 + 3_600),
    };
    assert_eq!(event, expected);
    assert_eq!((event.kind(), event.about()), ("download_requested", Some(1)));
    assert!(asks(&mut story, &devon()).is_ok(), "nobody needs to claim");
    assert!(asks(&mut story, &sam()).is_ok(), "a supervisor sees all teams");
    assert_eq!(asks(&mut story, &priya()), Err(RequestRefusal::NotFound));
}

#[test]
fn el_24_asking_again_is_another_request_and_leaves_the_first_as_it_is() {
    let mut story = pay_stub();
    asks(&mut story, &maria()).unwrap();
    story.waits(3_600);
    let ThreadEvent::DownloadRequested { expires_at, .. } = asks(&mut story, &maria()).unwrap() else {
        panic!("a request")
    };
    assert_eq!(expires_at, at(7_200));
    assert_eq!(opens(&story, Visitor::Agent(&maria())), Err(OpenRefusal::Expired));
}

#[test]
fn only_what_is_ready_is_linked_to() {
    let in_state = |state: AttachmentState| {
        let mut story = sent();
        becomes(&mut story, state);
        asks(&mut story, &maria()).unwrap_err()
    };
    assert_eq!(asks(&mut sent(), &maria()), Err(Unready::NotReady.into()));
    let blocked = AttachmentState::Blocked {
        code: WhyBlocked::Malware,
    };
    assert_eq!(in_state(blocked), Unready::Blocked.into());
    let failed = AttachmentState::Failed {
        code: WhyFailed::NotFoundAtCarrier,
    };
    assert_eq!(in_state(failed), Unready::Failed.into());
    for medium in [(1, 0), (1, 2), (2, 1), (0, 1), (u64::MAX, u32::MAX)] {
        let refused = asks_for(&mut pay_stub(), &maria(), medium);
        assert_eq!(refused, Err(RequestRefusal::NotFound), "{medium:?}");
    }
    let mut off = Story::new();
    off.organisation.documents.mms = false;
    off.brings(&InboundText {
        media: vec![MediaLink {
            url: "https://api.twilio.com/1".to_owned(),
            content_type: None,
        }],
        ..inbound("MM1", "")
    });
    assert_eq!(asks(&mut off, &maria()), Err(Unready::Withheld.into()));
}

#[test]
fn in_19_a_link_is_for_agents_who_are_shown_pictures() {
    let mut blind = maria();
    blind.display_images = false;
    assert_eq!(asks(&mut pay_stub(), &blind), Err(RequestRefusal::NotShown));
    let mut story = pay_stub();
    story.organisation.documents.display = false;
    assert_eq!(asks(&mut story, &maria()), Err(RequestRefusal::NotShown));
    assert_eq!(
        refusal(&story, Visitor::Agent(&maria())),
        Some(OpenRefusal::NotFound)
    );
}

#[test]
fn who_gets_no_email_is_told_so_at_once() {
    let mut stopped = maria();
    stopped.mail_stopped = Some(MailStop {
        reason: MailStopReason::Bounced,
        at: at(0),
    });
    assert_eq!(asks(&mut pay_stub(), &stopped), Err(RequestRefusal::MailStopped));
}

#[test]
fn el_23_a_link_works_for_59_59_999_and_not_for_60_00() {
    let mut story = pay_stub();
    for (millis, works) in [
        (0, true),
        (3_598_999, true),
        (1_000, true),
        (1, false),
        (86_400_000, false),
    ] {
        story.waits_millis(millis);
        let opened = opens(&story, Visitor::Agent(&maria()));
        assert_eq!(opened.is_ok(), works, "{}", story.now);
        if !works {
            assert_eq!(opened, Err(OpenRefusal::Expired));
            assert_eq!(refusal(&story, Visitor::Nobody), Some(OpenRefusal::Expired));
        }
    }
}

#[test]
fn x_20_a_link_opens_for_whom_the_organisation_says_and_again() {
    let mut story = pay_stub();
    let (maria, devon, priya) = (maria(), devon(), priya());
    let everybody = [
        Visitor::Nobody,
        Visitor::Stranger,
        Visitor::Agent(&maria),
        Visitor::Agent(&devon),
        Visitor::Agent(&priya),
    ];
    let answers = |story: &Story| everybody.map(|visitor| refusal(story, visitor));
    let (sign_in, unknown) = (Some(OpenRefusal::SessionNeeded), Some(OpenRefusal::NotFound));
    let expected = [sign_in, unknown, None, unknown, unknown];
    assert_eq!(answers(&story), expected);
    assert_eq!(answers(&story), expected, "nothing is used up");
    story.organisation.downloads.any_agent = true;
    assert_eq!(answers(&story), [sign_in, unknown, None, None, unknown]);
    story.organisation.downloads.link_alone = true;
    assert_eq!(answers(&story), [None; 5]);
    let by = |visitor| opens(&story, visitor).unwrap().agent;
    assert_eq!(by(Visitor::Agent(&devon)), Some(agent_id("devon")));
    assert_eq!((by(Visitor::Nobody), by(Visitor::Stranger)), (None, None));
}

#[test]
fn a_link_does_no_more_than_its_agent_could() {
    let story = pay_stub();
    let without = |change: fn(&mut Directory)| {
        let mut directory = directory(&story);
        directory.organisation.downloads.link_alone = true;
        change(&mut directory);
        opens_in(&story, &directory, Visitor::Nobody).err()
    };
    assert_eq!(without(|_| {}), None);
    assert_eq!(
        without(|d| d.agents.retain(|a| a.id != agent_id("maria"))),
        Some(OpenRefusal::NotFound)
    );
    assert_eq!(
        without(|d| d.agents[0].teams.clear()),
        Some(OpenRefusal::NotFound)
    );
    assert_eq!(
        without(|d| d.agents[0].display_images = false),
        Some(OpenRefusal::NotFound)
    );
}

#[test]
fn what_was_blocked_since_does_not_open() {
    let mut story = pay_stub();
    let opening = opens(&story, Visitor::Agent(&maria())).unwrap();
    assert_eq!(opening.file.object, "in/lakeside/1.1");
    becomes(
        &mut story,
        AttachmentState::Blocked {
            code: WhyBlocked::Malware,
        },
    );
    let refused = refusal(&story, Visitor::Agent(&maria()));
    assert_eq!(refused, Some(OpenRefusal::Unready(Unready::Blocked)));
}

#[test]
fn el_23_every_open_is_an_entry_beside_its_message() {
    let mut story = pay_stub();
    let opening = opens(&story, Visitor::Agent(&maria())).unwrap();
    for _ in 0..2 {
        let change = story.head(1).note_download(&opening, LINK);
        story.commit_beside(&change);
    }
    let downloads: Vec<_> = story
        .line()
        .entries
        .iter()
        .filter(|e| e.event.kind() == "downloaded")
        .collect();
    assert!(matches!(
        downloads[..],
        [Entry { event: ThreadEvent::Downloaded { message: 1, index: 1, agent: Some(agent), .. }, .. }, _] if *agent == agent_id("maria")
    ));
    assert_eq!(downloads[0].event.about(), Some(1));
}

#[test]
fn a_link_that_a_machine_opens_in_circles_ends() {
    let mut story = pay_stub();
    for _ in 0..MOST_OPENINGS {
        let opening = opens(&story, Visitor::Agent(&maria())).unwrap();
        let change = story.head(1).note_download(&opening, LINK);
        story.commit_beside(&change);
    }
    assert_eq!(
        refusal(&story, Visitor::Agent(&maria())),
        Some(OpenRefusal::UsedTooOften)
    );
    assert!(
        asks(&mut story, &maria()).is_ok(),
        "another link is another matter"
    );
}

#[test]
fn what_is_withheld_has_its_own_code() {
    let codes = [
        Unready::NotReady,
        Unready::Blocked,
        Unready::Failed,
        Unready::Withheld,
    ]
    .map(Unready::code);
    assert_eq!(
        codes,
        [
            "attachment_not_ready",
            "attachment_blocked",
            "attachment_failed",
            "attachment_withheld"
        ]
    );
    assert_ne!(WhyWithheld::PicturesOff.code(), WhyWithheld::DisplayOff.code());
}
