//! A medium as the entries about it tell it, and what may become of it next.

use jiff::Timestamp;

use crate::aggregate::Entry;
use crate::file_type::FileType;
use crate::thread::{
    Attachment, AttachmentState, ObjectKey, StoredFile, Thread, ThreadContent, ThreadEvent, WhyBlocked,
    WhyFailed,
};

/// A medium of a message and what became of it: the fold of the message's own entry and the [`Attachment`] entries about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Medium {
    /// The message's place in the timeline.
    pub message: u64,
    /// The medium, from 1.
    pub index: u32,
    /// Where it is at the carrier; `None` for what we send, and when the key was destroyed.
    pub url: Option<String>,
    /// What the carrier says it is.
    pub claimed_type: Option<String>,
    /// Which time it is fetched, from 1.
    pub round: u32,
    /// Where it is now.
    pub state: AttachmentState,
    pub since: Timestamp,
    /// What is in the bucket.
    pub file: Option<StoredFile>,
    /// The file's name, as the carrier gave it.
    pub name: Option<String>,
}

/// What the malware scan found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing.
    Clean,
    /// Malware.
    Threat,
    /// It cannot look into such a file.
    Unsupported,
    /// It may not read the file.
    Denied,
    /// It broke down.
    Failed,
}

/// What a verdict does to a medium.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OnVerdict {
    /// It becomes this.
    Becomes(AttachmentState),
    /// The verdict came before the note that the file is in the bucket: come back.
    TooEarly,
    /// Nothing: it is late, doubled, or of an object that is no longer the medium's.
    Nothing,
}

impl Medium {
    /// The key that its object has when it is fetched this time.
    pub fn object_key(&self, thread: &Thread) -> ObjectKey {
        ObjectKey {
            message: crate::id::MessageRef {
                organisation: thread.organisation.clone(),
                message: crate::id::MessageId {
                    thread: thread.id.clone(),
                    seq: self.message,
                },
            },
            index: self.index,
            round: self.round,
        }
    }

    /// Whether it may be downloaded.
    pub fn is_ready(&self) -> bool {
        matches!(self.state, AttachmentState::Ready { .. })
    }

    /// The key of its thumbnail, if there is one; of what an agent sent, that is the picture itself.
    pub fn thumbnail(&self) -> Option<String> {
        match (&self.state, &self.file) {
            // What an agent sent is small, and no stranger's.
            (AttachmentState::Ready { .. }, Some(file)) if file.object.starts_with("out/") => {
                Some(file.object.clone())
            }
            (AttachmentState::Ready { thumbnail: true }, Some(file)) => {
                Some(ObjectKey::thumbnail_of(&file.object))
            }
            _ => None,
        }
    }

    /// What to call the file when it is downloaded: the name that it came with, or one made of its place, with the ending that
    /// belongs to what it is.
    pub fn download_name(&self) -> String {
        let kind = self
            .file
            .as_ref()
            .and_then(|file| FileType::of_content_type(&file.content_type));
        let made = || format!("attachment-{}-{}", self.message, self.index);
        let stem = self.name.as_deref().map_or_else(made, |name| {
            name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned()
        });
        kind.map_or_else(|| stem.clone(), |kind| format!("{stem}.{}", kind.extension()))
    }

    /// What a verdict on `object` does.
    pub fn on_verdict(&self, object: &ObjectKey, verdict: Verdict, thumbnail: bool) -> OnVerdict {
        let key = object.to_string();
        if self.file.as_ref().is_none_or(|file| file.object != key) {
            let awaited =
                matches!(self.state, AttachmentState::Fetching { .. }) && object.round == self.round;
            return if awaited {
                OnVerdict::TooEarly
            } else {
                OnVerdict::Nothing
            };
        }
        let becomes = match verdict {
            Verdict::Clean => AttachmentState::Ready { thumbnail },
            Verdict::Threat => AttachmentState::Blocked {
                code: WhyBlocked::Malware,
            },
            Verdict::Unsupported => AttachmentState::Blocked {
                code: WhyBlocked::NotScannable,
            },
            Verdict::Denied => AttachmentState::Failed {
                code: WhyFailed::ScanDenied,
            },
            Verdict::Failed => AttachmentState::Failed {
                code: WhyFailed::ScanFailed,
            },
        };
        if self.may_become(&becomes) {
            OnVerdict::Becomes(becomes)
        } else {
            OnVerdict::Nothing
        }
    }

    /// Whether it is on the way of a medium to go from the state that it is in to this one.
    pub(crate) fn may_become(&self, next: &AttachmentState) -> bool {
        use AttachmentState::{Blocked, Failed, Fetching, Ready, Scanning, Withheld};
        match (&self.state, next) {
            (Fetching { .. }, Scanning(_) | Blocked { .. } | Failed { .. })
            | (Scanning(_), Ready { .. } | Blocked { .. })
            // Somebody had the object scanned again: what that finds counts, and malware counts always.
            | (Ready { .. }, Blocked { code: WhyBlocked::Malware }) => true,
            (Scanning(_), Failed { code }) | (Failed { code }, Ready { .. } | Blocked { .. }) => code.is_of_scan(),
            (Failed { .. } | Withheld { .. }, Fetching { round, .. }) => *round == self.round + 1,
            _ => false,
        }
    }

    fn apply(&mut self, at: Timestamp, state: &AttachmentState, content: Option<&ThreadContent>) {
        match state {
            AttachmentState::Fetching { round, .. } => {
                self.round = *round;
                self.file = None;
            }
            AttachmentState::Scanning(file) => self.file = Some(file.clone()),
            _ => {}
        }
        if let Some(ThreadContent::File { name }) = content {
            self.name = Some(name.clone());
        }
        self.state = state.clone();
        self.since = at;
    }
}

/// The media of a message among `entries`, by their index: of one that came in from the carrier's announcement on, of one that
/// went out what the agent uploaded.
pub fn attachments<'a>(
    entries: impl IntoIterator<Item = &'a Entry<ThreadEvent>>,
    message: u64,
) -> Vec<Medium> {
    let mut entries: Vec<_> = entries
        .into_iter()
        .filter(|e| {
            e.place() == (message, 0)
                || matches!(&e.event, ThreadEvent::Attachment(a) if a.message == message)
        })
        .collect();
    entries.sort_by_key(|e| e.place());
    let mut media: Vec<Medium> = Vec::new();
    for entry in entries {
        match &entry.event {
            ThreadEvent::MessageIn {
                media: count,
                withheld,
                ..
            } => {
                let state = withheld.map_or(AttachmentState::Fetching { by: None, round: 1 }, |code| {
                    AttachmentState::Withheld { code }
                });
                media.extend((1..=*count).map(|index| announced(entry, index, state.clone())));
            }
            ThreadEvent::MessageOut { pictures, .. } => {
                media.extend(pictures.iter().zip(1..).map(|(file, index)| Medium {
                    file: Some(file.clone()),
                    ..announced(entry, index, AttachmentState::Ready { thumbnail: false })
                }));
            }
            ThreadEvent::Attachment(Attachment { index, state, .. }) => {
                if let Some(medium) = media.iter_mut().find(|m| m.index == *index) {
                    medium.apply(entry.at, state, entry.content.as_ref());
                }
            }
            _ => {}
        }
    }
    media
}

fn announced(entry: &Entry<ThreadEvent>, index: u32, state: AttachmentState) -> Medium {
    let links = match &entry.content {
        Some(ThreadContent::Message { media, .. }) => media.as_slice(),
        _ => &[],
    };
    let link = usize::try_from(index - 1).ok().and_then(|at| links.get(at));
    Medium {
        message: entry.seq,
        index,
        url: link.map(|l| l.url.clone()),
        claimed_type: link.and_then(|l| l.content_type.clone()),
        round: 1,
        state,
        since: entry.at,
        file: None,
        name: None,
    }
}
