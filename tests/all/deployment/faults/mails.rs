//! Agents are told of a text, whatever call fails.

use super::sweep::sweep;
use crate::world::World;
use crate::world::people::TWILIO_NUMBER;
use crate::world::tap::Break;

/// Only when our note of what the mail service took gets lost are agents told twice: untold would be worse.
#[tokio::test]
async fn a_text_is_told_of_whatever_call_fails_and_twice_only_if_the_note_of_it_is_lost() {
    let world = World::new().await;
    let mail_to = async |member: &str| {
        let thread = world.thread("lakeside", TWILIO_NUMBER, member);
        let mails = world.mails().await;
        mails
            .iter()
            .filter(|mail| mail.body_text.contains(thread.as_str()) && mail.to[0].contains("sofia"))
            .count()
    };
    let twice = std::cell::Cell::new(0);
    let broken = sweep(
        &world,
        async |member| {
            world
                .member(member)
                .texts(&member.replace('+', "SMa"), "Hello")
                .await;
            world.answers("sofia", member, "Hello").await.unwrap();
        },
        async |member| {
            let due = world.notices_due_for(member).await;
            world
                .notify(&world.notifier(), &due)
                .await
                .batch_item_failures
                .is_empty()
        },
        async |member| {
            let mails = mail_to(member).await;
            assert!((1..=2).contains(&mails), "{member}: {mails}");
            twice.set(twice.get() + mails - 1);
        },
    )
    .await;
    assert!(broken >= 6 * Break::ALL.len(), "{broken}");
    // A crash right after the mail service took it; the note throttled, timed out, failed, or never tried.
    assert_eq!(twice.get(), 5);
}
