use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::application::Status;
use crate::journey::Journey;

fn link(los_id: &str, person: &str, role: PersonRole, updated: i64) -> ApplicationLink {
    let organisation = crate::OrganisationId::parse("lakeside").unwrap();
    ApplicationLink {
        application: ApplicationId::derive(&organisation, b"salt", los_id),
        los_id: los_id.to_owned(),
        person: PersonId::parse(person).unwrap(),
        role,
        journey: Journey::LoanApplication,
        status: Status::Active,
        stage: None,
        stage_since: None,
        updated_at: Timestamp::from_second(1_795_341_600 + updated).unwrap(),
        partner: None,
    }
}

use PersonRole::{Borrower, CoBorrower, ExternalContact, Guarantor, Partner};

fn placed(links: &[ApplicationLink]) -> (String, String, Rule, Vec<String>) {
    let placed = place(links).expect("a place");
    let on = links
        .iter()
        .find(|l| l.application == placed.application)
        .unwrap();
    let lost = placed.lost.iter().map(|l| l.los_id.clone()).collect();
    (on.los_id.clone(), placed.person.to_string(), placed.rule, lost)
}

#[test]
fn a_number_that_is_on_no_application_has_no_place() {
    assert_eq!(place(&[]), None);
}

#[test]
fn a_number_on_one_application_belongs_there() {
    let only = [link("LA-1", "ana", Borrower, 0)];
    assert_eq!(
        placed(&only),
        ("LA-1".to_owned(), "ana".to_owned(), Rule::Only, vec![])
    );
    assert_eq!(
        place(&only).unwrap().words,
        "The number is the borrower's on LA-1 and on no other application."
    );
}

#[test]
fn in_15_an_external_contact_of_several_applications_is_on_the_one_last_updated() {
    let links = [
        link("LA-1", "eve", ExternalContact, 50),
        link("LA-2", "eve", ExternalContact, 90),
        link("LA-3", "eve", ExternalContact, 10),
    ];
    let (on, person, rule, lost) = placed(&links);
    assert_eq!(
        (on.as_str(), person.as_str(), rule),
        ("LA-2", "eve", Rule::LastUpdated)
    );
    assert_eq!(lost, ["LA-1", "LA-3"], "the nearest first");
}

#[test]
fn in_16_of_several_applications_the_one_last_updated_gets_the_text() {
    let links = [
        link("LA-1", "ana", Borrower, 100),
        link("LA-2", "ana", CoBorrower, 101),
    ];
    let place = place(&links).unwrap();
    assert_eq!((place.rule, place.role), (Rule::LastUpdated, CoBorrower));
    assert_eq!(
        place.words,
        "The number is the co-borrower's on LA-2, which of 2 applications was updated last: 2026-11-22 10:01:41 UTC."
    );
    assert_eq!(
        place.lost[0].words,
        "last updated earlier, 2026-11-22 10:01:40 UTC"
    );
}

#[test]
fn in_17_x_06_of_borrower_and_co_borrower_with_one_mobile_the_borrower_is_shown() {
    let links = [
        link("LA-1", "aaron", CoBorrower, 0),
        link("LA-1", "zoe", Borrower, 0),
    ];
    let place = place(&links).unwrap();
    assert_eq!((place.person.as_str(), place.rule), ("zoe", Rule::Only));
    assert_eq!(place.shared_with, [PersonId::parse("aaron").unwrap()]);
    assert!(
        place.words.ends_with("Shared with co-borrower."),
        "{}",
        place.words
    );
}

#[test]
fn in_18_an_external_contact_gets_the_text_before_the_borrower_whatever_was_updated() {
    let links = [
        link("LA-1", "ana", Borrower, 900),
        link("LA-2", "ana", ExternalContact, 1),
    ];
    let place = place(&links).unwrap();
    assert_eq!(
        (place.rule, place.role, place.person.as_str()),
        (Rule::ExternalContact, ExternalContact, "ana")
    );
    assert_eq!(
        place.lost[0].words,
        "there the number is the borrower's; an external contact's application comes first"
    );
}

#[test]
fn in_18_on_one_application_the_external_contact_is_shown_and_shared_with_the_borrower() {
    let links = [
        link("LA-1", "ana", Borrower, 0),
        link("LA-1", "eve", ExternalContact, 0),
    ];
    let place = place(&links).unwrap();
    assert_eq!(
        (place.person.as_str(), place.rule),
        ("eve", Rule::ExternalContact)
    );
    assert_eq!(place.shared_with, [PersonId::parse("ana").unwrap()]);
    assert!(place.lost.is_empty());
}

#[test]
fn in_18_somebody_of_the_partner_is_outside_as_an_external_contact_is() {
    let links = [
        link("LA-1", "ana", Borrower, 900),
        link("LA-2", "bob", Partner, 1),
    ];
    assert_eq!(place(&links).unwrap().role, Partner);
}

#[test]
fn x_05_of_those_updated_at_once_the_highest_id_wins_and_the_reason_is_recorded() {
    let links = [
        link("LA-9", "ana", Borrower, 5),
        link("LA-10", "ana", Borrower, 5),
        link("LA-2", "ana", Borrower, 5),
    ];
    let place = place(&links).unwrap();
    let (on, _, rule, lost) = placed(&links);
    assert_eq!((on.as_str(), rule), ("LA-10", Rule::HighestId), "10 is above 9");
    assert_eq!(lost, ["LA-9", "LA-2"]);
    assert_eq!(
        place.lost[0].words,
        "updated at the same time, and LA-10 is the higher id"
    );
    assert!(place.words.contains("the highest id"), "{}", place.words);
}

#[test]
fn x_05_whether_an_application_is_finished_is_no_rule() {
    let mut done = link("LA-1", "ana", Borrower, 9);
    done.status = Status::Completed;
    assert_eq!(placed(&[link("LA-2", "ana", Borrower, 8), done]).0, "LA-1");
}

#[test]
fn an_entry_stays_small_whatever_the_number_is_on() {
    let links: Vec<_> = (0..500)
        .map(|n| link(&format!("LA-{n}"), "ana", Borrower, n))
        .collect();
    let place = place(&links).unwrap();
    assert_eq!(place.lost.len(), LOST);
    assert!(place.words.contains("of 500 applications"), "{}", place.words);
}

#[test]
fn ids_compare_as_people_number_things() {
    let ascending = ["", "1", "002", "2", "10", "LA-2", "LA-10", "LA-10-B", "LB-1"];
    for pair in ascending.windows(2) {
        assert_eq!(by_number(pair[0], pair[1]), Ordering::Less, "{pair:?}");
        assert_eq!(by_number(pair[1], pair[0]), Ordering::Greater, "{pair:?}");
    }
}

fn links() -> impl Strategy<Value = Vec<ApplicationLink>> {
    let one = (
        0..6_u8,
        select(vec!["ana", "ben", "eve"]),
        select(vec![Borrower, CoBorrower, Guarantor, ExternalContact, Partner]),
    );
    (prop::collection::vec(one, 1..12), prop::array::uniform6(0..3_i64)).prop_map(|(links, updated)| {
        let of = |(application, person, role): (u8, &str, PersonRole)| {
            link(
                &format!("LA-{}", [1, 9, 10, 11, 100, 20][usize::from(application)]),
                person,
                role,
                updated[usize::from(application)],
            )
        };
        let mut links: Vec<ApplicationLink> = links.into_iter().map(of).collect();
        // A person is on an application once: that is their row's key.
        let mut seen = std::collections::BTreeSet::new();
        links.retain(|l| seen.insert((l.application.clone(), l.person.clone())));
        links
    })
}

proptest! {
    #[test]
    fn in_15_to_18_the_order_of_the_links_does_not_matter(links in links().prop_flat_map(|l| (Just(l.clone()), Just(l).prop_shuffle()))) {
        let (links, shuffled) = links;
        prop_assert_eq!(place(&links), place(&shuffled));
    }

    #[test]
    fn x_05_holds_as_it_is_written(links in links()) {
        let place = place(&links).unwrap();
        let external = links.iter().any(|l| l.role.is_external());
        let candidates: Vec<_> = links.iter().filter(|l| !external || l.role.is_external()).collect();
        let newest = candidates.iter().map(|l| l.updated_at).max().unwrap();
        let number = |l: &ApplicationLink| l.los_id[3..].parse::<u32>().unwrap();
        let highest = candidates.iter().filter(|l| l.updated_at == newest).max_by_key(|l| number(l)).unwrap();
        prop_assert_eq!(&place.application, &highest.application);
        prop_assert_eq!(place.role.is_external(), external);
        let people: Vec<_> = links.iter().filter(|l| l.application == place.application).collect();
        let best = candidates.iter().filter(|l| l.application == place.application).map(|l| l.role).min();
        prop_assert_eq!(Some(place.role), best);
        prop_assert_eq!(people.len(), place.shared_with.len() + 1);
        prop_assert!(!place.shared_with.contains(&place.person));
        let applications: std::collections::BTreeSet<_> = links.iter().map(|l| &l.application).collect();
        prop_assert_eq!(place.lost.len(), applications.len() - 1);
        let decides = |rule| match rule {
            Rule::Only => applications.len() == 1 && !(external && people.iter().any(|l| !l.role.is_external())),
            Rule::ExternalContact => external,
            Rule::LastUpdated | Rule::HighestId => applications.len() > 1,
        };
        prop_assert!(decides(place.rule), "{:?}", place);
    }

    #[test]
    fn any_ids_have_an_order(ids in prop::array::uniform3("[a-zß0-9-]{0,12}")) {
        let [a, b, c] = &ids;
        prop_assert_eq!(by_number(a, b), by_number(b, a).reverse());
        prop_assert_eq!(by_number(a, b) == Ordering::Equal, a == b);
        if by_number(a, b).is_le() && by_number(b, c).is_le() {
            prop_assert!(by_number(a, c).is_le());
        }
    }
}
