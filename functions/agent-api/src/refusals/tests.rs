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
