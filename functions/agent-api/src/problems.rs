//! What is said of things that are not there, as far as the caller may know.

use memberline_http_api::{Meaning, Problem};

/// The problem of a conversation that does not exist, or that the caller may not know of.
pub(crate) fn conversation_not_found() -> Problem {
    Problem::new(
        Meaning::NotFound,
        "conversation_not_found",
        "There is no such conversation, or it is another team's.",
    )
}

/// The problem of an attachment that does not exist, or that the caller may not know of.
pub(crate) fn attachment_not_found() -> Problem {
    Problem::new(
        Meaning::NotFound,
        "attachment_not_found",
        "There is no such attachment, or it is another team's.",
    )
}

/// The problem of an application that does not exist.
pub(crate) fn application_not_found() -> Problem {
    Problem::new(
        Meaning::NotFound,
        "application_not_found",
        "There is no such application, or it is another team's.",
    )
}

/// The problem of a person who is not on the application.
pub(crate) fn person_not_found() -> Problem {
    Problem::new(
        Meaning::NotFound,
        "person_not_found",
        "Nobody on the application has this id.",
    )
}

/// The problem of a person who cannot be texted.
pub(crate) fn no_mobile() -> Problem {
    Problem::new(
        Meaning::Conflict,
        "no_mobile",
        "The person has no mobile number on the application.",
    )
}

/// The problem of a number that the caller does not text from.
pub(crate) fn number_not_allowed() -> Problem {
    Problem::new(
        Meaning::Unprocessable,
        "number_not_allowed",
        "This number is none that you may text from.",
    )
}
