//! The form of Twilio's ids.
//!
//! Ids are keys to us, and stand in a signed string without a separator around them, so they match to the last character.
//! Source: <https://www.twilio.com/docs/glossary/what-is-a-sid>.

/// An id of the kind that `prefix` names: it, and 32 hexadecimal digits in lower case.
fn is_id(text: &str, prefix: &str) -> bool {
    text.strip_prefix(prefix).is_some_and(|digits| {
        digits.len() == 32 && digits.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
    })
}

/// The id of a message: `SM...`, or `MM...` for one with media.
pub(super) fn message_id(text: &str) -> Option<String> {
    (is_id(text, "SM") || is_id(text, "MM")).then(|| text.to_owned())
}

/// Whether it is the id of an account: `AC...`.
pub(super) fn is_account(text: &str) -> bool {
    is_id(text, "AC")
}

/// Whether it is the id of a Messaging Service: `MG...`.
pub(super) fn is_service(text: &str) -> bool {
    is_id(text, "MG")
}

/// Whether it is the id of a medium: `ME...`.
pub(super) fn is_medium(text: &str) -> bool {
    is_id(text, "ME")
}

#[cfg(test)]
mod tests {
    use super::*;

    const DIGITS: &str = "0123456789abcdef0123456789abcdef";

    #[test]
    fn an_id_matches_to_the_last_character() {
        for prefix in ["SM", "MM"] {
            let id = format!("{prefix}{DIGITS}");
            assert_eq!(message_id(&id), Some(id));
        }
        for bad in [
            String::new(),
            "SM".to_owned(),
            "SM1".to_owned(),
            DIGITS.to_owned(),
            format!("sm{DIGITS}"),
            format!("MG{DIGITS}"),
            format!("SM{DIGITS}0"),
            format!("SM{DIGITS}NumMedia0"),
            format!("xSM{DIGITS}"),
            format!("SM{}", DIGITS.to_uppercase()),
            format!("SM{}g", &DIGITS[1..]),
            format!("SM{DIGITS}\n"),
        ] {
            assert_eq!(message_id(&bad), None, "{bad}");
            assert!(!is_account(&bad) && !is_medium(&bad), "{bad}");
        }
        assert!(is_account(&format!("AC{DIGITS}")));
        assert!(is_medium(&format!("ME{DIGITS}")));
    }
}
