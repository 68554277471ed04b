//! What lies in a release beside the functions.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use memberline_local::hash::hex;

use super::architecture::Architecture;

/// A template for functions that were built for this architecture, which nobody has to name then.
pub fn built_for(architecture: Architecture, template: &str) -> Result<String> {
    const PARAMETER: &str = "  Architecture:\n    Type: String\n    Default: ";
    let Some((before, after)) = template.split_once(PARAMETER) else {
        bail!("template.yaml has no parameter Architecture with a default");
    };
    let (_, after) = after.split_once('\n').context("template.yaml ends too soon")?;
    Ok(format!("{before}{PARAMETER}{}\n{after}", architecture.name()))
}

/// The template whose functions come as packages, with their names. `sam deploy` uploads these as they are.
pub fn deployable(template: &str) -> Result<(String, Vec<String>)> {
    const CODE: &str = "CodeUri: functions/";
    let mut names = Vec::new();
    let mut written = String::with_capacity(template.len());
    for line in template.lines() {
        match line.trim_start().strip_prefix(CODE) {
            Some(name) => {
                let name = name.trim_end().trim_end_matches('/');
                if name.is_empty() || name.contains(|c: char| !c.is_ascii_alphanumeric() && c != '-') {
                    bail!("template.yaml: `{}` names no folder of functions/", line.trim());
                }
                names.push(name.to_owned());
                let indent = &line[..line.len() - line.trim_start().len()];
                writeln!(written, "{indent}{CODE}{name}.zip")?;
            }
            None => writeln!(written, "{line}")?,
        }
    }
    if names.is_empty() {
        bail!("template.yaml has no functions");
    }
    names.sort_unstable();
    names.dedup();
    Ok((written, names))
}

/// Copies a folder with all in it, without what `left_out` names at its top.
pub fn copied(from: &Path, to: &Path, left_out: &[&str]) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| format!("cannot read {}", from.display()))? {
        let entry = entry?;
        let name = entry.file_name();
        if left_out.iter().any(|left_out| name == *left_out) {
            continue;
        }
        if entry.file_type()?.is_dir() {
            copied(&entry.path(), &to.join(name), &[])?;
        } else {
            fs::copy(entry.path(), to.join(name))?;
        }
    }
    Ok(())
}

/// The SHA-256 of every file, by its name, as `sha256sum --check` reads them.
pub fn sums(folder: &Path) -> Result<String> {
    let mut files = Vec::new();
    find(folder, Path::new(""), &mut files)?;
    files.sort();
    let mut sums = String::new();
    for file in files {
        let sum = hex(&fs::read(folder.join(&file))?);
        writeln!(sums, "{sum}  {}", file.display())?;
    }
    Ok(sums)
}

fn find(folder: &Path, below: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder.join(below))? {
        let entry = entry?;
        let path = below.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            find(folder, &path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_template_of_a_release_needs_no_build() {
        let template = include_str!("../../../../template.yaml");
        let (written, names) = deployable(template).unwrap();
        assert!(
            names.len() >= 8 && names.contains(&"inbound-sms".to_owned()),
            "{names:?}"
        );
        for name in &names {
            assert!(
                written.contains(&format!("      CodeUri: functions/{name}.zip\n")),
                "{name}"
            );
        }
        assert_eq!(
            written.replace(".zip\n", "\n").lines().count(),
            template.lines().count()
        );
        for broken in [
            "",
            "CodeUri: functions/",
            "CodeUri: functions/../x",
            "CodeUri: functions/a b",
        ] {
            assert!(deployable(broken).is_err(), "{broken:?}");
        }
    }

    #[test]
    fn a_release_runs_on_what_it_was_built_for_unless_somebody_says_otherwise() {
        let template = include_str!("../../../../template.yaml");
        for architecture in [Architecture::Arm64, Architecture::X86_64] {
            let built = built_for(architecture, template).unwrap();
            let name = architecture.name();
            let wanted = format!(
                "  Architecture:\n    Type: String\n    Default: {name}\n    AllowedValues: [arm64, x86_64]\n"
            );
            assert!(built.contains(&wanted), "{name}");
            assert_eq!(built.lines().count(), template.lines().count());
        }
        assert!(built_for(Architecture::Arm64, "Parameters: {}").is_err());
    }

    #[test]
    fn every_file_has_its_sum_and_the_local_stacks_pages_stay_behind() {
        let from = tempfile::tempdir().unwrap();
        for file in [
            "index.html",
            "assets/a.js",
            "handset/index.html",
            "assets/handset/b.js",
        ] {
            let path = from.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, file).unwrap();
        }
        let to = tempfile::tempdir().unwrap();
        copied(from.path(), &to.path().join("pages"), &["handset"]).unwrap();
        let sums = sums(to.path()).unwrap();
        let names: Vec<_> = sums.lines().filter_map(|line| line.split_once("  ")).collect();
        let files: Vec<_> = names.iter().map(|(_, file)| *file).collect();
        assert_eq!(
            files,
            [
                "pages/assets/a.js",
                "pages/assets/handset/b.js",
                "pages/index.html"
            ]
        );
        assert!(names.iter().all(|(sum, _)| sum.len() == 64), "{sums}");
    }
}
