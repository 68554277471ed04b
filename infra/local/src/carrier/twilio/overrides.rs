//! What the fragment of a webhook's address tells Twilio about trying again.
//!
//! Source: <https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides>.

use std::time::Duration;

use crate::carrier::webhook::{After, Patience};

/// The patience that an address asks for: `rc` retries (1, at most 5) after what `rp` lists (`ct`).
pub fn patience(url: &str) -> Patience {
    let fragment = url.split_once('#').map_or("", |(_, fragment)| fragment);
    let value = |name| {
        form_urlencoded::parse(fragment.as_bytes())
            .find(|(key, _)| key == name)
            .map(|(_, value)| value)
    };
    let listed = value("rp").unwrap_or_else(|| "ct".into());
    let has = |policy| {
        listed
            .split(',')
            .any(|listed| listed == policy || listed == "all")
    };
    Patience {
        retries: value("rc")
            .and_then(|count| count.parse().ok())
            .unwrap_or(1)
            .min(5),
        after: After {
            connect: has("ct"),
            read: has("rt"),
            client_error: has("4xx"),
            server_error: has("5xx"),
        },
        timeout: Duration::from_secs(15),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twilio_tries_again_once_and_only_to_connect_unless_told_otherwise() {
        let usual = patience("https://texts.example/webhooks/twilio");
        let connect = After {
            connect: true,
            read: false,
            client_error: false,
            server_error: false,
        };
        assert_eq!((usual.retries, usual.after), (1, connect));
        let told = patience("https://texts.example/webhooks/twilio#rc=2&rp=all");
        assert_eq!((told.retries, told.after), (2, After::ANYTHING));
        let some = patience("https://texts.example/webhooks/twilio#rc=9&rp=5xx,rt");
        let read = After {
            connect: false,
            read: true,
            client_error: false,
            server_error: true,
        };
        assert_eq!((some.retries, some.after), (5, read));
    }
}
