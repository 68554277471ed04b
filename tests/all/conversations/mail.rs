//! Agents are told of texts by email.

use futures_util::future::join_all;
use memberline_domain::directory::administration::Record;
use memberline_domain::directory::{MailSettings, Organisation};
use serde_json::json;

use crate::world::World;
use crate::world::outbox::of_kind;

const MEMBER: &str = "+15552010001";

async fn change_organisation(world: &World, change: impl Fn(&mut Organisation)) {
    let tenant = world.tenant("lakeside").await;
    let mut organisation = tenant.organisation().clone();
    change(&mut organisation);
    world.writes(Record::Organisation(organisation)).await;
}

fn recipients(mails: &[crate::world::mailbox::Mail]) -> Vec<String> {
    // The account's own part of the address, with or without a name before it.
    let name = |to: &'_ str| {
        to.split('@')
            .next()
            .and_then(|part| part.rsplit(['<', ' ']).next().map(str::to_owned))
    };
    let mut to: Vec<_> = mails
        .iter()
        .flat_map(|mail| &mail.to)
        .filter_map(|to| name(to))
        .collect();
    to.sort_unstable();
    to
}

#[tokio::test]
async fn el_10_x_13_a_text_nobody_claimed_is_told_to_all_of_its_team_who_subscribed() {
    let world = World::new().await;
    world.member(MEMBER).texts("SM1", "a secret question").await;
    let response = world.notify(&world.notifier(), &world.notices_due().await).await;
    assert!(response.batch_item_failures.is_empty());
    assert_eq!(
        recipients(&world.mails().await),
        ["maria", "sofia"],
        "devon is of another team"
    );
}

#[tokio::test]
async fn x_13_a_text_in_a_claimed_conversation_is_told_to_who_claimed_it() {
    let world = World::new().await;
    world.member(MEMBER).texts("SM1", "Hello").await;
    world.answers("sofia", MEMBER, "Hello!").await.unwrap();
    world.member(MEMBER).texts("SM2", "Thanks").await;
    let due = world.notices_due().await.pop().unwrap();
    world.notify(&world.notifier(), &[due]).await;
    assert_eq!(recipients(&world.mails().await), ["sofia"]);
}

#[tokio::test]
async fn el_11_the_email_links_to_exactly_that_conversation_as_button_and_as_text_and_quotes_nothing() {
    let world = World::new().await;
    world.member(MEMBER).texts("SM1", "a secret question").await;
    world.notify(&world.notifier(), &world.notices_due().await).await;
    let mail = world.mails().await.remove(0);
    let thread = world.thread("lakeside", "+15550100001", MEMBER);
    let link = format!("https://console.lakeside.example/conversations/{thread}-1");
    assert!(mail.body_text.contains(&link), "{}", mail.body_text);
    assert!(mail.body_html.contains(&format!("href=\"{link}\"")) && mail.body_html.contains("Reply Now"));
    assert!(mail.subject.contains("sent you a message"), "{}", mail.subject);
    for part in [&mail.subject, &mail.body_text, &mail.body_html] {
        assert!(!part.contains("secret"), "{part}");
    }
}

#[tokio::test]
async fn the_email_quotes_the_text_where_the_organisation_chose_so() {
    let world = World::new().await;
    change_organisation(&world, |o| {
        o.mail = MailSettings {
            include_text: true,
            digest_minutes: 0,
        }
    })
    .await;
    world.member(MEMBER).texts("SM1", "<b>rates</b> & fees?").await;
    world.notify(&world.notifier(), &world.notices_due().await).await;
    let mail = world.mails().await.remove(0);
    assert!(mail.body_text.contains("<b>rates</b> & fees?"));
    assert!(!mail.body_html.contains("<b>rates</b>"), "escaped");
}

#[tokio::test]
async fn el_12_what_the_institution_sends_is_told_to_nobody() {
    let world = World::new().await;
    world.member(MEMBER).texts("SM1", "HELP").await;
    world.flow().await;
    let sent = of_kind(world.cloud.items("timeline").await, "message_out");
    let bodies: Vec<_> = crate::world::outbox::records(&sent)
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(bodies.len(), 1, "the answer to HELP");
    let response = world.notify(&world.notifier(), &bodies).await;
    assert!(response.batch_item_failures.is_empty() && world.mails().await.is_empty());
}

#[tokio::test]
async fn a_text_that_the_queue_brings_ten_times_at_once_is_told_once() {
    let world = World::new().await;
    world.member(MEMBER).texts("SM1", "Hello").await;
    let due = world.notices_due().await;
    let notifier = world.notifier();
    join_all((0..10).map(|_| world.notify(&notifier, &due))).await;
    world.notify(&notifier, &due).await;
    assert_eq!(world.mails().await.len(), 2, "one each for maria and sofia");
}

#[tokio::test]
async fn texts_of_one_window_are_told_in_one_email() {
    let world = World::new().await;
    change_organisation(&world, |o| o.mail.digest_minutes = 5).await;
    for n in 0..3 {
        world.member(MEMBER).texts(&format!("SM{n}"), "Hello").await;
    }
    let due = world.notices_due().await;
    world.notify(&world.notifier(), &due).await;
    assert!(world.mails().await.is_empty(), "the window is not over");
    let waiting = world.cloud.tap.take_queued();
    assert_eq!(waiting.len(), 1, "one digest waits in the queue");
    world.clock.pass(jiff::SignedDuration::from_mins(5));
    for _ in 0..2 {
        world.notify(&world.notifier(), &waiting).await;
    }
    let mails = world.mails().await;
    assert_eq!(recipients(&mails), ["maria", "sofia"]);
    assert!(
        mails[0].body_text.contains('3') || mails[0].subject.contains('3'),
        "{}",
        mails[0].subject
    );
}

#[tokio::test]
async fn an_agent_whose_mailbox_refuses_for_good_gets_no_more_email() {
    let world = World::new().await;
    let feedback = json!({
        "eventType": "Bounce",
        "bounce": { "bounceType": "Permanent", "bouncedRecipients": [{ "emailAddress": "maria@lakeside.example" }] },
        "mail": { "destination": ["maria@lakeside.example"], "tags": { "organisation": ["lakeside"], "agent": ["maria"] } },
    });
    let response = world.notify(&world.notifier(), &[feedback.to_string()]).await;
    assert!(response.batch_item_failures.is_empty());
    world.member(MEMBER).texts("SM1", "Hello").await;
    world.notify(&world.notifier(), &world.notices_due().await).await;
    assert_eq!(recipients(&world.mails().await), ["sofia"]);
}

#[tokio::test]
async fn what_the_queue_cannot_mean_goes_to_the_dead_letters_at_once() {
    let world = World::new().await;
    let bodies = ["null", "{}", "[1]", "{\"digest\":{}}"].map(str::to_owned);
    let response = world.notify(&world.notifier(), &bodies).await;
    assert!(response.batch_item_failures.is_empty());
    let mut parked = world.cloud.take_messages("EmailDeadLetters").await;
    parked.sort_unstable();
    assert_eq!(parked, ["[1]", "null", "{\"digest\":{}}", "{}"], "as they came");
}
