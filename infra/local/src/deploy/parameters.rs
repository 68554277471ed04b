//! What the deployment is told on this machine.

use std::path::Path;

use aws_sdk_cloudformation::types::Parameter;

use crate::hash::hex;
use crate::issuer::AUDIENCE;
use crate::template::Template;

/// Where notifications come from.
pub const MAIL_SENDER: &str = "texts@lakeside.example";

/// What the template's parameters are on this machine, with the stack at `url` and its AWS at `endpoint`.
pub fn values(url: &str, endpoint: &str, clock_offset: u64) -> Vec<(&'static str, String)> {
    let architecture = if cfg!(target_arch = "aarch64") {
        "arm64"
    } else {
        "x86_64"
    };
    vec![
        ("Environment", "local".to_owned()),
        ("Architecture", architecture.to_owned()),
        ("PublicUrl", url.to_owned()),
        ("ConsoleUrl", url.to_owned()),
        ("AuthIssuer", format!("{url}/oidc")),
        ("AuthAudience", AUDIENCE.to_owned()),
        ("TwilioApiUrl", format!("{url}/carrier/twilio")),
        ("TelnyxApiUrl", format!("{url}/carrier/telnyx")),
        ("MailSender", MAIL_SENDER.to_owned()),
        ("ProtectTables", "false".to_owned()),
        // The local AWS has no CodeDeploy.
        ("GradualReleases", "false".to_owned()),
        // Nobody else is there to administer anything.
        ("KeyAdministrators", "arn:aws:iam::000000000000:root".to_owned()),
        ("CaBundle", certificates().to_owned()),
        ("AwsEndpointUrl", endpoint.to_owned()),
        ("ClockOffsetSeconds", clock_offset.to_string()),
    ]
}

/// The template's parameters on this machine; what it does not declare is left out.
pub fn local(template: &Template, values: Vec<(&'static str, String)>) -> Vec<Parameter> {
    // The functions get what changed under another name alone.
    let release = hex(format!("{values:?}").as_bytes())[..12].to_owned();
    let declared = template.parameters();
    values
        .into_iter()
        .chain([("Release", release)])
        .filter(|(name, _)| declared.contains(name))
        .map(|(name, value)| {
            Parameter::builder()
                .parameter_key(name)
                .parameter_value(value)
                .build()
        })
        .collect()
}

/// This machine's file of root certificates; empty leaves the choice to the machine.
fn certificates() -> &'static str {
    let known = [
        "/etc/ssl/certs/ca-certificates.crt",
        "/etc/pki/tls/certs/ca-bundle.crt",
        "/etc/ssl/cert.pem",
    ];
    known
        .into_iter()
        .find(|path| Path::new(path).exists())
        .unwrap_or_default()
}
