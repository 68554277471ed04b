//! What `memberline pages deploy` is told.

use std::path::PathBuf;

/// Which pages, and how they sign in.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// The folder that `npm run build` made
    #[arg(long, value_name = "FOLDER", default_value = "web/dist")]
    pub(super) dir: PathBuf,
    /// The console's id at the issuer, where it is not the audience of the tokens
    #[arg(long, value_name = "ID")]
    pub(super) client_id: Option<String>,
    /// What is asked of the issuer
    #[arg(long)]
    pub(super) scope: Option<String>,
    /// Further parameters of the request to the issuer, form-encoded
    #[arg(long, value_name = "FORM")]
    pub(super) parameters: Option<String>,
}
