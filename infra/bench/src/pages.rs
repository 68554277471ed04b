//! An inbox that grows, and what its pages cost.

use std::time::Duration;

use anyhow::{Context, Result, bail};
use dynoxide::ImportOptions;
use memberline_local::seed;
use serde_json::{Value, json};

use super::binary::{Binary, of};
use super::cloud::Cloud;
use super::events;
use super::function::Function;
use super::functions::{AGENT_API, INBOUND_SMS};

/// The sizes of the inbox, in open conversations of one team.
pub const SIZES: [usize; 3] = [10, 1_000, 100_000];

/// How many conversations are real: more than a page shows. The others are copies of one of them behind the last page that
/// anyone opens.
const REAL: usize = 40;

/// How many items are written at once.
const AT_ONCE: usize = 5_000;

/// What a page cost.
pub struct Page {
    /// Which it is.
    pub name: &'static str,
    /// How many conversations there were.
    pub conversations: usize,
    pub calls: String,
    /// How many rows or entries it has.
    pub rows: Option<usize>,
    /// Read units.
    pub reads: f64,
}

/// Opens the pages at each size.
pub async fn measure(binaries: &[Binary], cloud: &Cloud) -> Result<Vec<Page>> {
    let mut inbound = Function::start(of(binaries, INBOUND_SMS)?, cloud).await?;
    let mut api = Function::start(of(binaries, AGENT_API)?, cloud).await?;
    let maria = seed::agent();
    let token = cloud.outside.issuer.token(maria, Duration::from_hours(1))?;
    let mut heads: Vec<Value> = Vec::new();
    let mut pages = Vec::new();
    let mut copies = 0;
    for size in SIZES {
        while heads.len() < size.min(REAL) {
            heads.push(open(&mut inbound, cloud, heads.len()).await?);
        }
        let head = heads.last().context("no conversation")?;
        fill(cloud, head, copies..size - heads.len())?;
        copies = size - heads.len();
        let id = head["pk"]["S"].as_str().and_then(|pk| pk.rsplit('#').next());
        let path = format!("/v1/conversations/{}-1", id.context("a head without a key")?);
        for (name, path, query) in [
            ("inbox, open", "/v1/conversations", "filter=open"),
            ("inbox, waiting", "/v1/conversations", "filter=waiting"),
            ("conversation", path.as_str(), ""),
            ("timeline", &format!("{path}/timeline"), ""),
        ] {
            let request = events::request(&token, (path, query), None)?;
            // The first time it may read the directory as well.
            api.invoke(&request).await?;
            cloud.wire.take();
            let answer = api.invoke(&request).await?;
            if answer["statusCode"] != 200 {
                bail!("{name}: {answer}");
            }
            let usage = cloud.wire.take();
            let body: Value = serde_json::from_str(answer["body"].as_str().unwrap_or_default())?;
            pages.push(Page {
                name,
                conversations: size,
                calls: usage.pattern(),
                rows: body["items"].as_array().map(Vec::len),
                reads: usage.reads,
            });
        }
    }
    Ok(pages)
}

/// Opens a conversation with a text. Its head.
async fn open(inbound: &mut Function, cloud: &Cloud, number: usize) -> Result<Value> {
    cloud.wire.take();
    let member = format!("+1555{number:07}");
    let id = format!("SM{number:032x}");
    let text = "Hi, is my loan application still open? I'm at home until 5.";
    let event = events::text(&cloud.secrets, &id, (&member, events::OURS), text)?;
    let answer = inbound.invoke(&event).await?;
    let put = cloud.wire.take().written.put;
    let head = put.into_iter().find(|item| item.get("open_pk").is_some());
    head.with_context(|| format!("the text was not taken in: {answer}"))
}

/// Writes copies of a head that come after it in every list.
fn fill(cloud: &Cloud, head: &Value, numbers: std::ops::Range<usize>) -> Result<()> {
    let numbers: Vec<usize> = numbers.collect();
    for numbers in numbers.chunks(AT_ONCE) {
        let mut items = Vec::with_capacity(numbers.len());
        for number in numbers {
            let mut item = head.clone();
            item["pk"] = json!({ "S": format!("T#lakeside#{number:026}") });
            let (early, late) = (number, number + 900_000_000_000_000);
            item["open_sk"] = json!({ "S": format!("{early:015}#{number:026}") });
            item["unclaimed_sk"] = item["open_sk"].clone();
            item["waiting_sk"] = json!({ "S": format!("{late:015}#{number:026}") });
            items.push(serde_json::from_value(item)?);
        }
        cloud
            .database
            .import_items("timeline", items, ImportOptions::default())?;
    }
    Ok(())
}
