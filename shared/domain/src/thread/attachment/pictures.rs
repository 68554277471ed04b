//! Organisations that take or show no pictures (IN-19, IN-20).

use jiff::{SignedDuration, Timestamp};

use crate::directory::Organisation;
use crate::directory::wording;
use crate::thread::WhyWithheld;

/// How much time passes between two notices to the sender in one conversation, at least.
pub const PICTURE_NOTICE_EVERY: SignedDuration = SignedDuration::from_hours(24);

/// Why the media of a text that comes in now are not fetched, if they are not.
pub fn withheld(organisation: &Organisation) -> Option<WhyWithheld> {
    let settings = &organisation.documents;
    if !settings.mms {
        Some(WhyWithheld::PicturesOff)
    } else if settings.display {
        None
    } else {
        Some(WhyWithheld::DisplayOff)
    }
}

/// What the sender of `media` media is told when they are withheld: nothing when the number opted out, and once a day
/// in a conversation, where the last time was `told_at`.
pub fn picture_notice(
    organisation: &Organisation,
    media: usize,
    opted_out: bool,
    told_at: Option<Timestamp>,
    now: Timestamp,
) -> Option<String> {
    let due = told_at.is_none_or(|told| now.duration_since(told) >= PICTURE_NOTICE_EVERY);
    let tell = media > 0 && !opted_out && due && withheld(organisation).is_some();
    tell.then(|| wording::pictures_not_shown(organisation))
}
