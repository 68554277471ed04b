//! What a carrier reports of a text that we sent.

use jiff::Timestamp;
use memberline_domain::MessageRef;
use memberline_domain::thread::Report;

/// A carrier's report on a text that we sent. Reports come doubled and in any order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// How far the text got, and the carrier's id of it.
    pub report: Report,
    /// When, if the carrier says so.
    pub at: Option<Timestamp>,
    /// Our own id of the text, where the carrier repeats the callback URL in the report.
    pub reference: Option<MessageRef>,
    /// The side fields, by the carrier's names, that say something in a form that cannot be read. The report counts without them.
    pub unread: Vec<&'static str>,
}
