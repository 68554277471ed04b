//! Whatever comes doubled or late, an attachment is in one state.

use proptest::prelude::*;

use super::attachments::Desk;
use crate::thread::{AttachmentState, ObjectKey, OnVerdict, Verdict, WhyBlocked, WhyFailed, attachments};

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
