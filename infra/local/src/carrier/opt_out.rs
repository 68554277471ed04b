//! The carriers' own lists of opt-out words, which differ from each other and from the application's.

/// What a keyword asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keyword {
    /// No more texts.
    Stop,
    /// Texts again.
    Start,
    /// Who this is.
    Help,
}

impl Keyword {
    /// Twilio's `OptOutType`, Telnyx's `autoresponse_type`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Stop => "STOP",
            Self::Start => "START",
            Self::Help => "HELP",
        }
    }

    /// What a carrier answers by itself. Source: Twilio, "Support for opt-out keywords", default messages; Telnyx's are worded alike.
    pub fn answer(self) -> &'static str {
        match self {
            Self::Stop => {
                "You have successfully been unsubscribed. You will not receive any more messages from this number. \
                 Reply START to resubscribe."
            }
            Self::Start => {
                "You have successfully been re-subscribed to messages from this number. Reply HELP for help. \
                 Reply STOP to unsubscribe. Msg&Data Rates May Apply."
            }
            Self::Help => "Reply STOP to unsubscribe. Msg&Data Rates May Apply.",
        }
    }
}

/// Twilio's reading of a whole message.
pub fn twilio(text: &str) -> Option<Keyword> {
    match normalised(text).as_str() {
        "STOP" | "STOPALL" | "UNSUBSCRIBE" | "CANCEL" | "END" | "QUIT" | "REVOKE" | "OPTOUT" => {
            Some(Keyword::Stop)
        }
        "START" | "YES" | "UNSTOP" => Some(Keyword::Start),
        "HELP" | "INFO" => Some(Keyword::Help),
        _ => None,
    }
}

/// Telnyx's reading of a whole message. HELP is a keyword only where the messaging profile has an answer to it.
pub fn telnyx(text: &str, answers_help: bool) -> Option<Keyword> {
    match normalised(text).as_str() {
        "STOP" | "STOPALL" | "STOP ALL" | "UNSUBSCRIBE" | "CANCEL" | "END" | "QUIT" => Some(Keyword::Stop),
        "START" | "UNSTOP" => Some(Keyword::Start),
        "HELP" if answers_help => Some(Keyword::Help),
        _ => None,
    }
}

fn normalised(text: &str) -> String {
    text.trim().to_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_differ() {
        assert_eq!(twilio(" revoke "), Some(Keyword::Stop));
        assert_eq!(telnyx("revoke", true), None);
        assert_eq!(telnyx("Stop all", false), Some(Keyword::Stop));
        assert_eq!(
            [telnyx("help", false), telnyx("help", true)],
            [None, Some(Keyword::Help)]
        );
        assert_eq!(twilio("stop it"), None);
    }
}
