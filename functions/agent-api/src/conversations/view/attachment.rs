//! What came with a message, or goes with it.

use std::time::Duration;

use memberline_domain::aggregate::Entry;
use memberline_domain::thread::{Medium, ThreadEvent};
use memberline_platform::presign::Signer;
use serde::Serialize;
use utoipa::ToSchema;

use super::entry::Viewer;
use super::message::Reason;
use crate::refusals::Explain as _;
use crate::view::ability::Ability;
use crate::view::words::AttachmentState;

/// A picture or file of a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Attachment {
    /// Which one of the message, from 1.
    index: u32,
    /// Where it is on its way.
    state: AttachmentState,
    /// What it is: by its content once it is here, before that as the carrier says.
    #[schema(examples("image/jpeg"))]
    content_type: Option<String>,
    /// Its size; null until it is here.
    bytes: Option<u64>,
    /// Its name, if it has one that the caller may see.
    #[schema(examples("pay-stub.pdf"))]
    name: Option<String>,
    /// Where a small picture of it is, for some minutes; null when there is none, or when pictures are not shown to the caller.
    thumbnail_url: Option<String>,
    /// Whether the caller can ask for a link to download it.
    downloadable: bool,
    /// Whether the caller can have it fetched again.
    can_retry: Ability,
    /// Why it is kept back.
    reason: Option<Reason>,
}

/// How long the address of a thumbnail works at least.
const THUMBNAIL_LASTS: Duration = Duration::from_mins(5);

/// An address of the thumbnail. Without one the page goes without a picture; it is not worth failing for.
fn thumbnail_url(medium: &Medium, signer: Option<&Signer<'_>>) -> Option<String> {
    signer?.show(&medium.thumbnail()?, THUMBNAIL_LASTS).ok()
}

impl Attachment {
    pub(super) fn new(viewer: &Viewer<'_>, medium: &Medium, entries: &[Entry<ThreadEvent>]) -> Self {
        let retry = medium.may_retry(&viewer.directory.organisation, entries).err();
        let shown = viewer.agent.may_see_pictures(&viewer.directory.organisation);
        let kept_back = medium.state.reason();
        let reason = kept_back.or_else(|| {
            (!shown).then_some((
                "pictures_not_shown",
                "A picture or file came. It is not shown to you, as the display of pictures is switched off for you.",
            ))
        });
        let content_type = medium.file.as_ref().map(|file| &file.content_type);
        Self {
            index: medium.index,
            state: (&medium.state).into(),
            content_type: content_type.or(medium.claimed_type.as_ref()).cloned(),
            bytes: medium.file.as_ref().map(|file| file.bytes),
            name: medium.name.clone().filter(|_| shown),
            thumbnail_url: thumbnail_url(medium, viewer.signer.filter(|_| shown)),
            downloadable: shown && medium.is_ready() && medium.file.is_some(),
            can_retry: Ability::unless(retry.map(|refusal| refusal.explain(viewer.directory))),
            reason: reason.map(|(code, detail)| Reason::of(code, detail)),
        }
    }
}
