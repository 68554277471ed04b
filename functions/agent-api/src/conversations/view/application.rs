//! The application that a conversation is about.

use memberline_domain::application::{ApplicationLink, routing};
use memberline_domain::{ApplicationId, PersonId};
use serde::Serialize;
use utoipa::ToSchema;

use crate::view::stage::Stage;
use crate::view::words::{ApplicationStatus, Journey, PersonRole};

/// The application that a conversation is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct ConversationApplication {
    /// Its id.
    #[schema(examples("0123456789abcdef"))]
    id: String,
    /// What its loan-origination system calls it.
    #[schema(examples("LA-2041"))]
    los_id: String,
    /// What it is for.
    journey: Journey,
    /// How far it is.
    status: ApplicationStatus,
    /// The stage that it is in.
    stage: Option<Stage>,
    /// Who of its people the conversation is with.
    person: String,
    /// As whom.
    role: PersonRole,
    /// Who else on it has the number (IN-17, X-06).
    shared_with: Vec<String>,
}

impl ConversationApplication {
    /// The application as the links of the number tell of it, with the link of the person shown.
    pub(crate) fn of<'a>(
        links: &'a [ApplicationLink],
        application: &ApplicationId,
    ) -> Option<(Self, &'a ApplicationLink)> {
        let (link, shared) = routing::on(links, application)?;
        let shown = Self {
            id: link.application.to_string(),
            los_id: link.los_id.clone(),
            journey: link.journey.into(),
            status: link.status.into(),
            stage: link.stage.clone().map(|name| Stage {
                name,
                since: link.stage_since,
            }),
            person: link.person.to_string(),
            role: link.role.into(),
            shared_with: shared.iter().map(PersonId::to_string).collect(),
        };
        Some((shown, link))
    }
}
