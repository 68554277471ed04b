//! Quick replies and dispositions as files and the API write them.

use memberline_domain::directory::administration::{FieldProblem, Record};
use memberline_domain::directory::{Disposition, QuickReply};
use memberline_domain::text::typed::typed;
use memberline_domain::{DispositionId, GroupId, QuickReplyId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::reading::{Form, Reading, counted};

/// A text that agents of a group pick from a menu.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = QuickReply)]
pub struct QuickReplyForm {
    /// Lower-case letters, digits and hyphens.
    #[schema(pattern = "^[a-z0-9-]{1,40}$", examples("documents"))]
    pub id: String,
    pub group: String,
    #[schema(examples("Documents"))]
    pub name: String,
    /// What an agent types after a slash to pick it.
    #[serde(default)]
    #[schema(examples("docs"))]
    pub shortcut: Option<String>,
    /// What it says, with merge fields: `Hi {first_name|there}`.
    pub text: String,
    /// Its place in the menu, 0 to 9999: lower ones first, then by name.
    #[schema(minimum = 0, maximum = 9_999)]
    #[serde(default, deserialize_with = "memberline_domain::whole_number::whole")]
    pub order: i64,
}

impl From<&QuickReply> for QuickReplyForm {
    fn from(reply: &QuickReply) -> Self {
        Self {
            id: reply.id.to_string(),
            group: reply.group.to_string(),
            name: reply.name.clone(),
            shortcut: reply.shortcut.clone(),
            text: reply.text.clone(),
            order: reply.order.into(),
        }
    }
}

impl Form for QuickReplyForm {
    fn record(self) -> Result<Record, Vec<FieldProblem>> {
        let mut reading = Reading::default();
        let id = reading.id("/id", QuickReplyId::parse(&self.id));
        let group = reading.id("/group", GroupId::parse(&self.group));
        reading.end(id.zip(group).map(|(id, group)| {
            Record::QuickReply(QuickReply {
                id,
                group,
                name: self.name,
                shortcut: self.shortcut,
                text: typed(&self.text).into_owned(),
                order: counted(self.order, u16::MAX),
            })
        }))
    }
}

/// What came of a conversation, as agents say when they close it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Disposition)]
pub struct DispositionForm {
    /// Lower-case letters, digits and hyphens.
    #[schema(pattern = "^[a-z0-9-]{1,40}$", examples("helped"))]
    pub id: String,
    #[schema(examples("Helped"))]
    pub name: String,
    /// Its place in the list, 0 to 9999: lower ones first, then by name.
    #[schema(minimum = 0, maximum = 9_999)]
    #[serde(default, deserialize_with = "memberline_domain::whole_number::whole")]
    pub order: i64,
}

impl From<&Disposition> for DispositionForm {
    fn from(disposition: &Disposition) -> Self {
        Self {
            id: disposition.id.to_string(),
            name: disposition.name.clone(),
            order: disposition.order.into(),
        }
    }
}

impl Form for DispositionForm {
    fn record(self) -> Result<Record, Vec<FieldProblem>> {
        let mut reading = Reading::default();
        let id = reading.id("/id", DispositionId::parse(&self.id));
        reading.end(id.map(|id| {
            Record::Disposition(Disposition {
                id,
                name: self.name,
                order: counted(self.order, u16::MAX),
            })
        }))
    }
}
