//! Who is who.

use std::sync::Arc;

use memberline_http_api::operations;
use memberline_http_api::operations::Operations;

use crate::api::AgentApi;

mod list_agents;
mod list_teams;
mod show_me;

pub(crate) fn operations() -> Operations<Arc<AgentApi>> {
    operations![show_me::show_me, list_agents::list_agents, list_teams::list_teams]
}
