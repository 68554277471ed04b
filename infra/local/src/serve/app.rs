//! What the routes share.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use anyhow::{Result, bail};

use super::forwarder::{Api, Forwarder, forwarder};
use crate::carrier::Carrier;
use crate::emulator::Kind;
use crate::issuer::Issuer;
use crate::known::Known;
use crate::places::Places;
use crate::stack::Stack;

/// The state of the routes.
pub struct App {
    pub(super) url: String,
    pub(super) places: Places,
    pub(super) pages: PathBuf,
    pub(super) issuer: Issuer,
    /// The local carriers and the members' handsets.
    pub carrier: Arc<Carrier>,
    pub(super) known: Known,
    pub(super) forwarder: Forwarder,
    pub(super) endpoint: OnceLock<String>,
    /// What the AWS is that was given; of the tool's own, none.
    pub(super) given: OnceLock<Kind>,
    pub(super) api: OnceLock<Api>,
}

impl App {
    /// An app that serves at `url`, still without an AWS behind it.
    pub fn new(url: String, places: &Places, issuer: Issuer, carrier: Arc<Carrier>, known: Known) -> Self {
        let pages = places.root().join("web/dist");
        Self {
            url,
            places: places.clone(),
            pages,
            issuer,
            carrier,
            known,
            forwarder: forwarder(),
            endpoint: OnceLock::new(),
            given: OnceLock::new(),
            api: OnceLock::new(),
        }
    }

    /// Names the AWS and the deployment that API calls go to.
    pub async fn connect(&self, endpoint: &str, given: Option<Kind>, stack: &Stack) -> Result<()> {
        let apis = stack.all("AWS::ApiGatewayV2::Api");
        let [id] = apis.values().collect::<Vec<_>>()[..] else {
            bail!("the stack has {} HTTP APIs instead of one", apis.len());
        };
        let api = match given {
            None => Api::new(endpoint, id),
            Some(kind) => {
                let _ = self.given.set(kind);
                Api::find(endpoint, id, "/openapi.json").await?
            }
        };
        let _ = self.endpoint.set(endpoint.to_owned());
        let _ = self.api.set(api);
        self.carrier.open_for_webhooks();
        Ok(())
    }
}
