//! Secrets as they are given: typed at a prompt, or as JSON on standard input. Never as arguments, which others can see.

use std::io::{self, IsTerminal as _, Read as _, Write as _};

use anyhow::{Context as _, Result};
use serde_json::{Map, Value};
use zeroize::Zeroizing;

use super::service::Field;
use crate::operate::Refused;

/// The most bytes of standard input that are read.
const LIMIT: u64 = 64 * 1024;

/// Reads the fields.
pub(super) fn read(fields: &[&Field]) -> Result<Map<String, Value>> {
    let given = if io::stdin().is_terminal() {
        prompted(fields)?
    } else {
        piped()?
    };
    let mut read = Map::new();
    for field in fields {
        let value = given
            .get(field.name)
            .and_then(Value::as_str)
            .map(str::trim)
            .unwrap_or_default();
        if !value.is_empty() {
            read.insert(field.name.to_owned(), value.into());
        } else if field.is_required {
            return Err(Refused::because(format!("{} is missing", field.name)).into());
        }
    }
    let unknown = given
        .keys()
        .find(|name| fields.iter().all(|field| field.name != *name));
    if let Some(unknown) = unknown {
        let known: Vec<&str> = fields.iter().map(|field| field.name).collect();
        return Err(Refused::because(format!("{unknown} is none of {}", known.join(", "))).into());
    }
    Ok(read)
}

fn prompted(fields: &[&Field]) -> Result<Map<String, Value>> {
    let mut given = Map::new();
    for field in fields {
        let label = format!("{}: ", field.label);
        let value = if field.is_secret {
            Zeroizing::new(rpassword::prompt_password(label).context("nothing could be read")?)
        } else {
            let mut err = io::stderr();
            write!(err, "{label}")?;
            err.flush()?;
            let mut line = Zeroizing::new(String::new());
            io::stdin()
                .read_line(&mut line)
                .context("nothing could be read")?;
            line
        };
        given.insert(field.name.to_owned(), Value::from(value.as_str()));
    }
    Ok(given)
}

fn piped() -> Result<Map<String, Value>> {
    let mut text = Zeroizing::new(String::new());
    io::stdin()
        .take(LIMIT)
        .read_to_string(&mut text)
        .map_err(|_| Refused::because("standard input is not UTF-8"))?;
    // The message of the parser quotes nothing of the secret, only its place.
    serde_json::from_str(&text).map_err(|error| {
        Refused::because(format!(
            "standard input is no JSON object: line {}, column {}",
            error.line(),
            error.column()
        ))
        .into()
    })
}
