//! A running `cargo dev up`.

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Child, ChildStderr, Command, ExitStatus, Output, Stdio};
use std::time::Duration;

use reqwest::Method;
use rustix::process::{Pid, Signal, kill_process, kill_process_group};
use serde_json::Value;

/// The tool, with its data in `state` where the command has any.
pub fn tool(arguments: &[&str], state: &Path) -> Command {
    let mut tool = Command::new(env!("CARGO_BIN_EXE_memberline-dev"));
    tool.args(arguments).arg("--state").arg(state);
    tool
}

/// What a tool says that ends by itself.
pub fn answer(arguments: &[&str], state: &Path) -> Output {
    tool(arguments, state).output().unwrap()
}

/// A tool that serves.
pub struct Up {
    child: Child,
    lines: Option<BufReader<ChildStderr>>,
    said: String,
    pub url: String,
}

impl Up {
    /// Starts it on any port and waits until it is ready.
    pub fn start(state: &Path) -> Self {
        Self::begin(state, 0).ready()
    }

    /// Waits until it is ready.
    pub fn ready(mut self) -> Self {
        let up = &mut self;
        let line = up.wait_for("console");
        let address = line.trim().trim_start_matches("console").trim();
        up.url = String::from(address.trim_end_matches('/'));
        up.wait_for("Ctrl-C");
        self
    }

    /// Starts it with the functions as `cargo dev test` has built them.
    pub fn begin(state: &Path, port: u16) -> Self {
        Self::begin_with(state, &["--port", &port.to_string()])
    }

    /// Starts it so with these options.
    #[expect(
        clippy::disallowed_methods,
        reason = "the runner of the tests says so in the environment"
    )]
    pub fn begin_with(state: &Path, options: &[&str]) -> Self {
        assert!(
            std::env::var("MEMBERLINE_TEST_FUNCTIONS").is_ok(),
            "these tests need built functions: run them with `cargo dev test`"
        );
        let mut child = tool(&[&["up", "--skip-build"], options].concat(), state)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = child.stderr.take().map(BufReader::new);
        Self {
            child,
            lines,
            said: String::new(),
            url: String::new(),
        }
    }

    /// Reads what it says until a line with that word.
    pub fn wait_for(&mut self, word: &str) -> String {
        loop {
            let mut line = String::new();
            let read = self.lines.as_mut().unwrap().read_line(&mut line).unwrap();
            assert!(read > 0, "it ended before it said {word:?}:\n{}", self.said);
            self.said.push_str(&line);
            if line.contains(word) {
                return line;
            }
        }
    }

    /// Nobody reads any more what it says.
    pub fn close_the_terminal(&mut self) {
        self.lines = None;
    }

    pub fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
    }

    /// Waits until it has ended; how, and all that it said to whoever still reads.
    pub fn end(mut self) -> (ExitStatus, String) {
        let mut said = std::mem::take(&mut self.said);
        if let Some(mut lines) = self.lines.take() {
            lines.read_to_string(&mut said).unwrap();
        }
        (self.child.wait().unwrap(), said)
    }

    /// Ends it as Ctrl-C does.
    pub fn stop(self) -> String {
        self.signal(Signal::INT);
        let (status, said) = self.end();
        assert!(status.success(), "{said}");
        said
    }

    /// Ends the tool and the local AWS as a loss of power does.
    pub fn break_off(self, state: &Path) {
        let group = local_aws(state);
        self.signal(Signal::KILL);
        kill_process_group(group, Signal::KILL).unwrap();
        let (status, _) = self.end();
        assert!(!status.success());
    }
}

impl Drop for Up {
    fn drop(&mut self) {
        // Of a test that failed. The local AWS goes with its tool.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The process of the local AWS.
pub fn local_aws(state: &Path) -> Pid {
    let id = std::fs::read_to_string(state.join("ministack/pid")).unwrap();
    Pid::from_raw(id.trim().parse().unwrap()).unwrap()
}

/// What `cargo dev info` prints.
pub fn info(state: &Path) -> Value {
    let output = answer(&["info"], state);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Waits for something, in a test that waits for nothing else so.
pub fn waited_for<T>(work: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(work)
}

/// What the stack answers this agent: the status, and the body if it is JSON.
pub async fn ask(
    state: &Path,
    agent: &str,
    (method, path): (Method, &str),
    body: Option<Value>,
) -> (u16, Value) {
    let info = info(state);
    let agents = info["agents"].as_array().unwrap();
    let agent = agents.iter().find(|known| known["id"] == agent).unwrap();
    let request = reqwest::Client::new()
        .request(method, format!("{}{path}", info["url"].as_str().unwrap()))
        .bearer_auth(agent["token"].as_str().unwrap());
    let request = match body {
        Some(body) => request.json(&body),
        None => request,
    };
    let answer = request.send().await.unwrap();
    (
        answer.status().as_u16(),
        answer.json().await.unwrap_or(Value::Null),
    )
}

/// How many conversations a supervisor of every team sees.
pub async fn conversations(state: &Path) -> usize {
    let (_, answer) = ask(state, "sofia", (Method::GET, "/v1/conversations"), None).await;
    answer["items"].as_array().unwrap().len()
}

/// Has a member text, and waits until the conversation is there.
pub async fn text(up: &Up, state: &Path) {
    let info = info(state);
    let body = serde_json::json!({
        "member": "+15552010001", "number": info["numbers"][0]["number"], "text": "Is anybody there?",
    });
    let sent = reqwest::Client::new()
        .post(format!("{}/dev/handset/messages", up.url))
        .json(&body)
        .send()
        .await
        .unwrap();
    assert!(sent.status().is_success());
    for _ in 0..60 {
        if conversations(state).await == 1 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    panic!("the text does not come");
}
