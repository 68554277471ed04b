//! Which operation is where: each says so itself, in its `utoipa::path`.

use std::sync::Arc;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::AgentApi;
use crate::{
    claim_conversation, close_conversation, count_segments, list_agents, list_conversations,
    list_dead_letters, list_quarantine, list_teams, name_person, openapi, record_consent,
    replay_dead_letters, replay_quarantined, request_consent, request_download, retry_attachment,
    send_message, settle_opt_out_question, show_application, show_application_history, show_conversation,
    show_evidence, show_me, show_timeline, start_conversation, triggers, upload_picture,
};

/// All routes, with what they say of themselves.
pub(crate) fn all() -> OpenApiRouter<Arc<AgentApi>> {
    OpenApiRouter::with_openapi(openapi::description())
        .routes(routes!(show_me::show_me))
        .routes(routes!(list_agents::list_agents))
        .routes(routes!(list_teams::list_teams))
        .routes(routes!(list_conversations::list_conversations))
        .routes(routes!(show_conversation::show_conversation))
        .routes(routes!(show_timeline::show_timeline))
        .routes(routes!(claim_conversation::claim_conversation))
        .routes(routes!(send_message::send_message))
        .routes(routes!(close_conversation::close_conversation))
        .routes(routes!(settle_opt_out_question::settle_opt_out_question))
        .routes(routes!(name_person::name_person))
        .routes(routes!(show_application::show_application))
        .routes(routes!(show_application_history::show_application_history))
        .routes(routes!(start_conversation::start_conversation))
        .routes(routes!(triggers::list_triggers))
        .routes(routes!(triggers::put_trigger, triggers::delete_trigger))
        .routes(routes!(triggers::preview_trigger))
        .routes(routes!(request_download::request_download))
        .routes(routes!(request_consent::request_consent))
        .routes(routes!(record_consent::record_consent))
        .routes(routes!(retry_attachment::retry_attachment))
        .routes(routes!(upload_picture::upload_picture))
        .routes(routes!(count_segments::count_segments))
        .routes(routes!(list_quarantine::list_quarantine))
        .routes(routes!(replay_quarantined::replay_quarantined))
        .routes(routes!(list_dead_letters::list_dead_letters))
        .routes(routes!(replay_dead_letters::replay_dead_letters))
        .routes(routes!(show_evidence::show_evidence))
        .routes(routes!(openapi::show_openapi))
}
