//! The words of forms. Each stands for one of the domain's, which stores its own.

use memberline_domain::consent;
use memberline_domain::directory;
use memberline_domain::journey;
use memberline_domain::text::service_level;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Declares an enum of forms, and how it becomes the domain's and back.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident ($word:ident) of $domain:path { $($(#[$doc:meta])* $variant:ident),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        #[schema(as = $word)]
        pub enum $name { $($(#[$doc])* $variant),+ }

        impl From<$domain> for $name {
            fn from(word: $domain) -> Self {
                use $domain as Domain;
                match word { $(Domain::$variant => Self::$variant),+ }
            }
        }

        impl From<$name> for $domain {
            fn from(word: $name) -> Self {
                match word { $($name::$variant => Self::$variant),+ }
            }
        }
    };
}

words! {
    /// What may be sent: `standard` 160 septets of plain characters, `advanced` 640 characters of any kind.
    ServiceLevelWord (ServiceLevel) of service_level::ServiceLevel { Standard, Advanced }
}

words! {
    /// Whose texts a STOP ends: those of the whole organisation, or of the number that it was sent to.
    OptOutScopeWord (OptOutScope) of consent::OptOutScope { Organisation, Number }
}

words! {
    /// What an agent may do: `agent` answers the conversations of their teams, `supervisor` sees and closes those of all, `admin`
    /// administers as well.
    RoleWord (Role) of directory::Role { Agent, Supervisor, Admin }
}

words! {
    /// Whether an agent may sign in.
    AgentStatusWord (AgentStatus) of directory::AgentStatus { Active, Suspended }
}

words! {
    /// Who may answer in a conversation: `claim` the agent who claimed it, `open` anyone who may see it.
    SendPolicyWord (SendPolicy) of directory::SendPolicy { Claim, Open }
}

words! {
    /// Who answers STOP, START and HELP: `carrier` the carrier by its own list, `carrier_tells` the carrier what it says that it
    /// answered and we the rest, `product` we alone.
    KeywordAnswersWord (KeywordAnswers) of directory::KeywordAnswers { Carrier, CarrierTells, Product }
}

words! {
    /// A day of the week.
    WeekdayWord (Weekday) of directory::Weekday { Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday }
}

words! {
    /// What sets a trigger off: an applicant who has not left a stage, or the creation of the application.
    TriggerKindWord (TriggerKind) of directory::TriggerKind { Stalled, Created }
}

words! {
    /// What a text is for, which consent is given to one by one: a person answers, automation reminds, something is offered.
    CategoryWord (Category) of consent::Category { Service, Automation, Marketing }
}

words! {
    /// What brought the member here. More may come.
    JourneyWord (Journey) of journey::Journey {
        #[serde(rename = "Loan Application")]
        LoanApplication,
        #[serde(rename = "New Membership")]
        NewMembership,
        /// A text out of the blue.
        #[serde(rename = "Elle Chat")]
        ElleChat,
    }
}
