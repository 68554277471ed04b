//! What the rules say against an operation, as problems.

use memberline_domain::AgentId;
use memberline_domain::consent::AskRefusal;
use memberline_domain::directory::Directory;
use memberline_domain::text::service_level::TextRefusal;
use memberline_domain::thread::{ClaimRefusal, CloseRefusal, ComposeRefusal, NameRefusal, PictureRefusal};
use memberline_http_api::{Meaning, Problem};

use crate::conversations::access::not_found;
use crate::view::names::Named;

/// A refusal that callers are told of.
pub(crate) trait Explain {
    /// The problem, with names from the directory.
    fn explain(&self, directory: &Directory) -> Problem;
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
            Self::NotFound => not_found(),
            Self::Closed => closed(),
            Self::AlreadyClaimed { by } => claimed("already_claimed", by, directory),
        }
    }
}

impl Explain for CloseRefusal {
    fn explain(&self, directory: &Directory) -> Problem {
        match self {
            Self::NotFound => not_found(),
            Self::ClaimedByOther { by } => claimed("claimed_by_other", by, directory),
        }
    }
}

impl Explain for ComposeRefusal {
    fn explain(&self, directory: &Directory) -> Problem {
        match self {
            Self::NotFound => not_found(),
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

impl Explain for AskRefusal {
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
mod tests {
    use super::*;
    use crate::view::samples;

    #[test]
    fn mc_33_who_claimed_is_named_from_the_directory() {
        let by = AgentId::parse("maria").unwrap();
        let problem = ClaimRefusal::AlreadyClaimed { by }.explain(&samples::directory());
        let document = problem.document("r-1");
        assert_eq!(document["status"], 409);
        assert_eq!(document["code"], "already_claimed");
        assert_eq!(
            document["claimed_by"],
            serde_json::json!({ "id": "maria", "name": "Maria Lopez" })
        );
        assert_eq!(document["request_id"], "r-1");
    }

    #[test]
    fn x_07_a_refused_text_names_the_limit_and_the_character() {
        let directory = samples::directory();
        let long = ComposeRefusal::Text(TextRefusal::TooLong {
            limit: 160,
            characters: 161,
        });
        let document = long.explain(&directory).document("r");
        assert_eq!(
            (&document["status"], &document["code"]),
            (&422.into(), &"text_too_long".into())
        );
        assert_eq!(
            (&document["limit"], &document["characters"]),
            (&160.into(), &161.into())
        );
        let special = TextRefusal::UnsupportedCharacters { first: '\0' }.explain(&directory);
        assert_eq!(special.code, "unsupported_characters");
        assert_eq!(special.members["character"], "\0");
    }

    #[test]
    fn every_refusal_has_its_own_code_and_status() {
        let directory = samples::directory();
        let by = || AgentId::parse("gone").unwrap();
        let refusals: [(&dyn Explain, u16, &str); 11] = [
            (&ClaimRefusal::NotFound, 404, "conversation_not_found"),
            (&ClaimRefusal::Closed, 409, "conversation_closed"),
            (
                &CloseRefusal::ClaimedByOther { by: by() },
                409,
                "claimed_by_other",
            ),
            (&ComposeRefusal::NotClaimed, 409, "not_claimed"),
            (
                &ComposeRefusal::ClaimedByOther { by: by() },
                409,
                "claimed_by_other",
            ),
            (&ComposeRefusal::OptedOut, 409, "opted_out"),
            (&ComposeRefusal::Unanswerable, 409, "unanswerable"),
            (&ComposeRefusal::RefusedByCarrier, 409, "refused_by_carrier"),
            (&ComposeRefusal::Closed, 409, "conversation_closed"),
            (&ComposeRefusal::Text(TextRefusal::Empty), 422, "text_empty"),
            (&NameRefusal::Malformed, 422, "invalid_name"),
        ];
        for (refusal, status, code) in refusals {
            let problem = refusal.explain(&directory);
            assert_eq!((problem.meaning.status(), problem.code), (status, code));
        }
    }
}
