//! An operator invites, suspends and reinstates agents, with the users of a pool.

use memberline_cli::operate::agents::{Invitation, People, Person, Reinstatement, Reviewed, Suspension};
use memberline_cli::operate::{Deployment, Pool, Refused};
use memberline_domain::AgentId;
use memberline_domain::directory::AgentStatus;
use memberline_domain::directory::administration::{Author, Record, RecordKey, RecordKind, Versioned};
use serde_json::Value;

use crate::deployment::faults::sweep;
use crate::world::World;
use crate::world::issuer::{KEY, claims};
use crate::world::people::lakeside;

const MEMBER: &str = "+15552010001";

/// A user pool of the world's account, like the template's.
async fn pool(world: &World) -> Pool {
    let cognito = world.cloud.cognito();
    let made = cognito
        .create_user_pool()
        .pool_name("agents")
        .username_attributes(aws_sdk_cognitoidentityprovider::types::UsernameAttributeType::Email)
        .send()
        .await
        .unwrap();
    Pool::over(cognito, made.user_pool().unwrap().id().unwrap())
}

fn deployment(world: &World, pool: Option<&Pool>) -> Deployment {
    Deployment::over(world.store(), pool.cloned())
}

fn nina(email: &str) -> Person {
    Person {
        name: Some("Nina Holt".to_owned()),
        email: Some(email.to_owned()),
        role: Some(memberline_cli::operate::agents::Role::Agent),
        teams: vec!["lending".to_owned()],
        ..Person::default()
    }
}

async fn invites(
    world: &World,
    pool: Option<&Pool>,
    (id, person): (&str, &Person),
    again: bool,
) -> anyhow::Result<(Value, String)> {
    let deployment = deployment(world, pool);
    let people = People::of(&deployment, lakeside()).await?;
    let id = AgentId::parse(id).unwrap();
    let now = world.clock.now();
    let planned = Invitation::plan(&deployment, &people, (&id, person), again, now).await?;
    let subject = planned.carry_out(&deployment, &people, now).await?;
    Ok((planned.json(), subject))
}

async fn suspends(world: &World, pool: Option<&Pool>, id: &str, at_once: bool) -> anyhow::Result<Value> {
    let deployment = deployment(world, pool);
    let people = People::of(&deployment, lakeside()).await?;
    let id = AgentId::parse(id).unwrap();
    let now = world.clock.now();
    let planned = Suspension::plan(&deployment, &people, &id, at_once, now).await?;
    planned.carry_out(&deployment, &people, now).await?;
    Ok(planned.json())
}

async fn reinstates(world: &World, pool: Option<&Pool>, id: &str) -> anyhow::Result<bool> {
    let deployment = deployment(world, pool);
    let people = People::of(&deployment, lakeside()).await?;
    let id = AgentId::parse(id).unwrap();
    let now = world.clock.now();
    let planned = Reinstatement::plan(&deployment, &people, &id, now).await?;
    planned.carry_out(&deployment, &people, now).await?;
    Ok(!planned.is_done())
}

async fn record(world: &World, id: &str) -> Versioned {
    let records = world.store().records(&lakeside()).await.unwrap();
    records
        .get(&RecordKey::new(RecordKind::Agent, id))
        .unwrap()
        .clone()
}

fn refusal(done: anyhow::Result<impl Sized>) -> String {
    let error = done.err().unwrap();
    assert!(error.downcast_ref::<Refused>().is_some(), "{error:#}");
    format!("{error:#}")
}

#[tokio::test]
async fn who_is_invited_has_a_user_and_a_record_that_names_it_and_signs_in() {
    let world = World::new().await;
    let pool = pool(&world).await;
    let person = nina("nina@lakeside.example");
    let (planned, subject) = invites(&world, Some(&pool), ("nina", &person), false)
        .await
        .unwrap();
    assert_eq!(planned["user"], "create");
    let user = pool.find("nina@lakeside.example").await.unwrap().unwrap();
    assert_eq!(user.subject, subject);
    assert!(user.is_enabled && user.is_awaited());
    let stored = record(&world, "nina").await;
    assert_eq!(
        (stored.version.number, &stored.version.by),
        (1, &Author::Operator)
    );
    let token = KEY.token(&claims(&subject, world.clock.now().as_second()));
    let me = world.bearer(&token).get("/v1/me").await;
    assert_eq!(me.body["agent"]["teams"][0]["id"], "lending", "{}", me.body);

    let (again, same) = invites(&world, Some(&pool), ("nina", &Person::default()), false)
        .await
        .unwrap();
    assert_eq!(
        (&again["user"], &again["record"], same),
        (&"take".into(), &Value::Null, subject)
    );
    assert_eq!(record(&world, "nina").await.version.number, 1, "nothing changed");
    let (sent, _) = invites(&world, Some(&pool), ("nina", &Person::default()), true)
        .await
        .unwrap();
    assert_eq!(sent["user"], "send_again");
}

#[tokio::test]
async fn a_user_who_is_there_is_taken_and_a_record_keeps_what_is_not_given() {
    let world = World::new().await;
    let pool = pool(&world).await;
    let by_hand = pool.create("maria@lakeside.example").await.unwrap();
    let (planned, subject) = invites(&world, Some(&pool), ("maria", &Person::default()), false)
        .await
        .unwrap();
    assert_eq!(
        (planned["user"].as_str(), subject),
        (Some("take"), by_hand.subject)
    );
    let Record::Agent(maria) = record(&world, "maria").await.record else {
        panic!("an agent");
    };
    assert!(!maria.teams.is_empty());
    assert_eq!(
        world.agent("maria").get("/v1/me").await.body["code"],
        "unknown_agent",
        "her subject was another"
    );
}

#[tokio::test]
async fn what_the_directory_refuses_makes_no_user() {
    let world = World::new().await;
    let pool = pool(&world).await;
    for (person, told) in [
        (nina("no address"), "no address that email"),
        (nina("maria@lakeside.example"), "another agent has this address"),
        (
            Person {
                teams: vec!["nowhere".to_owned()],
                ..nina("nina@lakeside.example")
            },
            "there is no team nowhere",
        ),
        (
            Person {
                subject: Some("x".to_owned()),
                ..nina("nina@lakeside.example")
            },
            "leave --subject out",
        ),
        (Person::default(), "say --name"),
    ] {
        let refused = refusal(invites(&world, Some(&pool), ("nina", &person), false).await);
        assert!(refused.contains(told), "{refused}");
    }
    assert_eq!(pool.users().await.unwrap(), []);
    let without = refusal(invites(&world, None, ("nina", &nina("nina@lakeside.example")), false).await);
    assert!(without.contains("say by --subject"), "{without}");
    let theirs = Person {
        subject: Some("lakeside-nina".to_owned()),
        ..nina("nina@lakeside.example")
    };
    invites(&world, None, ("nina", &theirs), false).await.unwrap();
    assert_eq!(world.agent("nina").get("/v1/me").await.status, 200);
}

/// Before anybody is asked to agree.
#[tokio::test]
async fn a_subject_of_another_organisations_agent_is_refused_by_the_plan() {
    let world = World::new().await;
    crate::world::people::seed(&world.store(), "harbor", "+155502000", world.clock.now()).await;
    let deployment = deployment(&world, None);
    let people = People::of(&deployment, lakeside()).await.unwrap();
    let id = AgentId::parse("nina").unwrap();
    let with = |subject: &str| Person {
        subject: Some(subject.to_owned()),
        ..nina("nina@lakeside.example")
    };
    let plan = async |person: &Person| {
        let now = world.clock.now();
        Invitation::plan(&deployment, &people, (&id, person), false, now).await
    };
    let refused = refusal(plan(&with("harbor-maria")).await);
    assert!(
        refused.contains("subject: an agent of harbor, another organisation of this deployment"),
        "{refused}"
    );
    assert!(plan(&with("lakeside-nina")).await.is_ok());
}

#[tokio::test]
async fn a_suspended_agent_is_out_here_and_at_the_pool_until_reinstated() {
    let world = World::new().await;
    let pool = pool(&world).await;
    invites(&world, Some(&pool), ("maria", &Person::default()), false)
        .await
        .unwrap();
    for again in [false, true] {
        let planned = suspends(&world, Some(&pool), "maria", false).await.unwrap();
        assert_eq!(planned["record"].is_null(), again);
        assert!(
            !pool
                .find("maria@lakeside.example")
                .await
                .unwrap()
                .unwrap()
                .is_enabled
        );
    }
    let Record::Agent(maria) = record(&world, "maria").await.record else {
        panic!("an agent");
    };
    assert_eq!(maria.status, AgentStatus::Suspended);
    let token = KEY.token(&claims(
        maria.subject.as_ref().unwrap(),
        world.clock.now().as_second(),
    ));
    assert_eq!(
        world.bearer(&token).get("/v1/me").await.body["code"],
        "agent_suspended"
    );
    let refused = refusal(invites(&world, Some(&pool), ("maria", &Person::default()), false).await);
    assert!(
        refused.contains("memberline agents reinstate lakeside maria"),
        "{refused}"
    );
    assert!(reinstates(&world, Some(&pool), "maria").await.unwrap());
    assert!(
        !reinstates(&world, Some(&pool), "maria").await.unwrap(),
        "nothing is left to do"
    );
    assert!(
        pool.find("maria@lakeside.example")
            .await
            .unwrap()
            .unwrap()
            .is_enabled
    );
    assert_eq!(world.bearer(&token).get("/v1/me").await.status, 200);
    let nobody = refusal(suspends(&world, Some(&pool), "nobody", false).await);
    assert!(nobody.contains("lakeside has no agent nobody"), "{nobody}");
}

#[tokio::test]
async fn who_holds_conversations_is_not_suspended_unless_it_is_to_be_at_once() {
    let world = World::new().await;
    world.member(MEMBER).texts("SM1", "Hello").await;
    let conversation = format!("{}-1", world.thread("lakeside", "+15550100001", MEMBER));
    world.agent("maria").claims(&conversation).await;
    let refused = refusal(suspends(&world, None, "maria", false).await);
    assert!(
        refused.contains(&conversation) && refused.contains("--at-once"),
        "{refused}"
    );
    assert_eq!(world.agent("maria").get("/v1/me").await.status, 200);
    let planned = suspends(&world, None, "maria", true).await.unwrap();
    assert_eq!(planned["conversations"][0], conversation);
    assert_eq!(world.agent("maria").get("/v1/me").await.status, 403);
    assert_eq!(
        world.agent("amara").closes(&conversation).await.status,
        200,
        "a supervisor still can"
    );
    suspends(&world, None, "maria", false).await.unwrap();
}

#[tokio::test]
async fn a_review_says_who_may_do_what_and_who_signed_in_when() {
    let world = World::new().await;
    let pool = pool(&world).await;
    invites(&world, Some(&pool), ("maria", &Person::default()), false)
        .await
        .unwrap();
    suspends(&world, Some(&pool), "maria", false).await.unwrap();
    pool.create("stranger@lakeside.example").await.unwrap();
    world.agent("amara").get("/v1/me").await;
    let deployment = deployment(&world, Some(&pool));
    let people = People::of(&deployment, lakeside()).await.unwrap();
    let reviewed = Reviewed::of(&deployment, &people).await.unwrap();
    let json = reviewed.json();
    let of = |id: &str| {
        let agents = json["agents"].as_array().unwrap();
        agents.iter().find(|agent| agent["id"] == id).unwrap().clone()
    };
    assert_eq!(of("amara")["last_signed_in_at"], world.clock.now().to_string());
    assert!(
        of("amara")["permissions"]
            .as_array()
            .unwrap()
            .contains(&"administer".into())
    );
    assert_eq!(of("maria")["last_signed_in_at"], Value::Null);
    assert_eq!(of("maria")["status"], "suspended");
    assert_eq!(of("maria")["user"]["enabled"], false);
    assert_eq!(json["strangers"][0]["email"], "stranger@lakeside.example");
    assert_eq!(json["strangers"].as_array().unwrap().len(), 1);
    let words = reviewed.words();
    let line = |id: &str| {
        words
            .lines()
            .find(|line| line.starts_with(id))
            .unwrap()
            .to_owned()
    };
    assert!(
        line("maria").contains("suspended") && line("maria").ends_with("never seen"),
        "{words}"
    );
    assert!(
        line("amara").contains("no user at Cognito") && line("amara").ends_with('Z'),
        "{words}"
    );
}

/// Each call of it fails in every way, is tried again, and in the end everything is there once.
#[tokio::test]
async fn an_invitation_or_suspension_that_was_interrupted_ends_the_same_when_it_is_run_again() {
    let world = World::new().await;
    let pool = pool(&world).await;
    let of = |member: &str| {
        let id = format!("agent-{}", &member[member.len() - 4..]);
        let person = nina(&format!("{id}@lakeside.example"));
        (id, person)
    };
    let broken = sweep(
        &world,
        async |_| {},
        async |member| {
            let (id, person) = of(member);
            let invited = invites(&world, Some(&pool), (&id, &person), false).await;
            invited.is_ok() && suspends(&world, Some(&pool), &id, false).await.is_ok()
                || is_suspended_to_the_end(&world, &pool, &id).await
        },
        async |member| {
            let (id, person) = of(member);
            let users = pool.users().await.unwrap();
            let theirs: Vec<_> = users.iter().filter(|user| user.email == person.email).collect();
            assert_eq!(theirs.len(), 1, "{id}");
            assert!(!theirs[0].is_enabled, "{id}");
            let stored = record(&world, &id).await;
            assert_eq!(stored.version.number, 2, "{id}: each change was made once");
            let Record::Agent(agent) = stored.record else {
                panic!("an agent");
            };
            assert_eq!(agent.subject.as_ref(), Some(&theirs[0].subject));
        },
    )
    .await;
    assert!(broken > 20, "{broken}");
}

/// Whoever was suspended before it broke off is suspended to the end by the next run.
async fn is_suspended_to_the_end(world: &World, pool: &Pool, id: &str) -> bool {
    let records = world.store().records(&lakeside()).await;
    let suspended = records.is_ok_and(|records| {
        let found = records.get(&RecordKey::new(RecordKind::Agent, id));
        found.is_some_and(
            |found| matches!(&found.record, Record::Agent(agent) if agent.status == AgentStatus::Suspended),
        )
    });
    suspended && suspends(world, Some(pool), id, false).await.is_ok()
}
