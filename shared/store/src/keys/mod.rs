//! How items are keyed, all in one place.
//!
//! `#` separates the parts: no id can hold it, so no key of one organisation can be made from parts of another's.

mod access;
mod application;
mod directory;
mod lists;
mod timeline;

pub use access::*;
pub use application::*;
pub use directory::*;
pub use lists::*;
pub use timeline::*;

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use memberline_domain::{ApplicationId, OrganisationId, ThreadId, TriggerId};

    use super::*;
    use crate::standing::Standing;

    #[test]
    fn keys_are_these_strings() {
        let org = OrganisationId::parse("lakeside").unwrap_or_else(|e| panic!("{e}"));
        let id = ThreadId::parse("0123456789abcdef0123456789").unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(thread(&org, &id), "T#lakeside#0123456789abcdef0123456789");
        assert_eq!(subscriber(&org, &id.subscriber()), "S#lakeside#0123456789abcdef");
        assert_eq!(once(&org, "twilio", "SM#1"), "O#lakeside#twilio#SM#1");
        assert_eq!(entry(7, None), "E#0000000007");
        assert_eq!(entry(12, Some(7)), "E#0000000007#0000000012");
        let at = message_at(&thread(&org, &id), "E#0000000007#HEAD").map(|m| m.to_string());
        assert_eq!(at.as_deref(), Some("lakeside.0123456789abcdef0123456789.7"));
        assert_eq!(
            message_at("S#lakeside#0123456789abcdef", "E#0000000007#HEAD"),
            None
        );
        assert_eq!(message_at(&thread(&org, &id), "HEAD"), None);
        let due = Timestamp::from_millisecond(1_795_000_000_123).unwrap_or_else(|e| panic!("{e}"));
        let place = IndexKey {
            pk: ("unsettled_pk", "U#1".to_owned()),
            sk: ("unsettled_sk", "001795000000123".to_owned()),
        };
        assert_eq!(unsettled(&thread(&org, &id), due), place);
        assert_eq!(archive(3), "C#0000000003");
        assert_eq!((archived("C#0000000003"), archived("HEAD")), (Some(3), None));
        assert_eq!(part("T#lakeside#x", 3), "T#lakeside#x 3");
        let application_id = ApplicationId::parse("0123456789abcdef").unwrap_or_else(|e| panic!("{e}"));
        let trigger = TriggerId::parse("stalled").unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(application(&org, &application_id), "A#lakeside#0123456789abcdef");
        assert_eq!(links(&org, &id.subscriber()), "L#lakeside#0123456789abcdef");
        assert_eq!(FIRST_LINKS, "FIRST");
        assert_eq!(further_links(&application_id), "A#0123456789abcdef");
        assert_eq!(counts(&org, &trigger), "R#lakeside#stalled");
        assert_eq!(count_shard(&application_id), "S#06");
        assert_eq!(directory(&org), "ORG#lakeside");
        assert_eq!(organisation_of("ORG#lakeside"), Some(org.clone()));
        assert_eq!(
            (organisation_of("K#lakeside"), organisation_of("ORG#")),
            (None, None)
        );
        assert_eq!(secrets(&org), "K#lakeside");
        assert_eq!(catalogue(&org), "CAT#lakeside");
        assert_eq!(record_history(&org), "H#lakeside");
        assert_eq!(mail_stops(&org), "MS#lakeside");
        assert_eq!(sign_ins(&org), "SI#lakeside");
        let member = id.subscriber();
        assert_eq!(unheard(&org, &member), "Q#lakeside#0123456789abcdef");
        assert_eq!(
            unheard_count(&org, &member, 690),
            "QC#lakeside#0123456789abcdef#690"
        );
        assert_eq!(
            quarantine_count(&org, Standing::Noise, 29_000_000),
            "QC#lakeside#29000000#noise"
        );
        assert_eq!(
            quarantined_webhook(Standing::Plausible, Timestamp::UNIX_EPOCH, 255),
            "2-000000000000000-00000000000000ff"
        );
    }
}
