//! The deployment's template, made ready for CloudFormation as `sam package` does.

use std::collections::BTreeMap;
use std::path::Path;
use std::{fmt, fs};

use anyhow::{Context, Result, bail};
use aws_sdk_cloudformation::types::Parameter;
use memberline_permissions::long_form;
use serde_json::{Value, json};

/// `template.yaml` as JSON, with CloudFormation's short tags written out.
pub struct Template(Value);

impl Template {
    /// Reads the template at `path`.
    pub fn read(path: &Path) -> Result<Self> {
        let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        Self::parse(&text).with_context(|| format!("{} is not a template", path.display()))
    }

    /// Reads a template's text.
    pub fn parse(text: &str) -> Result<Self> {
        let template = long_form(serde_yaml_ng::from_str(text)?)?;
        if !template["Resources"].is_object() {
            bail!("it has no Resources");
        }
        Ok(Self(template))
    }

    /// The names of its parameters.
    pub fn parameters(&self) -> Vec<&str> {
        self.0["Parameters"]
            .as_object()
            .map(|all| all.keys().map(String::as_str).collect())
            .unwrap_or_default()
    }

    /// The packages whose binaries its functions run, by logical id.
    pub fn functions(&self) -> Result<BTreeMap<String, String>> {
        let resources = self.0["Resources"].as_object().into_iter().flatten();
        resources
            .filter(|(_, resource)| resource["Type"] == "AWS::Serverless::Function")
            .map(|(id, resource)| {
                let binary = resource["Metadata"]["BuildProperties"]["Binary"].as_str();
                let folder = resource["Properties"]["CodeUri"]
                    .as_str()
                    .and_then(|uri| Path::new(uri).file_name());
                let package = binary.or(folder.and_then(|name| name.to_str()));
                let package =
                    package.with_context(|| format!("{id}: CodeUri does not name a folder of functions/"))?;
                Ok((id.clone(), package.to_owned()))
            })
            .collect()
    }

    /// The template with what it is given as its parameters' defaults: an emulator's SAM may know no more of them, and so neither that a
    /// parameter turns `CodeDeploy` off, nor that the functions' versions have another name. On AWS it is what is given that counts.
    #[must_use]
    pub fn given(mut self, parameters: &[Parameter]) -> Self {
        for parameter in parameters {
            if let Some((name, value)) = parameter.parameter_key().zip(parameter.parameter_value()) {
                self.0["Parameters"][name]["Default"] = json!(value);
            }
        }
        self
    }

    /// The template with each function's code at its place in `bucket`, by logical id.
    pub fn packaged(mut self, bucket: &str, keys: &BTreeMap<String, String>) -> String {
        let has_versions = self.0["Globals"]["Function"]["AutoPublishAlias"].is_string();
        for (id, key) in keys {
            let properties = &mut self.0["Resources"][id]["Properties"];
            properties["CodeUri"] = json!({ "Bucket": bucket, "Key": key });
            // On AWS the versions of earlier releases stay, to go back to; here a day of building would fill the disk with them.
            if has_versions {
                properties["VersionDeletionPolicy"] = json!("Delete");
            }
        }
        self.to_string()
    }
}

impl fmt::Display for Template {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date;

    const TEMPLATE: &str = "
Parameters: {PublicUrl: {Type: String}}
Resources:
  Intake:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: functions/inbound-sms/
      Role: !GetAtt Role.Arn
      Environment: {Variables: {URL: !Sub 'https://${Api}', B: !If [Has, !Ref PublicUrl, '']}}
    Metadata: {BuildMethod: rust-cargolambda}
";

    #[test]
    fn short_tags_become_functions() {
        let template = Template::parse(TEMPLATE).unwrap_or_else(|e| panic!("{e}"));
        let properties = &template.0["Resources"]["Intake"]["Properties"];
        assert_eq!(properties["Role"], json!({ "Fn::GetAtt": ["Role", "Arn"] }));
        assert_eq!(
            properties["Environment"]["Variables"]["URL"],
            json!({ "Fn::Sub": "https://${Api}" })
        );
        assert_eq!(
            properties["Environment"]["Variables"]["B"],
            json!({ "Fn::If": ["Has", { "Ref": "PublicUrl" }, ""] })
        );
        assert_eq!(template.parameters(), ["PublicUrl"]);
    }

    #[test]
    fn code_is_found_and_moved_to_the_bucket() {
        let template = Template::parse(TEMPLATE).unwrap_or_else(|e| panic!("{e}"));
        let functions = template.functions().unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(
            functions,
            BTreeMap::from([("Intake".to_owned(), "inbound-sms".to_owned())])
        );
        let packaged = template.packaged(
            "code",
            &BTreeMap::from([("Intake".to_owned(), "1.zip".to_owned())]),
        );
        assert!(
            packaged.contains(r#""CodeUri":{"Bucket":"code","Key":"1.zip"}"#),
            "{packaged}"
        );
        assert!(!packaged.contains("VersionDeletionPolicy"), "{packaged}");
    }

    #[test]
    fn what_is_given_is_the_default() {
        let template = Template::parse(TEMPLATE).unwrap_or_else(|e| panic!("{e}"));
        let given = Parameter::builder()
            .parameter_key("PublicUrl")
            .parameter_value("http://localhost:3000");
        let template = template.given(&[given.build()]);
        assert_eq!(
            template.0["Parameters"]["PublicUrl"],
            json!({ "Type": "String", "Default": "http://localhost:3000" })
        );
    }

    #[test]
    fn versions_of_earlier_deployments_go() {
        let text = format!("Globals: {{Function: {{AutoPublishAlias: live}}}}{TEMPLATE}");
        let template = Template::parse(&text).unwrap_or_else(|e| panic!("{e}"));
        let keys = BTreeMap::from([("Intake".to_owned(), "1.zip".to_owned())]);
        let packaged = template.packaged("code", &keys);
        assert!(
            packaged.contains(r#""VersionDeletionPolicy":"Delete""#),
            "{packaged}"
        );
    }

    #[test]
    fn sam_build_builds_at_once_the_functions_that_the_template_deploys() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let described = date::cargo()
            .as_std_mut()
            .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
            .current_dir(&root)
            .output()
            .unwrap_or_else(|e| panic!("{e}"));
        let workspace: Value = serde_json::from_slice(&described.stdout).unwrap_or_else(|e| panic!("{e}"));
        let mut built = workspace["metadata"]["lambda"]["build"]["packages"].clone();
        let template = Template::read(&root.join("template.yaml")).unwrap_or_else(|e| panic!("{e}"));
        let functions = template.functions().unwrap_or_else(|e| panic!("{e}"));
        let mut deployed: Vec<&String> = functions.values().collect();
        deployed.sort_unstable();
        if let Some(built) = built.as_array_mut() {
            built.sort_by_key(ToString::to_string);
        }
        assert_eq!(built, json!(deployed));
    }
}
