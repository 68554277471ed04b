//! Randomness.

use anyhow::{Context, Result};
use aws_lc_rs::rand;

use crate::hash::to_hex;

/// `bytes` random bytes in hexadecimal.
pub fn random_hex(bytes: usize) -> Result<String> {
    let mut random = vec![0; bytes];
    rand::fill(&mut random).ok().context("no randomness")?;
    Ok(to_hex(&random))
}
