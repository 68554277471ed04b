//! What is left of the data, however the tool ends.

use std::net::TcpListener;
use std::time::Duration;

use rustix::process::{Signal, kill_process_group};

use crate::up::{Up, conversations, local_aws, text};

#[tokio::test]
async fn neither_a_closed_terminal_nor_a_reader_who_left_takes_data_along() {
    let state = tempfile::tempdir().unwrap();
    let mut up = Up::start(state.path());
    text(&up, state.path()).await;
    // The terminal is closed.
    up.close_the_terminal();
    up.signal(Signal::HUP);
    assert!(up.end().0.success());

    let mut up = Up::start(state.path());
    assert_eq!(conversations(state.path()).await, 1);
    // `cargo dev up 2>&1 | tee log`, where Ctrl-C ends tee first.
    up.close_the_terminal();
    up.signal(Signal::INT);
    assert!(up.end().0.success());

    let up = Up::start(state.path());
    assert_eq!(conversations(state.path()).await, 1);
    up.stop();
    assert!(
        !state.path().join("ministack/tmp").exists(),
        "unpacked code stays"
    );
}

#[tokio::test]
async fn after_a_hard_end_at_any_moment_the_same_data_start_again() {
    let state = tempfile::tempdir().unwrap();
    // The address is part of what is deployed.
    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = free.local_addr().unwrap().port();
    drop(free);
    // Of the first start, while it deploys.
    for pause in [100, 900] {
        let mut up = Up::begin(state.path(), port);
        up.wait_for("starting MiniStack …");
        tokio::time::sleep(Duration::from_millis(pause)).await;
        up.break_off(state.path());
    }
    // Of a session.
    let up = Up::begin(state.path(), port).ready();
    text(&up, state.path()).await;
    up.break_off(state.path());
    // What was deployed is there, and works; what came after it is not.
    let up = Up::begin(state.path(), port).ready();
    assert_eq!(conversations(state.path()).await, 0);
    let said = up.stop();
    assert!(said.contains("nothing changed"), "{said}");
}

/// As on a full disk: the local AWS can lengthen no file.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn what_cannot_be_saved_is_said_and_what_was_saved_works() {
    use rustix::process::{Resource, Rlimit, prlimit};

    let state = tempfile::tempdir().unwrap();
    let up = Up::start(state.path());
    text(&up, state.path()).await;
    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    prlimit(Some(local_aws(state.path())), Resource::Fsize, none).unwrap();
    up.signal(Signal::INT);
    let (status, said) = up.end();
    assert_eq!(status.code(), Some(1), "{said}");
    assert!(said.contains("could not be saved"), "{said}");

    let up = Up::start(state.path());
    assert_eq!(conversations(state.path()).await, 0);
    text(&up, state.path()).await;
    up.stop();
    let up = Up::start(state.path());
    assert_eq!(conversations(state.path()).await, 1);
    up.stop();
}

#[tokio::test]
async fn the_end_of_the_local_aws_is_called_a_loss() {
    let state = tempfile::tempdir().unwrap();
    let up = Up::start(state.path());
    kill_process_group(local_aws(state.path()), Signal::KILL).unwrap();
    let (status, said) = up.end();
    assert!(!status.success());
    assert!(said.contains("is lost"), "{said}");
    assert!(!said.contains("saving"), "{said}");
}
