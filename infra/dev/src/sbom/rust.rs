//! What the functions are made of.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use memberline_local::places::Places;
use memberline_local::process::quietly;
use serde_json::{Value, json};
use tokio::process::Command;

use crate::install;

const CARGO_CYCLONEDX: &str = "0.5.9";
/// What Lambda runs by default; the other architecture has the same crates.
const TARGET: &str = "aarch64-unknown-linux-gnu";

/// The crates that are linked into the functions with these names.
pub async fn list(places: &Places, functions: &[String]) -> Result<Value> {
    let program = install::cargo_tool(places, "cargo-cyclonedx", CARGO_CYCLONEDX).await?;
    let copy = skeleton(places.root()).await?;
    // It writes beside each manifest, which is not to be in the checkout.
    let mut cyclonedx = Command::new(program);
    cyclonedx
        .args([
            "cyclonedx",
            "--quiet",
            "--format",
            "json",
            "--spec-version",
            "1.5",
            "--no-build-deps",
        ])
        .args(["--target", TARGET, "--override-filename", "bom"])
        .env("SOURCE_DATE_EPOCH", "0")
        .current_dir(copy.path());
    quietly(&mut cyclonedx, "cargo cyclonedx").await?;
    let mut all = Vec::new();
    for name in functions {
        let file = copy.path().join("functions").join(name).join("bom.json");
        let text = fs::read_to_string(&file).with_context(|| format!("there is no SBOM of {name}"))?;
        // Crates of the workspace are named by where they lie.
        let text = text.replace(&copy.path().display().to_string(), "");
        all.push(serde_json::from_str(&text)?);
    }
    merged(all)
}

/// The workspace as cargo needs it to tell what depends on what: manifests, the lock file, and a file in the place of each source.
async fn skeleton(root: &Path) -> Result<tempfile::TempDir> {
    let mut git = Command::new("git");
    git.args([
        "ls-files",
        "--cached",
        "--others",
        "--exclude-standard",
        "-z",
        "--",
        "*.toml",
        "*.lock",
        "*.rs",
    ]);
    let listed = quietly(git.current_dir(root), "git ls-files").await?;
    let copy = tempfile::tempdir()?;
    for file in listed.split('\0').filter(|file| !file.is_empty()) {
        let (from, to) = (root.join(file), copy.path().join(file));
        if let Some(parent) = to.parent() {
            fs::create_dir_all(parent)?;
        }
        if to.extension().is_some_and(|of| of == "rs") {
            fs::write(&to, "")?;
        } else if from.exists() {
            fs::copy(&from, &to)?;
        }
    }
    Ok(copy)
}

/// One list of those of the functions.
fn merged(all: Vec<Value>) -> Result<Value> {
    let (mut components, mut dependencies) = (BTreeMap::new(), BTreeMap::<String, BTreeSet<String>>::new());
    let mut merged = all.first().context("there are no functions")?.clone();
    let mut functions = Vec::new();
    for mut sbom in all {
        let mut function = sbom["metadata"]["component"].take();
        let of = word(&function, "bom-ref")?;
        // Its binaries have no number of their own to be known by.
        if let Some(function) = function.as_object_mut() {
            function.remove("components");
        }
        function["type"] = json!("application");
        components.insert(of.clone(), named(function));
        functions.push(of);
        for component in sbom["components"].as_array().into_iter().flatten() {
            components.insert(word(component, "bom-ref")?, named(component.clone()));
        }
        for dependency in sbom["dependencies"].as_array().into_iter().flatten() {
            let on = dependency["dependsOn"].as_array().into_iter().flatten();
            let on = on.filter_map(|on| on.as_str().map(str::to_owned));
            dependencies
                .entry(word(dependency, "ref")?)
                .or_default()
                .extend(on);
        }
    }
    let version = env!("CARGO_PKG_VERSION");
    let root = json!({
        "type": "application",
        "bom-ref": "memberline",
        "name": "memberline",
        "version": version,
        "purl": format!("pkg:generic/memberline@{version}"),
        "licenses": [{ "license": { "id": "Apache-2.0" } }],
    });
    dependencies.insert("memberline".to_owned(), functions.into_iter().collect());
    merged["metadata"]["component"] = root;
    merged["components"] = components.into_values().collect();
    merged["dependencies"] = dependencies
        .into_iter()
        .map(|(of, on)| json!({ "ref": of, "dependsOn": on }))
        .collect();
    Ok(merged)
}

/// With a name that holds elsewhere too: of a crate of the workspace it says in which folder it lay.
fn named(mut component: Value) -> Value {
    let name = component["purl"].as_str();
    if let Some((name, _)) = name.and_then(|name| name.split_once("?download_url=file:")) {
        component["purl"] = json!(name);
    }
    component
}

fn word(value: &Value, name: &str) -> Result<String> {
    let word = value[name].as_str().map(str::to_owned);
    word.with_context(|| format!("a part of an SBOM has no {name}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_crate_is_listed_once_with_all_that_depends_on_it() {
        let of = |name: &str, on: &str| {
            json!({
                "bomFormat": "CycloneDX",
                "metadata": { "component": { "bom-ref": name, "name": name, "components": [{ "name": "binary" }] } },
                "components": [
                    { "bom-ref": "serde", "name": "serde", "purl": "pkg:cargo/serde@1.0.229" },
                    { "bom-ref": on, "name": on, "purl": format!("pkg:cargo/{on}@0.1.0?download_url=file://../../shared/{on}") },
                ],
                "dependencies": [{ "ref": name, "dependsOn": ["serde", on] }, { "ref": "serde" }],
            })
        };
        let merged = merged(vec![of("a", "x"), of("b", "y")]).unwrap();
        let names = |list: &Value, name: &str| {
            list.as_array()
                .unwrap()
                .iter()
                .map(|of| of[name].clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(
            names(&merged["components"], "bom-ref"),
            ["a", "b", "serde", "x", "y"]
        );
        assert_eq!(
            names(&merged["dependencies"], "ref"),
            ["a", "b", "memberline", "serde"]
        );
        assert_eq!(merged["dependencies"][2]["dependsOn"], json!(["a", "b"]));
        assert_eq!(merged["components"][0]["components"], Value::Null);
        assert_eq!(merged["components"][2]["purl"], "pkg:cargo/serde@1.0.229");
        assert_eq!(merged["components"][3]["purl"], "pkg:cargo/x@0.1.0");
        assert!(super::merged(Vec::new()).is_err());
        assert!(super::merged(vec![json!({})]).is_err());
    }
}
