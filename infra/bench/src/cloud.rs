//! The AWS that the functions meet: tables as the template has them, in this process, and MiniStack for everything else.

use std::collections::BTreeSet;

use anyhow::{Context, Result};
use aws_config::SdkConfig;
use aws_sdk_s3::types::{Tag, Tagging};
use dynoxide::Database;
use memberline_local::aws;
use memberline_local::deploy::{MAIL_SENDER, verify_sender};
use memberline_local::issuer::AUDIENCE;
use memberline_local::places::Places;
use memberline_local::random::random_hex;
use memberline_local::secrets::Secrets;
use memberline_local::seed;
use memberline_store::{Store, Tables, Vault};
use serde_json::{Value, json};
use serde_yaml_ng::Value as Yaml;
use tokio::net::TcpListener;

use super::outside::Outside;
use super::wire::Wire;

/// Where carriers call the deployment; nothing does here.
pub const PUBLIC_URL: &str = "https://text.lakeside.example";

/// The tables: the template's name, and the one that they have here.
const TABLES: [(&str, &str); 4] = [
    ("TimelineTable", "timeline"),
    ("DirectoryTable", "directory"),
    ("KeysTable", "keys"),
    ("AccessTable", "access"),
];

/// An AWS with the demonstration credit union in it, and nobody else's data.
pub struct Cloud {
    pub wire: Wire,
    /// Whom the functions meet besides.
    pub outside: Outside,
    /// What the carriers and the product know of each other.
    pub secrets: Secrets,
    /// The tables, past the wire.
    pub database: Database,
    /// What the tables hold, past the wire.
    pub store: Store,
    /// The bucket of documents, past the wire.
    pub bucket: Bucket,
    published: BTreeSet<String>,
    organisation_key: String,
}

/// A bucket, as the malware scan has it.
pub struct Bucket {
    pub name: String,
    s3: aws_sdk_s3::Client,
}

impl Bucket {
    async fn create(sdk: &SdkConfig) -> Result<Self> {
        let config = aws_sdk_s3::config::Builder::from(sdk).force_path_style(true);
        let s3 = aws_sdk_s3::Client::from_conf(config.build());
        // All clouds of a MiniStack have their buckets in one place.
        let name = format!("documents-{}", random_hex(6)?);
        s3.create_bucket().bucket(&name).send().await?;
        Ok(Self { name, s3 })
    }

    /// Tags an object as the malware scan does when it finds nothing.
    pub async fn scan(&self, key: &str) -> Result<()> {
        let tag = Tag::builder()
            .key("GuardDutyMalwareScanStatus")
            .value("NO_THREATS_FOUND");
        let tagging = Tagging::builder().tag_set(tag.build()?).build()?;
        let tagged = self.s3.put_object_tagging().bucket(&self.name).key(key);
        tagged.tagging(tagging).send().await?;
        Ok(())
    }
}

impl Cloud {
    /// A new one, with the KMS, the mail service, the bucket and the scheduler of the MiniStack at `endpoint`.
    pub async fn new(places: &Places, endpoint: &str) -> Result<Self> {
        let template = places.root().join("template.yaml");
        let template = std::fs::read_to_string(&template).context("cannot read template.yaml")?;
        let template: Yaml = serde_yaml_ng::from_str(&template)?;
        let database = Database::memory()?;
        for (resource, name) in TABLES {
            let properties = &template["Resources"][resource]["Properties"];
            database.create_table(serde_json::from_value(table(name, properties)?)?)?;
        }
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let dynamodb = format!("http://{}", listener.local_addr()?);
        tokio::spawn(dynoxide::server::serve_on(listener, database.clone()));

        let sdk = aws::config(endpoint).await;
        verify_sender(&sdk).await?;
        let kms = aws_sdk_kms::Client::new(&sdk);
        let key = kms.create_key().send().await?.key_metadata;
        let organisation_key = key.context("KMS made no key")?.key_id;
        let direct = aws_sdk_dynamodb::config::Builder::from(&sdk)
            .endpoint_url(&dynamodb)
            .build();
        let [timeline, directory, keys, access] = TABLES.map(|(_, name)| name.to_owned());
        let store = Store::new(
            aws_sdk_dynamodb::Client::from_conf(direct),
            Tables {
                timeline,
                directory,
                keys,
                access,
            },
            Vault::new(kms, organisation_key.clone()),
        );
        let secrets = Secrets::open(places.state())?;
        seed::write(&store, &secrets).await?;
        Ok(Self {
            bucket: Bucket::create(&sdk).await?,
            store,
            wire: Wire::lay(&dynamodb, endpoint).await?,
            outside: Outside::serve(places).await?,
            secrets,
            database,
            published: published(&template).context("the pipe's filter is not understood")?,
            organisation_key,
        })
    }

    /// Whether the pipe publishes the entry that an item is.
    pub fn publishes(&self, item: &Value) -> bool {
        item["kind"]["S"]
            .as_str()
            .is_some_and(|kind| self.published.contains(kind))
    }

    /// What the template sets, for all functions together.
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        let outside = &self.outside.url;
        let queue = |name: &str| format!("{}/000000000000/{name}", self.wire.url);
        let arn = |name: &str| format!("arn:aws:{name}");
        vec![
            // What may fetch from this machine, and have its clock moved.
            ("MEMBERLINE_ENV", "local".to_owned()),
            ("RUST_LOG", "warn".to_owned()),
            ("TIMELINE_TABLE", "timeline".to_owned()),
            ("DIRECTORY_TABLE", "directory".to_owned()),
            ("KEYS_TABLE", "keys".to_owned()),
            ("ACCESS_TABLE", "access".to_owned()),
            ("ORGANISATION_KEY_ID", self.organisation_key.clone()),
            ("PUBLIC_URL", PUBLIC_URL.to_owned()),
            ("CONSOLE_URL", "https://console.lakeside.example".to_owned()),
            ("AWS_ENDPOINT_URL", self.wire.url.clone()),
            ("TWILIO_API_URL", outside.clone()),
            ("TELNYX_API_URL", outside.clone()),
            ("AUTH_ISSUER", format!("{outside}/oidc")),
            ("AUTH_AUDIENCE", AUDIENCE.to_owned()),
            ("MAIL_SENDER", MAIL_SENDER.to_owned()),
            ("EMAIL_QUEUE_URL", queue("email")),
            ("EMAIL_DEAD_LETTERS_URL", queue("email-dead-letters")),
            ("DOMAIN_EVENTS_ARN", arn("sns:us-east-1:000000000000:events")),
            ("EVENT_DEAD_LETTERS_URL", queue("event-dead-letters")),
            ("OUTBOUND_REPLAY_URL", queue("outbound-replay")),
            ("OUTBOUND_DEAD_LETTERS_URL", queue("outbound-dead-letters")),
            ("DOCUMENTS_QUEUE_URL", queue("documents")),
            ("DOCUMENTS_DEAD_LETTERS_URL", queue("documents-dead-letters")),
            ("TIMERS_QUEUE_URL", queue("timers")),
            ("TIMERS_DEAD_LETTERS_URL", queue("timers-dead-letters")),
            ("DOCUMENTS_BUCKET", self.bucket.name.clone()),
            ("DOCUMENTS_KEY_ID", self.organisation_key.clone()),
            (
                "MEDIA_HOSTS_LOCAL",
                outside.trim_start_matches("http://").to_owned(),
            ),
            // The group that every account has.
            ("TIMER_GROUP", "default".to_owned()),
            ("TIMER_ROLE_ARN", arn("iam::000000000000:role/timers")),
            ("NUDGES_QUEUE_ARN", arn("sqs:us-east-1:000000000000:nudges")),
            (
                "NUDGES_DEAD_LETTERS_ARN",
                arn("sqs:us-east-1:000000000000:nudges-dead-letters"),
            ),
            ("NUDGES_QUEUE_URL", queue("nudges")),
            ("NUDGES_DEAD_LETTERS_URL", queue("nudges-dead-letters")),
        ]
    }
}

/// The request to create a table of the template.
fn table(name: &str, properties: &Yaml) -> Result<Value> {
    let mut request = json!({ "TableName": name, "BillingMode": "PAY_PER_REQUEST" });
    for part in ["KeySchema", "AttributeDefinitions", "GlobalSecondaryIndexes"] {
        if let Some(value) = properties.get(part) {
            request[part] = serde_json::to_value(value)?;
        }
    }
    Ok(request)
}

/// The kinds of entries that the pipe lets through.
fn published(template: &Yaml) -> Option<BTreeSet<String>> {
    let source = &template["Resources"]["DomainEventsPipe"]["Properties"]["SourceParameters"];
    // Where nobody else subscribes, which is what the template does by itself.
    let pattern = source["FilterCriteria"]["Filters"][0]["Pattern"].get(2)?;
    let pattern: Value = serde_json::from_str(pattern.as_str()?).ok()?;
    let kinds = pattern.pointer("/dynamodb/NewImage/kind/S")?.as_array()?;
    Some(
        kinds
            .iter()
            .filter_map(|kind| kind.as_str().map(str::to_owned))
            .collect(),
    )
}
