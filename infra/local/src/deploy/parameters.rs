//! What the deployment is told on this machine.

use aws_sdk_cloudformation::types::Parameter;

use crate::emulator::Surroundings;
use crate::issuer::AUDIENCE;
use crate::template::Template;

/// Where notifications come from.
pub const MAIL_SENDER: &str = "texts@lakeside.example";

/// The template's parameters on this machine; what it does not declare is left out.
pub fn local(template: &Template, surroundings: &Surroundings, clock_offset: u64) -> Vec<Parameter> {
    let Surroundings { url, machine, .. } = surroundings;
    let architecture = if cfg!(target_arch = "aarch64") {
        "arm64"
    } else {
        "x86_64"
    };
    let values = [
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
        // Nobody else is there to administer anything.
        ("KeyAdministrators", "arn:aws:iam::000000000000:root".to_owned()),
        ("AwsEndpointUrl", surroundings.aws.clone()),
        ("ClockOffsetSeconds", clock_offset.to_string()),
    ];
    let certificates = surroundings.certificates.clone();
    let declared = template.parameters();
    values
        .into_iter()
        .chain(certificates.map(|file| ("CaBundle", file)))
        .filter(|(name, _)| declared.contains(name))
        .map(|(name, value)| {
            Parameter::builder()
                .parameter_key(name)
                .parameter_value(value)
                .build()
        })
        .collect()
}
