//! The vocabulary of the API. Each word stands for one of the domain's, which stores its own.

use memberline_domain::application::{self, routing};
use memberline_domain::text::keywords::Intent;
use memberline_domain::text::{reaction, segments, service_level};
use memberline_domain::{consent, directory, journey, thread};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Declares an enum of the API and how the domain's becomes it.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident of $domain:path { $($(#[$word:meta])* $variant:ident),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub(crate) enum $name { $($(#[$word])* $variant),+ }

        impl From<$domain> for $name {
            fn from(word: $domain) -> Self {
                use $domain as Domain;
                match word { $(Domain::$variant => Self::$variant),+ }
            }
        }
    };
}

words! {
    /// Where an outgoing message is on its way; it only moves forward, in this order. `deferred` waits for another attempt,
    /// `sending` was handed to the carrier and is not confirmed yet, `cancelled` was not sent as a rule forbade it meanwhile.
    Status of thread::DeliveryStatus { Queued, Deferred, Sending, Sent, Delivered, Failed, Cancelled }
}

words! {
    /// What not every role may do. More may come.
    Permission of directory::Permission { SeeAllTeams, CloseForOthers, Administer, Operate, ExportEvidence }
}

words! {
    /// What an outgoing message is for.
    Purpose of thread::Purpose {
        Reply, OptOutConfirmation, OptInConfirmation, Help, Automation, ConsentRequest, PicturesNotShown
    }
}

words! {
    /// Which way a message went.
    Direction of thread::Direction { In, Out }
}

words! {
    /// What a reaction says: `emoji` is one that the member chose, `sticker` a picture that does not come along.
    ReactionKind of reaction::Kind { Heart, Like, Dislike, Laugh, Emphasis, Question, Emoji, Sticker }
}

words! {
    /// What an agent has to decide, while automation is paused: `looks_like_opt_out` whether a text is an opt-out, `wrong_number`
    /// whether the number is still the member's.
    TaskKind of consent::HoldReason { LooksLikeOptOut, WrongNumber }
}

words! {
    /// Why a conversation closed.
    CloseReason of thread::CloseReason { Agent, OptOut }
}

words! {
    /// How a text is encoded on the air.
    Encoding of segments::Encoding { Gsm7, Ucs2 }
}

words! {
    /// What may be sent: `standard` 160 septets of plain characters, `advanced` 640 characters of any kind.
    ServiceLevel of service_level::ServiceLevel { Standard, Advanced }
}

words! {
    /// As whom somebody is on an application.
    PersonRole of application::PersonRole { Borrower, CoBorrower, Guarantor, ExternalContact, Partner }
}

words! {
    /// How far an application is.
    ApplicationStatus of application::Status { Active, Completed, Withdrawn }
}

words! {
    /// The rule that placed a text: `only` one application has the number, an `external_contact` comes first, the one
    /// `last_updated`, or of those the `highest_id`.
    Rule of routing::Rule { Only, ExternalContact, LastUpdated, HighestId }
}

words! {
    /// Consent in a colour: `red` there is none, `yellow` it was asked for, `green` it was given.
    Colour of consent::Colour { Red, Yellow, Green }
}

words! {
    /// What a text is for, which consent is given to one by one: a person answers, automation reminds, something is offered.
    Category of consent::Category { Service, Automation, Marketing }
}

impl From<Category> for consent::Category {
    fn from(category: Category) -> Self {
        match category {
            Category::Service => Self::Service,
            Category::Automation => Self::Automation,
            Category::Marketing => Self::Marketing,
        }
    }
}

/// Where somebody said whether they want texts, other than in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Channel {
    /// On the telephone.
    Phone,
    /// On paper.
    Paper,
    /// Face to face.
    InPerson,
    /// On a web page.
    Web,
}

impl From<Channel> for consent::Channel {
    fn from(channel: Channel) -> Self {
        match channel {
            Channel::Phone => Self::Phone,
            Channel::Paper => Self::Paper,
            Channel::InPerson => Self::InPerson,
            Channel::Web => Self::Web,
        }
    }
}

/// Whose texts a consent is about: one application's, all of a partner's, all of the organisation's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Scope {
    /// One application's.
    Application,
    /// All of a partner's applications.
    Partner,
    /// All of the organisation's.
    Organisation,
}

words! {
    /// What brought the member here. More may come.
    Journey of journey::Journey {
        /// A loan application.
        #[serde(rename = "Loan Application")]
        LoanApplication,
        /// The opening of a membership.
        #[serde(rename = "New Membership")]
        NewMembership,
        /// A text out of the blue.
        #[serde(rename = "Elle Chat")]
        ElleChat,
    }
}

impl From<Journey> for journey::Journey {
    fn from(journey: Journey) -> Self {
        match journey {
            Journey::LoanApplication => Self::LoanApplication,
            Journey::NewMembership => Self::NewMembership,
            Journey::ElleChat => Self::ElleChat,
        }
    }
}

/// Where an attachment is on its way: `fetching` from the carrier, `scanning` for malware, `ready` to be downloaded; `blocked`
/// and `withheld` are kept from everybody, `failed` can be tried again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum AttachmentState {
    /// From the carrier.
    Fetching,
    /// For malware.
    Scanning,
    /// It is clean.
    Ready,
    /// It is not what may be opened.
    Blocked,
    /// It could not be fetched or scanned.
    Failed,
    /// Pictures are off.
    Withheld,
}

impl From<&thread::AttachmentState> for AttachmentState {
    fn from(state: &thread::AttachmentState) -> Self {
        use thread::AttachmentState as Domain;
        match state {
            Domain::Fetching { .. } => Self::Fetching,
            Domain::Scanning(_) => Self::Scanning,
            Domain::Ready { .. } => Self::Ready,
            Domain::Blocked { .. } => Self::Blocked,
            Domain::Failed { .. } => Self::Failed,
            Domain::Withheld { .. } => Self::Withheld,
        }
    }
}

/// What somebody is who did something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ActorKind {
    /// A person of the organisation.
    Agent,
    /// The member.
    Member,
    /// The product, because a rule requires it.
    System,
    /// The product, because the organisation told it to.
    Automation,
}

/// Whether a text asks to end texts: `hard` ends them at once, `soft` leaves it to an agent to decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum OptOut {
    /// It ended them.
    Hard,
    /// It may mean that.
    Soft,
}

impl OptOut {
    pub(crate) fn of(intent: Intent) -> Option<Self> {
        match intent {
            Intent::OptOut => Some(Self::Hard),
            Intent::LooksLikeOptOut => Some(Self::Soft),
            Intent::WrongNumber | Intent::OptIn | Intent::Help | Intent::Yes | Intent::No | Intent::Other => {
                None
            }
        }
    }
}

/// Whether a conversation is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum State {
    /// It is.
    Open,
    /// It is not, and never will be again: the next text opens another.
    Closed,
}
