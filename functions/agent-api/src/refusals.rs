//! What the rules say against an operation, as problems.

use std::convert::Infallible;

use memberline_domain::AgentId;
use memberline_domain::consent::ConsentRequestRefusal;
use memberline_domain::directory::Directory;
use memberline_domain::text::service_level::TextRefusal;
use memberline_domain::thread::{
    ClaimRefusal, CloseRefusal, ComposeRefusal, MAX_NOTE, NameRefusal, NoteRefusal, NothingToSettle,
    PictureRefusal, RetryRefusal, StartRefusal,
};
use memberline_http_api::{Meaning, Problem};

use crate::problems::{
    attachment_not_found, conversation_not_found, no_mobile, number_not_allowed, person_not_found,
};
use crate::view::names::Named;

/// A refusal that callers are told of.
pub(crate) trait Explain {
    /// The problem, with names from the directory.
    fn explain(&self, directory: &Directory) -> Problem;
}

/// What no rule is ever against.
impl Explain for Infallible {
    fn explain(&self, _: &Directory) -> Problem {
        match *self {}
    }
}

fn claimed(code: &'static str, by: &AgentId, directory: &Directory) -> Problem {
    let by = Named::agent(directory, by);
    let detail = format!("{} claimed this conversation.", by.name);
    let by = serde_json::json!({ "id": by.id, "name": by.name });
    Problem::new(Meaning::Conflict, code, detail).with("claimed_by", by)
}

fn closed() -> Problem {
    Problem::new(
        Meaning::Conflict,
        "conversation_closed",
        "The conversation is closed. A new text of the member opens the next one.",
    )
}

impl Explain for ClaimRefusal {
    fn explain(&self, directory: &Directory) -> Problem {
        match self {
            Self::NotFound => conversation_not_found(),
            Self::Closed => closed(),
            Self::AlreadyYours => Problem::new(
                Meaning::Conflict,
                "already_yours",
                "You have this conversation already.",
            ),
            Self::AlreadyClaimed { by } => claimed("already_claimed", by, directory),
        }
    }
}

impl Explain for NoteRefusal {
    fn explain(&self, _directory: &Directory) -> Problem {
        match self {
            Self::NotFound => conversation_not_found(),
            Self::Closed => closed(),
            Self::Empty => Problem::new(Meaning::Unprocessable, "note_empty", "Write something to note."),
            Self::TooLong => Problem::new(
                Meaning::Unprocessable,
                "note_too_long",
                format!("A note has at most {MAX_NOTE} characters."),
            ),
        }
    }
}

impl Explain for CloseRefusal {
    fn explain(&self, directory: &Directory) -> Problem {
        match self {
            Self::NotFound => conversation_not_found(),
            Self::Closed => closed(),
            Self::ClaimedByOther { by } => claimed("claimed_by_other", by, directory),
        }
    }
}

impl Explain for ComposeRefusal {
    fn explain(&self, directory: &Directory) -> Problem {
        match self {
            Self::NotFound => conversation_not_found(),
            Self::Closed => closed(),
            Self::NotClaimed => Problem::new(
                Meaning::Conflict,
                "not_claimed",
                "Claim the conversation before you text.",
            ),
            Self::ClaimedByOther { by } => claimed("claimed_by_other", by, directory),
            Self::OptedOut => Problem::new(
                Meaning::Conflict,
                "opted_out",
                "The member opted out of texts. They can be texted again once they text first.",
            ),
            Self::Unanswerable => Problem::new(
                Meaning::Conflict,
                "unanswerable",
                "This sender is a short code or a name, which cannot be texted.",
            ),
            Self::RefusedByCarrier => Problem::new(
                Meaning::Conflict,
                "refused_by_carrier",
                "The carrier refuses texts to this number, as the member opted out with it. They can be texted again once they \
                 text START.",
            ),
            Self::Text(refusal) => refusal.explain(directory),
            Self::Pictures(refusal) => refusal.explain(directory),
        }
    }
}

impl Explain for TextRefusal {
    fn explain(&self, _: &Directory) -> Problem {
        let problem = |detail: String| Problem::new(Meaning::Unprocessable, self.code(), detail);
        match *self {
            Self::Empty => problem("Write something to send.".to_owned()),
            Self::TooLong { limit, characters } => problem(format!(
                "The text is {characters} characters long; {limit} can be sent."
            ))
            .with("limit", limit)
            .with("characters", characters),
            Self::UnsupportedCharacters { first } => {
                problem(format!("The text contains {first:?}, which cannot be sent."))
                    .with("character", first.to_string())
            }
        }
    }
}

impl Explain for PictureRefusal {
    fn explain(&self, _: &Directory) -> Problem {
        let problem = |detail: String| Problem::new(Meaning::Unprocessable, self.code(), detail);
        match *self {
            Self::Off => problem("Picture messages are switched off.".to_owned()),
            Self::TooMany { limit } => {
                problem(format!("One message takes {limit} pictures at most.")).with("limit", limit)
            }
            Self::TooLarge { limit, bytes } => problem(format!(
                "The pictures have {bytes} bytes; the carrier takes {limit}."
            ))
            .with("limit", limit)
            .with("bytes", bytes),
            Self::NotAPicture => problem("Only JPEG, PNG and GIF pictures can be sent.".to_owned()),
            Self::Unknown => problem("There is no such picture: upload it first.".to_owned()),
        }
    }
}

impl Explain for NameRefusal {
    fn explain(&self, _: &Directory) -> Problem {
        match self {
            Self::Malformed => Problem::new(
                Meaning::Unprocessable,
                "invalid_name",
                "A name has 1 to 100 characters, none of them control characters.",
            ),
        }
    }
}

impl Explain for NothingToSettle {
    fn explain(&self, _: &Directory) -> Problem {
        Problem::new(
            Meaning::Conflict,
            "nothing_to_settle",
            "There is no text of which somebody has to say what it means.",
        )
    }
}

impl Explain for StartRefusal {
    fn explain(&self, _: &Directory) -> Problem {
        let conflict = |code, detail: &str| Problem::new(Meaning::Conflict, code, detail);
        match self {
            Self::NotFound => person_not_found(),
            Self::NoMobile => no_mobile(),
            Self::NumberNotAllowed => number_not_allowed(),
            Self::OptedOut => conflict(
                "opted_out",
                "The member opted out of texts. They can be texted again once they text first.",
            ),
            Self::ConsentMissing => conflict(
                "consent_missing",
                "The member did not agree to texts about the application. Ask for consent first.",
            ),
            Self::ConversationOpen { .. } => conflict(
                "conversation_open",
                "A conversation with this number is open already.",
            ),
        }
    }
}

impl Explain for RetryRefusal {
    fn explain(&self, _: &Directory) -> Problem {
        let conflict = |code, detail| Problem::new(Meaning::Conflict, code, detail);
        match self {
            Self::NotFound => attachment_not_found(),
            Self::NotFailed => conflict(
                "attachment_not_failed",
                "The file did not fail, so there is nothing to try again.",
            ),
            Self::PicturesOff => conflict("pictures_off", "Picture messages are switched off."),
            Self::Erased => conflict(
                "attachment_erased",
                "The carrier erased the file. Ask the member to send it once more.",
            ),
        }
    }
}

impl Explain for ConsentRequestRefusal {
    fn explain(&self, _: &Directory) -> Problem {
        let (meaning, detail) = match self {
            Self::OptedOut => (Meaning::Conflict, "The member opted out of texts."),
            Self::Held => (
                Meaning::Conflict,
                "A text looks like an opt-out or a wrong number. Say first what it means.",
            ),
            Self::NoCategory => (Meaning::Unprocessable, "Name what to ask for."),
            Self::AlreadyGranted => (Meaning::Conflict, "The member agreed already."),
            Self::AlreadyAsked => (Meaning::Conflict, "The member was asked before."),
        };
        Problem::new(meaning, self.code(), detail)
    }
}

#[cfg(test)]
mod tests;
