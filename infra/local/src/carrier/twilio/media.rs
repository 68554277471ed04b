//! Attachments behind Twilio's API: they take the account's credentials, and redirect to where they are kept.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::problem::problem;
use crate::carrier::behaviour::Media;
use crate::carrier::book::Message;
use crate::carrier::id;
use crate::carrier::network::Carrier;

/// How long an attachment is not there yet, when it is late.
const LATE: Duration = Duration::from_secs(2);

impl Carrier {
    /// Where Twilio says that an attachment is, which is the one at this place from 1.
    pub(super) fn medium_address(&self, message: &Message, medium: usize) -> String {
        let account = &self.secrets.twilio.account_sid;
        // As long as one of Twilio's ids, and it tells the place.
        let id = format!("ME{}{medium:02x}", &id::sid("")[2..]);
        format!(
            "{}/carrier/twilio/2010-04-01/Accounts/{account}/Messages/{}/Media/{id}",
            self.machine(),
            message.id
        )
    }
}

fn not_found() -> Response {
    problem(
        StatusCode::NOT_FOUND,
        20404,
        "The requested resource was not found",
    )
}

/// The place of an attachment, from its id.
fn place(medium: &str) -> Option<usize> {
    let id = medium.trim_end_matches(".json").strip_prefix("ME")?;
    usize::from_str_radix(id.get(30..)?, 16).ok()
}

/// Hands an attachment over.
pub async fn hand_over(
    State(carrier): State<Arc<Carrier>>,
    Path((account, message, medium)): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Response {
    let behaviour = carrier.behaviour().media;
    if behaviour == Media::Refused {
        return problem(StatusCode::UNAUTHORIZED, 20003, "Authenticate");
    }
    if let Some(refusal) = carrier.refuse_stranger(&account, &headers) {
        return refusal;
    }
    let (Some(message), Some(place)) = (carrier.read(|book| book.get(&message).cloned()), place(&medium))
    else {
        return not_found();
    };
    let age = carrier.now().duration_since(message.at).unsigned_abs();
    match behaviour {
        Media::Late if age < LATE => not_found(),
        Media::Error => problem(StatusCode::SERVICE_UNAVAILABLE, 20503, "Service unavailable"),
        _ if message.erased.media.contains(&place) => not_found(),
        _ => match place.checked_sub(1).and_then(|at| message.media.get(at)) {
            Some(kept) => {
                (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, kept.clone())]).into_response()
            }
            None => not_found(),
        },
    }
}

/// Erases an attachment.
pub async fn delete(
    State(carrier): State<Arc<Carrier>>,
    Path((account, message, medium)): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Response {
    if let Some(refusal) = carrier.refuse_stranger(&account, &headers) {
        return refusal;
    }
    let erased = place(&medium).is_some_and(|place| carrier.change(|book| book.erase(&message, Some(place))));
    if erased {
        StatusCode::NO_CONTENT.into_response()
    } else {
        not_found()
    }
}
