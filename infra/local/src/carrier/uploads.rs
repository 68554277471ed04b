//! Files that members attach on their handsets, kept as the carrier would keep them.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, Result};
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::prelude::{BASE64_STANDARD, Engine};
use serde::Deserialize;

use super::network::Carrier;
use crate::places::write_whole;
use crate::random::random_hex;

/// What a handset attaches.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Attached {
    /// The address of a file, or the name of a sample.
    Address(String),
    /// A file of the member's own.
    File {
        /// What the handset says it is.
        content_type: String,
        /// The file, base64.
        data: String,
    },
}

impl Carrier {
    fn uploads(&self) -> PathBuf {
        self.file.with_file_name("carrier-media")
    }

    /// The address of what was attached, once it is kept.
    pub fn attach(&self, attached: Attached) -> Result<String> {
        let (content_type, data) = match attached {
            Attached::Address(address) => return Ok(address),
            Attached::File { content_type, data } => (content_type, data),
        };
        let content = BASE64_STANDARD
            .decode(data)
            .context("the attachment is not base64")?;
        let name = random_hex(16)?;
        fs::create_dir_all(self.uploads())?;
        write_whole(&self.uploads().join(&name), content)?;
        write_whole(&self.uploads().join(format!("{name}.type")), content_type)?;
        Ok(format!("{}/carrier/uploads/{name}", self.machine()))
    }
}

/// What a member attached.
pub async fn upload(State(carrier): State<Arc<Carrier>>, Path(name): Path<String>) -> Response {
    let known = name.len() == 32 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
    let file = carrier.uploads().join(&name);
    let content = known.then(|| fs::read(&file).ok()).flatten();
    match content {
        Some(content) => {
            let content_type = fs::read_to_string(file.with_extension("type")).unwrap_or_default();
            ([(header::CONTENT_TYPE, content_type)], content).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
