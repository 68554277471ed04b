//! Where Twilio keeps what came with a message.
//!
//! Source: <https://www.twilio.com/docs/messaging/api/media-resource>.

use url::Url;

use super::ids;

/// Whether a path is that of a medium of this account. A webhook gives the address, and the account's credentials go there, to
/// read and to delete: to another of its resources they must not.
pub(crate) fn is_medium(url: &Url, account: &str) -> bool {
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
