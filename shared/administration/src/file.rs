//! An institution's directory as one file.

use std::collections::{BTreeMap, BTreeSet};

use memberline_domain::AgentId;
use memberline_domain::directory::administration::{
    FieldProblem, Record, RecordKey, RecordKind, Records, Unsaid, Wanted,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::openapi::{OpenApiBuilder, RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::form::{
    AgentForm, DispositionForm, Form, GroupForm, HoursForm, LocationForm, NumberForm, OrganisationForm,
    QuickReplyForm, RecordForm, TeamForm, TriggerForm,
};

/// An institution's directory as one file. A section that is absent is not spoken of: its records stay as they are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DirectoryFile {
    /// The institution and what it chose.
    pub organisation: OrganisationForm,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub groups: Option<Vec<GroupForm>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locations: Option<Vec<LocationForm>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub teams: Option<Vec<TeamForm>>,
    /// When teams are there to answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<Vec<HoursForm>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agents: Option<Vec<AgentForm>>,
    /// The institution's own numbers, with their campaigns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub numbers: Option<Vec<NumberForm>>,
    /// When automation texts, and what.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub triggers: Option<Vec<TriggerForm>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quick_replies: Option<Vec<QuickReplyForm>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dispositions: Option<Vec<DispositionForm>>,
}

/// What a file says, and where.
#[derive(Debug)]
pub struct Read {
    /// The records that it wants.
    pub wanted: Wanted,
    /// Where each stands in the file, as a JSON pointer: `/agents/3`.
    pub places: BTreeMap<RecordKey, String>,
}

impl DirectoryFile {
    /// Reads the file's records; `prune` says whether what a section does not name is removed. All that is none of ours is told at
    /// once, with JSON pointers into the file.
    pub fn read(self, prune: bool) -> Result<Read, Vec<FieldProblem>> {
        let mut reading = Reading::default();
        // Every section is named, so that a new one cannot be forgotten.
        let Self {
            organisation,
            groups,
            locations,
            teams,
            hours,
            agents,
            numbers,
            triggers,
            quick_replies,
            dispositions,
        } = self;
        reading.record("/organisation".to_owned(), organisation);
        reading.kinds.insert(RecordKind::Organisation);
        reading.section(RecordKind::Group, groups);
        reading.section(RecordKind::Location, locations);
        reading.section(RecordKind::Team, teams);
        reading.section(RecordKind::Hours, hours);
        reading.section(RecordKind::Agent, agents);
        reading.section(RecordKind::Number, numbers);
        reading.section(RecordKind::Trigger, triggers);
        reading.section(RecordKind::QuickReply, quick_replies);
        reading.section(RecordKind::Disposition, dispositions);
        if !reading.problems.is_empty() {
            return Err(reading.problems);
        }
        Ok(Read {
            wanted: Wanted {
                records: reading.records,
                unsaid: reading.unsaid,
                kinds: reading.kinds,
                prune,
            },
            places: reading.places,
        })
    }

    /// The file that a directory is; `None` when there is no organisation.
    pub fn of(records: &Records) -> Option<Self> {
        let organisation = records.organisation()?;
        let mut file = Self {
            organisation: organisation.into(),
            groups: Some(Vec::new()),
            locations: Some(Vec::new()),
            teams: Some(Vec::new()),
            hours: Some(Vec::new()),
            agents: Some(Vec::new()),
            numbers: Some(Vec::new()),
            triggers: Some(Vec::new()),
            quick_replies: Some(Vec::new()),
            dispositions: Some(Vec::new()),
        };
        for versioned in records.iter() {
            match RecordForm::from(&versioned.record) {
                RecordForm::Organisation(_) => {}
                RecordForm::Group(group) => put(&mut file.groups, group),
                RecordForm::Location(location) => put(&mut file.locations, location),
                RecordForm::Team(team) => put(&mut file.teams, team),
                RecordForm::Hours(hours) => put(&mut file.hours, hours),
                RecordForm::Agent(agent) => put(&mut file.agents, agent),
                RecordForm::Number(number) => put(&mut file.numbers, number),
                RecordForm::Trigger(trigger) => put(&mut file.triggers, trigger),
                RecordForm::QuickReply(reply) => put(&mut file.quick_replies, reply),
                RecordForm::Disposition(disposition) => put(&mut file.dispositions, disposition),
            }
        }
        Some(file)
    }
}

fn put<T>(section: &mut Option<Vec<T>>, form: T) {
    section.get_or_insert_default().push(form);
}

#[derive(Default)]
struct Reading {
    records: Vec<Record>,
    unsaid: BTreeMap<AgentId, BTreeSet<Unsaid>>,
    kinds: BTreeSet<RecordKind>,
    places: BTreeMap<RecordKey, String>,
    problems: Vec<FieldProblem>,
}

impl Reading {
    fn section<F: Form>(&mut self, kind: RecordKind, section: Option<Vec<F>>) {
        let Some(forms) = section else {
            return;
        };
        self.kinds.insert(kind);
        for (place, form) in forms.into_iter().enumerate() {
            self.record(format!("/{}/{place}", kind.plural()), form);
        }
    }

    fn record(&mut self, place: String, form: impl Form) {
        let unsaid = form.unsaid();
        let record = match form.record() {
            Ok(record) => record,
            Err(problems) => {
                self.problems.extend(within(&place, problems));
                return;
            }
        };
        let key = record.key();
        if let Some(before) = self.places.get(&key) {
            self.problems.push(FieldProblem {
                code: "doubled_record",
                detail: format!("{key} stands at {before} already"),
                field: place,
            });
            return;
        }
        self.places.insert(key, place);
        if let Some(agent) = record.agent() {
            self.unsaid.insert(agent.id.clone(), unsaid);
        }
        self.records.push(record);
    }
}

/// The problems of a record with pointers into the file, in which the record stands at `place`.
pub fn within(place: &str, problems: Vec<FieldProblem>) -> impl Iterator<Item = FieldProblem> {
    problems.into_iter().map(move |problem| FieldProblem {
        field: format!("{place}{}", problem.field),
        ..problem
    })
}

/// The JSON Schema of the file, 2020-12, for editors.
pub fn schema() -> Value {
    let mut named: Vec<(String, RefOr<Schema>)> = Vec::new();
    DirectoryFile::schemas(&mut named);
    let components = utoipa::openapi::ComponentsBuilder::new().schemas_from_iter(named);
    let api = OpenApiBuilder::new().components(Some(components.build())).build();
    let api = serde_json::to_value(api).unwrap_or_default();
    let mut schema = serde_json::to_value(DirectoryFile::schema()).unwrap_or_default();
    if let Some(object) = schema.as_object_mut() {
        object.insert(
            "$schema".to_owned(),
            json!("https://json-schema.org/draft/2020-12/schema"),
        );
        object.insert("title".to_owned(), json!("An institution's directory"));
        object.insert("$defs".to_owned(), api["components"]["schemas"].clone());
    }
    let text = schema.to_string().replace("#/components/schemas/", "#/$defs/");
    serde_json::from_str(&text).unwrap_or_default()
}
