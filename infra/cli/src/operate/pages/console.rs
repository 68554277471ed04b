//! `/console.json`: where the console signs in. Its form is `web/console.schema.json`.

use anyhow::Result;
use serde::{Deserialize, Serialize};

use super::options::Options;
use super::release::PageFile;
use crate::operate::Refused;
use crate::operate::stack::Outputs;

/// Its key.
pub const FILE: &str = "console.json";

/// What is asked of an issuer, unless somebody says otherwise.
const SCOPE: &str = "openid email";

/// What the console knows of signing in.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    /// By the stack's outputs, by what was said, and where nothing was, as the bucket has it for the same issuer.
    pub fn of(outputs: &Outputs, said: &Options, before: Option<&[u8]>) -> Result<Self> {
        let output = |name: &str| outputs.get(name).map(str::to_owned);
        let missing =
            |name: &str| Refused::because(format!("the stack has no output {name}: deploy it anew"));
        let issuer = output("AuthIssuer").ok_or_else(|| missing("AuthIssuer"))?;
        let audience = output("AuthAudience").ok_or_else(|| missing("AuthAudience"))?;
        let before = before.and_then(|before| serde_json::from_slice::<Self>(before).ok());
        let before = before.filter(|before| before.issuer == issuer);
        let console = match output("SignInUrl") {
            // The stack's own pool: the stack knows it all.
            Some(domain) => Self {
                issuer,
                client_id: audience,
                scope: SCOPE.to_owned(),
                parameters: None,
                cognito_logout: Some(format!("{domain}/logout")),
            },
            None => Self {
                issuer,
                client_id: kept(said.client_id.as_ref(), before.as_ref().map(|b| &b.client_id))
                    .unwrap_or(audience),
                scope: kept(said.scope.as_ref(), before.as_ref().map(|b| &b.scope))
                    .unwrap_or_else(|| SCOPE.to_owned()),
                parameters: kept(
                    said.parameters.as_ref(),
                    before.as_ref().and_then(|b| b.parameters.as_ref()),
                ),
                cognito_logout: None,
            },
        };
        console.check()?;
        Ok(console)
    }

    fn check(&self) -> Result<(), Refused> {
        let refuse = |why: &str| Err(Refused::because(why));
        let has_odd = |text: &str| text.chars().any(|c| c.is_whitespace() || c.is_control());
        if !self.scope.split(' ').any(|word| word == "openid")
            || self.scope.split(' ').any(|word| word.is_empty() || has_odd(word))
        {
            return refuse("--scope is words with one space between them, openid among them");
        }
        if self.client_id.is_empty() || has_odd(&self.client_id) {
            return refuse("--client-id is empty, or has spaces in it");
        }
        if self
            .parameters
            .as_deref()
            .is_some_and(|form| has_odd(form) || form.contains(['?', '#']))
        {
            return refuse("--parameters is form-encoded, such as audience=https%3A%2F%2Fapi.example");
        }
        Ok(())
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

fn kept(said: Option<&String>, before: Option<&String>) -> Option<String> {
    said.or(before).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_config::SdkConfig;
    use std::path::PathBuf;

    fn outputs(named: &[(&str, &str)]) -> Outputs {
        let named = named
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Outputs::new(SdkConfig::builder().build(), named.collect())
    }

    fn said(client_id: Option<&str>, scope: Option<&str>, parameters: Option<&str>) -> Options {
        Options {
            dir: PathBuf::new(),
            client_id: client_id.map(str::to_owned),
            scope: scope.map(str::to_owned),
            parameters: parameters.map(str::to_owned),
        }
    }

    const OWN: [(&str, &str); 2] = [
        ("AuthIssuer", "https://id.example/realm"),
        ("AuthAudience", "api"),
    ];

    #[test]
    fn with_cognito_the_stack_says_it_all() {
        let outputs = outputs(&[
            (
                "AuthIssuer",
                "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_1",
            ),
            ("AuthAudience", "client"),
            (
                "SignInUrl",
                "https://memberline-1.auth.us-east-1.amazoncognito.com",
            ),
        ]);
        let console = Console::of(&outputs, &said(Some("another"), None, None), None).unwrap();
        let json: serde_json::Value = serde_json::from_slice(&console.file().content).unwrap();
        assert_eq!(
            json,
            serde_json::json!({
                "issuer": "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_1",
                "client_id": "client",
                "scope": "openid email",
                "cognito_logout": "https://memberline-1.auth.us-east-1.amazoncognito.com/logout",
            })
        );
    }

    #[test]
    fn what_was_said_once_of_an_issuer_stays() {
        let outputs = outputs(&OWN);
        let first = said(
            Some("console"),
            Some("openid offline_access"),
            Some("audience=api"),
        );
        let first = Console::of(&outputs, &first, None).unwrap();
        let again = Console::of(&outputs, &said(None, None, None), Some(&first.file().content)).unwrap();
        assert_eq!(again, first);
        let changed = said(None, Some("openid"), None);
        let changed = Console::of(&outputs, &changed, Some(&first.file().content)).unwrap();
        assert_eq!(
            (changed.scope.as_str(), changed.client_id.as_str()),
            ("openid", "console")
        );
        // Of another issuer, or of nothing that can be read, nothing is known.
        let other = String::from_utf8(first.file().content)
            .unwrap()
            .replace("id.example", "x.example");
        for before in [other.as_str(), "{", "[]", ""] {
            let console = Console::of(&outputs, &said(None, None, None), Some(before.as_bytes())).unwrap();
            assert_eq!(
                (console.client_id.as_str(), console.scope.as_str()),
                ("api", SCOPE),
                "{before}"
            );
        }
    }

    #[test]
    fn what_no_issuer_can_have_is_refused() {
        for bad in [
            said(Some(""), None, None),
            said(Some("a b"), None, None),
            said(None, Some("email"), None),
            said(None, Some("openid  email"), None),
            said(None, Some("openid\nemail"), None),
            said(None, None, Some("a=b c")),
            said(None, None, Some("?a=b")),
        ] {
            assert!(Console::of(&outputs(&OWN), &bad, None).is_err(), "{bad:?}");
        }
        assert!(Console::of(&outputs(&OWN[..1]), &said(None, None, None), None).is_err());
    }
}
