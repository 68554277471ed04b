//! `/console.json`: where the console signs in. Its form is `web/console.schema.json`.

use serde::Serialize;

use super::release::PageFile;
use crate::operate::Refused;
use crate::operate::stack::Outputs;

/// Its key.
pub const FILE: &str = "console.json";

/// What the console knows of signing in.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Console {
    issuer: String,
    client_id: String,
    scope: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    parameters: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cognito_logout: Option<String>,
}

impl Console {
    /// As the stack's outputs have it.
    pub fn of(outputs: &Outputs) -> Result<Self, Refused> {
        let output = |name: &str| outputs.get(name).map(str::to_owned);
        let needed = |name: &str| {
            output(name)
                .ok_or_else(|| Refused::because(format!("the stack has no output {name}: deploy it anew")))
        };
        Ok(Self {
            issuer: needed("AuthIssuer")?,
            client_id: needed("AuthClientId")?,
            scope: needed("AuthScope")?,
            parameters: output("AuthParameters"),
            cognito_logout: output("SignOutUrl"),
        })
    }

    /// As a file of the pages.
    pub fn file(&self) -> PageFile {
        let mut content = serde_json::to_vec_pretty(self).unwrap_or_default();
        content.push(b'\n');
        PageFile {
            key: FILE.to_owned(),
            content,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_config::SdkConfig;

    fn outputs(named: &[(&str, &str)]) -> Outputs {
        let named = named
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Outputs::new(SdkConfig::builder().build(), named.collect())
    }

    const OWN: [(&str, &str); 4] = [
        ("AuthIssuer", "https://id.example/realm"),
        ("AuthClientId", "console"),
        ("AuthScope", "openid offline_access"),
        ("AuthParameters", "audience=api"),
    ];

    #[test]
    fn the_stack_says_where_and_as_what_the_console_signs_in() {
        let console = Console::of(&outputs(&OWN)).unwrap();
        let json: serde_json::Value = serde_json::from_slice(&console.file().content).unwrap();
        assert_eq!(
            json,
            serde_json::json!({
                "issuer": "https://id.example/realm",
                "client_id": "console",
                "scope": "openid offline_access",
                "parameters": "audience=api",
            })
        );
        let cognito = [
            (
                "AuthIssuer",
                "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_1",
            ),
            ("AuthClientId", "client"),
            ("AuthScope", "openid email"),
            (
                "SignOutUrl",
                "https://memberline-1.auth.us-east-1.amazoncognito.com/logout",
            ),
        ];
        let console = Console::of(&outputs(&cognito)).unwrap();
        assert_eq!(
            console.cognito_logout.as_deref(),
            Some("https://memberline-1.auth.us-east-1.amazoncognito.com/logout")
        );
        assert_eq!(console.parameters, None);
    }

    #[test]
    fn a_stack_of_an_older_template_is_to_be_deployed_anew() {
        for missing in 0..3 {
            let mut known = OWN.to_vec();
            let (name, _) = known.remove(missing);
            let refused = Console::of(&outputs(&known)).unwrap_err();
            assert!(refused.to_string().contains(name), "{refused}");
        }
    }
}
