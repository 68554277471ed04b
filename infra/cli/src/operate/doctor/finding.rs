//! What was found out, and how much it weighs.

use memberline_carriers::Weight;
use serde_json::{Value, json};

/// How much a finding weighs. The order is that in which they are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// It stands between this deployment and the first text, or its answer.
    Blocks,
    /// It could not be found out.
    NotChecked,
    /// Texts go, but it should be mended.
    Mend,
    Fine,
}

impl Severity {
    /// The stable word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Blocks => "blocks",
            Self::NotChecked => "not_checked",
            Self::Mend => "mend",
            Self::Fine => "fine",
        }
    }
}

impl From<Weight> for Severity {
    fn from(weight: Weight) -> Self {
        match weight {
            Weight::Blocks => Self::Blocks,
            Weight::Mend => Self::Mend,
            Weight::Fine => Self::Fine,
            Weight::Unread => Self::NotChecked,
        }
    }
}

/// Something that was found out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The stable code.
    pub code: &'static str,
    pub severity: Severity,
    /// What it is about: an organisation, a number of one, a queue.
    pub about: String,
    /// What is, in a sentence.
    pub words: String,
    /// What to do about it, in a sentence; none when there is nothing to do.
    pub mend: Option<String>,
}

impl Finding {
    fn new(severity: Severity, code: &'static str, about: &str, words: impl Into<String>) -> Self {
        Self {
            code,
            severity,
            about: about.to_owned(),
            words: words.into(),
            mend: None,
        }
    }

    pub fn fine(code: &'static str, about: &str, words: impl Into<String>) -> Self {
        Self::new(Severity::Fine, code, about, words)
    }

    pub fn blocks(
        code: &'static str,
        about: &str,
        words: impl Into<String>,
        mend: impl Into<String>,
    ) -> Self {
        Self {
            mend: Some(mend.into()),
            ..Self::new(Severity::Blocks, code, about, words)
        }
    }

    pub fn mend(code: &'static str, about: &str, words: impl Into<String>, mend: impl Into<String>) -> Self {
        Self {
            mend: Some(mend.into()),
            ..Self::new(Severity::Mend, code, about, words)
        }
    }

    pub fn not_checked(about: &str, words: impl Into<String>, mend: impl Into<String>) -> Self {
        Self {
            mend: Some(mend.into()),
            ..Self::new(Severity::NotChecked, "not_checked", about, words)
        }
    }

    pub(super) fn json(&self) -> Value {
        json!({
            "code": self.code,
            "severity": self.severity.as_str(),
            "about": self.about,
            "words": self.words,
            "mend": self.mend,
        })
    }
}
