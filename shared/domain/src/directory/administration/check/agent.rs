//! Whether an agent may be kept.

use super::line::check_name;
use crate::directory::Agent;
use crate::directory::administration::Records;
use crate::directory::administration::problem::{FieldProblem, Problems};

/// The most characters of an address (RFC 5321, 4.5.3.1.3).
const EMAIL_LIMIT: usize = 254;

/// The most characters of a subject (OpenID Connect Core, 2).
const SUBJECT_LIMIT: usize = 255;

pub(super) fn check(agent: &Agent, others: &Records, problems: &mut Problems) {
    check_name(&agent.name, problems);
    problems.want(
        is_email(&agent.email),
        "/email",
        "invalid_email",
        "it is no address that email can be sent to",
    );
    let colleagues: Vec<&Agent> = others.agents().filter(|other| other.id != agent.id).collect();
    let same_email = colleagues
        .iter()
        .find(|other| other.email.eq_ignore_ascii_case(&agent.email));
    problems.want(
        same_email.is_none(),
        "/email",
        "email_taken",
        "another agent has this address",
    );
    if let Some(subject) = &agent.subject {
        let readable =
            (1..=SUBJECT_LIMIT).contains(&subject.len()) && subject.bytes().all(|b| b.is_ascii_graphic());
        problems.want(
            readable,
            "/subject",
            "invalid_subject",
            format!("a subject has 1 to {SUBJECT_LIMIT} ASCII characters without blanks"),
        );
        let same_subject = colleagues
            .iter()
            .any(|other| other.subject.as_ref() == Some(subject));
        let taken = subject_taken();
        problems.want(!same_subject, &taken.field, taken.code, taken.detail);
    }
    for (place, team) in agent.teams.iter().enumerate() {
        problems.want(
            !agent.teams[..place].contains(team),
            &format!("/teams/{place}"),
            "doubled_team",
            "the team is named twice",
        );
    }
}

/// Whether email can be sent to it: one `@` with a local part before and a domain of at least two labels after it.
fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else {
        return false;
    };
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let is_local = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&b);
    text.len() <= EMAIL_LIMIT
        && (1..=64).contains(&local.len())
        && local.bytes().all(is_local)
        && domain.contains('.')
        && domain.split('.').all(is_label)
}

/// The problem of a subject that another agent signs in as, whoever's agent that is.
pub fn subject_taken() -> FieldProblem {
    FieldProblem {
        field: "/subject".to_owned(),
        code: "subject_taken",
        detail: "another agent signs in as this subject".to_owned(),
    }
}
