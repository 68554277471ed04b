//! A small repository of each kind of disagreement.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on is to fail there")]

use std::fmt::Write as _;
use std::path::Path;

use memberline_requirements::{Family, Fault, Requirements, StatementId};

/// A repository in which everything agrees, but for what a test changes.
struct Repository {
    rows: Vec<String>,
    lessons: &'static str,
    source: &'static str,
}

impl Repository {
    fn new() -> Self {
        let mut rows = Vec::new();
        for (family, _, numbers) in Family::ALL {
            let ids = (1..=numbers).map(|number| StatementId { family, number });
            rows.extend(ids.map(|id| format!("| {id} | open | It must hold. | |")));
        }
        Self {
            rows,
            lessons: "| 8 | Nothing is thrown away. | |",
            source: "",
        }
    }

    /// Writes another row in the place of that of `id`.
    fn row(mut self, id: &str, row: &str) -> Self {
        let place = self.rows.iter_mut().find(|row| row.contains(&format!(" {id} ")));
        row.clone_into(place.unwrap());
        self
    }

    fn source(mut self, source: &'static str) -> Self {
        self.source = source;
        self
    }

    fn read(&self) -> Requirements {
        let root = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| {
            let path: &Path = &root.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        let mut document =
            String::from("| id | status | what must hold | what is missing |\n|---|---|---|---|\n");
        for row in &self.rows {
            writeln!(document, "{row}").unwrap();
        }
        write("docs/requirements.md", &document);
        write("docs/lessons.md", self.lessons);
        write("shared/domain/src/links.rs", self.source);
        write("web/node_modules/other/links.rs", "// EL-99");
        Requirements::read(root.path()).unwrap()
    }

    fn faults(&self) -> Vec<Fault> {
        self.read().faults()
    }
}

fn id(family: Family, number: u16) -> StatementId {
    StatementId { family, number }
}

const PROOF: &str = "#[test]\nfn el_23_a_link_lives_an_hour() {}\n";

#[test]
fn where_everything_agrees_there_is_no_fault() {
    let repository = Repository::new()
        .row("EL-23", "| EL-23 | done | It lives 60 minutes. | |")
        .row(
            "EL-24",
            "| EL-24 | partly | It is another. | the other stays alive |",
        )
        .source("/// EL-23 and lesson 8.\n#[test]\nfn el_23_24_a_link_lives_an_hour() {}\n");
    assert_eq!(repository.faults(), []);
}

#[test]
fn what_is_done_has_a_test() {
    let repository = Repository::new()
        .row("EL-23", "| EL-23 | done | It lives 60 minutes. | |")
        .source("/// EL-23 in a comment proves nothing.\nfn el_23_no_test() {}");
    assert_eq!(repository.faults(), [Fault::DoneUncited(id(Family::El, 23))]);
    assert_eq!(repository.source(PROOF).faults(), []);
}

#[test]
fn what_is_open_has_none() {
    let faults = Repository::new().source(PROOF).faults();
    let [fault] = faults.as_slice() else {
        panic!("{faults:?}")
    };
    assert_eq!(
        fault.to_string(),
        "EL-23 is marked open and cited by el_23_a_link_lives_an_hour (shared/domain/src/links.rs): it is partly or done"
    );
}

#[test]
fn what_is_cited_is_defined() {
    let faults = Repository::new()
        .source("//! (MC-52)\n// MC-53, IN-38..40\nfn x_29_x() {}\n")
        .faults();
    let said: Vec<_> = faults.iter().map(Fault::to_string).collect();
    let expected = [
        "shared/domain/src/links.rs:2 cites MC-53, which is not defined",
        "shared/domain/src/links.rs:2 cites IN-40, which is not defined",
        "shared/domain/src/links.rs:3 cites X-29, which is not defined",
    ];
    assert_eq!(said, expected);
}

#[test]
fn the_lessons_that_are_cited_are_written_down() {
    let source = "// lessons 8 and 9\n#[test]\nfn lesson_07_a_handler_answers_first() {}\n";
    let faults = Repository::new().source(source).faults();
    let said: Vec<_> = faults.iter().map(Fault::to_string).collect();
    let expected = [
        "shared/domain/src/links.rs:1 cites lesson 9, which is not defined",
        "shared/domain/src/links.rs:3 cites lesson 7, which is not defined",
    ];
    assert_eq!(said, expected);
    let twice = Repository {
        lessons: "| 8 | One. | |\n| 8 | Another. | |",
        ..Repository::new()
    };
    assert_eq!(twice.faults(), [Fault::LessonTwice(8)]);
}

#[test]
fn a_status_is_one_of_three() {
    let repository = Repository::new().row("CC-01", "| CC-01 | nearly | Two factors. | |");
    let expected = Fault::Status(id(Family::Cc, 1), "nearly".to_owned());
    assert_eq!(repository.faults(), [expected]);
}

#[test]
fn partly_says_what_is_missing_and_done_misses_nothing() {
    let repository = Repository::new().row("CC-01", "| CC-01 | partly | Two factors. | |");
    assert_eq!(repository.faults(), [Fault::NothingMissing(id(Family::Cc, 1))]);
    let repository = Repository::new()
        .row("EL-23", "| EL-23 | done | It lives 60 minutes. | the minutes |")
        .source(PROOF);
    assert_eq!(repository.faults(), [Fault::DoneAndMissing(id(Family::El, 23))]);
}

#[test]
fn every_number_stands_once() {
    let gone = Repository::new().row("PC-13", "");
    assert_eq!(gone.faults(), [Fault::Missing(id(Family::Pc, 13))]);
    let twice = Repository::new().row("PC-13", "| PC-12 | open | Again. | |");
    let expected = [
        Fault::Twice(id(Family::Pc, 12)),
        Fault::Missing(id(Family::Pc, 13)),
    ];
    assert_eq!(twice.faults(), expected);
    let mut beyond = Repository::new();
    beyond.rows.push("| PC-14 | open | One more. | |".to_owned());
    assert_eq!(beyond.faults(), [Fault::Beyond(id(Family::Pc, 14))]);
}

#[test]
fn a_row_has_four_cells_and_an_id_two_digits() {
    let repository = Repository::new().row("PC-13", "| PC-13 | open | Sales | Service | |");
    let faults = repository.faults();
    assert!(faults.contains(&Fault::Cells("PC-13".to_owned())), "{faults:?}");
    assert!(faults.contains(&Fault::Missing(id(Family::Pc, 13))), "{faults:?}");
    let repository = Repository::new().row("PC-01", "| PC-1 | open | Short. | |");
    let expected = [Fault::NoId("PC-1".to_owned()), Fault::Missing(id(Family::Pc, 1))];
    assert_eq!(repository.faults(), expected);
}

#[test]
fn the_report_names_the_tests_and_counts_by_status() {
    let repository = Repository::new()
        .row("EL-23", "| EL-23 | done | It lives 60 minutes. | |")
        .source(PROOF);
    let report = repository.read().report();
    let expected = "EL-23 done   It lives 60 minutes.\n    shared/domain/src/links.rs  el_23_a_link_lives_an_hour\nEL-24 open";
    assert!(report.contains(expected), "{report}");
    assert!(
        report.ends_with("all     1 done    0 partly  179 open"),
        "{report}"
    );
}
