//! The folder of a stack's data: made by the tool, marked as its own, and used by one stack at a time.

use std::fs::{self, File};
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::ministack;
use crate::places::{Places, stamp, write_whole};
use crate::random::random_hex;
use crate::running::{LOCK, Running};

/// Says that the tool made the folder. Only a folder with it is ever emptied.
const MARKER: &str = ".memberline-state";
const MARKER_TEXT: &str = "Data of `cargo dev up`, which empties this folder when it is given --fresh.\n";
/// The folder in use by this process, until this is dropped.
pub struct Held(#[expect(dead_code, reason = "the lock goes with the file")] File);

/// Takes the folder for this process, and makes it if need be; `fresh` empties it. A folder with something in it that the tool did
/// not make is refused.
pub async fn hold(places: &Places, fresh: bool) -> Result<Held> {
    let folder = places.state();
    mark(places)?;
    let file =
        File::create(folder.join(LOCK)).with_context(|| format!("cannot write into {}", folder.display()))?;
    // Whoever only asks whether it is held has it for a moment.
    for _ in 0..20 {
        if file.try_lock().is_ok() {
            ministack::end_leftover(&folder.join("ministack")).await?;
            if fresh {
                empty(folder)?;
            }
            // Of a run that ended without ending anything.
            Running::forget(places);
            return Ok(Held(file));
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let user = Running::read(places)
        .map(|running| format!(" by {} (process {})", running.url, running.process))
        .unwrap_or_default();
    bail!("these data are in use{user}: stop it, or give another --state")
}

/// Says where the data of a folder go on that has no AWS of its own.
const ELSEWHERE: &str = "aws";
/// By what an AWS knows whose stack it holds.
const OWNER: &str = "owner";

/// Refuses a folder whose data belong to another AWS: a MiniStack of the tool's own, or one that was given.
pub fn bind(places: &Places, given: Option<&str>) -> Result<()> {
    let folder = places.state();
    let before = stamp(&folder.join(ELSEWHERE));
    match given {
        None if before.is_empty() => Ok(()),
        None => bail!(
            "these data belong to the AWS at {before}: start it with --aws {before}, or give another --state"
        ),
        Some(_) if folder.join("ministack").exists() => bail!(
            "these data have a local AWS of their own: give --state another folder beside --aws, such as --state .local/elsewhere"
        ),
        Some(endpoint) => write_whole(&folder.join(ELSEWHERE), endpoint),
    }
}

/// The name under which the data in the folder are known to an AWS that others use too.
pub fn owner(places: &Places) -> Result<String> {
    let file = places.state().join(OWNER);
    let known = stamp(&file);
    if !known.is_empty() {
        return Ok(known);
    }
    let made = random_hex(16)?;
    write_whole(&file, &made)?;
    Ok(made)
}

fn mark(places: &Places) -> Result<()> {
    let folder = places.state();
    let marker = folder.join(MARKER);
    if marker.exists() {
        return Ok(());
    }
    fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let mut content = fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    if content.next().is_some() && !places.is_own_state() {
        bail!(
            "{} is not empty, and `cargo dev up` did not make it: give --state a new or an empty folder",
            folder.display()
        );
    }
    fs::write(&marker, MARKER_TEXT).with_context(|| format!("cannot write {}", marker.display()))
}

/// Removes what is in a marked folder; the mark and the lock stay, so that it can be done again when it is interrupted.
fn empty(folder: &Path) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if [MARKER, LOCK].iter().any(|kept| entry.file_name() == *kept) {
            continue;
        }
        let path = entry.path();
        let removed = if entry.file_type()?.is_dir() {
            fs::remove_dir_all(&path)
        } else {
            fs::remove_file(&path)
        };
        removed.with_context(|| format!("cannot remove {}", path.display()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::running::is_held;

    fn places(folder: &Path) -> Places {
        Places::new(Some(folder.to_owned()))
    }

    fn refusal(held: Result<Held>) -> String {
        held.err().map(|error| format!("{error:#}")).unwrap_or_default()
    }

    #[tokio::test]
    async fn a_persons_folder_is_neither_used_nor_emptied() {
        let documents = tempfile::tempdir().unwrap();
        let letter = documents.path().join("letter.txt");
        fs::write(&letter, "Dear Sir or Madam").unwrap();
        // As an earlier release may have left it.
        fs::create_dir(documents.path().join("ministack")).unwrap();
        for fresh in [false, true] {
            let refused = refusal(hold(&places(documents.path()), fresh).await);
            assert!(refused.contains("is not empty"), "{refused}");
        }
        assert_eq!(fs::read_to_string(&letter).unwrap(), "Dear Sir or Madam");
        assert_eq!(fs::read_dir(documents.path()).unwrap().count(), 2);
    }

    #[tokio::test]
    async fn a_folder_of_the_tools_own_is_emptied_when_asked_and_kept_otherwise() {
        let parent = tempfile::tempdir().unwrap();
        let outside = parent.path().join("outside");
        fs::create_dir(&outside).unwrap();
        fs::write(outside.join("kept"), "").unwrap();
        let state = parent.path().join("new/state");
        drop(hold(&places(&state), true).await.unwrap());
        fs::create_dir_all(state.join("ministack/s3")).unwrap();
        fs::write(state.join("carrier.json"), "{}").unwrap();
        std::os::unix::fs::symlink(&outside, state.join("link")).unwrap();

        drop(hold(&places(&state), false).await.unwrap());
        assert!(state.join("carrier.json").exists());

        drop(hold(&places(&state), true).await.unwrap());
        let mut left: Vec<_> = fs::read_dir(&state)
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        left.sort();
        assert_eq!(left, [MARKER, LOCK]);
        assert!(outside.join("kept").exists());
    }

    #[test]
    fn data_stay_with_their_aws() {
        let folder = tempfile::tempdir().unwrap();
        let places = places(folder.path());
        bind(&places, None).unwrap();
        bind(&places, Some("http://localhost:4566")).unwrap();
        let refused = bind(&places, None).unwrap_err().to_string();
        assert!(refused.contains("--aws http://localhost:4566"), "{refused}");
        // An emulator may come back at another port.
        bind(&places, Some("http://localhost:4567")).unwrap();
        assert!(bind(&places, None).unwrap_err().to_string().contains(":4567"));
        let name = owner(&places).unwrap();
        assert_eq!((name.len(), owner(&places).unwrap()), (32, name));

        let own = tempfile::tempdir().unwrap();
        fs::create_dir(own.path().join("ministack")).unwrap();
        let refused = bind(&super::tests::places(own.path()), Some("http://localhost:4566")).unwrap_err();
        assert!(refused.to_string().contains("of their own"), "{refused}");
    }

    #[tokio::test]
    async fn data_are_used_once_at_a_time() {
        let state = tempfile::tempdir().unwrap();
        let places = places(state.path());
        assert!(!is_held(state.path()));
        let held = hold(&places, false).await.unwrap();
        assert!(is_held(state.path()));
        let refused = refusal(hold(&places, true).await);
        assert!(refused.contains("in use"), "{refused}");
        drop(held);
        assert!(!is_held(state.path()));
        hold(&places, false).await.unwrap();
    }

    #[test]
    fn what_is_still_starting_is_not_called_absent() {
        let state = tempfile::tempdir().unwrap();
        let places = places(state.path());
        let said = |places: &Places| Running::read(places).err().unwrap().to_string();
        assert!(said(&places).contains("nothing is running"));
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .unwrap();
        let held = runtime.block_on(hold(&places, false)).unwrap();
        assert!(said(&places).contains("still starting"));
        drop(held);
        // A hard end leaves the description of what ran.
        fs::write(state.path().join("running.json"), "{}").unwrap();
        assert!(said(&places).contains("nothing is running"));
    }
}
