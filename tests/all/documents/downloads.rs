//! Secure Download: pressed, mailed, opened (EL-21 to EL-24, X-20, lesson 44).

mod abuse;

use jiff::SignedDuration;
use memberline_domain::AgentId;
use memberline_domain::aggregate::Event;
use memberline_domain::directory::administration::Record;
use memberline_domain::directory::{Agent, DownloadSettings, MailStopReason};
use memberline_domain::thread::{AttachmentState, ThreadEvent, WhyBlocked};
use serde_json::json;

use crate::world::World;
use crate::world::links::PICTURE;
use crate::world::people::seed;

const MEMBER: &str = "+15552010001";

async fn settings(world: &World, downloads: DownloadSettings) {
    let tenant = world.tenant("lakeside").await;
    let mut organisation = tenant.organisation().clone();
    organisation.downloads = downloads;
    world.writes(Record::Organisation(organisation)).await;
}

async fn change_agent(world: &World, name: &str, change: impl Fn(&mut Agent)) {
    let tenant = world.tenant("lakeside").await;
    let mut agent = tenant
        .directory
        .agent(&AgentId::parse(name).unwrap())
        .unwrap()
        .clone();
    change(&mut agent);
    world.writes(Record::Agent(agent)).await;
}

async fn kinds(world: &World) -> Vec<String> {
    let (_, mut entries) = world.timeline(MEMBER).await;
    entries.sort_unstable_by_key(memberline_domain::aggregate::Entry::place);
    entries
        .iter()
        .map(|entry| entry.event.kind().to_owned())
        .collect()
}

async fn downloads(world: &World) -> usize {
    kinds(world)
        .await
        .iter()
        .filter(|kind| *kind == "downloaded")
        .count()
}

#[tokio::test]
async fn el_22_pressing_emails_that_agent_alone_a_link_that_leads_to_the_file() {
    let world = World::new().await;
    let message = world.sends_picture(MEMBER, "MM1").await;
    let pressed = world.agent("maria").presses_download(&message).await;
    assert_eq!(pressed.status, 202, "{}", pressed.body);
    assert_eq!(
        pressed.body,
        json!({ "email": "m•••@lakeside.example", "expires_at": "2026-11-23T16:00:00Z" })
    );
    assert!(world.mail_links().await.batch_item_failures.is_empty());
    let mails = world.mails().await;
    assert_eq!(mails.len(), 1);
    assert!(
        mails[0].to[0].contains("maria@lakeside.example"),
        "{:?}",
        mails[0].to
    );
    assert_eq!(mails[0].subject, "Secure lakeside Download");
    let token = world.tokens_sent().await.pop().unwrap();
    let href = format!("href=\"https://console.lakeside.example/download#{token}\"");
    assert!(mails[0].body_html.contains(&href) && mails[0].body_html.contains("Download Now"));

    let session = world.session("maria");
    let described = world.asks("describe", &token, Some(&session)).await;
    let file = json!({ "content_type": "image/jpeg", "bytes": PICTURE.len(), "name": "pay \"stub\".jpg" });
    assert_eq!(
        described.body,
        json!({ "brand": "lakeside", "file": file, "expires_at": "2026-11-23T16:00:00Z", "needs_session": false })
    );
    let opened = world.opens(&token, Some(&session)).await;
    assert_eq!(
        (opened.status, &opened.body["expires_at"]),
        (200, &json!("2026-11-23T15:00:30Z"))
    );
    let file = reqwest::get(opened.body["url"].as_str().unwrap()).await.unwrap();
    let header = |name: &str| file.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(
        header("content-disposition"),
        "attachment; filename=\"pay _stub_.jpg\"; filename*=UTF-8''pay%20%22stub%22.jpg"
    );
    assert_eq!(header("content-type"), "image/jpeg");
    assert_eq!(file.bytes().await.unwrap(), PICTURE);
    let history = world.agent("maria").get(&timeline(&message)).await;
    let shown: Vec<_> = history.body["items"].as_array().unwrap().iter().take(3).collect();
    assert_eq!(
        (&shown[0]["kind"], &shown[0]["agent"]["id"]),
        (&json!("downloaded"), &json!("maria"))
    );
    assert_eq!(
        (&shown[1]["kind"], &shown[1]["email"]),
        (&json!("download_requested"), &json!("sent"))
    );
    assert_eq!(
        (&shown[2]["kind"], &shown[2]["attachments"][0]["downloadable"]),
        (&json!("message_in"), &json!(true))
    );
}

fn timeline(message: &str) -> String {
    format!(
        "/v1/conversations/{}-1/timeline",
        message.split('.').next().unwrap()
    )
}

#[tokio::test]
async fn el_22_a_redelivered_request_sends_no_second_email() {
    let world = World::new().await;
    let message = world.sends_picture(MEMBER, "MM1").await;
    world.agent("maria").presses_download(&message).await;
    let due = world.links_due().await;
    let twice = [due[0].clone(), due[0].clone()];
    assert!(
        world
            .notify(&world.notifier(), &twice)
            .await
            .batch_item_failures
            .is_empty()
    );
    world.mail_links().await;
    assert_eq!(world.mails().await.len(), 1);
    let all = kinds(&world).await;
    assert_eq!(all.iter().filter(|kind| *kind == "notice").count(), 1);
    let texts = world.notices_due().await;
    world.notify(&world.notifier(), &texts).await;
    assert_eq!(world.mails().await.len(), 3, "the text itself is told of as ever");
}

#[tokio::test]
async fn el_23_the_link_lives_59_59_and_is_dead_at_60_00() {
    let world = World::new().await;
    let message = world.sends_picture(MEMBER, "MM1").await;
    let token = world.gets_link("maria", &message).await;
    world.clock.pass(SignedDuration::from_millis(3_599_999));
    let session = world.session("maria");
    assert_eq!(world.opens(&token, Some(&session)).await.status, 200);
    world.clock.pass(SignedDuration::from_millis(1));
    for operation in ["describe", "open"] {
        for session in [Some(session.as_str()), None] {
            let answer = world.asks(operation, &token, session).await;
            assert_eq!(
                (answer.status, &answer.body["code"]),
                (410, &json!("link_expired")),
                "{operation}"
            );
        }
    }
    assert_eq!(downloads(&world).await, 1);
}

#[tokio::test]
async fn el_24_pressing_again_makes_another_link_and_the_old_one_stays_dead() {
    let world = World::new().await;
    let message = world.sends_picture(MEMBER, "MM1").await;
    let first = world.gets_link("maria", &message).await;
    world.clock.pass(SignedDuration::from_mins(30));
    let second = world.gets_link("maria", &message).await;
    assert_ne!(first, second);
    let opens = async |token: &str| world.opens(token, Some(&world.session("maria"))).await.status;
    assert_eq!(
        (opens(&first).await, opens(&second).await),
        (200, 200),
        "each has its own hour"
    );
    world.clock.pass(SignedDuration::from_mins(30));
    assert_eq!((opens(&first).await, opens(&second).await), (410, 200));
    world.clock.pass(SignedDuration::from_mins(30));
    let third = world.gets_link("maria", &message).await;
    assert_eq!(
        (opens(&first).await, opens(&second).await, opens(&third).await),
        (410, 410, 200)
    );
}

#[tokio::test]
async fn x_20_a_link_wants_its_agent_unless_the_organisation_says_otherwise() {
    let world = World::new().await;
    seed(&world.store(), "harbor", "+155502000", world.clock.now()).await;
    let message = world.sends_picture(MEMBER, "MM1").await;
    let token = world.gets_link("maria", &message).await;
    let codes = async || {
        let mut codes = Vec::new();
        let sessions = [
            None,
            Some("not.a.token".to_owned()),
            Some(world.session("maria")),
            Some(world.session("sofia")),
            Some(world.session("devon")),
            Some(world.session_of("harbor-maria")),
            Some(world.session_of("nobody")),
        ];
        for session in sessions {
            let answer = world.opens(&token, session.as_deref()).await;
            let code = answer.body["code"].as_str().unwrap_or("opened").to_owned();
            codes.push(format!("{} {code}", answer.status));
        }
        codes
    };
    let (sign_in, unknown, opened) = ("401 session_needed", "404 link_not_found", "200 opened");
    assert_eq!(
        codes().await,
        [sign_in, sign_in, opened, unknown, unknown, unknown, unknown]
    );
    let described = world.asks("describe", &token, None).await.body;
    assert_eq!(
        (&described["needs_session"], &described["file"]["name"]),
        (&json!(true), &json!(null))
    );
    let any_agent = DownloadSettings {
        link_alone: false,
        any_agent: true,
    };
    settings(&world, any_agent).await;
    assert_eq!(
        codes().await,
        [sign_in, sign_in, opened, opened, unknown, unknown, unknown]
    );
    let link_alone = DownloadSettings {
        link_alone: true,
        any_agent: false,
    };
    settings(&world, link_alone).await;
    assert_eq!(codes().await, [opened; 7]);
    let described = world.asks("describe", &token, None).await.body;
    assert_eq!(described["needs_session"], false);
    let (_, entries) = world.timeline(MEMBER).await;
    let who: Vec<_> = entries
        .iter()
        .filter_map(|entry| match &entry.event {
            ThreadEvent::Downloaded { agent, .. } => Some(agent.as_ref().map(|id| id.as_str().to_owned())),
            _ => None,
        })
        .collect();
    assert_eq!(
        who.iter().filter(|agent| agent.is_none()).count(),
        4,
        "two without a session, two strangers"
    );
}

#[tokio::test]
async fn what_was_blocked_since_the_email_is_not_given_out() {
    let world = World::new().await;
    let message = world.sends_picture(MEMBER, "MM1").await;
    let token = world.gets_link("maria", &message).await;
    let seq = message.split('.').nth(1).unwrap().parse().unwrap();
    let blocked = AttachmentState::Blocked {
        code: WhyBlocked::Malware,
    };
    world.becomes(MEMBER, seq, blocked).await;
    let session = world.session("maria");
    for operation in ["describe", "open"] {
        let answer = world.asks(operation, &token, Some(&session)).await;
        assert_eq!(
            (answer.status, &answer.body["code"]),
            (409, &json!("attachment_blocked"))
        );
    }
    let again = world.agent("maria").presses_download(&message).await;
    assert_eq!(
        (again.status, &again.body["code"]),
        (409, &json!("attachment_blocked"))
    );
    assert_eq!(downloads(&world).await, 0);
}

#[tokio::test]
async fn el_21_only_who_may_see_it_is_sent_a_link() {
    let world = World::new().await;
    let message = world.sends_picture(MEMBER, "MM1").await;
    let code = async |agent: &str, message: &str| {
        let answer = world.agent(agent).presses_download(message).await;
        (
            answer.status,
            answer.body["code"].as_str().unwrap_or_default().to_owned(),
        )
    };
    let not_found = (404, "attachment_not_found".to_owned());
    assert_eq!(code("devon", &message).await, not_found, "another team's");
    let thread = message.split('.').next().unwrap();
    for other in [
        format!("{thread}.99"),
        format!("{thread}.0"),
        thread.to_owned(),
        "x".to_owned(),
    ] {
        assert_eq!(code("maria", &other).await, not_found, "{other}");
    }
    for index in ["0", "2", "01", "+1", "-1", "4294967296", "x"] {
        let path = format!("/v1/messages/{message}/attachments/{index}/downloads");
        assert_eq!(
            world.agent("maria").post(&path, &json!({})).await.status,
            404,
            "{index}"
        );
    }
    change_agent(&world, "maria", |agent| agent.display_images = false).await;
    assert_eq!(
        code("maria", &message).await,
        (403, "pictures_not_shown".to_owned())
    );
    change_agent(&world, "maria", |agent| agent.display_images = true).await;
    let (lakeside, maria) = (world.tenant("lakeside").await, AgentId::parse("maria").unwrap());
    let store = world.store();
    let stopped = store.stop_mail(lakeside.id(), &maria, MailStopReason::Bounced, world.clock.now());
    assert!(stopped.await.unwrap());
    assert_eq!(code("maria", &message).await, (409, "mail_stopped".to_owned()));
    assert_eq!(code("sofia", &message).await.0, 202);
    assert!(
        world.mails().await.is_empty(),
        "nothing is mailed before its entry is read"
    );
}

#[tokio::test]
async fn a_link_opens_after_its_conversation_closed() {
    let world = World::new().await;
    let message = world.sends_picture(MEMBER, "MM1").await;
    let conversation = format!("{}-1", message.split('.').next().unwrap());
    let maria = world.agent("maria");
    assert_eq!(maria.claims(&conversation).await.status, 200);
    let token = world.gets_link("maria", &message).await;
    assert_eq!(maria.closes(&conversation).await.status, 200);
    let session = world.session("maria");
    assert_eq!(world.opens(&token, Some(&session)).await.status, 200);
    let after = world.gets_link("maria", &message).await;
    assert_eq!(
        world.opens(&after, Some(&session)).await.status,
        200,
        "asked for when it was closed"
    );
    assert_eq!(
        world.opens(&after, Some(&world.session("devon"))).await.status,
        404
    );
}

#[tokio::test]
async fn el_22_a_link_that_expired_meanwhile_is_not_sent() {
    let world = World::new().await;
    let message = world.sends_picture(MEMBER, "MM1").await;
    world.agent("maria").presses_download(&message).await;
    world.clock.pass(SignedDuration::from_mins(60));
    assert!(world.mail_links().await.batch_item_failures.is_empty());
    assert!(world.mails().await.is_empty());
    let history = world.agent("maria").get(&timeline(&message)).await;
    assert_eq!(history.body["items"][0]["email"], "failed");
}
