//! Whatever a member, agents and carriers do, in whatever order, these hold.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::replay::{Open, replay};
use super::story::*;
use crate::aggregate::Aggregate as _;
use crate::consent::OptOutScope;
use crate::directory::{Agent, SendPolicy};
use crate::text::keywords::{Intent, intent};
use crate::thread::{DeliveryStatus, NextStep, Purpose, SendResult};

#[derive(Debug, Clone)]
enum Act {
    Texts { text: &'static str, answered: bool },
    Claims(Agent),
    Answers(Agent),
    Closes(Agent),
    Steps(Index),
    Hears(Index, SendResult),
    Gets(Index, DeliveryStatus, Option<&'static str>),
    Waits(i64),
}

fn act() -> impl Strategy<Value = Act> {
    let texts = select(vec![
        "STOP",
        "stop please",
        "START",
        "HELP",
        "Stop by at 5?",
        "Hi",
        "And my rate?",
    ]);
    let agent = || select(vec![maria(), devon(), priya(), sam()]);
    let answers = vec![
        accepted(),
        deferred(None),
        deferred(Some(100)),
        rejected("twilio_30006", false),
        rejected("twilio_21610", true),
    ];
    let statuses = vec![
        DeliveryStatus::Sent,
        DeliveryStatus::Delivered,
        DeliveryStatus::Failed,
    ];
    let codes = vec![None, Some("twilio_30005"), Some("twilio_21610")];
    prop_oneof![
        6 => (texts, prop::bool::weighted(0.2)).prop_map(|(text, answered)| Act::Texts { text, answered }),
        3 => agent().prop_map(Act::Claims),
        4 => agent().prop_map(Act::Answers),
        1 => agent().prop_map(Act::Closes),
        6 => any::<Index>().prop_map(Act::Steps),
        4 => (any::<Index>(), select(answers)).prop_map(|(which, answer)| Act::Hears(which, answer)),
        2 => (any::<Index>(), select(statuses), select(codes)).prop_map(|(m, s, c)| Act::Gets(m, s, c)),
        1 => select(vec![999, 60_000, 300_000]).prop_map(Act::Waits),
    ]
}

/// What the member allows, by the words of the rules alone.
struct Consent {
    scope: OptOutScope,
    /// Per line: an opt-out is in force.
    blocked: [bool; 2],
    /// Per line: the member texted since the last opt-out that counts there.
    asked_since: [bool; 2],
}

impl Consent {
    fn reached(&self, line: usize) -> Vec<usize> {
        match self.scope {
            OptOutScope::Organisation => vec![LENDING, SERVICES],
            OptOutScope::Number => vec![line],
        }
    }

    fn ends(&mut self, line: usize) {
        for line in self.reached(line) {
            (self.blocked[line], self.asked_since[line]) = (true, false);
        }
    }

    fn texted(&mut self, line: usize, intent: Intent) {
        match intent {
            Intent::OptOut => return self.ends(line),
            Intent::OptIn if self.blocked[line] => {
                for line in self.reached(line) {
                    self.blocked[line] = false;
                }
            }
            _ => {}
        }
        self.asked_since[line] = true;
    }

    fn allows_answers(&self, line: usize) -> bool {
        !self.blocked[line] || self.asked_since[line]
    }
}

struct World {
    story: Story,
    consent: Consent,
    /// Which confirmations went out for the opt-out of that time.
    confirmed: BTreeMap<jiff::Timestamp, BTreeSet<(usize, u64)>>,
}

impl World {
    /// The outgoing message that an index picks, if there is one.
    fn pick(&self, index: Index) -> Option<u64> {
        let outgoing = self.story.outgoing();
        (!outgoing.is_empty()).then(|| index.get(&outgoing).seq)
    }

    fn does(&mut self, act: &Act) {
        let line = self.story.line;
        match act {
            Act::Texts { text, answered } => {
                let asked = intent(text);
                let keyword = matches!(asked, Intent::OptOut | Intent::OptIn | Intent::Help);
                if *answered && keyword {
                    self.story.texts_answered(text, asked);
                } else {
                    self.story.texts(text);
                }
                self.consent.texted(line, asked);
            }
            Act::Claims(agent) => {
                let _ = self.story.claims(agent);
            }
            Act::Answers(agent) => {
                if self.story.answers(agent, "Yes.").is_ok() {
                    assert!(self.consent.allows_answers(line));
                    let open = self.story.conversation();
                    assert_eq!((open.waiting_since, open.unclaimed_since), (None, None));
                    if open.assignment.send_policy == SendPolicy::Claim {
                        assert_eq!(open.claim.as_ref().map(|c| &c.agent), Some(&agent.id));
                    }
                }
            }
            Act::Closes(agent) => {
                let _ = self.story.closes(agent);
            }
            Act::Steps(which) => {
                if let Some(message) = self.pick(*which) {
                    self.steps(message);
                }
            }
            Act::Hears(which, answer) => {
                // A carrier answers an attempt that was made.
                let tried = self.pick(*which).filter(|m| self.story.message(*m).attempt > 0);
                if let Some(message) = tried {
                    let opted_out = matches!(answer, SendResult::Reported(report) if report.opted_out);
                    self.told(opted_out, |story| story.hears(message, answer.clone()));
                }
            }
            Act::Gets(which, status, code) => {
                let tried = self.pick(*which).filter(|m| self.story.message(*m).attempt > 0);
                if let Some(message) = tried {
                    let opted_out = *status == DeliveryStatus::Failed && *code == Some("twilio_21610");
                    self.told(opted_out, |story| {
                        story.gets(message, receipt(*status, *code), opted_out)
                    });
                }
            }
            Act::Waits(millis) => {
                self.story.waits_millis(*millis);
            }
        }
    }

    fn told(&mut self, opted_out: bool, tell: impl FnOnce(&mut Story) -> bool) {
        let (line, known) = (self.story.line, self.story.ledger.len());
        let news = tell(&mut self.story);
        if self.story.ledger.len() > known {
            assert!(news && opted_out && !self.consent.blocked[line]);
            self.consent.ends(line);
        }
        assert!(!(news && opted_out) || self.story.blocked(line));
    }

    fn steps(&mut self, seq: u64) {
        let line = self.story.line;
        let before = self.story.message(seq);
        let open = self.story.thread().conversation.as_ref().map(|c| c.ordinal);
        let ours = self.story.line().number.number.clone();
        let opt_out = self.story.subscriber.blocked(&ours).cloned();
        let step = self.story.steps(seq);
        let NextStep::Send(_) = step else { return };
        assert!(matches!(
            before.status,
            DeliveryStatus::Queued | DeliveryStatus::Deferred
        ));
        assert!(before.not_before.is_none_or(|due| due <= self.story.now));
        assert!(before.attempt < 8);
        match before.purpose {
            Purpose::Reply => {
                let asked_here = self.consent.asked_since[line] && open == Some(before.conversation);
                assert!(!self.consent.blocked[line] || asked_here, "sent after a STOP");
            }
            Purpose::OptOutConfirmation => {
                let opt_out = opt_out.expect("what is confirmed");
                assert!(self.story.now.duration_since(opt_out.at).as_secs() <= 300);
                let confirmed = self.confirmed.entry(opt_out.at).or_default();
                confirmed.insert((line, seq));
                assert_eq!(confirmed.len(), 1, "one confirmation of one opt-out");
            }
            Purpose::OptInConfirmation
            | Purpose::Automation
            | Purpose::ConsentRequest
            | Purpose::PicturesNotShown => assert!(!self.consent.blocked[line]),
            Purpose::Help => {}
        }
    }

    /// Whoever sends depends on the consent and on the fence alone: while neither moves, what may go out may go out still.
    fn check_fence(before: &Story, after: &Story) {
        if before.subscriber != after.subscriber {
            return;
        }
        for (line, (was, is)) in before.lines.iter().zip(&after.lines).enumerate() {
            if was.thread.moves_fence(&is.thread) {
                continue;
            }
            let mut then = before.clone();
            then.line = line;
            for message in then.outgoing() {
                let may = |thread: &crate::thread::Thread| {
                    let head = then.head(message.seq);
                    let step = thread.next_step(
                        (&head, &message),
                        &before.organisation,
                        &before.subscriber,
                        after.now,
                    );
                    matches!(step, NextStep::Send(_))
                };
                assert!(!may(&was.thread) || may(&is.thread), "{message:?}");
            }
        }
    }

    /// What holds after every act.
    fn check(&self, before: &Story) {
        Self::check_fence(before, &self.story);
        for (line, (was, is)) in before.lines.iter().zip(&self.story.lines).enumerate() {
            assert_eq!(self.story.blocked(line), self.consent.blocked[line]);
            let (conversations, open) = replay(is);
            assert_eq!(conversations, is.thread.conversations);
            assert_eq!(open, is.thread.conversation.as_ref().map(Open::from));
            assert!(is.thread.conversations >= was.thread.conversations);
            assert!(is.thread.conversations <= was.thread.conversations + 1);
            let ended = u32::try_from(is.archive.len()).unwrap();
            assert_eq!(ended + u32::from(open.is_some()), conversations);
            let ordinal = |of: &Line| of.thread.conversation.as_ref().map(|c| c.ordinal);
            let closed = ordinal(was).filter(|_| ordinal(was) != ordinal(is));
            let archived = is.archive[was.archive.len()..]
                .iter()
                .map(|a| a.conversation.ordinal);
            assert_eq!(
                archived.collect::<Vec<_>>(),
                closed.into_iter().collect::<Vec<_>>()
            );
            for head in is.heads.values() {
                assert!(head.follows_from(&is.entries), "{head:?}");
            }
            let (then, now) = (messages_of(was), messages_of(is));
            for (seq, status) in &then {
                let tried_again = (*status, now[seq]) == (DeliveryStatus::Sending, DeliveryStatus::Deferred);
                assert!(now[seq] >= *status || tried_again, "{status:?} to {:?}", now[seq]);
            }
        }
    }
}

fn messages_of(line: &Line) -> BTreeMap<u64, DeliveryStatus> {
    crate::thread::messages(&line.entries)
        .into_iter()
        .map(|m| {
            let head = &line.heads[&m.seq];
            (head.seq, m.under(head).status)
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn mc_31_to_33_mc_37_mc_49_to_52_hold_after_any_sequence_of_acts(
        acts in prop::collection::vec((prop::bool::weighted(0.25), act()), 1..60),
        scope in select(vec![OptOutScope::Organisation, OptOutScope::Number]),
        policy in select(vec![SendPolicy::Claim, SendPolicy::Claim, SendPolicy::Open]),
    ) {
        let mut world = World {
            story: Story::new().scope(scope).policy(policy),
            consent: Consent { scope, blocked: [false; 2], asked_since: [false; 2] },
            confirmed: BTreeMap::new(),
        };
        for (services, act) in &acts {
            let before = world.story.clone();
            world.story.line = usize::from(*services);
            world.story.waits_millis(1);
            world.does(act);
            world.check(&before);
        }
    }
}
