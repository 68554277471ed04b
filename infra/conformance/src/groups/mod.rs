//! The cases, a group for each matter, with a template that has what they need.

mod alarms;
mod bus;
mod functions;
mod keys;
mod mail;
mod objects;
mod pipes;
mod queues;
mod secrets;
mod stacks;
mod tables;
mod timers;
mod topics;
mod users;

use crate::group::Group;

/// Every group.
pub static ALL: [Group; 14] = [
    stacks::GROUP,
    tables::GROUP,
    keys::GROUP,
    objects::GROUP,
    queues::GROUP,
    topics::GROUP,
    bus::GROUP,
    pipes::GROUP,
    timers::GROUP,
    functions::GROUP,
    mail::GROUP,
    users::GROUP,
    secrets::GROUP,
    alarms::GROUP,
];

#[cfg(test)]
mod tests {
    use aws_config::{BehaviorVersion, Region, SdkConfig};

    use super::*;
    use crate::ground;
    use crate::known::KNOWN;
    use crate::subject::{Kind, Subject};

    #[test]
    fn every_case_has_a_name_of_its_own_and_every_known_difference_is_a_cases() {
        let aws = SdkConfig::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new("us-east-1"))
            .build();
        let kind = Kind::Emulator;
        let mail_sender = None;
        let grounds = ground::make(
            Subject {
                aws,
                kind,
                mail_sender,
            },
            ALL.len(),
        )
        .unwrap();
        let cases = ALL
            .iter()
            .zip(&grounds)
            .flat_map(|(group, ground)| (group.cases)(ground));
        let mut names: Vec<_> = cases.map(|case| case.name).collect();
        names.sort_unstable();
        assert!(names.len() >= 40, "{}", names.len());
        let count = names.len();
        for (known, _) in KNOWN {
            assert!(names.contains(&known), "no case is named {known:?}");
        }
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
