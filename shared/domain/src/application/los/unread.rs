//! What of an event could not be read, and was passed over.

use serde::{Deserialize, Serialize};

use crate::application::LosRefusal;

/// The most that is told of what could not be read.
const MAX_UNREAD: usize = 50;

/// Something in an event that was not understood. The rest of the event counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unread {
    /// Where, as a JSON path such as `$.application.people[0].role`. Never what stood there.
    #[serde(rename = "path")]
    pub path: String,
    /// The stable code of what is wrong with it.
    #[serde(rename = "code")]
    pub code: String,
}

/// Collects what could not be read.
#[derive(Debug, Default)]
pub(crate) struct Notes(Vec<Unread>);

impl Notes {
    /// What was read; notes what was not.
    pub(crate) fn understood<T>(&mut self, read: Result<T, LosRefusal>) -> Option<T> {
        read.map_err(|refusal| self.note(refusal)).ok()
    }

    pub(crate) fn note(&mut self, LosRefusal { code, path }: LosRefusal) {
        if self.0.len() < MAX_UNREAD {
            self.0.push(Unread {
                path,
                code: code.to_owned(),
            });
        } else if let Some(last) = self.0.last_mut() {
            "$".clone_into(&mut last.path);
            "and_more".clone_into(&mut last.code);
        }
    }

    pub(crate) fn into_unread(self) -> Vec<Unread> {
        self.0
    }
}
