//! The role of each function. What a function calls is compared with what the template grants it at the moment of the call, as AWS
//! would; a test whose function does what its role does not let it fails there. What was done is noted for the end of the run, where
//! `cargo dev test` looks for grants that nothing used.

mod calls;

use std::collections::HashSet;
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::{LazyLock, Mutex};

use crate::world::sender::SENDER;
use aws_smithy_runtime_api::client::http::{HttpConnector, HttpConnectorFuture, SharedHttpConnector};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use memberline_permissions::{Permissions, Template, Usage};

/// The template.
pub const TEMPLATE: &str = include_str!("../../../../template.yaml");

/// The parameters that have no default.
const GIVEN: [(&str, &str); 2] = [
    ("MailSender", SENDER),
    ("KeyAdministrators", "arn:aws:iam::123456789012:role/deployer"),
];

/// A template as it is deployed with these parameters besides.
pub fn deployed(template: &str, parameters: &[(&str, &str)]) -> Template {
    let all: Vec<_> = GIVEN.iter().chain(parameters).copied().collect();
    Template::parse(template, &all).unwrap()
}

/// What a template permits.
pub fn permissions_of(template: &str) -> Permissions {
    Permissions::of(&deployed(template, &[])).unwrap()
}

/// What the template permits. Read once.
pub static PERMISSIONS: LazyLock<Permissions> = LazyLock::new(|| permissions_of(TEMPLATE));

/// The shapes of what was done in this process, and the file that they are noted in.
struct Seen {
    shapes: HashSet<Usage>,
    file: Option<PathBuf>,
}

#[expect(
    clippy::disallowed_methods,
    reason = "the runner of the tests says so in the environment"
)]
static SEEN: LazyLock<Mutex<Seen>> = LazyLock::new(|| {
    let folder = std::env::var_os("MEMBERLINE_TEST_CALLS").map(PathBuf::from);
    Mutex::new(Seen {
        shapes: HashSet::new(),
        file: folder.map(|folder| folder.join(format!("{}.jsonl", std::process::id()))),
    })
});

impl Seen {
    /// Notes a shape.
    fn add(&mut self, shape: Usage) {
        if let Some(path) = &self.file {
            let file = std::fs::OpenOptions::new().create(true).append(true).open(path);
            let line = serde_json::to_string(&shape).unwrap();
            writeln!(file.unwrap(), "{line}").unwrap();
        }
        self.shapes.insert(shape);
    }
}

/// Fails the test unless the function's role lets it do all this.
pub fn check(usages: Vec<Usage>) {
    for usage in usages {
        let shape = usage.clone().shape();
        if SEEN.lock().unwrap().shapes.contains(&shape) {
            continue;
        }
        if let Err(refused) = PERMISSIONS.check(&usage) {
            panic!("{refused}");
        }
        let mut seen = SEEN.lock().unwrap();
        if !seen.shapes.contains(&shape) {
            seen.add(shape);
        }
    }
}

/// Fails the test unless the function's role lets it make this request.
pub fn check_request(function: &str, request: &HttpRequest) {
    check(calls::usages(function, request));
}

/// Fails the test unless the function's role lets whoever has them use the addresses that it signed in a text: they are worth what the
/// role is.
pub fn check_signed(function: &str, text: &str) {
    let addresses = text.split(['"', ' ', '\n', '<', '>']);
    for address in addresses.filter(|word| word.contains("X-Amz-Signature=")) {
        check(calls::of_s3(function, "GET", address).into_iter().collect());
    }
}

/// A connector of a function, for what it calls without a client of the SDK.
#[derive(Debug)]
pub struct Checked {
    pub function: &'static str,
    pub inner: SharedHttpConnector,
}

impl HttpConnector for Checked {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        check_request(self.function, &request);
        self.inner.call(request)
    }
}
