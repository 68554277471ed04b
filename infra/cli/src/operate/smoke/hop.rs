//! The hops of a text through the deployment.

use std::fmt::Write as _;

use serde_json::{Value, json};

/// A stretch of the way of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hop {
    /// The webhook is posted, verified and answered.
    Webhook,
    /// The text is in the table, sealed, and opens to the words that were sent.
    Committed,
    /// The table's stream, the pipe, the topic and the queue bring it to the notifier.
    Notifier,
    /// SES takes the email, and that is noted.
    Told,
    /// What was opened is closed again.
    Closed,
}

impl Hop {
    /// All of them in their order.
    pub const ALL: [Self; 5] = [
        Self::Webhook,
        Self::Committed,
        Self::Notifier,
        Self::Told,
        Self::Closed,
    ];

    /// The stable word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Webhook => "webhook",
            Self::Committed => "committed",
            Self::Notifier => "notifier",
            Self::Told => "told",
            Self::Closed => "closed",
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Webhook => "webhook answered",
            Self::Committed => "entry committed",
            Self::Notifier => "stream, pipe, topic, queue",
            Self::Told => "email taken and noted",
            Self::Closed => "conversation closed",
        }
    }

    /// Where to look when it does not come.
    fn look(self, stack: &str) -> String {
        match self {
            Self::Webhook => format!(
                "the log /memberline/{stack}/inbound-sms, the API's log, and that PublicUrl leads to the API (`memberline doctor`)"
            ),
            Self::Committed => {
                format!("the log /memberline/{stack}/inbound-sms: table, keys and permissions")
            }
            Self::Notifier => format!(
                "EventBridge console → Pipes (DomainEventsPipe), the queue EmailQueue and its dead letters, the log \
                 /memberline/{stack}/email-notifier"
            ),
            Self::Told => {
                format!("the log /memberline/{stack}/email-notifier (`errors`), and SES: `memberline doctor`")
            }
            Self::Closed => "the tables, and your permissions on them".to_owned(),
        }
    }
}

/// A hop that came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Came {
    pub hop: Hop,
    /// When, in milliseconds since the webhook was posted.
    pub at: u64,
}

/// What came of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Way {
    pub came: Vec<Came>,
    /// What did not, and why.
    pub failed: Vec<(Hop, String)>,
}

impl Way {
    /// Whether every hop came.
    pub fn is_whole(&self) -> bool {
        self.failed.is_empty()
            && Hop::ALL
                .iter()
                .all(|hop| self.came.iter().any(|came| came.hop == *hop))
    }

    /// Each hop that came, with how long after the one before, in milliseconds.
    fn timed(&self) -> impl Iterator<Item = (&Came, u64)> {
        let before = std::iter::once(0).chain(self.came.iter().map(|came| came.at));
        let came = self.came.iter().zip(before);
        came.map(|(came, before)| (came, came.at.saturating_sub(before)))
    }

    pub fn json(&self, stack: &str) -> Value {
        let came = self.timed().map(|(came, milliseconds)| {
            json!({ "hop": came.hop.as_str(), "came": true, "at": came.at, "milliseconds": milliseconds })
        });
        let failed = self.failed.iter().map(
            |(hop, why)| json!({ "hop": hop.as_str(), "came": false, "why": why, "look": hop.look(stack) }),
        );
        json!({ "passed": self.is_whole(), "hops": came.chain(failed).collect::<Vec<_>>() })
    }

    /// A line for each hop, with its own time and that since the beginning.
    pub fn words(&self, stack: &str) -> String {
        let mut words = String::new();
        for (came, milliseconds) in self.timed() {
            let _ = writeln!(
                words,
                "{:<28}{milliseconds:>8} ms{:>10} ms",
                came.hop.words(),
                came.at
            );
        }
        for (hop, why) in &self.failed {
            let _ = writeln!(
                words,
                "{:<28}DID NOT COME: {why}\n  -> look at {}",
                hop.words(),
                hop.look(stack)
            );
        }
        if self.is_whole() {
            let _ = writeln!(words, "\nA text goes through.");
        }
        words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hop_that_does_not_come_is_named_with_where_to_look() {
        let mut way = Way::default();
        for (hop, at) in [(Hop::Webhook, 80), (Hop::Committed, 85), (Hop::Closed, 125)] {
            way.came.push(Came { hop, at });
        }
        assert!(!way.is_whole());
        way.failed
            .push((Hop::Notifier, "not within 60 seconds".to_owned()));
        let said = way.words("prod");
        assert!(
            said.contains("stream, pipe, topic, queue  DID NOT COME: not within 60 seconds"),
            "{said}"
        );
        assert!(
            said.contains("/memberline/prod/email-notifier") && !said.contains("goes through"),
            "{said}"
        );
        let json = way.json("prod");
        assert_eq!(
            (&json["passed"], &json["hops"][3]["hop"]),
            (&json!(false), &json!("notifier"))
        );
    }

    #[test]
    fn each_hop_is_timed_from_the_one_before() {
        let mut way = Way::default();
        for (hop, at) in Hop::ALL.into_iter().zip([10, 30, 25, 60, 100]) {
            way.came.push(Came { hop, at });
        }
        assert!(way.is_whole());
        let own: Vec<u64> = way.timed().map(|(_, milliseconds)| milliseconds).collect();
        // What is seen a moment late is not before what followed from it.
        assert_eq!(own, [10, 20, 0, 35, 40]);
        let said = way.words("prod");
        assert!(
            said.contains("conversation closed               40 ms       100 ms"),
            "{said}"
        );
    }
}
