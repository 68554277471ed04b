//! Virtual environments with exactly the packages whose hashes are in this folder.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

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
    /// What `cargo dev release` calls.
    Release,
}

impl Environment {
    fn folder(self) -> &'static str {
        match self {
            Self::MiniStack => "venv",
            Self::Checks => "venv-check",
            Self::Tests => "venv-test",
            Self::Release => "venv-release",
        }
    }

    fn requirements(self) -> &'static str {
        match self {
            Self::MiniStack => "requirements.txt",
            Self::Checks => "requirements-check.txt",
            Self::Tests => "requirements-test.txt",
            Self::Release => "requirements-release.txt",
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
    let is_made = || stamp(&stamp_file) == wanted && programs.join("python").exists();
    if is_made() {
        return Ok(programs);
    }
    let _making = places.making(environment.folder()).await?;
    if is_made() {
        return Ok(programs);
    }
    let python = newest_python().await?;
    let step = Step::start("installing Python packages");
    let unfinished = Unfinished::new(folder)?;
    let made = quietly(
        Command::new(&python).args(["-m", "venv"]).arg(&unfinished.folder),
        "python3 -m venv",
    )
    .await;
    if made.is_err() && !has_venv(&python).await {
        made.context("the venv module is missing: on Debian or Ubuntu `apt-get install python3-venv`")?;
    } else {
        made.with_context(|| format!("cannot make {}", unfinished.folder.display()))?;
    }
    let temporary = unfinished.folder.join("tmp");
    fs::create_dir(&temporary)?;
    let mut pip = Command::new(programs.join("pip"));
    pip.args([
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--require-hashes",
        "-r",
    ])
    .arg(&requirements)
    // What it unpacks goes with the environment when it is interrupted.
    .env("TMPDIR", &temporary);
    quietly(&mut pip, "pip install")
        .await
        .context("Python packages could not be installed: check the connection to the package index")?;
    fs::remove_dir_all(&temporary)?;
    write_whole(&stamp_file, wanted)?;
    unfinished.finish();
    step.done();
    Ok(programs)
}

/// A folder that goes unless it is finished.
struct Unfinished {
    folder: PathBuf,
    finished: bool,
}

impl Unfinished {
    fn new(folder: PathBuf) -> Result<Self> {
        if folder.exists() {
            fs::remove_dir_all(&folder).with_context(|| format!("cannot remove {}", folder.display()))?;
        }
        Ok(Self {
            folder,
            finished: false,
        })
    }

    fn finish(mut self) {
        self.finished = true;
    }
}

impl Drop for Unfinished {
    #[expect(
        clippy::disallowed_methods,
        reason = "what was started is being killed, and may write a moment longer; a drop cannot await"
    )]
    fn drop(&mut self) {
        for _ in 0..20 {
            if self.finished || !self.folder.exists() || fs::remove_dir_all(&self.folder).is_ok() {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

/// Whether that Python can make environments at all.
async fn has_venv(python: &str) -> bool {
    let probe = Command::new(python)
        .args(["-c", "import venv, ensurepip"])
        .output()
        .await;
    probe.is_ok_and(|output| output.status.success())
}

/// What a Python may be called, the likeliest first.
const PYTHONS: [&str; 7] = [
    "python3",
    "python3.14",
    "python3.13",
    "python3.12",
    "python3.11",
    "python3.10",
    "python",
];

/// A Python that is new enough.
async fn newest_python() -> Result<String> {
    let mut found = Vec::new();
    for name in PYTHONS {
        let probe = Command::new(name)
            .args(["-c", "import sys; print('%d.%d' % sys.version_info[:2])"])
            .output()
            .await;
        if let Ok(output) = probe {
            found.push((name, String::from_utf8_lossy(&output.stdout).trim().to_owned()));
        }
    }
    choose(&found)
}

/// The first that is new enough of those that were found, each with its version.
fn choose(found: &[(&str, String)]) -> Result<String> {
    if let Some((name, _)) = found.iter().find(|(_, version)| is_new_enough(version)) {
        return Ok((*name).to_owned());
    }
    let found: Vec<String> = found
        .iter()
        .map(|(name, version)| {
            format!(
                "{name} is {}",
                if version.is_empty() { "broken" } else { version }
            )
        })
        .collect();
    if found.is_empty() {
        bail!(
            "Python 3.10 or later is needed and was not found: install python3 (and python3-venv on Debian)"
        );
    }
    bail!(
        "Python 3.10 or later is needed, and there are older ones only ({}): install a newer one beside them",
        found.join(", ")
    )
}

fn is_new_enough(version: &str) -> bool {
    let (major, minor) = version.split_once('.').unwrap_or((version, "0"));
    let number = |text: &str| text.parse::<u32>().unwrap_or(0);
    (number(major), number(minor)) >= (3, 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_python_is_named_and_not_called_absent() {
        let found = |all: &[(&'static str, &str)]| {
            let all: Vec<_> = all
                .iter()
                .map(|(name, version)| (*name, (*version).to_owned()))
                .collect();
            choose(&all).map_err(|error| error.to_string())
        };
        assert_eq!(
            found(&[("python3", "3.9"), ("python3.12", "3.12")]),
            Ok("python3.12".to_owned())
        );
        assert_eq!(found(&[("python3", "3.10")]), Ok("python3".to_owned()));
        let old = found(&[("python3", "3.9"), ("python", "2.7")]).unwrap_err();
        assert!(old.contains("python3 is 3.9, python is 2.7"), "{old}");
        assert!(!old.contains("not found"), "{old}");
        assert!(found(&[]).unwrap_err().contains("was not found"));
    }

    #[test]
    fn what_was_not_finished_is_gone() {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("venv");
        let unfinished = Unfinished::new(folder.clone()).unwrap();
        fs::create_dir_all(folder.join("tmp/pip-unpack")).unwrap();
        drop(unfinished);
        assert!(!folder.exists());
        let unfinished = Unfinished::new(folder.clone()).unwrap();
        fs::create_dir_all(&folder).unwrap();
        unfinished.finish();
        assert!(folder.exists());
    }

    #[tokio::test]
    async fn a_folder_that_cannot_be_made_is_not_blamed_on_a_missing_module() {
        let python = newest_python().await.unwrap();
        assert!(has_venv(&python).await, "these tests need Python's venv");
        let root = tempfile::tempdir().unwrap();
        // In the way, also of root.
        fs::create_dir(root.path().join(".local")).unwrap();
        std::os::unix::fs::symlink("nowhere/at/all", root.path().join(".local/venv")).unwrap();
        fs::create_dir_all(root.path().join("infra/local")).unwrap();
        fs::write(root.path().join("infra/local/requirements.txt"), "").unwrap();
        let places = Places::at(root.path());
        let refused = format!(
            "{:#}",
            ensure(&places, Environment::MiniStack).await.err().unwrap()
        );
        assert!(refused.contains("cannot make"), "{refused}");
        assert!(!refused.contains("module is missing"), "{refused}");
    }
}
