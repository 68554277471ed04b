//! The address of an emulator.

use anyhow::{Context, Result, bail};
use axum::http::Uri;

/// The names under which AWS itself answers.
const AWS_ITSELF: [&str; 3] = ["amazonaws.com", "amazonaws.com.cn", "api.aws"];

/// The endpoint that `address` means: scheme, host and port, without a trailing slash.
pub fn parse(address: &str) -> Result<String> {
    let example = "give it as in --aws http://localhost:4566";
    let uri: Uri = address
        .trim()
        .parse()
        .ok()
        .with_context(|| format!("--aws {address:?} is no address: {example}"))?;
    let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
        bail!("--aws {address:?} is no whole address: {example}");
    };
    let host = authority.host().to_ascii_lowercase();
    let is_below = |name: &str| host == name || host.ends_with(&format!(".{name}"));
    if AWS_ITSELF.into_iter().any(is_below) {
        bail!("{host} is AWS itself: docs/deploying.md says how to deploy there");
    }
    if scheme != "http" {
        bail!("--aws takes an address that begins with http://, as emulators have one: {example}");
    }
    if authority.as_str().contains('@') {
        bail!("--aws takes no user name: {example}");
    }
    if uri.path_and_query().is_some_and(|target| target.as_str() != "/") {
        bail!("--aws takes an address without a path: {example}");
    }
    let port = match authority.port_u16() {
        Some(port) => port,
        None if authority.as_str().eq_ignore_ascii_case(&host) => 80,
        None => bail!("--aws {address:?} is no address, as it has no such port: {example}"),
    };
    Ok(format!("http://{host}:{port}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endpoint_is_scheme_host_and_port() {
        for (address, endpoint) in [
            ("http://localhost:4566", "http://localhost:4566"),
            ("http://LocalHost:4566/", "http://localhost:4566"),
            (" http://127.0.0.1:4566 ", "http://127.0.0.1:4566"),
            ("http://[::1]:4566", "http://[::1]:4566"),
            ("http://emulator", "http://emulator:80"),
        ] {
            assert_eq!(parse(address).unwrap(), endpoint, "{address}");
        }
    }

    #[test]
    fn what_is_no_endpoint_of_an_emulator_is_refused_with_what_to_do() {
        for (address, said) in [
            ("", "is no address"),
            ("localhost:4566", "no whole address"),
            ("4566", "no whole address"),
            ("http://", "is no address"),
            ("http://localhost:99999", "is no address"),
            ("https://localhost:4566", "begins with http://"),
            ("ftp://localhost", "begins with http://"),
            ("http://test:test@localhost:4566", "no user name"),
            ("http://localhost:4566/_aws", "without a path"),
            ("http://localhost:4566?x", "without a path"),
            ("https://cloudformation.us-east-1.amazonaws.com", "AWS itself"),
            ("http://S3.AmazonAWS.com", "AWS itself"),
            ("http://\u{0}", "is no address"),
        ] {
            let refused = parse(address).unwrap_err().to_string();
            assert!(refused.contains(said), "{address:?}: {refused}");
        }
    }
}
