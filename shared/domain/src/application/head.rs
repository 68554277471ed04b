//! The head of an application.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use crate::aggregate::rest::Rest;
use crate::aggregate::{Aggregate, Archive};
use crate::application::{
    ApplicationEvent, ApplicationLink, NudgePlan, Person, PersonDetails, PersonRole, Register, Stamp, Status,
};
use crate::id::{AgentId, ApplicationId, OrganisationId, PartnerId, PersonId, TriggerId};
use crate::journey::Journey;
use crate::phone::PhoneNumber;

/// How an application ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// The applicant finished it.
    #[serde(rename = "completed")]
    Completed,
    /// It was given up.
    #[serde(rename = "withdrawn")]
    Withdrawn,
}

/// The head of an application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Application {
    #[serde(rename = "org")]
    pub organisation: OrganisationId,
    /// The id derived from what its loan-origination system calls it.
    #[serde(rename = "id")]
    pub id: ApplicationId,
    /// What its loan-origination system calls it.
    #[serde(rename = "los")]
    pub los_id: String,
    /// When it was created: the first event that says so.
    #[serde(rename = "made", default, skip_serializing_if = "Option::is_none")]
    pub created: Option<Stamp>,
    /// When its loan-origination system last changed it.
    #[serde(rename = "upd")]
    pub updated_at: Timestamp,
    /// What brought the applicant here.
    #[serde(rename = "jny", default, skip_serializing_if = "Option::is_none")]
    pub journey: Option<Register<Journey>>,
    #[serde(rename = "ppl", default, skip_serializing_if = "Option::is_none")]
    pub people: Option<Register<Vec<Person>>>,
    /// Who looks after it (IN-34).
    #[serde(rename = "agts", default, skip_serializing_if = "Option::is_none")]
    pub agents: Option<Register<Vec<AgentId>>>,
    /// The stage that the applicant entered last (EL-07).
    #[serde(rename = "stg", default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<Register<String>>,
    /// How it ended. Final: no stage after it makes it active again.
    #[serde(rename = "end", default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Register<Outcome>>,
    /// What automation plans for it, by trigger.
    #[serde(rename = "ndg", default, skip_serializing_if = "BTreeMap::is_empty")]
    pub nudge_plans: BTreeMap<TriggerId, NudgePlan>,
    /// What a later release says of it.
    #[serde(flatten)]
    pub rest: Rest,
    /// What is sealed.
    #[serde(skip)]
    pub secret: ApplicationSecret,
}

/// What of an application's state is sealed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplicationSecret {
    #[serde(rename = "ppl", default)]
    pub people: BTreeMap<PersonId, PersonDetails>,
    /// What a later release says of it.
    #[serde(flatten)]
    pub rest: Rest,
}

impl Aggregate for Application {
    type Event = ApplicationEvent;
    type Secret = ApplicationSecret;
    type Archive = NothingEnds;
    type Branch = Self;

    fn secret(&self) -> &ApplicationSecret {
        &self.secret
    }

    fn set_secret(&mut self, secret: ApplicationSecret) {
        self.secret = secret;
    }
}

/// Nothing of an application ends while it goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum NothingEnds {}

impl Archive for NothingEnds {
    type Secret = ApplicationSecret;

    fn ordinal(&self) -> u32 {
        match *self {}
    }

    fn secret(&self) -> &ApplicationSecret {
        match *self {}
    }

    fn set_secret(&mut self, _: ApplicationSecret) {}
}

impl Application {
    /// An application of which nothing is told yet.
    pub fn new(organisation: OrganisationId, id: ApplicationId, los_id: String) -> Self {
        Self {
            organisation,
            id,
            los_id,
            created: None,
            updated_at: Timestamp::MIN,
            journey: None,
            people: None,
            agents: None,
            stage: None,
            outcome: None,
            nudge_plans: BTreeMap::new(),
            rest: Rest::default(),
            secret: ApplicationSecret::default(),
        }
    }

    /// How far it got.
    pub fn status(&self) -> Status {
        match self.outcome.as_ref().map(|outcome| outcome.value) {
            None => Status::Active,
            Some(Outcome::Completed) => Status::Completed,
            Some(Outcome::Withdrawn) => Status::Withdrawn,
        }
    }

    /// What brought the applicant here.
    pub fn journey(&self) -> Journey {
        self.journey
            .as_ref()
            .map_or_else(Journey::default, |journey| journey.value)
    }

    /// Who is on it.
    pub fn people(&self) -> &[Person] {
        self.people.as_ref().map_or(&[], |people| &people.value)
    }

    /// Who looks after it.
    pub fn agents(&self) -> &[AgentId] {
        self.agents.as_ref().map_or(&[], |agents| &agents.value)
    }

    /// Somebody on it.
    pub fn person(&self, id: &PersonId) -> Option<&Person> {
        self.people().iter().find(|person| person.id == *id)
    }

    /// What is sealed of somebody on it.
    pub fn details(&self, id: &PersonId) -> PersonDetails {
        self.secret.people.get(id).cloned().unwrap_or_default()
    }

    /// The partner that brought it: of whoever is its partner, else of whoever names one (IN-39).
    pub fn partner(&self) -> Option<&PartnerId> {
        let by_role = |partner: bool| {
            let mut people = self.people().iter();
            people.find_map(|p| ((p.role == PersonRole::Partner) == partner).then_some(p.partner.as_ref()?))
        };
        by_role(true).or_else(|| by_role(false))
    }

    /// What the partitions of its people's numbers are to say, in the order of the people.
    pub fn links(&self) -> Vec<(PhoneNumber, ApplicationLink)> {
        let partner = self.partner();
        let people = self.people().iter();
        let links = people.filter_map(|person| {
            let link = ApplicationLink {
                application: self.id.clone(),
                los_id: self.los_id.clone(),
                person: person.id.clone(),
                role: person.role,
                journey: self.journey(),
                status: self.status(),
                stage: self.stage.as_ref().map(|stage| stage.value.clone()),
                stage_since: self.stage.as_ref().map(|s| s.stamp.at),
                updated_at: self.updated_at,
                partner: person.partner.as_ref().or(partner).cloned(),
            };
            Some((person.mobile.clone()?, link))
        });
        links.collect()
    }
}
