//! A credit union with one record of each kind, and what is asked about it.

use jiff::Timestamp;
use jiff::civil::time;

use crate::consent::Category;
use crate::directory::administration::{
    Author, Change, ChangeRefusal, Decided, Record, RecordKey, RecordKind, Records, Version, Versioned,
};
use crate::directory::{
    Agent, BusinessHours, Disposition, Group, Location, Number, NumberOwner, OpenHours, QuickReply, Role,
    Trigger, TriggerKind, Weekday,
};
use crate::quiet_hours::Zone;
use crate::testing;
use crate::{AgentId, DispositionId, GroupId, LocationId, PhoneNumber, QuickReplyId, TeamId, TriggerId};

pub(super) const NUMBER: &str = "+13195550100";

pub(super) fn group() -> Group {
    Group {
        id: GroupId::parse("retail").unwrap(),
        name: "Retail".to_owned(),
    }
}

pub(super) fn location() -> Location {
    Location {
        id: LocationId::parse("main-street").unwrap(),
        name: "Main Street".to_owned(),
        service_area: None,
    }
}

pub(super) fn hours() -> BusinessHours {
    BusinessHours {
        team: TeamId::parse("lending").unwrap(),
        time_zone: Zone::Central,
        open: vec![OpenHours {
            days: vec![Weekday::Monday, Weekday::Friday],
            from: time(9, 0, 0, 0),
            to: time(17, 30, 0, 0),
        }],
        closed_on: Vec::new(),
    }
}

pub(super) fn agent(id: &str, role: Role) -> Agent {
    Agent {
        subject: Some(format!("subject-of-{id}")),
        ..testing::agent(id, role, &["lending"])
    }
}

pub(super) fn number() -> Number {
    let owner = NumberOwner::Campaign {
        group: group().id,
        location: location().id,
        campaign: "Auto loans".to_owned(),
    };
    testing::number(NUMBER, owner, "lending")
}

pub(super) fn trigger() -> Trigger {
    Trigger {
        id: TriggerId::parse("stalled").unwrap(),
        name: "Stalled".to_owned(),
        kind: TriggerKind::Stalled,
        journey: None,
        stages: vec!["Documents".to_owned()],
        delay_minutes: 60,
        template: "Hi {first_name|there}, {brand} waits for you.".to_owned(),
        category: Category::Automation,
        max_nudges: 1,
        spacing_minutes: 60,
        holdout_percent: 0,
        number: PhoneNumber::parse(NUMBER).unwrap(),
        enabled: true,
    }
}

pub(super) fn quick_reply() -> QuickReply {
    QuickReply {
        id: QuickReplyId::parse("documents").unwrap(),
        group: group().id,
        name: "Documents".to_owned(),
        shortcut: Some("docs".to_owned()),
        text: "Hi {first_name|there}, please text us a picture of your pay stub.".to_owned(),
        order: 0,
    }
}

pub(super) fn disposition() -> Disposition {
    Disposition {
        id: DispositionId::parse("helped").unwrap(),
        name: "Helped".to_owned(),
        order: 0,
    }
}

/// One record of each kind, and an administrator besides.
pub(super) fn all() -> Vec<Record> {
    vec![
        Record::Organisation(testing::organisation()),
        Record::Group(group()),
        Record::Location(location()),
        Record::Team(testing::team("lending", "Lending")),
        Record::Hours(hours()),
        Record::Agent(agent("maria", Role::Agent)),
        Record::Agent(agent("amara", Role::Admin)),
        Record::Number(number()),
        Record::Trigger(trigger()),
        Record::QuickReply(quick_reply()),
        Record::Disposition(disposition()),
    ]
}

pub(super) fn empty() -> Records {
    Records::new(testing::organisation().id, 0, [])
}

/// The records, each written once by whoever runs the deployment.
pub(super) fn records(all: Vec<Record>) -> Records {
    let revision = all.len() as u64;
    let versioned = all.into_iter().map(|record| Versioned {
        record,
        version: Version {
            number: 1,
            at: Timestamp::UNIX_EPOCH,
            by: Author::Operator,
        },
        is_removed: false,
    });
    Records::new(testing::organisation().id, revision, versioned)
}

pub(super) fn amara() -> Author {
    Author::Agent {
        agent: AgentId::parse("amara").unwrap(),
    }
}

pub(super) fn key(kind: RecordKind, id: &str) -> RecordKey {
    RecordKey::new(kind, id)
}

/// What an administrator's change of a record that they just read comes to.
pub(super) fn change(records: &Records, change: &Change) -> Result<Option<Decided>, ChangeRefusal> {
    let expected = records.get(&change.key()).map_or(0, |found| found.version.number);
    records.decide(change, expected, false, &amara(), Timestamp::UNIX_EPOCH)
}
