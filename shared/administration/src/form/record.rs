//! A record of any kind as files and the API write it.

use memberline_domain::directory::administration::Record;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    AgentForm, DispositionForm, GroupForm, HoursForm, LocationForm, NumberForm, OrganisationForm,
    QuickReplyForm, TeamForm, TriggerForm,
};

/// A record of any kind.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(untagged)]
pub enum RecordForm {
    Organisation(OrganisationForm),
    Group(GroupForm),
    Location(LocationForm),
    Team(TeamForm),
    Hours(HoursForm),
    Agent(AgentForm),
    Number(NumberForm),
    Trigger(TriggerForm),
    QuickReply(QuickReplyForm),
    Disposition(DispositionForm),
}

impl From<&Record> for RecordForm {
    fn from(record: &Record) -> Self {
        match record {
            Record::Organisation(organisation) => Self::Organisation(organisation.into()),
            Record::Group(group) => Self::Group(group.into()),
            Record::Location(location) => Self::Location(location.into()),
            Record::Team(team) => Self::Team(team.into()),
            Record::Hours(hours) => Self::Hours(hours.into()),
            Record::Agent(agent) => Self::Agent(agent.into()),
            Record::Number(number) => Self::Number(number.into()),
            Record::Trigger(trigger) => Self::Trigger(trigger.into()),
            Record::QuickReply(reply) => Self::QuickReply(reply.into()),
            Record::Disposition(disposition) => Self::Disposition(disposition.into()),
        }
    }
}

/// Declares how a record of any kind becomes one of its kind; of another it does not.
macro_rules! of_kind {
    ($($kind:ident $form:ident),+ $(,)?) => {$(
        impl TryFrom<RecordForm> for $form {
            type Error = RecordForm;

            fn try_from(record: RecordForm) -> Result<Self, RecordForm> {
                match record {
                    RecordForm::$kind(form) => Ok(form),
                    other => Err(other),
                }
            }
        }
    )+};
}

of_kind! {
    Organisation OrganisationForm,
    Group GroupForm,
    Location LocationForm,
    Team TeamForm,
    Hours HoursForm,
    Agent AgentForm,
    Number NumberForm,
    Trigger TriggerForm,
    QuickReply QuickReplyForm,
    Disposition DispositionForm,
}
