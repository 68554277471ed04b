//! How functions reach what is outside them, which depends on where they run.

use std::path::Path;

use super::kind::Kind;

/// By what name a container knows the machine that it runs on.
pub const MACHINE_OF_A_CONTAINER: &str = "host.docker.internal";

/// What the functions of a deployment are told of their surroundings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Surroundings {
    /// The address of the tool, as agents and carriers call it.
    pub url: String,
    /// The address of the tool, as functions call it.
    pub machine: String,
    /// Where functions find AWS; empty where they are told by it.
    pub aws: String,
    /// The functions' file of root certificates; empty leaves the choice to where they run, `None` is the template's own.
    pub certificates: Option<String>,
    /// Whether it is an AWS that has CloudFront, so that the template hosts the pages.
    pub hosts_pages: bool,
}

impl Surroundings {
    /// Of functions that are processes of this machine, as MiniStack's are, with their AWS at `endpoint`.
    pub fn of_processes(url: &str, endpoint: &str) -> Self {
        Self {
            url: url.to_owned(),
            machine: url.to_owned(),
            aws: endpoint.to_owned(),
            certificates: Some(certificates().to_owned()),
            hosts_pages: true,
        }
    }

    /// Of functions in Lambda's image, in a container.
    pub fn of_containers(url: &str) -> Self {
        Self {
            url: url.to_owned(),
            machine: url.replacen("localhost", MACHINE_OF_A_CONTAINER, 1),
            aws: String::new(),
            certificates: None,
            hosts_pages: false,
        }
    }

    /// Whether the functions run in Lambda's image.
    pub fn is_of_containers(&self) -> bool {
        self.machine != self.url
    }

    /// Of functions of an emulator of this kind at this endpoint, or of the tool's own.
    pub fn of(given: Option<Kind>, url: &str, endpoint: &str) -> Self {
        match given {
            None | Some(Kind::MiniStack) => Self::of_processes(url, endpoint),
            Some(Kind::LocalStack) => Self::of_containers(url),
            Some(Kind::Other) => Self {
                hosts_pages: false,
                ..Self::of_processes(url, endpoint)
            },
        }
    }
}

/// This machine's file of root certificates; empty leaves the choice to the machine.
fn certificates() -> &'static str {
    let known = [
        "/etc/ssl/certs/ca-certificates.crt",
        "/etc/pki/tls/certs/ca-bundle.crt",
        "/etc/ssl/cert.pem",
    ];
    known
        .into_iter()
        .find(|path| Path::new(path).exists())
        .unwrap_or_default()
}
