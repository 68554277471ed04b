//! The same journeys on days that systems trip over. Nothing here looks at the date of the machine.

use jiff::SignedDuration;
use jiff::tz::TimeZone;

use crate::world::World;
use crate::world::links::PICTURE;
use crate::world::tracking::trigger;

const MEMBER: &str = "+13195550101";
static IOWA: TimeZone = jiff::tz::get!("America/Chicago");

/// Each is some hour of the day in Iowa, where the member's area code is.
const DAYS: [&str; 9] = [
    // The last hours of a year, and the first day of one.
    "2026-12-31T22:30:00Z",
    "2027-01-01T16:00:00Z",
    // When a revocation of one kind of text becomes one of all, by the rule's date today.
    "2027-01-31T16:00:00Z",
    // The clocks go forward this night, and back that night.
    "2027-03-13T23:30:00Z",
    "2027-11-06T23:30:00Z",
    "2028-02-28T23:30:00Z",
    "2028-02-29T16:00:00Z",
    "2031-07-04T16:00:00Z",
    // Beyond what seconds in 32 bits can tell.
    "2039-06-15T16:00:00Z",
];

#[tokio::test]
async fn el_17_a_stalled_applicant_is_brought_back_by_day_whatever_the_day_is() {
    for start in DAYS {
        let world = World::at(start).await;
        world.tracks(&[trigger("stalled", &["Income"], 12 * 60)]).await;
        world.applies("LN-1", MEMBER).await;
        world.moves("s1", "LN-1", "stage.entered", Some("Income")).await;
        let due = world.clock.now() + SignedDuration::from_hours(12);
        assert!(world.set_timers("").await, "{start}");
        assert_eq!(world.schedules().await[0].at, due, "{start}");
        // Held until it may be sent, if it comes due at night.
        let mut outcome = world.next_timer().await;
        if outcome.as_deref() == Some("held") {
            outcome = world.next_timer().await;
        }
        assert_eq!(outcome.as_deref(), Some("sent"), "{start}");
        world.flow().await;
        assert_eq!(world.carrier.sent().len(), 1, "{start}");
        let there = IOWA.to_datetime(world.clock.now());
        assert!((8..=20).contains(&there.hour()), "{start}: sent at {there} there");
        assert!(world.clock.now() >= due, "{start}");
        assert_eq!(world.next_timer().await, None, "{start}");
    }
}

#[tokio::test]
async fn el_22_el_23_a_link_lives_for_sixty_minutes_whatever_the_day_is() {
    for start in DAYS {
        let world = World::at(start).await;
        let message = world.sends_picture(MEMBER, "MM1").await;
        let token = world.gets_link("maria", &message).await;
        let opens = async || world.opens(&token, Some(&world.session("maria"))).await;
        world.clock.pass(SignedDuration::from_mins(59));
        let opened = opens().await;
        assert_eq!(opened.status, 200, "{start}: {}", opened.body);
        let file = reqwest::get(opened.body["url"].as_str().unwrap()).await.unwrap();
        assert_eq!(file.bytes().await.unwrap(), PICTURE, "{start}");
        world.clock.pass(SignedDuration::from_mins(1));
        assert_eq!(opens().await.status, 410, "{start}");
    }
}
