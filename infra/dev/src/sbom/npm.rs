//! What the pages are made of.

use std::collections::HashSet;

use anyhow::{Context, Result};
use memberline_local::places::Places;
use memberline_local::process::quietly;
use serde_json::{Value, json};
use tokio::process::Command;

/// The npm that lists them. Distributions' older ones cannot; Node.js 20 runs it.
const NPM: &str = "npm@10.9.9";
/// How npm marks what is only there for tools.
const OF_TOOLS: &str = "cdx:npm:package:development";

/// The packages that the lock file names for browsers.
pub async fn list(places: &Places) -> Result<Value> {
    let mut npm = Command::new("npm");
    npm.args(["exec", "--yes", "--package", NPM, "--", "npm"])
        .args(["sbom", "--sbom-format", "cyclonedx", "--package-lock-only"])
        .current_dir(places.root().join("web"));
    let said = quietly(&mut npm, "npm sbom").await?;
    of_browsers(serde_json::from_str(&said).context("npm makes no SBOM")?)
}

/// Without what is of tools. npm has an option for that, which also leaves out what browsers get and a tool asks for as well.
fn of_browsers(mut sbom: Value) -> Result<Value> {
    let is_of_tools = |component: &Value| {
        let properties = component["properties"].as_array();
        properties.is_some_and(|all| all.iter().any(|property| property["name"] == OF_TOOLS))
    };
    let components = sbom["components"]
        .as_array_mut()
        .context("npm names no packages")?;
    components.retain(|component| !is_of_tools(component));
    let mut kept: HashSet<Value> = components
        .iter()
        .map(|component| component["bom-ref"].clone())
        .collect();
    let root = &mut sbom["metadata"]["component"];
    kept.insert(root["bom-ref"].clone());
    root["type"] = json!("application");
    root["name"] = json!("memberline-web");
    let dependencies = sbom["dependencies"]
        .as_array_mut()
        .context("npm names no dependencies")?;
    dependencies.retain(|dependency| kept.contains(&dependency["ref"]));
    for dependency in dependencies {
        if let Some(on) = dependency["dependsOn"].as_array_mut() {
            on.retain(|on| kept.contains(on));
        }
    }
    Ok(sbom)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[tokio::test]
    async fn what_browsers_get_is_listed_with_its_licence_and_hash_and_no_tool() {
        let places = Places::new(None);
        let sbom = list(&places).await.unwrap();
        let package = std::fs::read(Path::new(places.root()).join("web/package.json")).unwrap();
        let package: Value = serde_json::from_slice(&package).unwrap();
        let components = sbom["components"].as_array().unwrap();
        let named = |name: &str| components.iter().find(|component| component["name"] == name);
        for name in package["dependencies"].as_object().unwrap().keys() {
            let component = named(name).unwrap_or_else(|| panic!("{name} is left out"));
            assert!(component["licenses"][0].is_object(), "{component}");
            assert_eq!(component["hashes"][0]["alg"], "SHA-512", "{component}");
        }
        let is_listed = |name: &str| {
            let package = format!("pkg:npm/{}@", name.replace('@', "%40"));
            let mut urls = components
                .iter()
                .filter_map(|component| component["purl"].as_str());
            urls.any(|url| url.starts_with(&package))
        };
        assert!(is_listed("preact"));
        for name in package["devDependencies"].as_object().unwrap().keys() {
            assert!(!is_listed(name), "{name}");
        }
        // Which registry it came from is nobody's business; its name and hash say what it is.
        let text = sbom.to_string().replace("http://cyclonedx.org/", "");
        assert!(!text.contains("://"), "{text}");
    }
}
