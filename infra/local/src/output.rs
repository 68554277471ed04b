//! What the tool says. A terminal that was closed or a pipe whose reader left is no reason to end in disorder, as `println!` would.

use std::io::{self, ErrorKind, Write as _};

use anyhow::{Context, Result};

/// Says a line on standard error, to whoever is still there.
pub fn say(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// Writes a line of the answer to standard output. A reader who has seen enough is no error; an answer that cannot be kept is one.
pub fn answer(line: &str) -> Result<()> {
    let mut output = io::stdout().lock();
    let written = writeln!(output, "{line}").and_then(|()| output.flush());
    match written {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(error).context("the answer cannot be written to standard output")
        }
        _ => Ok(()),
    }
}
