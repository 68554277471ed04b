//! What CloudFront does for a deployment and the local stack's server does here: it proves itself to the API, says who the viewer is,
//! and adds the headers of the template's policies, read out of the template itself.

use std::net::IpAddr;

use anyhow::{Context, Result, bail};
use aws_config::SdkConfig;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use memberline_permissions::Template;
use serde_json::Value;

use crate::deploy;
use crate::emulator::Surroundings;
use crate::places::Places;
use crate::stack::Stack;

/// The header that proves, and the one that says who the viewer is.
const PROOF: HeaderName = HeaderName::from_static("x-memberline-proof");
const VIEWER: HeaderName = HeaderName::from_static("x-memberline-viewer");

const POLICY: &str = "AWS::CloudFront::ResponseHeadersPolicy";
const CSP: &str = "content-security-policy";

/// CloudFront's part.
pub struct Front {
    /// `None` where the template hosts no pages: then the API asks for none.
    proof: Option<HeaderValue>,
    pages: HeaderMap,
    local_pages: HeaderMap,
    api: HeaderMap,
}

impl Front {
    /// CloudFront's part for the stack that is deployed in these surroundings.
    pub async fn of(
        places: &Places,
        aws: &SdkConfig,
        surroundings: &Surroundings,
        stack: &Stack,
    ) -> Result<Self> {
        let proof = if surroundings.hosts_pages {
            Some(proof(aws, stack).await?)
        } else {
            None
        };
        let text = std::fs::read_to_string(places.root().join("template.yaml"))?;
        // As browsers of this machine see it, and with the headers of pages that are hosted.
        let seen = Surroundings {
            aws: aws.endpoint_url().unwrap_or_default().to_owned(),
            hosts_pages: true,
            ..surroundings.clone()
        };
        let values = deploy::values(&seen, 0);
        let values: Vec<_> = values
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let template = Template::parse(&text, &values)?;
        let policies = template.resources(POLICY)?;
        let headers = |id: &str| {
            let policy = policies.iter().find(|(its, _)| its == id);
            let (_, policy) = policy.with_context(|| format!("the template has no {id}"))?;
            headers(&policy["ResponseHeadersPolicyConfig"]).with_context(|| format!("{id} is not understood"))
        };
        let pages = headers("PagesHeaders")?;
        Ok(Self {
            proof,
            local_pages: for_local_pages(&pages)?,
            pages,
            api: headers("ApiHeaders")?,
        })
    }

    /// Proves a request of that viewer, over whatever it says of itself.
    pub fn mark(&self, headers: &mut HeaderMap, viewer: IpAddr) {
        headers.remove(PROOF);
        if let Some(proof) = &self.proof {
            headers.insert(PROOF, proof.clone());
        }
        if let Ok(viewer) = HeaderValue::from_str(&viewer.to_string()) {
            headers.insert(VIEWER, viewer);
        }
    }

    /// What the pages of a deployment come with.
    pub fn pages(&self) -> &HeaderMap {
        &self.pages
    }

    /// What the handset and the mailbox come with, which only a local stack has.
    pub fn local_pages(&self) -> &HeaderMap {
        &self.local_pages
    }

    /// What answers of the API come with.
    pub fn api(&self) -> &HeaderMap {
        &self.api
    }
}

/// What the API is proved to by.
async fn proof(aws: &SdkConfig, stack: &Stack) -> Result<HeaderValue> {
    let id = stack.one("AWS::SecretsManager::Secret", "FrontSecret")?;
    let read = aws_sdk_secretsmanager::Client::new(aws)
        .get_secret_value()
        .secret_id(id)
        .send()
        .await
        .context("cannot read what the API is proved to by")?;
    let mut proof = HeaderValue::from_str(read.secret_string().unwrap_or_default())?;
    proof.set_sensitive(true);
    Ok(proof)
}

/// The headers that a policy adds, as CloudFront writes them.
fn headers(policy: &Value) -> Result<HeaderMap> {
    let mut headers = HeaderMap::new();
    let mut add = |name: &str, value: &str| -> Result<()> {
        let (name, value) = (HeaderName::try_from(name)?, HeaderValue::try_from(value)?);
        headers.insert(name, value);
        Ok(())
    };
    let security = policy["SecurityHeadersConfig"].as_object().into_iter().flatten();
    for (name, of) in security {
        let text = |member: &str| {
            of[member]
                .as_str()
                .with_context(|| format!("{name} has no {member}"))
        };
        if of["Override"] != true {
            bail!("{name} leaves what the origin says");
        }
        match name.as_str() {
            "StrictTransportSecurity" => {
                let seconds = of["AccessControlMaxAgeSec"].as_u64().context("no age")?;
                let subdomains = if of["IncludeSubdomains"] == true {
                    "; includeSubDomains"
                } else {
                    ""
                };
                add(
                    "strict-transport-security",
                    &format!("max-age={seconds}{subdomains}"),
                )?;
            }
            "ContentTypeOptions" => add("x-content-type-options", "nosniff")?,
            "FrameOptions" => add("x-frame-options", text("FrameOption")?)?,
            "ReferrerPolicy" => add("referrer-policy", text("ReferrerPolicy")?)?,
            "ContentSecurityPolicy" => add(CSP, text("ContentSecurityPolicy")?)?,
            _ => bail!("{name} is not known here"),
        }
    }
    for item in policy["CustomHeadersConfig"]["Items"]
        .as_array()
        .into_iter()
        .flatten()
    {
        let text = |member: &str| item[member].as_str().context("a header without name or value");
        add(text("Header")?, text("Value")?)?;
    }
    Ok(headers)
}

/// The mailbox shows emails as they are, with styles and pictures of their own, in a frame in which nothing runs.
fn for_local_pages(pages: &HeaderMap) -> Result<HeaderMap> {
    let policy = pages.get(CSP).context("the pages have no policy")?.to_str()?;
    let mut wider = policy.to_owned();
    for (directive, with) in [
        ("style-src 'self'", " 'unsafe-inline'"),
        ("img-src 'self'", " data: https:"),
    ] {
        if !wider.contains(directive) {
            bail!("the pages' policy has no {directive}");
        }
        wider = wider.replace(directive, &format!("{directive}{with}"));
    }
    let mut headers = pages.clone();
    headers.insert(CSP, HeaderValue::try_from(format!("{wider}; frame-src 'self'"))?);
    Ok(headers)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn policy(name: &str, of: &Value) -> Value {
        json!({ "SecurityHeadersConfig": { name: of } })
    }

    #[test]
    fn a_policy_is_written_as_cloudfront_writes_it() {
        let policy = json!({
            "SecurityHeadersConfig": {
                "StrictTransportSecurity": { "AccessControlMaxAgeSec": 60, "IncludeSubdomains": true, "Override": true },
                "ContentTypeOptions": { "Override": true },
                "FrameOptions": { "FrameOption": "DENY", "Override": true },
                "ReferrerPolicy": { "ReferrerPolicy": "no-referrer", "Override": true },
                "ContentSecurityPolicy": { "ContentSecurityPolicy": "default-src 'none'", "Override": true },
            },
            "CustomHeadersConfig": { "Items": [{ "Header": "X-Odd", "Value": "1", "Override": true }] },
        });
        let written = headers(&policy).unwrap();
        for (name, value) in [
            ("strict-transport-security", "max-age=60; includeSubDomains"),
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "no-referrer"),
            ("content-security-policy", "default-src 'none'"),
            ("x-odd", "1"),
        ] {
            assert_eq!(written[name], value);
        }
        assert_eq!(written.len(), 6);
    }

    #[test]
    fn what_a_policy_says_that_is_not_known_here_is_not_left_out() {
        for policy in [
            policy("XSSProtection", &json!({ "Protection": true, "Override": true })),
            policy("ContentTypeOptions", &json!({ "Override": false })),
            policy("FrameOptions", &json!({ "Override": true })),
            policy(
                "ReferrerPolicy",
                &json!({ "ReferrerPolicy": "a\nb", "Override": true }),
            ),
            policy("StrictTransportSecurity", &json!({ "Override": true })),
        ] {
            assert!(headers(&policy).is_err(), "{policy}");
        }
    }

    #[test]
    fn the_mailbox_may_show_what_mails_bring_and_no_script_besides() {
        let mut pages = HeaderMap::new();
        let policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:";
        pages.insert(CSP, HeaderValue::from_static(policy));
        let wider = for_local_pages(&pages).unwrap();
        assert_eq!(
            wider[CSP],
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: https: blob:; frame-src 'self'"
        );
        pages.insert(CSP, HeaderValue::from_static("default-src 'none'"));
        assert!(for_local_pages(&pages).is_err());
    }
}
