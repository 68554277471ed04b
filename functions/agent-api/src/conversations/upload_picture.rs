//! `POST /v1/conversations/{id}/pictures`: a picture that is to go out with a text.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Request, State};
use http::StatusCode;
use memberline_domain::thread::{ComposeRefusal, PictureId, carrier_media};
use memberline_http_api::Failure;
use memberline_http_api::{Meaning, Problem};
use memberline_store::seal;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::AgentApi;
use crate::conversations::access::ConversationPath;
use crate::conversations::send_message::carrier_of;
use crate::problems::conversation_not_found;
use crate::refusals::Explain;
use memberline_http_api::caller::Caller;

/// A picture that was uploaded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct UploadedPicture {
    /// What to name it by when the text is sent.
    id: String,
    /// What it is, by its content.
    #[schema(examples("image/jpeg"))]
    content_type: String,
    /// Its size.
    bytes: u64,
}

/// How long the upload may take.
const UPLOAD_LASTS: Duration = Duration::from_mins(1);

fn unavailable(code: &str) -> Failure {
    Failure::unavailable("S3", "PutObject", code.to_owned())
}

/// Uploads a picture
///
/// JPEG, PNG or GIF by its content, up to what the number's carrier takes. It goes out when a text names it; until then nobody
/// gets it.
#[utoipa::path(post, path = "/v1/conversations/{id}/pictures", tag = "Conversations", params(("id" = String, Path, description = "The conversation.")), request_body(content(("image/jpeg"), ("image/png"), ("image/gif"), ("application/octet-stream")), description = "The picture's bytes. What it is, its content says, whatever its content type."), responses(
    (status = 201, description = "It is stored.", body = UploadedPicture),
    (status = 404, description = "`conversation_not_found`"),
    (status = 409, description = "`not_claimed`; `claimed_by_other`, with `claimed_by` {id, name}; `opted_out`; `conversation_closed`"),
    (status = 413, description = "`body_too_large`, with `limit`"),
    (status = 422, description = "`picture_type_not_allowed`, `pictures_off`"),
))]
pub(crate) async fn upload_picture(
    State(api): State<Arc<AgentApi>>,
    caller: Caller,
    ConversationPath(id): ConversationPath,
    request: Request,
) -> Result<(StatusCode, Json<UploadedPicture>), Failure> {
    let found = api.find(&caller, &id).await?.ok_or_else(conversation_not_found)?;
    let (thread, tenant) = (&found.thread, &caller.tenant);
    let subscriber = api
        .store
        .or_new(tenant, found.subscriber, || {
            tenant.new_subscriber(&thread.head.theirs)
        })
        .await?;
    let may: Result<_, ComposeRefusal> = thread
        .head
        .may_compose(id.ordinal, &caller.agent, &subscriber.head);
    may.map_err(|refusal| refusal.explain(caller.directory()))?;
    let carrier = carrier_of(caller.directory(), &thread.head);
    let content = read(request, carrier_media(carrier).bytes_out).await?;
    let random = seal::random().map_err(|_| unavailable("randomness"))?;
    let picture = PictureId::of(&content, tenant.organisation(), carrier, random)
        .map_err(|refusal| refusal.explain(caller.directory()))?;
    let file = picture.file(caller.organisation(), &id.thread);
    let signer = api.documents.signer().await.map_err(|_| unavailable("signing"))?;
    let upload = signer
        .upload(
            &file.object,
            &file.content_type,
            caller.organisation(),
            UPLOAD_LASTS,
        )
        .map_err(|_| unavailable("signing"))?;
    let mut put = http::Request::put(upload.url);
    for (name, value) in upload.headers {
        put = put.header(name, value);
    }
    let put = put.body(content).map_err(|_| unavailable("address"))?;
    match api.files.send(put).await {
        Ok(answer) if answer.status == 200 => {}
        Ok(answer) => return Err(unavailable(&format!("http_{}", answer.status))),
        Err(error) => return Err(unavailable(&error.to_string())),
    }
    let uploaded = UploadedPicture {
        id: picture.to_string(),
        content_type: file.content_type,
        bytes: file.bytes,
    };
    Ok((StatusCode::CREATED, Json(uploaded)))
}

/// The body, up to `limit` bytes.
async fn read(request: Request, limit: u64) -> Result<Bytes, Failure> {
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let read = axum::body::to_bytes(request.into_body(), most).await;
    read.map_err(|_| {
        Problem::new(
            Meaning::TooLarge,
            "body_too_large",
            format!("The carrier takes pictures of {limit} bytes at most."),
        )
        .with("limit", limit)
        .into()
    })
}
