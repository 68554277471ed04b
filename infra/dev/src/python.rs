//! Virtual environments with exactly the packages whose hashes are in this folder.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use tokio::process::Command;

use crate::hash::hex;
use crate::places::{Places, stamp, write_whole};
use crate::process::quietly;
use crate::progress::Step;

/// A set of packages with a purpose.
#[derive(Clone, Copy)]
pub enum Environment {
    /// MiniStack, the local AWS.
    MiniStack,
    /// What `cargo dev check` calls.
    Checks,
    /// What `cargo dev test` calls.
    Tests,
}

impl Environment {
    fn folder(self) -> &'static str {
        match self {
            Self::MiniStack => "venv",
            Self::Checks => "venv-check",
            Self::Tests => "venv-test",
        }
    }

    fn requirements(self) -> &'static str {
        match self {
            Self::MiniStack => "requirements.txt",
            Self::Checks => "requirements-check.txt",
            Self::Tests => "requirements-test.txt",
        }
    }
}

/// Makes the environment unless it is there already; the folder of its programs.
pub async fn ensure(places: &Places, environment: Environment) -> Result<PathBuf> {
    let folder = places.cache(environment.folder());
    let requirements = places.own(environment.requirements());
    let content =
        fs::read(&requirements).with_context(|| format!("cannot read {}", requirements.display()))?;
    // A virtual environment holds absolute paths, so a moved one is made again.
    let wanted = format!("{} {}", hex(&content), folder.display());
    let stamp_file = folder.join("stamp");
    let programs = folder.join("bin");
    if stamp(&stamp_file) == wanted && programs.join("python").exists() {
        return Ok(programs);
    }
    let python = newest_python().await?;
    let step = Step::start("installing Python packages");
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("cannot remove {}", folder.display()))?;
    }
    quietly(
        Command::new(&python).args(["-m", "venv"]).arg(&folder),
        "python3 -m venv",
    )
    .await
    .context("the venv module is missing: on Debian or Ubuntu `apt-get install python3-venv`")?;
    let mut pip = Command::new(programs.join("pip"));
    pip.args([
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--require-hashes",
        "-r",
    ])
    .arg(&requirements);
    quietly(&mut pip, "pip install")
        .await
        .context("Python packages could not be installed: check the connection to the package index")?;
    write_whole(&stamp_file, wanted)?;
    step.done();
    Ok(programs)
}

/// A Python that is new enough.
async fn newest_python() -> Result<String> {
    for name in [
        "python3",
        "python3.14",
        "python3.13",
        "python3.12",
        "python3.11",
        "python3.10",
        "python",
    ] {
        let probe = Command::new(name)
            .args(["-c", "import sys; sys.exit(sys.version_info < (3, 10))"])
            .output()
            .await;
        if probe.is_ok_and(|output| output.status.success()) {
            return Ok(name.to_owned());
        }
    }
    bail!("Python 3.10 or later is needed and was not found: install python3 (and python3-venv on Debian)")
}
