//! Where Twilio keeps what came with a message: behind its API. The address that a webhook gives takes the account's
//! credentials and redirects to a storage of Twilio's own, which must not get them.
//!
//! Source: <https://www.twilio.com/docs/messaging/api/media-resource>.

use url::Url;

use super::ids;
use crate::media::MediaPlace;

/// Where Twilio's API is: the host that gets an account's credentials.
pub(super) const API: &str = "https://api.twilio.com";

/// Where an address leads.
pub(super) fn place(url: &Url, account: &str, is_local: bool) -> MediaPlace {
    let is_api = url.origin().ascii_serialization() == API;
    if (is_api || is_local) && is_medium(url, account) {
        MediaPlace::Api
    } else {
        MediaPlace::Foreign
    }
}

/// Whether a path is that of a medium of this account. A webhook gives the address, and the account's credentials go there, to
/// read and to delete: to another of its resources they must not.
fn is_medium(url: &Url, account: &str) -> bool {
    let path = url.path();
    // Local carriers are below a path of their own.
    let Some(at) = path.find("/2010-04-01/Accounts/") else {
        return false;
    };
    let parts: Vec<&str> = path[at + 1..].split('/').collect();
    matches!(
        parts[..],
        ["2010-04-01", "Accounts", owner, "Messages", message, "Media", medium]
            if owner == account && ids::message_id(message).is_some() && ids::is_medium(medium)
    )
}
