//! Whether a team has an open conversation.

use memberline_domain::thread::Thread;
use memberline_domain::{OrganisationId, PhoneNumber, TeamId};

use crate::error::StoreError;
use crate::item::json;
use crate::keys::{self, List};
use crate::pager::Range;
use crate::store::Store;

/// How many conversations are looked at in one query.
const AT_ONCE: u16 = 100;

impl Store {
    /// Whether a conversation is open in a team; with one of our numbers, whether one of that number is. One query when any will do,
    /// and one for each hundred conversations of the team otherwise.
    pub async fn has_open_conversation(
        &self,
        organisation: &OrganisationId,
        team: &TeamId,
        ours: Option<&PhoneNumber>,
    ) -> Result<bool, StoreError> {
        let pk = keys::team_list(organisation, team);
        let range = Range::list(&self.tables.timeline, List::Open, &pk);
        let mut after: Option<String> = None;
        loop {
            let page = self.page(&range, AT_ONCE, after.as_deref()).await?;
            for item in &page.items {
                let thread: Thread = json(item, "state")?;
                if ours.is_none_or(|ours| thread.ours == *ours) {
                    return Ok(true);
                }
            }
            after = page.next;
            if after.is_none() {
                return Ok(false);
            }
        }
    }
}
