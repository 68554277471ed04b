//! Links are made, mailed and opened, whatever call fails.

use memberline_domain::aggregate::Event;

use super::sweep::sweep;
use super::timeline::kinds;
use crate::world::World;
use crate::world::outbox::attribute;
use crate::world::people::TWILIO_NUMBER;
use crate::world::tap::Break;

/// Pressing again after an error may make a second link, which is what pressing again does; none is lost.
#[tokio::test]
async fn el_22_a_press_that_is_told_well_has_a_link_whatever_call_fails() {
    let world = World::new().await;
    let broken = sweep(
        &world,
        async |member| {
            world.sends_picture(member, &member.replace('+', "MM")).await;
        },
        async |member| {
            let message = format!("{}.1", world.thread("lakeside", TWILIO_NUMBER, member));
            world.agent("maria").presses_download(&message).await.status == 202
        },
        async |member| {
            let asked = world.links_due_for(member).await.len();
            assert!((1..=2).contains(&asked), "{member}: {asked}");
            let links = world.cloud.items("access").await;
            let thread = world.thread("lakeside", TWILIO_NUMBER, member);
            let kept = links
                .iter()
                .filter(|i| attribute(i, "thread") == thread.as_str())
                .count();
            assert_eq!(kept, asked, "an entry and its record, or neither");
        },
    )
    .await;
    // Subject, directory, key, aggregates, message, transaction.
    assert!(broken >= 6 * Break::ALL.len(), "{broken}");
}

/// Only when our note of what the mail service took gets lost is a link sent twice: unsent would be worse.
#[tokio::test]
async fn el_22_a_link_is_mailed_whatever_call_fails_and_twice_only_if_the_note_of_it_is_lost() {
    let world = World::new().await;
    let twice = std::cell::Cell::new(0);
    let broken = sweep(
        &world,
        async |member| {
            let message = world.sends_picture(member, &member.replace('+', "MM")).await;
            assert_eq!(world.agent("maria").presses_download(&message).await.status, 202);
        },
        async |member| {
            let due = world.links_due_for(member).await;
            let answer = world.notify(&world.notifier(), &due).await;
            answer.batch_item_failures.is_empty()
        },
        async |member| {
            let sent = world.tokens_sent().await;
            let mut tokens = sent.clone();
            tokens.dedup();
            let known = twice.get();
            twice.set(sent.len() - tokens.len());
            assert!(twice.get() <= known + 1, "{member}");
            let (_, entries) = world.timeline(member).await;
            let noted = entries.iter().filter(|e| e.event.kind() == "notice").count();
            assert!(noted >= 1, "{member}");
            let token = tokens.last().unwrap();
            let opened = world.opens(token, Some(&world.session("maria"))).await;
            assert_eq!(opened.status, 200, "{member}: {}", opened.body);
        },
    )
    .await;
    assert!(broken >= 6 * Break::ALL.len(), "{broken}");
    // A crash right after the mail service took it; the note throttled, timed out, failed, or never tried.
    assert_eq!(twice.get(), 5);
}

/// A file's address is given out only when it is on the timeline who got it.
#[tokio::test]
async fn el_23_no_file_is_given_out_unnoted_whatever_call_fails() {
    let world = World::new().await;
    let token = std::cell::RefCell::new(String::new());
    let opened = std::cell::Cell::new(0);
    let broken = sweep(
        &world,
        async |member| {
            let message = world.sends_picture(member, &member.replace('+', "MM")).await;
            *token.borrow_mut() = world.gets_link("maria", &message).await;
            opened.set(0);
        },
        async |_| {
            let token = token.borrow().clone();
            let answer = world.opens(&token, Some(&world.session("maria"))).await;
            assert!(answer.status == 200 || answer.status == 503, "{}", answer.body);
            assert_eq!(answer.body["url"].is_string(), answer.status == 200);
            opened.set(opened.get() + usize::from(answer.status == 200));
            answer.status == 200
        },
        async |member| {
            let noted = kinds(&world, member)
                .await
                .iter()
                .filter(|k| *k == "downloaded")
                .count();
            assert!(opened.get() == 1 && (1..=2).contains(&noted), "{member}: {noted}");
        },
    )
    .await;
    // Link, subject, directory, key, aggregates, message, transaction.
    assert!(broken >= 7 * Break::ALL.len(), "{broken}");
}
