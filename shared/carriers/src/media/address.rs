//! Which addresses may be fetched from.

use url::{Host, Url};

/// Why an address is not fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MediaAddressError {
    /// It is no address of the web.
    #[error("the address is malformed")]
    Malformed,
    /// It is not one of HTTPS at its usual port.
    #[error("the address is not of HTTPS")]
    NotHttps,
    /// It names no host but an IP address, or carries a password.
    #[error("the address names no host")]
    NotAName,
    /// It is not where the carrier keeps the account's media.
    #[error("the address is not the carrier's, or not of the account")]
    NotTheCarriers,
}

/// Where an address leads, as the carrier keeps media.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MediaPlace {
    /// To a medium of the account's, behind the carrier's API: only there the credentials go.
    Api,
    /// To storage that the carrier uses as well: whoever has the address may fetch it, without credentials.
    Open,
    /// To a place where this carrier keeps no media.
    Foreign,
}

/// Whether the address is of the local carriers: `local` are their hosts with their ports.
pub(super) fn is_local(url: &Url, local: &[String]) -> bool {
    let port = url.port_or_known_default().unwrap_or_default();
    let host = url.host_str().unwrap_or_default();
    local.iter().any(|l| *l == format!("{host}:{port}"))
}

/// An address that may be fetched from at all.
pub(super) fn checked(url: Url, local: &[String]) -> Result<Url, MediaAddressError> {
    if is_local(&url, local) && matches!(url.scheme(), "http" | "https") {
        return Ok(url);
    }
    if url.scheme() != "https" || url.port().is_some() {
        return Err(MediaAddressError::NotHttps);
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(MediaAddressError::NotAName);
    }
    match url.host() {
        Some(Host::Domain(name)) if name.trim_end_matches('.').contains('.') => Ok(url),
        _ => Err(MediaAddressError::NotAName),
    }
}
