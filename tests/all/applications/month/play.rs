//! Plays a household against the functions, each thing at its instant, and writes down what happened.

use std::sync::Arc;
use std::time::Duration;

use inbound_sms::InboundSms;
use jiff::{SignedDuration, Timestamp};
use memberline_domain::AgentId;
use memberline_platform::Deadline;
use memberline_store::{Store, Tenant, Wanted};
use outbound_sms::OutboundSms;
use re_engagement::ReEngagement;
use serde_json::{Value, json};

use super::agenda::{Agenda, Next};
use super::journey::{Deed, Household, Text, Told};
use crate::world::World;
use crate::world::first_use::TIMER_GROUP;
use crate::world::people::{TWILIO_NUMBER, body};
use crate::world::template::reaches;
use crate::world::tracking::{LOS_SECRET, event_request_at};
use crate::world::wire::Own;

/// How late a timer tells at most.
pub const LATEST: SignedDuration = SignedDuration::from_hours(6);

/// As much time as a deployment gives a function.
fn deadline() -> Deadline {
    Deadline::within(Duration::from_mins(1))
}

/// What happened, as far as it matters to who is texted when.
#[derive(Debug, Clone)]
pub enum Happened {
    /// An event was taken in.
    Told(Box<Told>),
    /// A text came in.
    Texted(Text),
    /// The queue brought once more that a text came in.
    ToldAgainOfText,
    /// An agent closed the conversation, if one was open.
    Closed,
    /// An agent answered whether a text was an opt-out, if that was open.
    Settled { opt_out: bool },
    /// A timer told of this application and trigger, and this came of it.
    Fired {
        application: String,
        trigger: String,
        outcome: String,
    },
    /// The sender took what was written, and the carrier got these texts.
    Offered(Vec<String>),
}

/// The functions.
pub struct Functions {
    pub world: Arc<World>,
    pub re_engagement: ReEngagement,
    pub inbound: InboundSms,
    pub outbound: OutboundSms,
    pub store: Store,
    pub tenant: Arc<Tenant>,
    /// The local scheduler.
    pub scheduler: aws_sdk_scheduler::Client,
    /// Which entries the template has brought to the queue of timers.
    pub filter: Value,
}

/// Whether an entry is a text that a person is to answer.
fn is_more_than_a_stop(image: &Value) -> bool {
    let meta: Value = serde_json::from_str(image["meta"]["S"].as_str().unwrap()).unwrap();
    image["kind"]["S"] == "message_in" && meta["intent"] != "opt_out"
}

/// A household as it was played.
#[derive(Clone)]
pub struct Played {
    pub household: Household,
    pub happened: Vec<(Timestamp, Happened)>,
    pub own: Own,
}

pub struct Player<'a> {
    functions: &'a Functions,
    household: Household,
    own: Own,
    agenda: Agenda,
    happened: Vec<(Timestamp, Happened)>,
    taken: Vec<String>,
    /// What the sender is behind with.
    backlog: Vec<Value>,
    /// Whether the scheduler tells late.
    is_late: bool,
    received: usize,
    texts: u64,
}

impl<'a> Player<'a> {
    pub fn new(functions: &'a Functions, mut household: Household, own: Own) -> Self {
        let is_late = household.draw.chance(25);
        let deeds = std::mem::take(&mut household.deeds);
        let mut player = Self {
            functions,
            household,
            own,
            agenda: Agenda::default(),
            happened: Vec::new(),
            taken: Vec::new(),
            backlog: Vec::new(),
            is_late,
            received: 0,
            texts: 0,
        };
        for (at, deed) in deeds {
            player.agenda.plan(at, Next::Deed(deed));
        }
        player
    }

    fn note(&mut self, at: Timestamp, happened: Happened) {
        self.happened.push((at, happened));
    }

    /// Plays until nothing is to come.
    pub async fn play(mut self) -> Played {
        while let Some((now, next)) = self.agenda.next() {
            match next {
                Next::Deed(Deed::Tells(told)) => self.tells(*told, now).await,
                Next::Deed(Deed::Texts(text)) => self.texts(text, now).await,
                Next::Deed(Deed::Closes) => self.closes(now).await,
                Next::Deed(Deed::Settles { opt_out }) => self.settles(opt_out, now).await,
                Next::GoesOff(name, revision, input) => self.goes_off(&name, revision, input, now).await,
                Next::Tells(input, times) => self.fires(&input, times, now).await,
                Next::Offer => {
                    let images = std::mem::take(&mut self.backlog);
                    self.offer(images, now).await;
                }
                Next::OfferAgain(images) => {
                    let texts = self.bring(&images, now).await;
                    assert!(texts.is_empty(), "{texts:?} went out once more at {now}");
                }
                Next::Again(images) => {
                    if images.iter().any(is_more_than_a_stop) {
                        self.note(now, Happened::ToldAgainOfText);
                    }
                    self.queue(&images, now).await;
                }
            }
            self.follow(now).await;
        }
        Played {
            household: self.household,
            happened: self.happened,
            own: self.own,
        }
    }

    /// The stream brings what was written, and the timers that were set come to be known.
    async fn follow(&mut self, now: Timestamp) {
        loop {
            let written = self.own.take_written();
            if written.is_empty() {
                break;
            }
            let (sent, told): (Vec<_>, Vec<_>) = written
                .into_iter()
                .partition(|image| image["kind"]["S"] == "message_out");
            let filter = &self.functions.filter;
            let told: Vec<Value> = told
                .into_iter()
                .filter(|image| {
                    let kind = image["kind"]["S"].as_str().unwrap();
                    reaches(filter, kind, image["label"]["S"].as_str())
                })
                .collect();
            if !told.is_empty() {
                self.queue(&told, now).await;
                if self.household.draw.chance(3) {
                    let again = now + self.household.draw.between(0, 120);
                    self.agenda.plan(again, Next::Again(told));
                }
            }
            if !sent.is_empty() {
                if self.backlog.is_empty() && self.household.draw.chance(12) {
                    self.backlog = sent;
                    let later = now + self.household.draw.between(30, 290);
                    self.agenda.plan(later, Next::Offer);
                } else if !self.backlog.is_empty() {
                    self.backlog.extend(sent);
                } else {
                    self.offer(sent, now).await;
                }
            }
        }
        for (name, schedule) in self.own.take_set() {
            let input = serde_json::from_str(&schedule.input).unwrap();
            self.agenda
                .plan(schedule.at, Next::GoesOff(name, schedule.revision, input));
        }
    }

    async fn queue(&self, images: &[Value], now: Timestamp) {
        for batch in images.chunks(10) {
            let records = batch.iter().enumerate().map(|(number, image)| {
                let record = json!({ "eventName": "INSERT", "eventSource": "aws:dynamodb", "dynamodb": { "NewImage": image } });
                json!({ "messageId": number.to_string(), "body": record.to_string() })
            });
            let event = json!({ "Records": records.collect::<Vec<_>>() });
            let answer = Box::pin(
                self.functions
                    .re_engagement
                    .handle(event, "month", || now, deadline()),
            )
            .await;
            assert_eq!(answer.unwrap(), json!({ "batchItemFailures": [] }));
        }
    }

    /// The sender gets what was written. Returns what the carrier gets of it.
    async fn bring(&mut self, images: &[Value], now: Timestamp) -> Vec<String> {
        let records = images.iter().enumerate().map(|(number, image)| {
            json!({ "eventName": "INSERT", "eventSource": "aws:dynamodb",
                    "dynamodb": { "SequenceNumber": number.to_string(), "NewImage": image } })
        });
        let event = json!({ "Records": records.collect::<Vec<_>>() });
        let event = serde_json::from_value(event).unwrap();
        let answer = Box::pin(self.functions.outbound.handle(event, "month", || now, deadline())).await;
        assert!(answer.batch_item_failures.is_empty());
        let all = self.functions.world.carrier.sent_to(&self.household.number);
        let new: Vec<String> = all
            .into_iter()
            .skip(self.received)
            .map(|sent| sent.text)
            .collect();
        self.received += new.len();
        new
    }

    async fn offer(&mut self, images: Vec<Value>, now: Timestamp) {
        let texts = self.bring(&images, now).await;
        for _ in &texts {
            self.reacts(now);
        }
        self.note(now, Happened::Offered(texts));
        if self.household.draw.chance(4) {
            let again = now + self.household.draw.between(0, 180);
            self.agenda.plan(again, Next::OfferAgain(images));
        }
    }

    /// Somebody who got a text may answer it.
    fn reacts(&mut self, now: Timestamp) {
        let draw = &mut self.household.draw;
        let text = match draw.below(100) {
            0..10 => Text::Reply,
            10..13 => Text::Stop,
            13..15 => Text::LooksLikeStop,
            _ => return,
        };
        let at = now + draw.between(1, 10 * 60);
        self.agenda.plan(at, Next::Deed(Deed::Texts(text)));
    }

    async fn tells(&mut self, told: Told, now: Timestamp) {
        let event = event_request_at(&self.household.body(&told), LOS_SECRET, now);
        let answer = Box::pin(
            self.functions
                .re_engagement
                .handle(event, "month", || now, deadline()),
        )
        .await;
        let answer = answer.unwrap();
        assert_eq!(answer["statusCode"], 200, "{answer}");
        let outcome: Value = serde_json::from_str(answer["body"].as_str().unwrap()).unwrap();
        if self.taken.contains(&told.id) {
            assert_eq!(outcome["outcome"], "known_already");
        } else {
            assert_eq!(outcome["outcome"], "accepted");
            self.taken.push(told.id.clone());
            self.note(now, Happened::Told(Box::new(told)));
        }
    }

    async fn texts(&mut self, text: Text, now: Timestamp) {
        self.texts += 1;
        let id = format!("SM{}T{}", &self.household.number[1..], self.texts);
        let member = self.functions.world.member(&self.household.number);
        let webhook = member.webhook(&id, text.words());
        let answer = Box::pin(self.functions.inbound.handle(webhook, "month", now)).await;
        assert_eq!(answer.status_code, 204, "{}", body(&answer));
        self.note(now, Happened::Texted(text));
        let draw = &mut self.household.draw;
        if text != Text::Stop && draw.chance(75) {
            let at = now + draw.between(5 * 60, 3 * 24 * 60);
            self.agenda.plan(at, Next::Deed(Deed::Closes));
        }
        if text == Text::LooksLikeStop && self.household.draw.chance(70) {
            let at = now + self.household.draw.between(5 * 60, 4 * 24 * 60);
            let opt_out = self.household.draw.chance(40);
            self.agenda.plan(at, Next::Deed(Deed::Settles { opt_out }));
        }
    }

    /// An agent closes the conversation, past the API.
    async fn closes(&mut self, now: Timestamp) {
        let Functions { store, tenant, .. } = self.functions;
        let id = self
            .functions
            .world
            .thread("lakeside", TWILIO_NUMBER, &self.household.number);
        let read = store.load(Wanted::of(tenant).thread(&id)).await.unwrap();
        let pair = read.of_thread(&id, None).unwrap();
        let thread = pair.thread.unwrap();
        let agent = tenant.directory.agent(&AgentId::parse("maria").unwrap()).unwrap();
        let change = thread.head.close(thread.head.conversations, agent, now).unwrap();
        if let Some(change) = change {
            let mut commit = store.begin(now);
            commit.change(&thread, &change).unwrap();
            store.commit(commit).await.unwrap();
        }
        self.note(now, Happened::Closed);
    }

    /// An agent says whether a text was an opt-out, past the API.
    async fn settles(&mut self, opt_out: bool, now: Timestamp) {
        let Functions { store, tenant, .. } = self.functions;
        let id = self
            .functions
            .world
            .thread("lakeside", TWILIO_NUMBER, &self.household.number);
        let read = store.load(Wanted::of(tenant).thread(&id)).await.unwrap();
        let pair = read.of_thread(&id, None).unwrap();
        let (thread, subscriber) = (pair.thread.unwrap(), pair.subscriber.unwrap());
        let agent = tenant.directory.agent(&AgentId::parse("maria").unwrap()).unwrap();
        let organisation = tenant.organisation();
        let settled = thread
            .head
            .resolve_opt_out_review(organisation, &subscriber.head, agent, opt_out, now);
        if let Some(settled) = settled {
            let mut commit = store.begin(now);
            commit.change(&thread, &settled.thread).unwrap();
            commit.change(&subscriber, &settled.subscriber).unwrap();
            store.commit(commit).await.unwrap();
        }
        self.note(now, Happened::Settled { opt_out });
    }

    /// What goes off is deleted and on its way: at once or late, and sometimes it comes twice.
    async fn goes_off(&mut self, name: &str, revision: usize, input: Value, now: Timestamp) {
        if !self.own.go_off(name, revision) {
            return;
        }
        if self.own.is_compared() {
            let delete = self.functions.scheduler.delete_schedule().name(name);
            delete.group_name(TIMER_GROUP).send().await.unwrap();
        }
        let draw = &mut self.household.draw;
        let late = if self.is_late && draw.chance(40) {
            draw.between(1, 6 * 60)
        } else {
            SignedDuration::from_secs(i64::try_from(draw.below(30)).unwrap())
        };
        let times = if draw.chance(4) { 2 } else { 1 };
        if draw.chance(5) {
            let again = now + late + draw.between(0, 60);
            self.agenda.plan(again, Next::Tells(input.clone(), 1));
        }
        self.agenda.plan(now + late, Next::Tells(input, times));
    }

    async fn fires(&mut self, input: &Value, times: u32, now: Timestamp) {
        let fires = (0..times).map(|_| {
            let function = &self.functions.re_engagement;
            Box::pin(function.handle(input.clone(), "month", || now, deadline()))
        });
        for answer in futures_util::future::join_all(fires).await {
            let named = |name: &str| input["fire"][name].as_str().unwrap().to_owned();
            let happened = Happened::Fired {
                application: named("application"),
                trigger: named("trigger"),
                outcome: answer.unwrap()["outcome"].as_str().unwrap().to_owned(),
            };
            self.note(now, happened);
        }
    }
}
