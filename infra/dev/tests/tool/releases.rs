//! What is no release is said before anything is built.

use std::process::Command;

fn refused(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_memberline-dev"))
        .arg("release")
        .args(arguments)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_folder_with_something_in_it_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let letter = folder.path().join("letter.txt");
    std::fs::write(&letter, "Dear Sir or Madam").unwrap();
    let said = refused(&[folder.path().to_str().unwrap(), "--allow-dirty"]);
    assert!(said.contains("is not empty"), "{said}");
    assert_eq!(std::fs::read_to_string(&letter).unwrap(), "Dear Sir or Madam");
}

#[test]
fn a_function_that_is_not_there_is_named_with_those_that_are() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("release");
    let said = refused(&[folder.to_str().unwrap(), "--allow-dirty", "--function", "inbound"]);
    assert!(
        said.contains("there is no function inbound: take some of") && said.contains("inbound-sms"),
        "{said}"
    );
    assert_eq!(std::fs::read_dir(parent.path()).unwrap().count(), 0);
}
