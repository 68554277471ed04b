//! `cargo dev sam-env`: what functions are told of the running stack, as `sam local` takes it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use aws_sdk_lambda::Client;
use memberline_local::aws;
use memberline_local::emulator::MACHINE_OF_A_CONTAINER;
use memberline_local::output::answer;
use memberline_local::places::{Places, write_whole};
use memberline_local::running::Running;

type Variables = BTreeMap<String, String>;

/// Lambda's own image has its root certificates here.
const CERTIFICATES: &str = "/etc/pki/tls/certs/ca-bundle.crt";
/// What functions call, besides AWS. What they only write into texts and compare with signatures stays as everybody knows it.
const CALLED: [&str; 3] = ["AUTH_JWKS_URL", "TELNYX_API_URL", "TWILIO_API_URL"];

/// Writes the variables of every function, by its logical id, into `file`, and says how it is used.
pub async fn sam_env(places: &Places, file: Option<PathBuf>) -> Result<()> {
    let running = Running::read(places)?;
    let client = Client::new(&aws::config(&running.aws_endpoint).await);
    let mut all = BTreeMap::new();
    for (id, name) in running.stack.all("AWS::Lambda::Function") {
        let configuration = client
            .get_function_configuration()
            .function_name(name)
            .send()
            .await;
        let configuration =
            configuration.with_context(|| format!("the local AWS does not tell what {id} is told"))?;
        let variables = configuration
            .environment
            .and_then(|environment| environment.variables);
        let variables = variables.unwrap_or_default().into_iter().collect();
        all.insert(id, in_a_container(variables, &running.aws_endpoint));
    }
    if all.is_empty() {
        bail!("the running stack has no functions");
    }
    let file = file.unwrap_or_else(|| places.cache("sam.json"));
    write_whole(&file, serde_json::to_vec_pretty(&all)?)?;
    answer(&format!(
        "{} has what {} functions are told. With credentials of the local AWS,\n\
         \x20 export AWS_ACCESS_KEY_ID={key} AWS_SECRET_ACCESS_KEY={key} AWS_DEFAULT_REGION={}\n\
         \x20 sam local invoke InboundSms --env-vars {0} --event events/inbound-sms-twilio-message.json\n\
         \x20 sam local start-api --env-vars {0} --port 3001",
        file.display(),
        all.len(),
        aws::REGION,
        key = aws::ROOT_KEY,
    ))
}

/// The variables of a function, as one in a container of this machine is to have them.
fn in_a_container(mut variables: Variables, aws_endpoint: &str) -> Variables {
    for (_, address) in variables
        .iter_mut()
        .filter(|(name, _)| CALLED.contains(&name.as_str()))
    {
        *address = from_a_container(address);
    }
    // Nothing stands in front of what `sam local` calls.
    variables.remove("FRONT_SECRET_ID");
    variables.insert("AWS_ENDPOINT_URL".to_owned(), from_a_container(aws_endpoint));
    variables.insert("SSL_CERT_FILE".to_owned(), CERTIFICATES.to_owned());
    variables
}

/// The address of something on this machine, as a container has it.
fn from_a_container(address: &str) -> String {
    ["localhost", "127.0.0.1", "[::1]"]
        .into_iter()
        .map(|name| format!("http://{name}:"))
        .find_map(|here| address.strip_prefix(&here))
        .map_or_else(
            || address.to_owned(),
            |rest| format!("http://{MACHINE_OF_A_CONTAINER}:{rest}"),
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_called_is_called_by_the_name_that_containers_have_for_the_machine() {
        let told = [
            (
                "AUTH_JWKS_URL",
                "http://localhost:3100/oidc/.well-known/jwks.json",
            ),
            ("PUBLIC_URL", "http://localhost:3100"),
            ("EMAIL_QUEUE_URL", "http://127.0.0.1:4666/000000000000/email"),
            ("FRONT_SECRET_ID", "front"),
            ("SSL_CERT_FILE", "/etc/ssl/certs/ca-certificates.crt"),
            ("TELNYX_API_URL", "https://api.telnyx.com"),
            ("TIMELINE_TABLE", "timeline"),
        ];
        let told = told.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let there = in_a_container(Variables::from(told), "http://127.0.0.1:4666");
        let wanted = [
            (
                "AUTH_JWKS_URL",
                "http://host.docker.internal:3100/oidc/.well-known/jwks.json",
            ),
            ("AWS_ENDPOINT_URL", "http://host.docker.internal:4666"),
            ("EMAIL_QUEUE_URL", "http://127.0.0.1:4666/000000000000/email"),
            // What a text says and a carrier signs is the address that everybody has.
            ("PUBLIC_URL", "http://localhost:3100"),
            ("SSL_CERT_FILE", CERTIFICATES),
            ("TELNYX_API_URL", "https://api.telnyx.com"),
            ("TIMELINE_TABLE", "timeline"),
        ];
        let wanted = wanted.map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(there, Variables::from(wanted));
    }
}
