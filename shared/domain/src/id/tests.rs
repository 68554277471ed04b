//! Ids have one spelling.

use proptest::prelude::*;

use super::given::is_slug;
use super::*;
use crate::phone::PhoneNumber;

fn number(text: &str) -> PhoneNumber {
    PhoneNumber::parse(text).unwrap_or_else(|e| panic!("{e}"))
}

fn thread(salt: &[u8], org: &str) -> ThreadId {
    let org = OrganisationId::parse(org).unwrap_or_else(|e| panic!("{e}"));
    ThreadId::derive(&org, salt, &number("+15550100001"), &number("+15552010001"))
}

#[test]
fn a_thread_id_is_stable_and_differs_by_organisation_and_salt() {
    assert_eq!(thread(b"salt", "lakeside"), thread(b"salt", "lakeside"));
    assert_ne!(thread(b"salt", "lakeside"), thread(b"salt", "harbor"));
    assert_ne!(thread(b"salt", "lakeside"), thread(b"pepper", "lakeside"));
    assert_eq!(
        ThreadId::parse(thread(b"salt", "lakeside").as_str()),
        Ok(thread(b"salt", "lakeside"))
    );
    let org = OrganisationId::parse("lakeside").unwrap_or_else(|e| panic!("{e}"));
    let subscriber = SubscriberId::derive(&org, b"salt", &number("+15552010001"));
    assert_eq!(thread(b"salt", "lakeside").subscriber(), subscriber);
}

#[test]
fn ids_have_one_spelling() {
    let id = thread(b"salt", "lakeside");
    for bad in ["-0", "-01", "-+1", "--1", "-4294967296", "-", ""] {
        assert_eq!(
            format!("{id}{bad}").parse::<ConversationId>(),
            Err(InvalidId),
            "{bad}"
        );
    }
    assert!(format!("lakeside.{id}.7").parse::<MessageRef>().is_ok());
    assert_eq!(format!("Lakeside.{id}.7").parse::<MessageRef>(), Err(InvalidId));
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(seq in 1..u64::MAX, ordinal in 1..u32::MAX) {
        let thread = thread(b"salt", "lakeside");
        let message = MessageId { thread: thread.clone(), seq };
        prop_assert_eq!(message.to_string().parse(), Ok(message));
        let conversation = ConversationId { thread, ordinal };
        prop_assert_eq!(conversation.to_string().parse(), Ok(conversation));
    }

    #[test]
    fn hostile_text_is_refused_not_panicked_on(text in ".{0,80}") {
        let _ = text.parse::<ConversationId>();
        let _ = text.parse::<MessageRef>();
        prop_assert!(OrganisationId::parse(&text).is_err() || is_slug(&text));
    }
}
