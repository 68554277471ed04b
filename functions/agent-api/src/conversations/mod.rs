//! Conversations: lists of them, and what agents do in one.

use std::sync::Arc;

use memberline_http_api::operations;
use memberline_http_api::operations::Operations;

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

pub(crate) fn operations() -> Operations<Arc<AgentApi>> {
    operations![
        list::list_conversations,
        show::show_conversation,
        show_timeline::show_timeline,
        claim::claim_conversation,
        send_message::send_message,
        upload_picture::upload_picture,
        close::close_conversation,
        resolve_opt_out_review::resolve_opt_out_review,
        name_person::name_person,
        note::write_note,
    ]
}
