//! Every AWS call of every operation fails in turn. Whoever called tries again, and in the end all is done once.

use jiff::SignedDuration;
use memberline_domain::aggregate::Event;
use memberline_domain::thread::DeliveryStatus;

use crate::world::World;
use crate::world::outbox::{attribute, of_kind};
use crate::world::people::TWILIO_NUMBER;
use crate::world::tap::Break;

/// Breaks every call of `operation` in turn and in every way, each time for a member of their own. `operation` runs in a newly
/// started process and says whether it was told that all is well; if not, it is run again with AWS mended.
pub async fn sweep(
    world: &World,
    prepare: impl AsyncFn(&str),
    operation: impl AsyncFn(&str) -> bool,
    check: impl AsyncFn(&str),
) -> usize {
    let mut broken = 0;
    let mut number = 15_552_030_000_u64;
    for how in Break::ALL {
        for at in 0.. {
            number += 1;
            let member = format!("+{number}");
            prepare(&member).await;
            world.cloud.tap.break_at(at, how);
            let told_well = operation(&member).await;
            let broke = world.cloud.tap.mend();
            if !told_well {
                assert!(broke, "{how:?} at {at}: failed with nothing broken");
                // Beyond the time that an attempt may take, and the pause after one that was deferred.
                world.clock.pass(SignedDuration::from_secs(130));
                for _ in 0..3 {
                    if operation(&member).await {
                        break;
                    }
                    world.clock.pass(SignedDuration::from_secs(130));
                }
            }
            check(&member).await;
            if !broke {
                break;
            }
            broken += 1;
        }
    }
    broken
}

async fn texts_in(world: &World, member: &str) -> usize {
    let (_, entries) = world.timeline(member).await;
    entries
        .iter()
        .filter(|e| matches!(e.event, memberline_domain::thread::ThreadEvent::MessageIn { .. }))
        .count()
}

#[tokio::test]
async fn a_text_is_taken_in_once_whatever_call_fails() {
    let world = World::new().await;
    let id = |member: &str| member.replace('+', "SM");
    let broken = sweep(
        &world,
        async |_| {},
        async |member| {
            let webhook = world.member(member).webhook(&id(member), "Hello");
            world
                .inbound()
                .handle(webhook, "test", world.clock.now())
                .await
                .status_code
                == 204
        },
        async |member| assert_eq!(texts_in(&world, member).await, 1, "{member}"),
    )
    .await;
    // Owner, the four parts of the directory, key, thread, subscriber, transaction: each in five ways.
    assert_eq!(broken, 9 * Break::ALL.len());
}

#[tokio::test]
async fn an_opt_out_is_taken_in_whole_whatever_call_fails() {
    let world = World::new().await;
    sweep(
        &world,
        async |member| {
            world
                .member(member)
                .texts(&member.replace('+', "SMa"), "Hello")
                .await;
        },
        async |member| {
            let webhook = world.member(member).webhook(&member.replace('+', "SMb"), "STOP");
            world
                .inbound()
                .handle(webhook, "test", world.clock.now())
                .await
                .status_code
                == 204
        },
        async |member| {
            let (pair, _) = world.timeline(member).await;
            assert!(pair.thread.unwrap().head.conversation.is_none());
            assert_eq!(pair.subscriber.unwrap().head.opt_outs.len(), 1);
            let items = world.cloud.items("timeline").await;
            assert_eq!(
                of_kind(items, "opted_out").len(),
                of_kind(world.cloud.items("timeline").await, "closed").len()
            );
        },
    )
    .await;
}

#[tokio::test]
async fn an_answer_is_sent_once_whatever_call_fails() {
    let world = World::new().await;
    let broken = sweep(
        &world,
        async |member| {
            world
                .member(member)
                .texts(&member.replace('+', "SM"), "Hello")
                .await;
            world
                .answers("maria", member, &format!("Hello {member}"))
                .await
                .unwrap();
        },
        async |member| {
            let response = world.offer_to(&world.outbound(), member).await;
            response.batch_item_failures.is_empty()
        },
        async |member| {
            let sent = world.carrier.sent().iter().filter(|s| s.to == member).count();
            assert_eq!(sent, 1, "{member}");
            assert_eq!(
                world.outgoing(member).await[0].status,
                DeliveryStatus::Sent,
                "{member}"
            );
        },
    )
    .await;
    // Directory, key, aggregates, message, claim, settlement; the key is asked for once more when it was not kept.
    assert!(broken >= 6 * Break::ALL.len(), "{broken}");
}

#[tokio::test]
async fn a_receipt_is_kept_whatever_call_fails() {
    let world = World::new().await;
    sweep(
        &world,
        async |member| {
            world
                .member(member)
                .texts(&member.replace('+', "SM"), "Hello")
                .await;
            world.answers("maria", member, "Hello").await.unwrap();
            while !world
                .offer_to(&world.outbound(), member)
                .await
                .batch_item_failures
                .is_empty()
            {}
        },
        async |member| {
            let sent = world.carrier.sent().into_iter().find(|s| s.to == member).unwrap();
            world.report_status(&sent, "delivered", None).await == 204
        },
        async |member| {
            assert_eq!(
                world.outgoing(member).await[0].status,
                DeliveryStatus::Delivered,
                "{member}"
            );
        },
    )
    .await;
}

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

/// The conversation that a member opened, and the kinds of its entries.
fn conversation(world: &World, member: &str) -> String {
    format!("{}-1", world.thread("lakeside", TWILIO_NUMBER, member))
}

async fn kinds(world: &World, member: &str) -> Vec<String> {
    let (_, entries) = world.timeline(member).await;
    let mut entries: Vec<_> = entries
        .iter()
        .map(|entry| (entry.place(), entry.event.kind().to_owned()))
        .collect();
    entries.sort_unstable();
    entries.into_iter().map(|(_, kind)| kind).collect()
}

/// An agent presses the button again after any error: the claim is theirs, once.
#[tokio::test]
async fn a_conversation_is_claimed_once_whatever_call_fails() {
    let world = World::new().await;
    sweep(
        &world,
        async |member| {
            world
                .member(member)
                .texts(&member.replace('+', "SM"), "Hello")
                .await;
        },
        async |member| {
            world
                .agent("maria")
                .claims(&conversation(&world, member))
                .await
                .status
                == 200
        },
        async |member| assert_eq!(kinds(&world, member).await, ["message_in", "claimed"], "{member}"),
    )
    .await;
}

/// The frontend repeats a text under the key that it chose for it.
#[tokio::test]
async fn a_text_is_written_once_whatever_call_fails() {
    let world = World::new().await;
    sweep(
        &world,
        async |member| {
            world
                .member(member)
                .texts(&member.replace('+', "SM"), "Hello")
                .await;
            assert_eq!(
                world
                    .agent("maria")
                    .claims(&conversation(&world, member))
                    .await
                    .status,
                200
            );
        },
        async |member| {
            world
                .agent("maria")
                .writes(&conversation(&world, member), "Hello!", member)
                .await
                .status
                == 202
        },
        async |member| {
            assert_eq!(
                kinds(&world, member).await,
                ["message_in", "claimed", "message_out"],
                "{member}"
            );
        },
    )
    .await;
}

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
