//! The permission that a route names in its signature.

use std::marker::PhantomData;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use http::request::Parts;
use memberline_domain::directory::Permission;

use crate::caller::{AgentService, Caller};
use crate::failure::Failure;
use crate::problem::{Meaning, Problem};

/// A permission that routes can require.
pub trait Required: Send + Sync {
    const PERMISSION: Permission;
    /// What callers without it are told.
    const DENIED: &'static str;
}

/// A caller whose role includes the permission `P`; others are answered `forbidden`.
#[derive(Debug, Clone)]
pub struct Require<P> {
    pub caller: Caller,
    permission: PhantomData<P>,
}

impl<S: AgentService, P: Required> FromRequestParts<Arc<S>> for Require<P> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, service: &Arc<S>) -> Result<Self, Failure> {
        let caller = Caller::from_request_parts(parts, service).await?;
        if caller.agent.role.permits(P::PERMISSION) {
            return Ok(Self {
                caller,
                permission: PhantomData,
            });
        }
        Err(Problem::new(Meaning::Forbidden, "forbidden", P::DENIED).into())
    }
}

/// Declares a permission that routes can require, and what callers without it are told.
macro_rules! required {
    ($($permission:ident: $denied:literal),+ $(,)?) => {$(
        #[doc = concat!("[`Permission::", stringify!($permission), "`].")]
        #[derive(Debug, Clone, Copy)]
        pub struct $permission;

        impl Required for $permission {
            const PERMISSION: Permission = Permission::$permission;
            const DENIED: &'static str = $denied;
        }
    )+};
}

required! {
    Administer: "Only administrators change the directory.",
    ExportEvidence: "Only administrators export evidence.",
    Operate: "Only administrators list and replay what could not be processed.",
}
