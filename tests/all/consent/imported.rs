//! Opt-outs and consents of before are brought in: once, whatever breaks off, and what members said since stands.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::SignedDuration;
use memberline_administration::consents::{ConsentFile, Import, MOST_NUMBERS, Outcome};
use memberline_domain::PhoneNumber;
use memberline_domain::consent::{Imported, Subscriber};
use memberline_domain::evidence::Packet;
use memberline_store::StoreError;
use tokio::time::Instant;

use crate::deployment::faults::sweep;
use crate::world::World;
use crate::world::asked::asked_for;
use crate::world::people::{TWILIO_NUMBER, lakeside};

const MEMBER: &str = "+15552010001";
const PATH: &str = "/v1/evidence?number=%2B15552010001";
const STANDS_FOR_OURS: &str = "+13195559999";
const HEADER: &str = "number,kind,at,channel,source,categories,wording,reference\n";

fn consent(number: &str, at: &str) -> String {
    format!("{number},consent,{at},paper,Acme Texting,service automation,You agree to texts.,form 7\n")
}

fn opt_out(number: &str, at: &str) -> String {
    format!("{number},opt_out,{at},text,Acme Texting,,,\n")
}

/// Brings a file in: what became of each line.
async fn import(world: &World, rows: &str) -> Result<BTreeMap<u64, Outcome>, StoreError> {
    let store = world.store();
    let tenant = store.tenant(&lakeside()).await?.unwrap();
    let now = || world.clock.now();
    let mut file = ConsentFile::read(format!("{HEADER}{rows}").as_bytes(), None, now()).unwrap();
    // Our numbers in tests are none that anybody could have.
    for row in &mut file.rows {
        if row.number.as_str() == STANDS_FOR_OURS {
            row.number = PhoneNumber::parse(TWILIO_NUMBER).unwrap();
        }
    }
    assert!(file.broken.is_empty(), "{:?}", file.broken);
    let import = Import {
        store: &store,
        tenant: &tenant,
        now: &now,
        patience: 0,
    };
    let mut became = BTreeMap::new();
    import
        .run(&file.rows, |row, outcome| {
            became.insert(row.line, outcome);
        })
        .await?;
    Ok(became)
}

async fn outcomes(world: &World, rows: &str) -> Vec<Outcome> {
    import(world, rows).await.unwrap().into_values().collect()
}

const RECORDED: Outcome = Outcome::Imported(Imported::Recorded);
const KNOWN: Outcome = Outcome::Imported(Imported::Known);
const SUPERSEDED: Outcome = Outcome::Imported(Imported::Superseded);

async fn packet(world: &World) -> Packet {
    let answer = world.agent("amara").get(PATH).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let packet: Packet = serde_json::from_value(answer.body).unwrap();
    packet.check().unwrap();
    packet
}

#[tokio::test]
async fn an_opt_out_of_before_ends_texts_and_is_in_the_evidence() {
    let world = World::new().await;
    let rows = format!(
        "{}{}",
        consent(MEMBER, "2024-05-01"),
        opt_out(MEMBER, "2025-05-01T10:00:00Z")
    );
    assert_eq!(outcomes(&world, &rows).await, [RECORDED, RECORDED]);
    let packet_before = packet(&world).await;
    assert_eq!(packet_before.summary.blocked_now, [None]);
    let kinds: Vec<_> = packet_before
        .ledger
        .entries
        .iter()
        .map(|entry| entry.kind.as_str())
        .collect();
    assert_eq!(kinds, ["consent_granted", "consent_granted", "opted_out"]);
    let stop = &packet_before.summary.stops[0];
    assert_eq!(stop.said_at.unwrap().to_string(), "2025-05-01T10:00:00Z");
    assert_eq!(
        serde_json::to_value(&stop.source).unwrap(),
        serde_json::json!({ "via": "import", "channel": "text" })
    );
    let first = &packet_before.ledger.entries[0];
    assert!(first.content.as_ref().unwrap().contains("form 7"));
    assert!(!first.meta.contains("Acme"), "what others wrote is sealed");

    world.member(MEMBER).texts("SM1", "Is my loan approved?").await;
    assert!(
        world.answers("maria", MEMBER, "Yes").await.is_ok(),
        "a person may answer a text that came since"
    );
    world.member(MEMBER).texts("SM2", "START").await;
    assert!(world.ledger(MEMBER).await.opt_outs.is_empty());
    assert_eq!(
        outcomes(&world, &rows).await,
        [KNOWN, SUPERSEDED],
        "it is not undone"
    );
    assert!(world.ledger(MEMBER).await.opt_outs.is_empty());
    assert!(packet(&world).await.summary.blocked_now.is_empty());
}

#[tokio::test]
async fn an_import_undoes_no_start_that_came_before_it() {
    let world = World::new().await;
    // Nothing was there to lift, and no carrier says when: the START is in the ledger all the same.
    let mut start = world.member(MEMBER).webhook("SM1", "START");
    start.request_context.time_epoch = world.clock.now().as_millisecond() - 37;
    let answer = world.inbound().handle(start, "test", world.clock.now()).await;
    assert_eq!(answer.status_code, 204);
    assert_eq!(
        outcomes(&world, &opt_out(MEMBER, "2025-05-01")).await,
        [SUPERSEDED]
    );
    assert!(world.ledger(MEMBER).await.opt_outs.is_empty());
    world.member(MEMBER).texts("SM2", "STOP").await;
    assert_eq!(outcomes(&world, &opt_out(MEMBER, "2025-05-01")).await, [KNOWN]);
    packet(&world).await;
}

#[tokio::test]
async fn a_number_of_the_organisations_own_is_refused() {
    let world = World::new().await;
    let rows = format!(
        "{}{}",
        opt_out(STANDS_FOR_OURS, "2025-05-01"),
        opt_out(MEMBER, "2025-05-01")
    );
    assert_eq!(outcomes(&world, &rows).await, [Outcome::OwnNumber, RECORDED]);
}

#[tokio::test]
async fn a_ledger_that_cannot_be_read_keeps_no_other_out() {
    let world = World::new().await;
    outcomes(&world, &opt_out(MEMBER, "2025-05-01")).await;
    let tenant = world.tenant("lakeside").await;
    let id = tenant.subscriber_id(&PhoneNumber::parse(MEMBER).unwrap());
    world
        .cloud
        .dynamodb()
        .update_item()
        .table_name("timeline")
        .key("pk", AttributeValue::S(format!("S#lakeside#{id}")))
        .key("sk", AttributeValue::S("HEAD".to_owned()))
        .update_expression("SET #s = :broken")
        .expression_attribute_names("#s", "state")
        .expression_attribute_values(":broken", AttributeValue::S("{}".to_owned()))
        .send()
        .await
        .unwrap();
    let rows = format!(
        "{}{}",
        opt_out(MEMBER, "2025-06-01"),
        opt_out("+15552010002", "2025-06-01")
    );
    let became = outcomes(&world, &rows).await;
    assert!(matches!(&became[0], Outcome::Failed(_)), "{became:?}");
    assert_eq!(became[1], RECORDED);
}

/// The rows of many numbers, with two words of each third one.
fn many(numbers: usize) -> String {
    let mut rows = String::new();
    for n in 0..numbers {
        let number = format!("+1319556{n:04}");
        let number = if n < 10_000 {
            number
        } else {
            format!("+1515{:07}", 2_000_000 + n)
        };
        if n % 3 == 0 {
            rows += &consent(&number, "2024-05-01");
        }
        let _ = write!(rows, "{}", opt_out(&number, "2025-05-01T10:00:00Z"));
    }
    rows
}

#[tokio::test]
async fn many_numbers_take_a_read_and_a_transaction_for_each_batch() {
    let world = World::new().await;
    outcomes(&world, &opt_out(MEMBER, "2025-05-01")).await;
    world.calls();
    let mut rows = String::new();
    for n in 0..MOST_NUMBERS * 3 {
        rows += &opt_out(&format!("+1319556{n:04}"), "2025-05-01");
    }
    outcomes(&world, &rows).await;
    let calls = world.calls();
    let of = |operation: &str| calls.iter().filter(|call| *call == operation).count();
    assert_eq!(
        (of("DynamoDB.BatchGetItem"), of("DynamoDB.TransactWriteItems")),
        (3, 3),
        "{calls:?}"
    );
    outcomes(&world, &rows).await;
    let calls = world.calls();
    assert!(
        !calls.contains(&"DynamoDB.TransactWriteItems".to_owned()),
        "the second time nothing is written"
    );
}

/// Each call of an import fails in every way, is run again, and in the end each word is there once.
#[tokio::test]
async fn an_import_that_was_interrupted_ends_the_same_when_it_is_run_again() {
    let world = World::new().await;
    // Two batches of numbers for each member of the sweep.
    let of = |member: &str| {
        let digits = member[member.len() - 4..].to_owned();
        (0..30).map(move |n| format!("+49151{digits}{n:03}"))
    };
    let broken = sweep(
        &world,
        async |_| {},
        async |member| {
            let rows =
                of(member).map(|number| consent(&number, "2024-05-01") + &opt_out(&number, "2025-05-01"));
            let rows: String = rows.collect();
            import(&world, &rows).await.is_ok()
        },
        async |member| {
            let (store, tenant) = (world.store(), world.tenant("lakeside").await);
            for number in of(member) {
                let id = tenant.subscriber_id(&PhoneNumber::parse(&number).unwrap());
                let ledger = store.load_one::<Subscriber>(&tenant, &id).await.unwrap().unwrap();
                assert_eq!((ledger.seq, ledger.head.opt_outs.len()), (3, 1), "{number}");
                assert_eq!(ledger.head.consents.len(), 2);
            }
        },
    )
    .await;
    assert!(broken > 20, "{broken}");
}

/// How long a file takes, in this process's tables; `MEMBERLINE_TEST_ROWS=50000` takes one of so many rows.
#[tokio::test]
async fn a_long_file_is_brought_in_and_a_second_time_changes_nothing() {
    let wanted = usize::try_from(asked_for("MEMBERLINE_TEST_ROWS", 1_200)).unwrap();
    let world = World::new().await;
    let text = many(wanted * 3 / 4);
    let count = text.lines().count();
    for expected in [RECORDED, KNOWN] {
        let began = Instant::now();
        let became = outcomes(&world, &text).await;
        told(&format!("{count} rows, {expected:?}: {:?}", began.elapsed()));
        assert_eq!(became.len(), count);
        assert!(became.iter().all(|outcome| *outcome == expected));
        world.clock.pass(SignedDuration::from_secs(1));
    }
}

#[expect(clippy::print_stderr, reason = "how long it took is what it is run for")]
fn told(what: &str) {
    eprintln!("{what}");
}
