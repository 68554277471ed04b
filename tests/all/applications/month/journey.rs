//! Random applicants: what their loan-origination system tells of them, and what they text.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::draw::Draw;
use super::places::{SPOTS, Spot};

/// The month: it has a leap day, and the clocks go forward in it.
pub const BEGIN: &str = "2032-02-20T00:00:00Z";

pub const STAGES: &[&str] = &[
    "Application started",
    "Documents requested",
    "Income verification",
    "Appraisal",
    "Underwriting",
    "Closing",
];

/// What somebody does.
#[derive(Debug, Clone)]
pub enum Deed {
    /// The loan-origination system tells of something.
    Tells(Box<Told>),
    /// The member texts.
    Texts(Text),
    /// An agent closes the conversation, if one is open.
    Closes,
    /// An agent says whether the text in question was an opt-out.
    Settles { opt_out: bool },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Text {
    Stop,
    Start,
    LooksLikeStop,
    Reply,
}

impl Text {
    pub fn words(self) -> &'static str {
        match self {
            Self::Stop => "Stop please",
            Self::Start => "START",
            Self::LooksLikeStop => "Can you stop texting while I am at work",
            Self::Reply => "Thanks, the statement is in the mail",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Created,
    Updated,
    StageEntered,
    Completed,
    Withdrawn,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Created => "application.created",
            Self::Updated => "application.updated",
            Self::StageEntered => "stage.entered",
            Self::Completed => "application.completed",
            Self::Withdrawn => "application.withdrawn",
        }
    }
}

/// Who an event says is on the application.
#[derive(Debug, Clone)]
pub struct Borrower {
    pub has_mobile: bool,
    /// Whether texts of automation are wanted, and since when.
    pub consent: Option<(bool, Timestamp)>,
}

/// An event of the loan-origination system.
#[derive(Debug, Clone)]
pub struct Told {
    /// Which of the household's applications.
    pub application: usize,
    pub id: String,
    pub kind: Kind,
    pub occurred_at: Timestamp,
    pub stage: Option<&'static str>,
    pub is_loan: Option<bool>,
    pub borrower: Option<Borrower>,
}

/// Somebody with a handset, and their applications.
#[derive(Debug, Clone)]
pub struct Household {
    pub spot: &'static Spot,
    pub number: String,
    /// What the loan-origination system calls the applications.
    pub applications: Vec<String>,
    pub deeds: Vec<(Timestamp, Deed)>,
    /// For what is up to chance while they are played.
    pub draw: Draw,
}

impl Household {
    pub fn of(seed: u64, index: u64) -> Self {
        let mut draw = Draw::of(seed, index);
        // Each kind of place comes up, whatever the seed.
        let spot = &SPOTS[usize::try_from(index).unwrap() % SPOTS.len()];
        let count = if draw.chance(12) { 2 } else { 1 };
        let mut household = Self {
            spot,
            number: format!("+1{}2{index:06}", spot.area),
            applications: (0..count).map(|n| format!("LN-{index}-{n}")).collect(),
            deeds: Vec::new(),
            draw: draw.clone(),
        };
        let begin: Timestamp = BEGIN.parse().unwrap();
        for application in 0..count {
            let created = begin + draw.between(0, 18 * 24 * 60);
            let mut journey = Journey {
                told: Vec::new(),
                application,
                los_id: household.applications[application].clone(),
            };
            journey.live(&mut draw, created);
            for told in journey.told {
                household.deliver(&mut draw, told);
            }
        }
        household.texts(&mut draw, begin);
        household.draw = draw;
        household
    }

    /// Events come within seconds, some hours or days late, some twice.
    fn deliver(&mut self, draw: &mut Draw, told: Told) {
        let lag = match draw.below(100) {
            0..3 => draw.between(24 * 60, 9 * 24 * 60),
            3..14 => draw.between(5, 6 * 60),
            _ => draw.between(0, 1),
        };
        let at = told.occurred_at + lag;
        if draw.chance(10) {
            let later = if draw.chance(50) {
                SignedDuration::ZERO
            } else {
                draw.between(1, 2 * 24 * 60)
            };
            self.deeds.push((at + later, Deed::Tells(Box::new(told.clone()))));
        }
        self.deeds.push((at, Deed::Tells(Box::new(told))));
    }

    fn texts(&mut self, draw: &mut Draw, begin: Timestamp) {
        let month = 30 * 24 * 60;
        for _ in 0..draw.below(2) {
            let at = begin + draw.between(0, month);
            self.deeds.push((at, Deed::Texts(Text::Reply)));
        }
        if draw.chance(10) {
            let at = begin + draw.between(0, month);
            self.deeds.push((at, Deed::Texts(Text::Stop)));
            if draw.chance(50) {
                let again = at + draw.between(1, 6 * 24 * 60);
                self.deeds.push((again, Deed::Texts(Text::Start)));
            }
        }
        if draw.chance(6) {
            let at = begin + draw.between(0, month);
            self.deeds.push((at, Deed::Texts(Text::LooksLikeStop)));
        }
    }

    /// The body of an event.
    pub fn body(&self, told: &Told) -> Value {
        let mut application = json!({ "id": self.applications[told.application] });
        if let Some(is_loan) = told.is_loan {
            application["journey"] = if is_loan {
                "Loan Application"
            } else {
                "New Membership"
            }
            .into();
        }
        if let Some(borrower) = &told.borrower {
            let consents = borrower.consent.iter().map(|(granted, at)| {
                json!({ "category": "automation", "granted": granted, "wording": "Texts about my application", "channel": "web",
                        "at": at.to_string() })
            });
            let mut person = json!({
                "id": "borrower", "role": "borrower", "name": self.applications[told.application],
                "zip": self.spot.zip, "state": self.spot.state, "consents": consents.collect::<Vec<_>>(),
            });
            if borrower.has_mobile {
                person["mobile"] = self.number.clone().into();
            }
            application["people"] = json!([person]);
        }
        let mut event = json!({
            "id": told.id, "type": told.kind.name(), "occurred_at": told.occurred_at.to_string(), "application": application,
        });
        if let Some(stage) = told.stage {
            event["stage"] = json!({ "name": stage });
        }
        event
    }
}

/// One application's way.
struct Journey {
    told: Vec<Told>,
    application: usize,
    los_id: String,
}

impl Journey {
    fn tell(&mut self, kind: Kind, occurred_at: Timestamp) -> &mut Told {
        let told = Told {
            application: self.application,
            id: format!("evt-{}-{}", self.los_id, self.told.len()),
            kind,
            occurred_at,
            stage: None,
            is_loan: None,
            borrower: None,
        };
        self.told.push(told);
        self.told.last_mut().unwrap()
    }

    fn live(&mut self, draw: &mut Draw, created: Timestamp) {
        let has_mobile = draw.chance(86);
        let consent = match draw.below(100) {
            0..76 => Some((true, created - draw.between(0, 60))),
            76..84 => Some((false, created - draw.between(0, 60))),
            _ => None,
        };
        let is_loan = draw.chance(80);
        let mut stage = usize::try_from(draw.below(2)).unwrap();
        let begins_in = draw.chance(50).then(|| STAGES[stage]);
        let told = self.tell(Kind::Created, created);
        told.is_loan = Some(is_loan);
        told.stage = begins_in;
        told.borrower = Some(Borrower { has_mobile, consent });

        let mut at = created;
        for _ in 0..=draw.below(6) {
            at += match draw.below(100) {
                0..40 => draw.between(10, 20 * 60),
                40..80 => draw.between(20 * 60, 4 * 24 * 60),
                _ => draw.between(4 * 24 * 60, 9 * 24 * 60),
            };
            stage = match draw.below(10) {
                // Back again, or the same once more.
                0 => stage.saturating_sub(1),
                1 => stage,
                _ => (stage + 1).min(STAGES.len() - 1),
            };
            self.tell(Kind::StageEntered, at).stage = Some(STAGES[stage]);
        }
        match draw.below(100) {
            0..35 => _ = self.tell(Kind::Completed, at + draw.between(5, 4 * 24 * 60)),
            35..47 => _ = self.tell(Kind::Withdrawn, at + draw.between(5, 4 * 24 * 60)),
            _ => {}
        }
        self.updates(draw, created, has_mobile, consent.map(|(granted, _)| granted));
    }

    /// A mobile that is told of later, consent that is given later or taken back.
    fn updates(&mut self, draw: &mut Draw, created: Timestamp, has_mobile: bool, granted: Option<bool>) {
        let within = |draw: &mut Draw, after: Timestamp| after + draw.between(10, 9 * 24 * 60);
        let mut update = |at: Timestamp, granted: bool| {
            self.tell(Kind::Updated, at).borrower = Some(Borrower {
                has_mobile: true,
                consent: Some((granted, at)),
            });
        };
        if (!has_mobile && draw.chance(60)) || (granted != Some(true) && draw.chance(50)) {
            let at = within(draw, created);
            update(at, draw.chance(90));
        } else if granted == Some(true) && draw.chance(14) {
            let at = within(draw, created);
            update(at, false);
            if draw.chance(35) {
                let again = within(draw, at);
                update(again, true);
            }
        }
    }
}
