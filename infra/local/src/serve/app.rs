//! What the routes share.

use std::net::Ipv4Addr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use anyhow::{Result, bail};
use axum::http::HeaderMap;

use super::forwarder::{Api, Forwarder, forwarder};
use crate::carrier::Carrier;
use crate::emulator::Kind;
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
    /// What is behind them, once that runs.
    pub(super) connected: OnceLock<Connected>,
}

/// The AWS behind the routes.
pub(super) struct Connected {
    pub endpoint: String,
    /// What it is, if it was given; the tool's own is none.
    pub given: Option<Kind>,
    pub api: Api,
    /// What stands in front of the API.
    pub front: Front,
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
            connected: OnceLock::new(),
        }
    }

    /// What the issuer has given out.
    pub(super) fn grants(&self) -> MutexGuard<'_, Grants> {
        self.grants.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Names the AWS and the deployment that API calls go to, and what stands in front of it.
    pub async fn connect(
        &self,
        (endpoint, given): (&str, Option<Kind>),
        stack: &Stack,
        front: Front,
    ) -> Result<()> {
        let apis = stack.all("AWS::ApiGatewayV2::Api");
        let [id] = apis.values().collect::<Vec<_>>()[..] else {
            bail!("the stack has {} HTTP APIs instead of one", apis.len());
        };
        let api = if given.is_some() {
            let mut headers = HeaderMap::new();
            front.mark(&mut headers, Ipv4Addr::LOCALHOST.into());
            Api::find(endpoint, id, ("/openapi.json", &headers)).await?
        } else {
            Api::new(endpoint, id)
        };
        let _ = self.connected.set(Connected {
            endpoint: endpoint.to_owned(),
            given,
            api,
            front,
        });
        self.carrier.open_for_webhooks();
        Ok(())
    }
}
