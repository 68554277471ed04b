//! A file is applied: whole, and after an interruption at whatever call.

use memberline_administration::yaml::YamlFile;
use memberline_administration::{AdministrationError, DirectoryFile, apply, plan, yaml};
use memberline_domain::OrganisationId;
use memberline_domain::directory::administration::ChangeRefusal;
use memberline_store::Store;

use crate::deployment::faults::sweep;
use crate::world::World;
use crate::world::people::TWILIO_NUMBER;

const MEMBER: &str = "+15552010001";

/// The directory of an invented credit union.
fn file(id: &str, number: &str) -> String {
    format!(
        r#"
organisation:
  id: {id}
  name: Cedar Falls Credit Union
  brand: Cedar Falls
  help_contact: call 319-555-0100
  texting: true
  automation: {{ request_consent: true, number: "{number}" }}
groups: [{{ id: retail, name: Retail }}]
locations: [{{ id: main, name: Main Street, service_area: {{ latitude: 42.53, longitude: -92.45, ideal_miles: 10, maximum_miles: 25 }} }}]
teams: [{{ id: lending, name: Lending }}]
hours:
  - team: lending
    time_zone: America/Chicago
    open: [{{ days: [monday, friday], from: "09:00", to: "17:30" }}]
    closed_on: ["2026-12-25"]
agents:
  - {{ id: maria, name: Maria, email: maria@{id}.example, role: admin, teams: [lending], subject: {id}-maria }}
numbers:
  - {{ number: "{number}", carrier: twilio, owner: {{ scope: campaign, group: retail, location: main, campaign: Auto }}, team: lending }}
quick_replies: [{{ id: thanks, group: retail, name: Thanks, text: "Thank you, {{first_name|there}}" }}]
dispositions: [{{ id: helped, name: Helped }}]
"#
    )
}

async fn applied(world: &World, store: &Store, text: &str) -> Result<usize, AdministrationError> {
    let file = YamlFile::read(text, true).unwrap();
    let wanted = file.read.wanted;
    let organisation = wanted
        .records
        .iter()
        .find_map(|record| match record {
            memberline_domain::directory::administration::Record::Organisation(it) => Some(it.id.clone()),
            _ => None,
        })
        .unwrap();
    let records = store.records(&organisation).await?;
    let planned = plan(store, &records, wanted, world.clock.now()).await?;
    apply(store, &organisation, &planned, |_| ()).await?;
    Ok(planned.steps.len())
}

#[tokio::test]
async fn one_apply_makes_an_organisation_and_the_next_changes_nothing() {
    let world = World::new().await;
    let text = file("cedar-falls", "+15550199001");
    let store = world.store();
    // The organisation twice, as it names a number that is new too.
    assert_eq!(applied(&world, &store, &text).await.unwrap(), 10);
    assert_eq!(applied(&world, &store, &text).await.unwrap(), 0);
    let maria = world.agent_of("cedar-falls", "maria");
    assert_eq!(maria.get("/v1/me").await.status, 200);
    let tenant = world.tenant("cedar-falls").await;
    assert!(store.organisation_key(&tenant, None).await.is_ok());
    assert_eq!(tenant.organisation().salt.len(), 32);
}

#[tokio::test]
async fn what_is_exported_is_what_was_applied() {
    let world = World::new().await;
    let store = world.store();
    applied(&world, &store, &file("cedar-falls", "+15550199001"))
        .await
        .unwrap();
    let id = OrganisationId::parse("cedar-falls").unwrap();
    let exported = DirectoryFile::of(&store.records(&id).await.unwrap()).unwrap();
    let text = yaml::write(&exported).unwrap();
    assert!(!text.contains("salt") && !text.contains("null"), "{text}");
    let sections = text.lines().filter(|line| !line.starts_with([' ', '-']));
    let sections: Vec<&str> = sections.filter_map(|line| line.split(':').next()).collect();
    let wanted = [
        "organisation",
        "groups",
        "locations",
        "teams",
        "hours",
        "agents",
        "numbers",
        "triggers",
        "quick_replies",
        "dispositions",
    ];
    assert_eq!(sections, wanted, "{text}");
    let agents = text.split("\nagents:").nth(1).unwrap();
    assert!(agents.find("id:") < agents.find("display_images:"), "{agents}");
    assert_eq!(applied(&world, &store, &text).await.unwrap(), 0, "{text}");
}

#[tokio::test]
async fn a_plan_that_strands_conversations_is_refused_whole() {
    let world = World::new().await;
    world.member(MEMBER).texts("SM1", "Hello").await;
    let store = world.store();
    let id = OrganisationId::parse("lakeside").unwrap();
    let mut directory = DirectoryFile::of(&store.records(&id).await.unwrap()).unwrap();
    directory
        .numbers
        .as_mut()
        .unwrap()
        .retain(|number| number.number != TWILIO_NUMBER);
    directory.organisation.brand = "Lake".to_owned();
    let refused = applied(&world, &store, &yaml::write(&directory).unwrap()).await;
    let Err(AdministrationError::PlanRefused(refusals)) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(refusals[0].refusal, ChangeRefusal::ConversationsOpen);
    assert_eq!(world.tenant("lakeside").await.organisation().brand, "lakeside");
}

#[tokio::test]
async fn what_another_organisation_has_is_told_before_anything_is_written() {
    let world = World::new().await;
    let store = world.store();
    let id = OrganisationId::parse("cedar-falls").unwrap();
    let theirs = file("cedar-falls", TWILIO_NUMBER).replace("cedar-falls-maria", "lakeside-maria");
    let Err(AdministrationError::PlanRefused(refusals)) = applied(&world, &store, &theirs).await else {
        panic!("it is applied");
    };
    let told: Vec<String> = refusals
        .iter()
        .map(|refused| format!("{}: {}", refused.key, refused.refusal))
        .collect();
    let wanted = [
        "agent maria: subject: an agent of lakeside, another organisation of this deployment, signs in as this subject".to_owned(),
        format!("number {TWILIO_NUMBER}: number: lakeside, another organisation of this deployment, has it"),
    ];
    assert_eq!(told, wanted);
    let records = store.records(&id).await.unwrap();
    assert_eq!((records.iter().count(), records.revision), (0, 0));

    // With what nobody has it is made; after that its own are no obstacle, and others' are told beside what else is wrong.
    applied(&world, &store, &file("cedar-falls", "+15550199001"))
        .await
        .unwrap();
    assert_eq!(
        applied(&world, &store, &file("cedar-falls", "+15550199001"))
            .await
            .unwrap(),
        0
    );
    let both = theirs.replace(
        "quick_replies: [{ id: thanks, group: retail",
        "quick_replies: [{ id: thanks, group: lending",
    );
    let Err(AdministrationError::PlanRefused(refusals)) = applied(&world, &store, &both).await else {
        panic!("it is applied");
    };
    assert_eq!(refusals.len(), 3, "{refusals:?}");
}

/// Each call of an apply fails in every way, is tried again, and in the end the directory is the same.
#[tokio::test]
async fn an_apply_that_was_interrupted_ends_the_same_when_it_is_run_again() {
    let world = World::new().await;
    let of = |member: &str| {
        let digits = &member[member.len() - 4..];
        (format!("cu-{digits}"), format!("+1555018{digits}"))
    };
    let broken = sweep(
        &world,
        async |_| {},
        async |member| {
            let (id, number) = of(member);
            applied(&world, &world.store(), &file(&id, &number)).await.is_ok()
        },
        async |member| {
            let (id, _) = of(member);
            let records = world
                .store()
                .records(&OrganisationId::parse(&id).unwrap())
                .await
                .unwrap();
            assert_eq!(records.iter().count(), 9, "{id}");
            assert_eq!(records.revision, 10, "{id}: each change was made once");
        },
    )
    .await;
    assert!(broken > 0);
}
