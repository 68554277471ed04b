//! Whether a team has an open conversation, and which an agent holds.

use memberline_domain::thread::{Conversation, Thread};
use memberline_domain::{AgentId, ConversationId, OrganisationId, PhoneNumber, TeamId};

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

    /// The open conversations of this kind that an agent claimed, the latest activity first and so many at most. One query for each
    /// hundred that they claimed.
    pub async fn held_conversations(
        &self,
        organisation: &OrganisationId,
        agent: &AgentId,
        most: usize,
        is_asked_for: impl Fn(&Conversation) -> bool,
    ) -> Result<Vec<ConversationId>, StoreError> {
        let pk = keys::agent_list(organisation, agent);
        let range = Range::list(&self.tables.timeline, List::Mine, &pk);
        let mut found = Vec::new();
        let mut after: Option<String> = None;
        loop {
            let page = self.page(&range, AT_ONCE, after.as_deref()).await?;
            for item in &page.items {
                let thread: Thread = json(item, "state")?;
                let held = thread.conversation.as_ref().filter(|held| is_asked_for(held));
                found.extend(held.map(|held| thread.conversation_id(held.ordinal)));
            }
            after = page.next;
            if after.is_none() || found.len() >= most {
                found.truncate(most);
                return Ok(found);
            }
        }
    }
}
