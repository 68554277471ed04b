//! The permission that a route names in its signature.

use std::marker::PhantomData;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use http::request::Parts;
use memberline_domain::directory::Permission;
use memberline_http_api::{Failure, Meaning, Problem};

use super::caller::Caller;
use crate::api::AgentApi;

/// A permission that routes can require.
pub(crate) trait Required: Send + Sync {
    /// It.
    const PERMISSION: Permission;
    /// What callers without it are told.
    const DENIED: &'static str;
}

/// A caller whose role includes the permission `P`; others are answered `forbidden`.
#[derive(Debug, Clone)]
pub(crate) struct Require<P> {
    pub(crate) caller: Caller,
    permission: PhantomData<P>,
}

impl<P: Required> FromRequestParts<Arc<AgentApi>> for Require<P> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, api: &Arc<AgentApi>) -> Result<Self, Failure> {
        let caller = Caller::from_request_parts(parts, api).await?;
        if caller.agent.role.permits(P::PERMISSION) {
            return Ok(Self {
                caller,
                permission: PhantomData,
            });
        }
        Err(Problem::new(Meaning::Forbidden, "forbidden", P::DENIED).into())
    }
}

/// [`Permission::Operate`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct Operate;

impl Required for Operate {
    const PERMISSION: Permission = Permission::Operate;
    const DENIED: &'static str = "Only administrators list and replay what could not be processed.";
}

/// [`Permission::ManageTriggers`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct ManageTriggers;

impl Required for ManageTriggers {
    const PERMISSION: Permission = Permission::ManageTriggers;
    const DENIED: &'static str = "Only administrators change triggers.";
}

/// [`Permission::ExportEvidence`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct ExportEvidence;

impl Required for ExportEvidence {
    const PERMISSION: Permission = Permission::ExportEvidence;
    const DENIED: &'static str = "Only administrators export evidence.";
}
