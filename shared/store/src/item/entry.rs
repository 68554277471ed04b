//! Entries as items, each a link of its chain.

use jiff::Timestamp;
use memberline_domain::PhoneNumber;
use memberline_domain::aggregate::chain::{self, Hash, Link, StoredLink};
use memberline_domain::aggregate::{Entry, Event};

use super::attributes::{
    Item, VERSION, b, bytes, check_version, hash, n, number, of_hash, optional_hash, s, text, to_json,
};
use super::sealed::{NO_KEY, associated_data, open, plain};
use crate::error::StoreError;
use crate::keys;
use crate::seal::keyring::Keyring;

/// The item of an entry in the chain of an aggregate that hangs on `on`, and its hash. `owner` is the number that it commits to, if it
/// does; what is sealed of it is sealed under the key of the part `within`.
pub(crate) fn entry_item<E: Event>(
    (pk, on, seq, prev): (&str, Option<u64>, u64, Hash),
    (event, content): (&E, Option<&E::Content>),
    (at, owner): (Timestamp, Option<&PhoneNumber>),
    (within, keys): (Option<u32>, &Keyring),
) -> Result<(Item, Hash), StoreError> {
    if event.about() != on {
        return Err(StoreError::Malformed("entry of another chain"));
    }
    let sk = keys::entry(seq, on);
    let (mut sealed, mut salted) = (None, None);
    if let Some(content) = content {
        let key = keys.get(within).ok_or(NO_KEY)?;
        let plain = plain(content)?;
        salted = Some(chain::salted(&key.content_salt(pk, &sk)?, &plain));
        sealed = Some(key.seal(&associated_data(pk, &sk), &plain)?);
    }
    let owner = match owner {
        Some(number) => {
            let key = keys.get(None).ok_or(NO_KEY)?;
            Some(chain::owner(&key.owner_salt(pk, &sk)?, number.as_str()))
        }
        None => None,
    };
    let (at, meta) = (at.to_string(), to_json(event)?);
    let link = Link {
        pk,
        sk: &sk,
        seq,
        at: &at,
        kind: event.kind(),
        meta: &meta,
        sealed: sealed.as_deref().unwrap_or_default(),
        salted,
        owner,
    };
    let hash = link.hash(prev);
    let mut item = Item::from([
        ("pk".to_owned(), s(pk)),
        ("sk".to_owned(), s(&sk)),
        ("v".to_owned(), n(VERSION)),
        ("seq".to_owned(), n(seq)),
        ("at".to_owned(), s(at)),
        ("kind".to_owned(), s(event.kind())),
        ("meta".to_owned(), s(meta)),
        ("prev".to_owned(), of_hash(&prev)),
        ("hash".to_owned(), of_hash(&hash)),
    ]);
    item.extend(event.label().map(|label| ("label".to_owned(), s(label))));
    item.extend(
        within
            .filter(|_| sealed.is_some())
            .map(|part| ("within".to_owned(), n(part))),
    );
    item.extend(sealed.map(|sealed| ("sealed".to_owned(), b(sealed))));
    item.extend(salted.map(|salted| ("salted".to_owned(), of_hash(&salted))));
    item.extend(owner.map(|owner| ("owner".to_owned(), of_hash(&owner))));
    Ok((item, hash))
}

/// An entry's item as a link of its chain.
pub fn link(item: &Item) -> Result<StoredLink<'_>, StoreError> {
    let link = Link {
        pk: text(item, "pk")?,
        sk: text(item, "sk")?,
        seq: number(item, "seq")?,
        at: text(item, "at")?,
        kind: text(item, "kind")?,
        meta: text(item, "meta")?,
        sealed: bytes(item, "sealed").unwrap_or_default(),
        salted: optional_hash(item, "salted")?,
        owner: optional_hash(item, "owner")?,
    };
    Ok(StoredLink {
        link,
        prev: hash(item, "prev")?,
        hash: hash(item, "hash")?,
    })
}

/// The place and the hash of the last entry, as a head's item has them.
pub fn chain_end(head: &Item) -> Result<(u64, Hash), StoreError> {
    Ok((number(head, "seq")?, hash(head, "hash")?))
}

/// The part whose key an entry's sealed part is under; `None` for the aggregate's own.
pub(crate) fn within(item: &Item) -> Result<Option<u32>, StoreError> {
    if !item.contains_key("within") {
        return Ok(None);
    }
    let part = u32::try_from(number(item, "within")?);
    part.map(Some).map_err(|_| StoreError::Malformed("within"))
}

/// Reads an entry. What is sealed of one of an unknown kind stays so: nobody here can make anything of it.
pub(crate) fn read_entry<E: Event>(item: &Item, keys: &Keyring) -> Result<Entry<E>, StoreError> {
    check_version(item)?;
    let event = E::read(text(item, "sk")?, text(item, "kind")?, text(item, "meta")?);
    let event = event.map_err(|_| StoreError::Malformed("meta"))?;
    Ok(Entry {
        seq: number(item, "seq")?,
        at: text(item, "at")?
            .parse()
            .map_err(|_| StoreError::Malformed("at"))?,
        content: if event.is_known() {
            open(item, keys.get(within(item)?))?
        } else {
            None
        },
        event,
    })
}
