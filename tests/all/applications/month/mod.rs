//! The simulated month: a thousand applications on random journeys, their timers taken from what the function asks of the
//! scheduler, and everything counted again afterwards.
//!
//! `MEMBERLINE_TEST_SEED` draws another month, `MEMBERLINE_TEST_APPLICATIONS=1000` plays all of it: without optimisation that takes
//! minutes, so that 200 are played if nothing else is said.

mod agenda;
mod applicant;
mod draw;
mod journey;
mod places;
mod play;
mod recount;
mod rules;

use std::sync::{Arc, Mutex};

use futures_util::future::join_all;
use jiff::SignedDuration;
use memberline_domain::directory::{Trigger, TriggerKind};
use memberline_domain::journey::Journey;
use memberline_domain::{OrganisationId, TriggerId};
use memberline_store::{Store, Vault};

use self::journey::Household;
use self::play::{Functions, Played, Player};
use self::recount::Recount;
use self::rules::{Counts, RULES, Rule, Totals};
use crate::world::World;
use crate::world::asked::asked_for;
use crate::world::cloud::Cloud;
use crate::world::first_use::TIMER_GROUP;
use crate::world::outbox::timelines_of;
use crate::world::people::salt;
use crate::world::wire::{OWN, Own, Wire};
use crate::world::{template, tracking};

/// How many threads play, and how many households each at a time.
const THREADS: usize = 2;
const AT_ONCE: usize = 4;

/// Of how many households one has its timers in the local scheduler too.
const COMPARED: u64 = 40;

fn minutes(duration: SignedDuration) -> u32 {
    u32::try_from(duration.as_mins()).unwrap()
}

fn trigger(rule: &Rule) -> Trigger {
    Trigger {
        kind: if rule.from_creation {
            TriggerKind::Created
        } else {
            TriggerKind::Stalled
        },
        journey: rule.loans_only.then_some(Journey::LoanApplication),
        template: format!("{} {{name|-}}: {{stage|-}}", rule.id),
        max_nudges: rule.most,
        spacing_minutes: minutes(rule.spacing),
        holdout_percent: rule.holdout_percent,
        ..tracking::trigger(rule.id, rule.stages, minutes(rule.delay))
    }
}

/// The functions, newly started.
async fn functions(world: &Arc<World>) -> Functions {
    let wire = world.cloud.wire();
    let store = |wire: &Wire| {
        let kms = world.cloud.kms_over(wire.clone());
        let vault = Vault::new(kms, world.cloud.organisation_key_id.clone());
        Store::new(world.cloud.dynamodb_over(wire.clone()), Cloud::tables(), vault)
    };
    let scheduler = world.cloud.scheduler_over(wire.of("ReEngagement"));
    let lakeside = OrganisationId::parse("lakeside").unwrap();
    let functions = ["ReEngagement", "InboundSms", "OutboundSms"];
    let [of_re_engagement, of_inbound, of_outbound] = functions.map(|function| store(&wire.of(function)));
    let store = store(&wire);
    Functions {
        re_engagement: world.re_engagement_over(of_re_engagement, scheduler),
        inbound: World::inbound_over(of_inbound),
        outbound: world.outbound_over(of_outbound),
        tenant: store.tenant(&lakeside).await.unwrap().unwrap(),
        store,
        scheduler: world.cloud.scheduler(),
        filter: template::filter("TimersSubscription"),
        world: Arc::clone(world),
    }
}

/// The households that nobody plays yet.
type Left = Arc<Mutex<Vec<(u64, Household)>>>;

/// Plays the households that are left until none is.
async fn play(functions: &Functions, left: &Left) -> Vec<Played> {
    let mut played = Vec::new();
    loop {
        let next = left.lock().unwrap().pop();
        let Some((index, household)) = next else {
            return played;
        };
        let own = if index % COMPARED == 0 {
            Own::compared()
        } else {
            Own::default()
        };
        let one = Player::new(functions, household, own.clone());
        played.push(OWN.scope(own, Box::pin(one.play())).await);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn el_17_el_19_in_a_month_every_nudge_that_is_due_and_allowed_goes_out_once_and_no_other() {
    let began = tokio::time::Instant::now();
    let seed = asked_for("MEMBERLINE_TEST_SEED", 20_320_314);
    let wanted = asked_for("MEMBERLINE_TEST_APPLICATIONS", 200);
    eprintln!("month: seed {seed}");
    let mut households = Vec::new();
    let mut applications = 0;
    while applications < wanted {
        let index = households.len() as u64;
        let household = Household::of(seed, index);
        applications += household.applications.len() as u64;
        households.push((index, household));
    }
    let world = Arc::new(World::new().await);
    world.tracks(&RULES.each_ref().map(trigger)).await;
    let left = Arc::new(Mutex::new(households));
    let threads = (0..THREADS).map(|_| {
        let (world, left) = (Arc::clone(&world), Arc::clone(&left));
        tokio::task::spawn_blocking(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.unwrap().block_on(async {
                let functions = functions(&world).await;
                join_all((0..AT_ONCE).map(|_| play(&functions, &left)))
                    .await
                    .concat()
            })
        })
    });
    let threads: Vec<_> = threads.collect();
    let functions = functions(&world).await;
    let mut totals = Totals::default();
    let (mut calls, mut faults) = (0, Vec::new());
    for thread in threads {
        for played in thread.await.unwrap() {
            assert_eq!(
                played.own.scheduled(),
                0,
                "a schedule is left of {:?}",
                played.household.applications
            );
            calls += played.own.calls();
            let id = |los_id: &str| functions.tenant.application_id(los_id);
            let recount = Recount::of(&played.household, &salt("lakeside"), id);
            match recount.check(&played.happened) {
                Ok(counted) => totals.add(&counted),
                Err(fault) => faults.push((fault, played)),
            }
        }
    }
    for (
        fault,
        Played {
            household, happened, ..
        },
    ) in faults.iter().take(3)
    {
        eprintln!("{fault}\n{:?}", household.spot);
        for (at, what) in happened {
            eprintln!("  {at} {what:?}");
        }
    }
    assert!(
        faults.is_empty(),
        "{} faults: {:#?}",
        faults.len(),
        faults.iter().map(|f| &f.0).collect::<Vec<_>>()
    );
    statistics_agree(&functions, &totals).await;
    let timelines = timelines_hold(&functions).await;
    let left = functions
        .scheduler
        .list_schedules()
        .group_name(TIMER_GROUP)
        .send()
        .await
        .unwrap();
    assert!(
        left.schedules().is_empty(),
        "the local scheduler has nothing left either"
    );
    for queue in ["TimersDeadLetters", "OutboundDeadLetters"] {
        let letters = world.cloud.take_messages(queue).await;
        assert!(letters.is_empty(), "{queue}: {letters:?}");
    }
    let sum = |of: fn(&Counts) -> i64| totals.counts.values().map(of).sum::<i64>();
    eprintln!(
        "month: {applications} applications, {} events, {calls} calls of the scheduler, {} fires, {} sent, {} held, {} cancelled, \
         {} withheld, {} taken back; {timelines} timelines hold; {:?}; {:?} s\n{:#?}",
        totals.events,
        totals.fires,
        sum(|counts| counts.sent),
        totals.held,
        totals.cancelled,
        sum(|counts| counts.withheld),
        totals.unsent,
        totals.reasons,
        began.elapsed().as_secs(),
        totals.counts,
    );
    let everything = totals.reasons.len() == 8 && totals.unsent > 0;
    assert!(everything || applications < 200, "not everything happens");
}

/// What the API shows of the triggers is what was counted again.
async fn statistics_agree(functions: &Functions, totals: &Totals) {
    for rule in &RULES {
        let trigger = TriggerId::parse(rule.id).unwrap();
        let tally = functions.store.tally(&functions.tenant, &trigger).await.unwrap();
        let counted = Counts {
            due: tally.due,
            sent: tally.sent,
            nudged: tally.nudged,
            replied: tally.replied,
            completed: tally.completed,
            withheld: tally.withheld,
            withheld_completed: tally.withheld_completed,
        };
        assert_eq!(Some(&counted), totals.counts.get(rule.id), "{}", rule.id);
    }
}

/// Checks every timeline, entry by entry. Returns how many there are.
async fn timelines_hold(functions: &Functions) -> usize {
    let items = functions.world.cloud.items("timeline").await;
    let timelines = timelines_of(&items);
    for timeline in &timelines {
        timeline.check().unwrap_or_else(|broken| panic!("{broken}"));
    }
    timelines.len()
}
