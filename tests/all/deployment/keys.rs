//! Each conversation has a data key of its own: one can be destroyed while the others, the open one among them, live on.

use memberline_domain::aggregate::Event as _;
use memberline_domain::thread::{ThreadContent, ThreadEvent};
use memberline_domain::{ConversationId, PhoneNumber};
use serde_json::Value;

use crate::world::World;
use crate::world::agents::Answer;
use crate::world::outbox::{attribute, timelines_of};
use crate::world::people::TWILIO_NUMBER;

const MEMBER: &str = "+15552010001";

impl World {
    fn conversation(&self, ordinal: u32) -> ConversationId {
        ConversationId {
            thread: self.thread("lakeside", TWILIO_NUMBER, MEMBER),
            ordinal,
        }
    }

    /// A conversation of a text, an answer and a close.
    async fn talks(&self, ordinal: u32) {
        self.member(MEMBER)
            .texts(&format!("SM{ordinal}"), &format!("question {ordinal}"))
            .await;
        self.answers("maria", MEMBER, &format!("answer {ordinal}"))
            .await
            .unwrap();
    }

    async fn closes(&self, ordinal: u32) {
        let closed = self
            .agent("maria")
            .closes(&self.conversation(ordinal).to_string())
            .await;
        assert_eq!(closed.status, 200, "{}", closed.body);
    }

    async fn shreds(&self, ordinal: u32) -> bool {
        let tenant = self.tenant("lakeside").await;
        let (store, conversation) = (self.store(), self.conversation(ordinal));
        store.shred_conversation(&tenant, &conversation).await.unwrap()
    }

    /// All texts of the timeline as an agent sees them, oldest first, read in pages of `limit`.
    async fn texts_by_pages(&self, limit: usize) -> Vec<Value> {
        let base = format!(
            "/v1/conversations/{}/timeline?limit={limit}",
            self.conversation(1)
        );
        let (mut texts, mut cursor) = (Vec::new(), None);
        loop {
            let path = match &cursor {
                Some(cursor) => format!("{base}&cursor={cursor}"),
                None => base.clone(),
            };
            let page: Answer = self.agent("sofia").get(&path).await;
            assert_eq!(page.status, 200, "{}", page.body);
            let items = page.body["items"].as_array().unwrap();
            let messages = items
                .iter()
                .filter(|item| item["kind"].as_str().unwrap().starts_with("message"));
            texts.extend(messages.map(|message| message["text"].clone()));
            match page.body["next_cursor"].as_str() {
                Some(next) => cursor = Some(next.to_owned()),
                None => break,
            }
        }
        texts.reverse();
        texts
    }
}

fn told(ordinals: &[u32], shredded: &[u32]) -> Vec<Value> {
    let texts = ordinals.iter().flat_map(|ordinal| {
        ["question", "answer"].map(|word| {
            if shredded.contains(ordinal) {
                Value::Null
            } else {
                format!("{word} {ordinal}").into()
            }
        })
    });
    texts.collect()
}

#[tokio::test]
async fn x_09_one_conversation_is_shredded_and_the_others_stay_open_to_read() {
    let world = World::new().await;
    for ordinal in 1..=3 {
        world.talks(ordinal).await;
        world.closes(ordinal).await;
    }
    world.talks(4).await;
    let all = [1, 2, 3, 4];
    assert_eq!(world.texts_by_pages(100).await, told(&all, &[]));

    assert!(world.shreds(2).await);
    assert!(!world.shreds(2).await, "once");
    assert!(!world.shreds(4).await, "it is open");
    assert!(!world.shreds(9).await, "there is none");
    assert_eq!(world.texts_by_pages(100).await, told(&all, &[2]));

    // The open one goes on, closes, and another opens.
    world.answers("maria", MEMBER, "go on").await.unwrap();
    world.flow().await;
    world.closes(4).await;
    world.talks(5).await;
    let mut expected = told(&all, &[2]);
    expected.push("go on".into());
    expected.extend(told(&[5], &[]));
    assert_eq!(world.texts_by_pages(100).await, expected);

    let items = world.cloud.items("timeline").await;
    for timeline in timelines_of(&items) {
        timeline.check().unwrap();
    }
    let tenant = world.tenant("lakeside").await;
    let number = PhoneNumber::parse(MEMBER).unwrap();
    let packet = world
        .store()
        .evidence(&tenant, &number, world.clock.now())
        .await
        .unwrap();
    packet.check().unwrap();
    let texts: Vec<Value> = packet
        .summary
        .messages
        .iter()
        .map(|message| message.text.clone().map_or(Value::Null, Value::from))
        .collect();
    assert_eq!(texts.len(), expected.len());
    assert_eq!(texts.iter().filter(|text| text.is_null()).count(), 2);
}

#[tokio::test]
async fn pages_however_small_hold_the_keys_of_what_they_show() {
    let world = World::new().await;
    let ordinals: Vec<u32> = (1..=12).collect();
    for ordinal in &ordinals {
        world.talks(*ordinal).await;
        if *ordinal < 12 {
            world.closes(*ordinal).await;
        }
    }
    world.shreds(3).await;
    world.shreds(11).await;
    for limit in [1, 3, 7, 100] {
        assert_eq!(
            world.texts_by_pages(limit).await,
            told(&ordinals, &[3, 11]),
            "{limit}"
        );
    }
}

#[tokio::test]
async fn nothing_of_a_closed_conversation_is_left_in_the_head_and_its_key_is_in_its_row_alone() {
    let world = World::new().await;
    world.talks(1).await;
    let head = async || {
        let items = world.cloud.items("timeline").await;
        let thread = world.thread("lakeside", TWILIO_NUMBER, MEMBER);
        let of_thread = |item: &&crate::world::cloud::Item| attribute(item, "pk").ends_with(thread.as_str());
        let find = |sk: &str| {
            items
                .iter()
                .filter(of_thread)
                .find(|item| attribute(item, "sk") == sk)
                .cloned()
        };
        (find("HEAD").unwrap(), find("C#0000000001"))
    };
    let (open, none) = head().await;
    assert!(none.is_none());
    let key = open["part_key"].clone();
    assert_ne!(key, open["wrapped_key"]);
    world.closes(1).await;
    let (closed, row) = head().await;
    let row = row.unwrap();
    assert!(!closed.contains_key("part_key"));
    assert_eq!(row["wrapped_key"], key, "it moved");
    assert_ne!(row["wrapped_key"], closed["wrapped_key"]);
    let (pair, _) = world.timeline(MEMBER).await;
    assert_eq!(pair.thread.unwrap().head.secret.preview, "");
    let rows = world
        .agent("maria")
        .get("/v1/conversations?filter=closed&team=lending")
        .await;
    assert!(rows.body.to_string().contains("answer 1"), "{}", rows.body);
    world.shreds(1).await;
    let rows = world
        .agent("maria")
        .get("/v1/conversations?filter=closed&team=lending")
        .await;
    assert_eq!(rows.status, 200);
    assert!(!rows.body.to_string().contains("answer 1"), "{}", rows.body);
}

/// A text that belongs to no conversation, and a name, are the thread's own.
#[tokio::test]
async fn what_is_said_in_no_conversation_survives_every_shredding() {
    let world = World::new().await;
    world.talks(1).await;
    let named = world
        .agent("maria")
        .names(&world.conversation(1).to_string(), "Ada")
        .await;
    assert_eq!(named.status, 200);
    world.member(MEMBER).texts("SM9", "STOP").await;
    world.shreds(1).await;
    let (pair, entries) = world.timeline(MEMBER).await;
    assert_eq!(pair.thread.unwrap().head.secret.name.as_deref(), Some("Ada"));
    for entry in entries {
        let of_one = match &entry.event {
            ThreadEvent::MessageIn { conversation, .. } | ThreadEvent::MessageOut { conversation, .. } => {
                *conversation == 1
            }
            ThreadEvent::Named { .. } => false,
            _ => continue,
        };
        assert_eq!(entry.content.is_none(), of_one, "{}", entry.event.kind());
        if let Some(ThreadContent::Message { text, .. }) = entry.content {
            assert!(text.contains("opted out"), "the confirmation: {text}");
        }
    }
}

/// A file's name and a link to it are of the conversation of its message, open or closed.
#[tokio::test]
async fn a_file_of_a_closed_conversation_is_named_and_linked_until_it_is_shredded() {
    let world = World::new().await;
    let message = world.sends_picture(MEMBER, "MM1").await;
    world.closes(1).await;
    let token = world.gets_link("sofia", &message).await;
    let session = world.session("sofia");
    let described = world.asks("describe", &token, Some(&session)).await;
    assert_eq!(
        described.body["file"]["name"], "pay \"stub\".jpg",
        "{}",
        described.body
    );
    world.shreds(1).await;
    let described = world.asks("describe", &token, Some(&session)).await;
    assert_eq!(
        described.body["file"]["name"], "attachment-1-1.jpg",
        "{}",
        described.body
    );
}
