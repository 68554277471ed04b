//! What the deployment is told on this machine.

use aws_sdk_cloudformation::types::Parameter;

use crate::emulator::Surroundings;
use crate::hash::hex;
use crate::issuer::AUDIENCE;
use crate::template::Template;

/// Where notifications come from.
pub const MAIL_SENDER: &str = "texts@lakeside.example";

/// What the template's parameters are in these surroundings, with the clock so many seconds ahead.
pub fn values(surroundings: &Surroundings, clock_offset: u64) -> Vec<(&'static str, String)> {
    let Surroundings { url, machine, .. } = surroundings;
    let architecture = if cfg!(target_arch = "aarch64") {
        "arm64"
    } else {
        "x86_64"
    };
    let mut values = vec![
        ("Environment", "local".to_owned()),
        ("Architecture", architecture.to_owned()),
        ("PublicUrl", url.to_owned()),
        ("ConsoleUrl", url.to_owned()),
        ("AuthIssuer", format!("{url}/oidc")),
        ("AuthAudience", AUDIENCE.to_owned()),
        ("AuthJwksUrl", format!("{machine}/oidc/.well-known/jwks.json")),
        ("TwilioApiUrl", format!("{machine}/carrier/twilio")),
        ("TelnyxApiUrl", format!("{machine}/carrier/telnyx")),
        ("MailSender", MAIL_SENDER.to_owned()),
        ("ProtectTables", "false".to_owned()),
        // The local AWS has no CodeDeploy.
        ("GradualReleases", "false".to_owned()),
        // Nobody else is there to administer anything.
        ("KeyAdministrators", "arn:aws:iam::000000000000:root".to_owned()),
        ("HostPages", surroundings.hosts_pages.to_string()),
        ("AwsEndpointUrl", surroundings.aws.clone()),
        ("ClockOffsetSeconds", clock_offset.to_string()),
    ];
    let certificates = surroundings.certificates.clone();
    values.extend(certificates.map(|file| ("CaBundle", file)));
    values
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
