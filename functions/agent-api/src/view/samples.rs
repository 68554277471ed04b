//! A small organisation, for tests.

use jiff::Timestamp;
use memberline_domain::consent::OptOutScope;
use memberline_domain::consent::{OptOutSource, Subscriber};
use memberline_domain::directory::{Agent, Directory, Group, Organisation, Role, SendPolicy};
use memberline_domain::journey::Journey;
use memberline_domain::testing;
use memberline_domain::text::service_level::ServiceLevel;
use memberline_domain::thread::{
    Assignment, Claim, CloseReason, ClosedConversation, Conversation, Direction, LastMessage, Thread,
    ThreadSecret,
};
use memberline_domain::{AgentId, GroupId, LocationId, OrganisationId, PhoneNumber, Rest, TeamId, ThreadId};

pub(crate) const THREAD: &str = "0123456789abcdef0123456789";

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(crate) fn directory() -> Directory {
    let agent = |id: &str, name: &str, role| Agent {
        name: name.to_owned(),
        ..testing::agent(id, role, &["lending"])
    };
    Directory {
        groups: vec![Group {
            id: GroupId::parse("retail").unwrap(),
            name: "Retail".to_owned(),
        }],
        teams: vec![testing::team("lending", "Lending")],
        agents: vec![
            agent("maria", "Maria Lopez", Role::Agent),
            agent("dev", "Dev Patel", Role::Agent),
        ],
        ..testing::directory(Organisation {
            help_contact: "call +15550100000".to_owned(),
            service_level: ServiceLevel::Standard,
            ..testing::organisation()
        })
    }
}

fn organisation() -> OrganisationId {
    OrganisationId::parse("lakeside").unwrap()
}

pub(crate) fn thread_id() -> ThreadId {
    ThreadId::parse(THREAD).unwrap()
}

fn ours() -> PhoneNumber {
    PhoneNumber::parse("+15550100001").unwrap()
}

fn theirs() -> PhoneNumber {
    PhoneNumber::parse("+15552010001").unwrap()
}

fn conversation(ordinal: u32) -> Conversation {
    let opened_at = at("2026-11-22T10:00:00Z");
    Conversation {
        ordinal,
        assignment: Assignment {
            team: TeamId::parse("lending").unwrap(),
            group: Some(GroupId::parse("retail").unwrap()),
            location: Some(LocationId::parse("harbor").unwrap()),
            campaign: Some("Autumn loans".to_owned()),
            send_policy: SendPolicy::Claim,
            rest: Rest::default(),
        },
        opened_at,
        claim: Some(Claim {
            agent: AgentId::parse("maria").unwrap(),
            at: opened_at,
            rest: Rest::default(),
        }),
        waiting_since: Some(opened_at),
        unclaimed_since: None,
        last: LastMessage {
            direction: Direction::In,
            at: opened_at,
            rest: Rest::default(),
        },
        messages: 1,
        reply_only: false,
        refused_at: None,
        application: None,
        task: None,
        pictures_told_at: None,
        rest: Rest::default(),
    }
}

fn secret() -> ThreadSecret {
    ThreadSecret {
        name: Some("Ana".to_owned()),
        preview: "Hi".to_owned(),
        rest: Rest::default(),
    }
}

/// A thread whose conversation `ordinal`, the latest, is open and claimed by maria.
pub(crate) fn thread(ordinal: u32) -> Thread {
    let mut thread = Thread::new(organisation(), thread_id(), ours(), theirs());
    thread.conversations = ordinal;
    thread.conversation = Some(conversation(ordinal));
    thread.secret = secret();
    thread
}

pub(crate) fn closed(ordinal: u32) -> ClosedConversation {
    ClosedConversation {
        organisation: organisation(),
        thread: thread_id(),
        ours: ours(),
        theirs: theirs(),
        journey: Journey::ElleChat,
        conversation: conversation(ordinal),
        closed_at: at("2026-11-22T11:00:00Z"),
        reason: CloseReason::OptOut,
        rest: Rest::default(),
        secret: secret(),
    }
}

/// The member at the other end, opted out at 11.
pub(crate) fn opted_out() -> Subscriber {
    let subscriber = Subscriber::new(organisation(), thread_id().subscriber(), theirs());
    let source = OptOutSource::Text {
        number: ours(),
        carrier_message_id: "SM1".to_owned(),
    };
    let scope = OptOutScope::Organisation;
    let change = subscriber.opt_out(&ours(), scope, (source, None), at("2026-11-22T11:00:00Z"));
    change.unwrap().head
}
