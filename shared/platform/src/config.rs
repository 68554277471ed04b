//! Configuration, read from the environment once.

use std::collections::HashMap;

use memberline_carriers::Carrier;
use memberline_store::Tables;

/// A setting is missing or malformed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the environment variable {0} is missing or malformed")]
pub struct ConfigError(pub &'static str);

#[expect(clippy::disallowed_methods, reason = "this is where the environment is read")]
fn optional(name: &'static str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

fn required(name: &'static str) -> Result<String, ConfigError> {
    optional(name).ok_or(ConfigError(name))
}

/// A base URL without a slash at its end.
fn base_url(name: &'static str, default: Option<&str>) -> Result<String, ConfigError> {
    let url = optional(name)
        .or_else(|| default.map(str::to_owned))
        .ok_or(ConfigError(name))?;
    if !url.starts_with("https://") && !url.starts_with("http://") {
        return Err(ConfigError(name));
    }
    Ok(url.trim_end_matches('/').to_owned())
}

/// `METRICS_NAMESPACE`: where the metrics of this deployment are, apart from those of another one in the account.
pub fn metrics_namespace() -> Option<String> {
    optional("METRICS_NAMESPACE")
}

/// `RUST_LOG`: what is logged, by level and target.
pub fn log_levels() -> String {
    optional("RUST_LOG").unwrap_or_default()
}

/// Where AWS is, and who the function is there. Lambda sets it all, and keeps the credentials valid for as long as the process lives.
#[derive(Clone)]
pub struct AwsConfig {
    /// `AWS_REGION`.
    pub region: String,
    /// `AWS_ACCESS_KEY_ID`.
    pub access_key_id: String,
    /// `AWS_SECRET_ACCESS_KEY`.
    pub secret_access_key: String,
    /// `AWS_SESSION_TOKEN`.
    pub session_token: Option<String>,
    /// `AWS_ENDPOINT_URL`: another address for every call, of a local AWS.
    pub endpoint_url: Option<String>,
}

impl AwsConfig {
    /// Reads it from the environment.
    pub fn from_env() -> Result<Self, ConfigError> {
        Ok(Self {
            region: required("AWS_REGION")?,
            access_key_id: required("AWS_ACCESS_KEY_ID")?,
            secret_access_key: required("AWS_SECRET_ACCESS_KEY")?,
            session_token: optional("AWS_SESSION_TOKEN"),
            endpoint_url: optional("AWS_ENDPOINT_URL"),
        })
    }
}

/// The tables and the key.
#[derive(Debug, Clone)]
pub struct StoreConfig {
    /// `TIMELINE_TABLE`, `DIRECTORY_TABLE`, `KEYS_TABLE`, `ACCESS_TABLE`.
    pub tables: Tables,
    /// `ORGANISATION_KEY_ID`: the KMS key that wraps the organisations' keys.
    pub organisation_key_id: String,
}

impl StoreConfig {
    /// Reads it from the environment.
    pub fn from_env() -> Result<Self, ConfigError> {
        let tables = Tables {
            timeline: required("TIMELINE_TABLE")?,
            directory: required("DIRECTORY_TABLE")?,
            keys: required("KEYS_TABLE")?,
            access: required("ACCESS_TABLE")?,
        };
        Ok(Self {
            tables,
            organisation_key_id: required("ORGANISATION_KEY_ID")?,
        })
    }
}

/// Where carriers' APIs are: a carrier's own address, where no other is set.
#[derive(Debug, Clone, Default)]
pub struct CarrierUrls(HashMap<Carrier, String>);

impl CarrierUrls {
    /// Reads them from the environment, of each carrier from its [`Carrier::url_variable`].
    pub fn from_env() -> Result<Self, ConfigError> {
        let url = |carrier: Carrier| {
            let url = base_url(carrier.url_variable(), Some(carrier.default_url()))?;
            Ok((carrier, url))
        };
        Carrier::ALL.into_iter().map(url).collect()
    }

    /// The base URL of the carrier's API, without a slash at its end.
    pub fn of(&self, carrier: Carrier) -> &str {
        self.0.get(&carrier).map_or(carrier.default_url(), String::as_str)
    }
}

impl FromIterator<(Carrier, String)> for CarrierUrls {
    fn from_iter<I: IntoIterator<Item = (Carrier, String)>>(urls: I) -> Self {
        Self(urls.into_iter().collect())
    }
}

/// Where carriers call us, and where we call them.
#[derive(Debug, Clone)]
pub struct CarrierConfig {
    /// `PUBLIC_URL`: the base that carriers are told and sign. Never taken from a request (lesson 10).
    pub public_url: String,
    /// Where carriers' APIs are.
    pub urls: CarrierUrls,
}

impl CarrierConfig {
    /// Reads it from the environment.
    pub fn from_env() -> Result<Self, ConfigError> {
        Ok(Self {
            public_url: base_url("PUBLIC_URL", None)?,
            urls: CarrierUrls::from_env()?,
        })
    }
}

/// Whose tokens agents come with.
#[derive(Debug, Clone)]
pub struct AuthConfig {
    /// `AUTH_ISSUER`: the `iss` claim.
    pub issuer: String,
    /// `AUTH_AUDIENCE`: the `aud` claim, or `client_id` in access tokens of Cognito.
    pub audience: String,
    /// `AUTH_JWKS_URL`: where the issuer's keys are; `{issuer}/.well-known/jwks.json` when absent.
    pub jwks_url: String,
}

impl AuthConfig {
    /// Reads it from the environment.
    pub fn from_env() -> Result<Self, ConfigError> {
        let issuer = required("AUTH_ISSUER")?;
        let keys = format!("{}/.well-known/jwks.json", issuer.trim_end_matches('/'));
        Ok(Self {
            jwks_url: base_url("AUTH_JWKS_URL", Some(&keys))?,
            audience: required("AUTH_AUDIENCE")?,
            issuer,
        })
    }
}

/// How email is sent.
#[derive(Debug, Clone)]
pub struct MailConfig {
    /// `MAIL_SENDER`: the address that email comes from.
    pub sender: String,
    /// `SES_CONFIGURATION_SET`: the set whose events tell of bounces and complaints.
    pub configuration_set: Option<String>,
    /// `CONSOLE_URL`: where agents open conversations.
    pub console_url: String,
    /// `EMAIL_QUEUE_URL`: the queue of texts to tell of, where a digest waits for its window to end.
    pub queue_url: String,
    /// `EMAIL_DEAD_LETTERS_URL`: the queue of what no repetition helps.
    pub dead_letters_url: String,
}

impl MailConfig {
    /// Reads it from the environment.
    pub fn from_env() -> Result<Self, ConfigError> {
        Ok(Self {
            sender: required("MAIL_SENDER")?,
            configuration_set: optional("SES_CONFIGURATION_SET"),
            console_url: base_url("CONSOLE_URL", None)?,
            queue_url: required("EMAIL_QUEUE_URL")?,
            dead_letters_url: required("EMAIL_DEAD_LETTERS_URL")?,
        })
    }
}

/// Where documents are kept.
#[derive(Debug, Clone)]
pub struct DocumentsConfig {
    /// `DOCUMENTS_BUCKET`: the bucket.
    pub bucket: String,
    /// `DOCUMENTS_KEY_ID`: the KMS key that the bucket's objects are encrypted with.
    pub key_id: String,
}

impl DocumentsConfig {
    /// Reads it from the environment.
    pub fn from_env() -> Result<Self, ConfigError> {
        Ok(Self {
            bucket: required("DOCUMENTS_BUCKET")?,
            key_id: required("DOCUMENTS_KEY_ID")?,
        })
    }
}

/// Where media of messages are fetched from, and erased.
#[derive(Debug, Clone)]
pub struct MediaConfig {
    /// Where carriers' APIs are.
    pub urls: CarrierUrls,
    /// `MEDIA_HOSTS_LOCAL`: hosts, with their ports and commas between them, that the local carriers keep media on. Read with
    /// `MEMBERLINE_ENV=local` only: in a deployment there is no exception from what may be fetched.
    pub local_hosts: Vec<String>,
}

impl MediaConfig {
    /// Reads it from the environment.
    pub fn from_env() -> Result<Self, ConfigError> {
        let local = optional("MEMBERLINE_ENV").is_some_and(|env| env == "local");
        let hosts = optional("MEDIA_HOSTS_LOCAL")
            .filter(|_| local)
            .unwrap_or_default();
        Ok(Self {
            urls: CarrierUrls::from_env()?,
            local_hosts: hosts
                .split(',')
                .filter(|h| !h.is_empty())
                .map(str::to_owned)
                .collect(),
        })
    }
}

/// The timers of nudges.
#[derive(Debug, Clone)]
pub struct TimerConfig {
    /// `TIMER_GROUP`: the group that all schedules are in.
    pub group: String,
    /// `TIMER_ROLE_ARN`: the role that sends to the queue.
    pub role_arn: String,
    /// `NUDGES_QUEUE_ARN`: the queue that a timer which goes off is put into.
    pub queue_arn: String,
    /// `NUDGES_DEAD_LETTERS_ARN`: the queue of timers that could not be put there.
    pub dead_letters_arn: String,
}

impl TimerConfig {
    /// Reads it from the environment.
    pub fn from_env() -> Result<Self, ConfigError> {
        Ok(Self {
            group: required("TIMER_GROUP")?,
            role_arn: required("TIMER_ROLE_ARN")?,
            queue_arn: required("NUDGES_QUEUE_ARN")?,
            dead_letters_arn: required("NUDGES_DEAD_LETTERS_ARN")?,
        })
    }
}

/// A queue of what could not be processed, and the way back from it.
#[derive(Debug, Clone)]
pub struct WayBack {
    /// The queue of dead letters.
    pub dead_letters: String,
    /// The queue where they are tried again.
    pub again: String,
}

impl WayBack {
    fn from_env(dead_letters: &'static str, again: &'static str) -> Result<Self, ConfigError> {
        Ok(Self {
            dead_letters: required(dead_letters)?,
            again: required(again)?,
        })
    }
}

/// The queues of what could not be processed, each with its way back.
#[derive(Debug, Clone)]
pub struct DeadLetterConfig {
    /// `DOCUMENTS_DEAD_LETTERS_URL`, `DOCUMENTS_QUEUE_URL`.
    pub documents: WayBack,
    /// `EMAIL_DEAD_LETTERS_URL`, `EMAIL_QUEUE_URL`.
    pub email: WayBack,
    /// `EVENT_DEAD_LETTERS_URL`, and the queue of `outbound-sms`, which reads the stream.
    pub events: WayBack,
    /// `NUDGES_DEAD_LETTERS_URL`, `NUDGES_QUEUE_URL`.
    pub nudges: WayBack,
    /// `OUTBOUND_DEAD_LETTERS_URL`, `OUTBOUND_REPLAY_URL`.
    pub outbound: WayBack,
    /// `TIMERS_DEAD_LETTERS_URL`, `TIMERS_QUEUE_URL`.
    pub timers: WayBack,
}

impl DeadLetterConfig {
    /// Reads it from the environment.
    pub fn from_env() -> Result<Self, ConfigError> {
        Ok(Self {
            documents: WayBack::from_env("DOCUMENTS_DEAD_LETTERS_URL", "DOCUMENTS_QUEUE_URL")?,
            email: WayBack::from_env("EMAIL_DEAD_LETTERS_URL", "EMAIL_QUEUE_URL")?,
            events: WayBack::from_env("EVENT_DEAD_LETTERS_URL", "OUTBOUND_REPLAY_URL")?,
            nudges: WayBack::from_env("NUDGES_DEAD_LETTERS_URL", "NUDGES_QUEUE_URL")?,
            outbound: WayBack::from_env("OUTBOUND_DEAD_LETTERS_URL", "OUTBOUND_REPLAY_URL")?,
            timers: WayBack::from_env("TIMERS_DEAD_LETTERS_URL", "TIMERS_QUEUE_URL")?,
        })
    }
}

/// `OUTBOUND_DEAD_LETTERS_URL`: the queue of messages that a retry alone does not help to send.
pub fn outbound_dead_letters() -> Result<String, ConfigError> {
    required("OUTBOUND_DEAD_LETTERS_URL")
}

/// `DOCUMENTS_DEAD_LETTERS_URL`: the queue of media and verdicts that no repetition helps.
pub fn documents_dead_letters() -> Result<String, ConfigError> {
    required("DOCUMENTS_DEAD_LETTERS_URL")
}

/// `DOMAIN_EVENTS_ARN`: the topic that the pipe publishes the stream to.
pub fn domain_events() -> Result<String, ConfigError> {
    required("DOMAIN_EVENTS_ARN")
}

/// `TIMERS_DEAD_LETTERS_URL`: the queue of what is to be heard or timed that no repetition helps.
pub fn timers_dead_letters() -> Result<String, ConfigError> {
    required("TIMERS_DEAD_LETTERS_URL")
}

/// `NUDGES_DEAD_LETTERS_URL`: the queue of nudges that were due and that no repetition helps.
pub fn nudges_dead_letters() -> Result<String, ConfigError> {
    required("NUDGES_DEAD_LETTERS_URL")
}

/// Whose pages in a browser may call the API.
#[derive(Debug, Clone)]
pub struct ConsoleConfig {
    /// The origin of `CONSOLE_URL`: scheme, host and port.
    pub origin: String,
}

impl ConsoleConfig {
    /// Reads it from the environment.
    pub fn from_env() -> Result<Self, ConfigError> {
        Self::of(&required("CONSOLE_URL")?).ok_or(ConfigError("CONSOLE_URL"))
    }

    /// The console at this URL; none when it is not one of `http` or `https`.
    pub fn of(url: &str) -> Option<Self> {
        let (scheme, rest) = url.split_once("://")?;
        let host = rest.split('/').next().filter(|host| !host.is_empty())?;
        matches!(scheme, "http" | "https").then(|| Self {
            origin: format!("{scheme}://{host}"),
        })
    }
}

/// `FRONT_SECRET_ID`: the secret by which CloudFront proves that a request came through it; absent where nothing stands in front of
/// the API.
pub fn front_secret() -> Option<String> {
    optional("FRONT_SECRET_ID")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_has_neither_path_nor_slash() {
        let origin = |url| ConsoleConfig::of(url).map(|console| console.origin);
        for (url, expected) in [
            ("https://console.example", Some("https://console.example")),
            ("https://console.example/", Some("https://console.example")),
            ("http://localhost:3000/console/", Some("http://localhost:3000")),
            ("ftp://console.example", None),
            ("https:///x", None),
            ("*", None),
        ] {
            assert_eq!(origin(url).as_deref(), expected, "{url}");
        }
    }

    #[test]
    fn a_carrier_is_at_its_own_address_unless_another_is_set() {
        let local = (Carrier::Twilio, "http://127.0.0.1:4800/carrier/twilio".to_owned());
        let urls: CarrierUrls = [local.clone()].into_iter().collect();
        assert_eq!(urls.of(Carrier::Twilio), local.1);
        assert_eq!(urls.of(Carrier::Telnyx), Carrier::Telnyx.default_url());
    }
}
