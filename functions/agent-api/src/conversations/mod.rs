//! Conversations: lists of them, and what agents do in one.

use std::sync::Arc;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::AgentApi;

pub(crate) mod access;
mod change;
mod claim;
mod close;
pub(crate) mod list;
mod name_person;
mod note;
mod pictures;
mod resolve_opt_out_review;
pub(crate) mod send_message;
mod show;
mod show_timeline;
mod upload_picture;
pub(crate) mod view;

pub(crate) fn routes() -> OpenApiRouter<Arc<AgentApi>> {
    OpenApiRouter::new()
        .routes(routes!(list::list_conversations))
        .routes(routes!(show::show_conversation))
        .routes(routes!(show_timeline::show_timeline))
        .routes(routes!(claim::claim_conversation))
        .routes(routes!(send_message::send_message))
        .routes(routes!(upload_picture::upload_picture))
        .routes(routes!(close::close_conversation))
        .routes(routes!(resolve_opt_out_review::resolve_opt_out_review))
        .routes(routes!(name_person::name_person))
        .routes(routes!(note::write_note))
}
