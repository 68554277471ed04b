//! A record of the directory.

use super::key::{RecordKey, RecordKind};
use crate::directory::{
    Agent, BusinessHours, Disposition, Group, Location, Number, Organisation, QuickReply, Team, Trigger,
};

/// A record of the directory: what is written, versioned and removed as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Record {
    Organisation(Organisation),
    Group(Group),
    Location(Location),
    Team(Team),
    Hours(BusinessHours),
    Agent(Agent),
    Number(Number),
    Trigger(Trigger),
    QuickReply(QuickReply),
    Disposition(Disposition),
}

impl Record {
    /// What it is known by.
    pub fn key(&self) -> RecordKey {
        use RecordKind as Kind;
        match self {
            Self::Organisation(organisation) => RecordKey::new(Kind::Organisation, &organisation.id),
            Self::Group(group) => RecordKey::new(Kind::Group, &group.id),
            Self::Location(location) => RecordKey::new(Kind::Location, &location.id),
            Self::Team(team) => RecordKey::new(Kind::Team, &team.id),
            Self::Hours(hours) => RecordKey::new(Kind::Hours, &hours.team),
            Self::Agent(agent) => RecordKey::new(Kind::Agent, &agent.id),
            Self::Number(number) => RecordKey::new(Kind::Number, &number.number),
            Self::Trigger(trigger) => RecordKey::new(Kind::Trigger, &trigger.id),
            Self::QuickReply(reply) => RecordKey::new(Kind::QuickReply, &reply.id),
            Self::Disposition(disposition) => RecordKey::new(Kind::Disposition, &disposition.id),
        }
    }

    /// The agent that it is, if it is one.
    pub fn agent(&self) -> Option<&Agent> {
        match self {
            Self::Agent(agent) => Some(agent),
            _ => None,
        }
    }
}
