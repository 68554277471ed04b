//! Whether texts are posted to us.

use url::Url;

use super::{SetupFinding, Weight};

/// The most characters of an address that are shown.
const MOST_SHOWN: usize = 160;

/// An address as it may be shown: without user, password, query and fragment, any of which may be somebody's secret.
fn shown(address: &str) -> String {
    let Ok(mut url) = Url::parse(address) else {
        return "something that is no address".to_owned();
    };
    let is_web = matches!(url.scheme(), "http" | "https") && url.host().is_some();
    if !is_web || url.set_username("").is_err() || url.set_password(None).is_err() {
        return "something that is no address".to_owned();
    }
    url.set_query(None);
    url.set_fragment(None);
    url.as_str().chars().take(MOST_SHOWN).collect()
}

/// What is wrong with where the carrier posts texts. `place` says where that is set; a fragment is not for the address.
pub(crate) fn judge_address(found: Option<&str>, wanted: &str, place: &str) -> Option<SetupFinding> {
    let mend = format!("Set it to {wanted}: {place}");
    let found = found.map(str::trim).filter(|found| !found.is_empty());
    let Some(found) = found else {
        return Some(SetupFinding::new(
            ("webhook_missing", Weight::Blocks),
            "The carrier is told no address to post texts to",
            mend,
        ));
    };
    let bare = |address: &str| address.split('#').next().unwrap_or_default().to_owned();
    if bare(found) == bare(wanted) {
        return None;
    }
    // The address is part of what is signed, so that one that differs only in what is not shown is wrong as well.
    let hidden = if shown(found) == shown(wanted) {
        ", with a user, a query or a letter of another case that it must not have"
    } else {
        ""
    };
    Some(SetupFinding::new(
        ("webhook_elsewhere", Weight::Blocks),
        format!("The carrier posts texts to {}{hidden}", shown(found)),
        mend,
    ))
}
