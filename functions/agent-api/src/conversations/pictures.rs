//! Whether the pictures of a text were uploaded: an id is no proof, and what is not there goes out as an address that leads nowhere.

use std::time::Duration;

use axum::body::Bytes;
use futures_util::future::try_join_all;
use memberline_domain::thread::PictureId;
use memberline_domain::{OrganisationId, ThreadId};
use memberline_store::StoreError;

use crate::api::AgentApi;

/// How long a look may take.
const LOOK_LASTS: Duration = Duration::from_mins(1);

fn unavailable(code: &str) -> StoreError {
    StoreError::of_code("S3", "HeadObject", code.to_owned())
}

impl AgentApi {
    /// Whether all these pictures are there: one look each, at once.
    pub(crate) async fn have_all(
        &self,
        organisation: &OrganisationId,
        thread: &ThreadId,
        pictures: &[PictureId],
    ) -> Result<bool, StoreError> {
        if pictures.is_empty() {
            return Ok(true);
        }
        let signer = self
            .documents
            .signer()
            .await
            .map_err(|_| unavailable("signing"))?;
        let looks = pictures.iter().map(async |picture| {
            let object = picture.file(organisation, thread).object;
            let url = signer
                .look(&object, LOOK_LASTS)
                .map_err(|_| unavailable("signing"))?;
            let look = http::Request::head(url).body(Bytes::new());
            let look = look.map_err(|_| unavailable("address"))?;
            let answer = self.files.send(look).await;
            match answer.map_err(|error| unavailable(&error.to_string()))?.status {
                200 => Ok(true),
                // Who may not list a bucket is told nothing of what it lacks.
                403 | 404 => Ok(false),
                status => Err(unavailable(&format!("http_{status}"))),
            }
        });
        let there = try_join_all(looks).await?;
        Ok(there.into_iter().all(|is_there| is_there))
    }
}
