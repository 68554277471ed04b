//! What the routes share.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use anyhow::{Result, bail};

use super::forwarder::{Api, Forwarder, forwarder};
use crate::carrier::Carrier;
use crate::front::Front;
use crate::issuer::Issuer;
use crate::issuer::grants::Grants;
use crate::known::Known;
use crate::places::Places;
use crate::stack::Stack;

/// The state of the routes.
pub struct App {
    pub(super) url: String,
    pub(super) places: Places,
    pub(super) pages: PathBuf,
    pub(super) issuer: Issuer,
    grants: Mutex<Grants>,
    /// The local carriers and the members' handsets.
    pub carrier: Arc<Carrier>,
    pub(super) known: Known,
    pub(super) forwarder: Forwarder,
    pub(super) endpoint: OnceLock<String>,
    pub(super) api: OnceLock<Api>,
    pub(super) front: OnceLock<Front>,
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
            grants: Mutex::default(),
            carrier,
            known,
            forwarder: forwarder(),
            endpoint: OnceLock::new(),
            api: OnceLock::new(),
            front: OnceLock::new(),
        }
    }

    /// What the issuer has given out.
    pub(super) fn grants(&self) -> MutexGuard<'_, Grants> {
        self.grants.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Names the AWS and the deployment that API calls go to, and what stands in front of it.
    pub fn connect(&self, endpoint: &str, stack: &Stack, front: Front) -> Result<()> {
        let apis = stack.all("AWS::ApiGatewayV2::Api");
        let [id] = apis.values().collect::<Vec<_>>()[..] else {
            bail!("the stack has {} HTTP APIs instead of one", apis.len());
        };
        let _ = self.front.set(front);
        let _ = self.endpoint.set(endpoint.to_owned());
        let _ = self.api.set(Api::new(endpoint, id));
        self.carrier.open_for_webhooks();
        Ok(())
    }
}
