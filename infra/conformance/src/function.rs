//! A function that needs no compiler, so that any AWS of either architecture can run it: a shell that talks to the Runtime API.

use anyhow::Result;
use memberline_local::functions::zip_bootstrap;

/// Where its package lies in the bucket of a run.
pub const KEY: &str = "function.zip";

/// Its deployment package.
pub fn package() -> Result<Vec<u8>> {
    zip_bootstrap(include_bytes!("bootstrap.sh"), 0)
}
