//! An application's history, page by page.

use memberline_domain::ApplicationId;
use memberline_domain::aggregate::Entry;
use memberline_domain::application::{Application, ApplicationEvent};

use crate::aggregate::loaded::Loaded;
use crate::directory::tenant::Tenant;
use crate::error::StoreError;
use crate::item::read_entry;
use crate::keys;
use crate::pager::{Page, Range};
use crate::seal::keyring::Keyring;
use crate::store::Store;

/// Entries of an application, newest first.
#[derive(Debug)]
pub struct ApplicationPage {
    pub entries: Vec<Entry<ApplicationEvent>>,
    /// The sort key after which the next page begins, if there may be one.
    pub next: Option<String>,
}

impl Store {
    /// A page of an application's entries, newest first, at most `limit`, with its head: two reads at once.
    pub async fn application_history(
        &self,
        tenant: &Tenant,
        id: &ApplicationId,
        (limit, after): (u16, Option<&str>),
    ) -> Result<(Option<Loaded<Application>>, ApplicationPage), StoreError> {
        let pk = keys::application(tenant.id(), id);
        let range = Range::of(&self.tables.timeline, &pk, keys::ALL_ENTRIES);
        let (application, page): (Option<Loaded<Application>>, _) = tokio::try_join!(
            Box::pin(self.load_one(tenant, id)),
            Box::pin(self.page(&range, limit, after))
        )?;
        let Page { items, next } = page;
        let keys = application
            .as_ref()
            .map_or_else(Keyring::default, |loaded| loaded.keys().clone());
        let entries = items
            .iter()
            .map(|item| read_entry(item, &keys))
            .collect::<Result<_, _>>()?;
        Ok((application, ApplicationPage { entries, next }))
    }
}
