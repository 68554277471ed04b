//! What readers of the stream pick entries out of their kind by, so that they are not started for all the others.
//!
//! A label is one word, for a filter of a topic compares whole words best. A text that two readers want has a label of its own,
//! which both of their filters name.

/// A text with something to fetch or to erase.
pub const DOCUMENTS: &str = "documents";

/// A text from a number that is on an application.
pub const APPLICANT: &str = "applicant";

/// A text that is both.
pub const APPLICANT_DOCUMENTS: &str = "applicant_documents";

/// A medium that is to be fetched again.
pub const FETCH: &str = "fetch";

/// The label of a text that came in.
pub(crate) fn of_text(has_documents: bool, is_applicants: bool) -> Option<&'static str> {
    match (has_documents, is_applicants) {
        (true, true) => Some(APPLICANT_DOCUMENTS),
        (true, false) => Some(DOCUMENTS),
        (false, true) => Some(APPLICANT),
        (false, false) => None,
    }
}
