//! Which records a record names.

use super::key::{RecordKey, RecordKind};
use super::record::Record;
use crate::directory::NumberOwner;

impl Record {
    /// The records that this one names, each with the field that does, as a JSON pointer.
    pub(super) fn references(&self) -> Vec<(String, RecordKey)> {
        use RecordKind as Kind;
        let at = |field: &str, key: RecordKey| (field.to_owned(), key);
        match self {
            Self::Organisation(organisation) => organisation
                .automation
                .number
                .iter()
                .map(|number| at("/automation/number", RecordKey::new(Kind::Number, number)))
                .collect(),
            Self::Hours(hours) => vec![at("/team", RecordKey::new(Kind::Team, &hours.team))],
            Self::Agent(agent) => agent
                .teams
                .iter()
                .enumerate()
                .map(|(place, team)| (format!("/teams/{place}"), RecordKey::new(Kind::Team, team)))
                .collect(),
            Self::Number(number) => {
                let mut references = vec![at("/team", RecordKey::new(Kind::Team, &number.team))];
                match &number.owner {
                    NumberOwner::Organisation => {}
                    NumberOwner::Campaign { group, location, .. } => references.extend([
                        at("/owner/group", RecordKey::new(Kind::Group, group)),
                        at("/owner/location", RecordKey::new(Kind::Location, location)),
                    ]),
                    NumberOwner::User { agent } => {
                        references.push(at("/owner/agent", RecordKey::new(Kind::Agent, agent)));
                    }
                }
                references
            }
            Self::Trigger(trigger) => vec![at("/number", RecordKey::new(Kind::Number, &trigger.number))],
            Self::QuickReply(reply) => vec![at("/group", RecordKey::new(Kind::Group, &reply.group))],
            Self::Group(_) | Self::Location(_) | Self::Team(_) | Self::Disposition(_) => Vec::new(),
        }
    }
}
