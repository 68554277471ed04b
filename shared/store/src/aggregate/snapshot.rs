//! What was loaded at once.

use memberline_domain::OrganisationId;
use memberline_domain::aggregate::Aggregate;
use serde::de::DeserializeOwned;

use super::loaded::Loaded;
use super::stored::Stored;
use crate::error::StoreError;
use crate::item::{Item, read_archive, text};
use crate::keys;
use crate::seal::keyring::Keyring;
use crate::seal::organisation_keys::OrganisationKeys;

/// What was loaded at once, as far as it is stored.
#[derive(Debug)]
pub struct Snapshot {
    pub(crate) organisation: OrganisationId,
    pub(super) keys: OrganisationKeys,
    /// Heads and rows.
    pub(super) items: Vec<Item>,
    /// The items of the message that was wanted.
    pub(crate) message: Vec<Item>,
}

impl Snapshot {
    pub(crate) fn item(&self, pk: &str, sk: &str) -> Option<&Item> {
        let is = |item: &Item, name, value| text(item, name).is_ok_and(|text| text == value);
        self.items
            .iter()
            .find(|item| is(item, "pk", pk) && is(item, "sk", sk))
    }

    /// The items of a partition.
    pub(crate) fn partition<'a>(&'a self, pk: &'a str) -> impl Iterator<Item = &'a Item> {
        let items = self.items.iter();
        items.filter(move |item| text(item, "pk").is_ok_and(|of| of == pk))
    }

    /// The items that stand beside the head of an aggregate.
    pub(crate) fn beside<'a, A: Stored>(&'a self, id: &A::Id) -> impl Iterator<Item = &'a Item> + use<'a, A> {
        let pk = A::pk(&self.organisation, id);
        self.items.iter().filter(move |item| {
            text(item, "pk").is_ok_and(|of| of == pk) && text(item, "sk").is_ok_and(|sk| sk != keys::HEAD)
        })
    }

    /// Whether nothing of what was wanted is stored.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty() && self.message.is_empty()
    }

    /// An aggregate, if it is stored.
    pub fn get<A: Stored>(&self, id: &A::Id) -> Result<Option<Loaded<A>>, StoreError> {
        let head = self.item(&A::pk(&self.organisation, id), keys::HEAD);
        head.map(|head| self.keys.loaded(head)).transpose()
    }

    /// All aggregates of a kind that are stored, in no order.
    pub fn all<A: Stored>(&self) -> Result<Vec<Loaded<A>>, StoreError> {
        let is = |item: &Item, name, wanted: fn(&str) -> bool| text(item, name).is_ok_and(wanted);
        self.items
            .iter()
            .filter(|item| {
                is(item, "pk", |pk| pk.starts_with(A::PREFIX)) && is(item, "sk", |sk| sk == keys::HEAD)
            })
            .map(|head| self.keys.loaded(head))
            .collect()
    }

    /// What a part of an aggregate left behind when it ended.
    pub fn ended<A: Stored>(&self, id: &A::Id, ordinal: u32) -> Result<Option<A::Archive>, StoreError>
    where
        <A as Aggregate>::Secret: DeserializeOwned,
    {
        let row = self.item(&A::pk(&self.organisation, id), &keys::archive(ordinal));
        row.map(|row| read_archive(row, self.keys.row_key(row)?.as_ref()))
            .transpose()
    }

    /// The data keys of an aggregate, with those of the rows beside it.
    pub(crate) fn keyring<A: Stored>(&self, loaded: &Loaded<A>) -> Result<Keyring, StoreError> {
        let mut ring = loaded.keys().clone();
        self.keys
            .add_rows(&mut ring, self.beside::<A>(loaded.head.id()))?;
        Ok(ring)
    }
}
