//! What the store knows of each kind of aggregate.

use memberline_domain::OrganisationId;
use memberline_domain::aggregate::Aggregate;

use crate::keys::IndexKey;

/// What may stand in indexes. By default it stands in none.
pub trait Indexed {
    /// Its places in the indexes now. `pk` is the partition that its item is in.
    fn indexed(&self, _pk: &str) -> Vec<IndexKey> {
        Vec::new()
    }
}

/// An aggregate with a partition of its own. Whatever has this is loaded, begun and committed like every other.
pub trait Stored: Aggregate<Branch: Indexed, Archive: Indexed> + Indexed {
    /// What it is known by within its organisation.
    type Id: ?Sized;

    /// What the partitions of its kind begin with, and of no other kind.
    const PREFIX: &'static str;

    /// Its partition.
    fn pk(organisation: &OrganisationId, id: &Self::Id) -> String;

    /// Its id.
    fn id(&self) -> &Self::Id;
}
