//! Cursors: where a page ended, sealed for whoever asked, so that nobody reads or makes one.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use memberline_domain::AgentId;
use memberline_store::seal::{OrganisationKey, SealError};
use memberline_store::{Store, StoreError, Tenant};

use crate::failure::Failure;
use crate::page::Page;
use crate::problem::{Meaning, Problem};

/// No cursor of ours is longer, in characters.
const LONGEST: usize = 512;

/// Why a cursor is of no use.
#[derive(Debug, thiserror::Error)]
pub enum CursorError {
    /// It is not one of ours, or was made for another organisation, agent or list.
    #[error("the cursor does not belong here")]
    Invalid,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<CursorError> for Failure {
    fn from(error: CursorError) -> Self {
        match error {
            CursorError::Invalid => Problem::new(
                Meaning::Malformed,
                "invalid_cursor",
                "Take a cursor only from the page before of the same list, with the same filter.",
            )
            .into(),
            CursorError::Store(error) => error.into(),
        }
    }
}

/// What cursors are bound to: a list, as one agent sees it.
#[derive(Debug, Clone, Copy)]
pub struct Cursors<'a> {
    /// The store, which has the organisation's key.
    pub store: &'a Store,
    /// The organisation.
    pub tenant: &'a Tenant,
    /// Who asks.
    pub agent: &'a AgentId,
    /// The list, with its filter.
    pub list: &'a str,
}

/// The key's version, then the sealed end of the page, in base 64.
fn write(key: &OrganisationKey, place: &str, end: &str) -> Result<String, SealError> {
    Ok(URL_SAFE_NO_PAD.encode(key.seal(place, end.as_bytes())?))
}

/// The version of the key, and what is sealed.
fn split(cursor: &str) -> Option<(u16, Vec<u8>)> {
    if cursor.len() > LONGEST {
        return None;
    }
    let bytes = URL_SAFE_NO_PAD.decode(cursor).ok()?;
    let (version, sealed) = OrganisationKey::sealed_by(&bytes)?;
    Some((version, sealed.to_vec()))
}

fn read(key: &OrganisationKey, place: &str, sealed: &[u8]) -> Option<String> {
    let plain = key.key.open(place, sealed).ok()?;
    String::from_utf8(plain.to_vec()).ok()
}

impl Cursors<'_> {
    fn place(&self) -> String {
        format!("cursor {} {} {}", self.tenant.id(), self.agent, self.list)
    }

    /// The cursor for the page after the one that ended at `end`.
    pub async fn seal(&self, end: &str) -> Result<String, StoreError> {
        let key = self.store.organisation_key(self.tenant, None).await?;
        Ok(write(&key, &self.place(), end)?)
    }

    /// Where the page before ended, if this is not the first.
    pub async fn open(&self, cursor: Option<&str>) -> Result<Option<String>, CursorError> {
        let Some(cursor) = cursor else {
            return Ok(None);
        };
        let (version, sealed) = split(cursor).ok_or(CursorError::Invalid)?;
        let key = match self.store.organisation_key(self.tenant, Some(version)).await {
            Ok(key) => key,
            // A version that the organisation never had.
            Err(StoreError::Incomplete(_)) => return Err(CursorError::Invalid),
            Err(error) => return Err(error.into()),
        };
        read(&key, &self.place(), &sealed)
            .map(Some)
            .ok_or(CursorError::Invalid)
    }

    /// A page of the list, with the cursor for the next one if the store says where it begins. How many items there are tells
    /// nothing: a query ends at a megabyte too.
    pub async fn page<T>(&self, items: Vec<T>, next: Option<String>) -> Result<Page<T>, StoreError> {
        let next_cursor = match next {
            Some(next) => Some(self.seal(&next).await?),
            None => None,
        };
        Ok(Page { items, next_cursor })
    }
}

#[cfg(test)]
mod tests {
    use memberline_store::seal::Key;
    use proptest::prelude::*;

    use super::*;

    const LIST: &str = "cursor lakeside maria open *";

    fn key(version: u16, byte: u8) -> OrganisationKey {
        let key = Key::from_bytes(&[byte; 32]).unwrap();
        OrganisationKey { version, key }
    }

    fn open(key: &OrganisationKey, place: &str, cursor: &str) -> Option<String> {
        let (version, sealed) = split(cursor)?;
        (version == key.version).then(|| read(key, place, &sealed))?
    }

    #[test]
    fn a_cursor_opens_for_whom_and_what_it_was_made() {
        let cursor = write(&key(3, 7), LIST, "001700000000000#abc").unwrap();
        assert_eq!(
            open(&key(3, 7), LIST, &cursor).as_deref(),
            Some("001700000000000#abc")
        );
        assert!(!cursor.contains("1700000000000"));
        for other in [
            "cursor harbor maria open *",
            "cursor lakeside dev open *",
            "cursor lakeside maria closed *",
            "cursor lakeside maria open lending",
        ] {
            assert_eq!(open(&key(3, 7), other, &cursor), None, "{other}");
        }
        assert_eq!(
            open(&key(3, 8), LIST, &cursor),
            None,
            "another organisation's key"
        );
        assert_eq!(open(&key(4, 7), LIST, &cursor), None, "another version");
    }

    proptest! {
        #[test]
        fn a_cursor_that_was_tampered_with_does_not_open(at in 0..1_000_usize, to in "[A-Za-z0-9_-]") {
            let cursor = write(&key(1, 7), LIST, "000001#x").unwrap();
            let at = at % cursor.len();
            let mut forged = cursor.clone();
            forged.replace_range(at..=at, &to);
            prop_assert!(forged == cursor || open(&key(1, 7), LIST, &forged).is_none());
        }

        #[test]
        fn garbage_is_no_cursor(text in ".{0,600}") {
            prop_assert_eq!(open(&key(1, 7), LIST, &text), None);
        }
    }
}
