//! The command as it is run.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on is to fail there")]

#[path = "memberline/calls.rs"]
mod calls;
#[path = "memberline/packets.rs"]
mod packets;

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Output};

const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/evidence-sample.json");

fn memberline(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_memberline"));
    command.args(arguments).output().unwrap()
}

fn verify(packet: &Path) -> Output {
    memberline(&["verify", "--packet", packet.to_str().unwrap()])
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn what_cannot_be_checked_ends_with_2() {
    let output = verify(Path::new("no/such/packet.json"));
    assert_eq!(output.status.code(), Some(2));
    let said = text(&output.stderr);
    assert!(said.contains("no/such/packet.json cannot be read"), "{said}");
    for arguments in [&["verify"][..], &["verify", "--paket", "x"], &["veri"], &[]] {
        assert_eq!(memberline(arguments).status.code(), Some(2), "{arguments:?}");
    }
}

#[test]
fn help_shows_examples_and_exit_codes() {
    let output = memberline(&["verify", "--help"]);
    assert_eq!(output.status.code(), Some(0));
    let help = text(&output.stdout);
    assert!(help.contains("memberline verify --packet packet.json"), "{help}");
    assert!(help.contains("Exit codes:"), "{help}");
}

/// What planning a file ends with that is never looked for in a stack: the exit code, and what was said.
fn plan(content: &[u8]) -> (Option<i32>, String) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("directory.yaml");
    std::fs::write(&file, content).unwrap();
    let output = memberline(&["directory", "plan", file.to_str().unwrap()]);
    assert_eq!(text(&output.stdout), "");
    (output.status.code(), text(&output.stderr))
}

const ORGANISATION: &str = "organisation: { id: cedar, name: Cedar, brand: Cedar, help_contact: call us }\n";

#[test]
fn what_is_wrong_with_a_file_is_told_with_its_line_and_nothing_is_asked_of_aws() {
    for (content, told) in [
        (String::new(), "unexpected end of input"),
        ("teams: [".to_owned(), "line 1"),
        (format!("{ORGANISATION}colour: red\n"), "line 2, column 1"),
        (
            format!("{ORGANISATION}teams:\n  - {{ id: a, name: A, colour: red }}\n"),
            "line 3",
        ),
        (format!("{ORGANISATION}teams:\n  - {{ id: a }}\n"), "line 3"),
        (
            format!("{ORGANISATION}teams:\n  - {{ id: a, name: A }}\n  - {{ id: No Slug, name: B }}\n"),
            "line 4",
        ),
        (
            format!("{ORGANISATION}teams:\n  - {{ id: a, name: A }}\n  - {{ id: a, name: B }}\n"),
            "team a stands at /teams/0 already",
        ),
        (format!("{ORGANISATION}teams: []\nteams: []\n"), "line 3"),
        (format!("{ORGANISATION}{ORGANISATION}"), "line 2"),
        (format!("{ORGANISATION}---\n{ORGANISATION}"), "multiple"),
        (
            format!(
                "{ORGANISATION}numbers:\n  - {{ number: 13195550100, carrier: twilio, owner: {{ scope: organisation }}, team: a }}\n"
            ),
            "line 3",
        ),
        (
            format!(
                "{ORGANISATION}numbers:\n  - {{ number: \"+1605555010\", carrier: twilio, owner: {{ scope: organisation }}, team: a }}\n"
            ),
            "line 3, column 15: numbers.0.number: it has too few digits",
        ),
        (
            format!(
                "{ORGANISATION}numbers:\n  - {{ number: \"+160555501000\", carrier: twilio, owner: {{ scope: organisation }}, team: a }}\n"
            ),
            "it has too many digits",
        ),
        (
            "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n".to_owned(),
            "unknown field",
        ),
    ] {
        let (code, said) = plan(content.as_bytes());
        assert_eq!(code, Some(1), "{content}: {said}");
        assert!(said.contains(told), "{content}: {said}");
        assert!(!said.contains("Policy") && !said.contains("from_str"), "{said}");
    }
}

#[test]
fn what_is_no_file_of_ours_is_refused_before_it_is_read() {
    let (code, said) = plan(&vec![b'#'; 4 * 1024 * 1024 + 1]);
    assert_eq!(code, Some(1));
    assert!(said.contains("has more than 4194304 bytes"), "{said}");
    let (code, said) = plan(b"organisation: \xff\n");
    assert_eq!(code, Some(1));
    assert!(said.contains("is not UTF-8"), "{said}");
    let doubled: Vec<String> = (1..60)
        .map(|n| format!("a{n}: &a{n} [*a{0}, *a{0}]", n - 1))
        .collect();
    let bomb = format!("a0: &a0 x\n{}\n", doubled.join("\n"));
    assert_eq!(plan(bomb.as_bytes()).0, Some(1));
    assert_eq!(plan("[".repeat(100_000).as_bytes()).0, Some(1));
    let missing = memberline(&["directory", "plan", "no/such/file.yaml"]);
    assert_eq!(missing.status.code(), Some(2));
    let teams = "a,".repeat(300_000);
    let agent = format!("{{ id: a, name: A, email: a@a.example, role: agent, teams: [{teams}] }}");
    let (code, said) = plan(format!("{ORGANISATION}agents:\n  - {agent}\n").as_bytes());
    assert_eq!(code, Some(1), "{said}");
    assert!(
        said.contains("the file is too large: it has more values than any directory")
            && !said.contains("budget"),
        "{said}"
    );
    let (_, deep) = plan(format!("{ORGANISATION}teams: {}\n", "[".repeat(80)).as_bytes());
    assert!(!deep.contains("budget") && !deep.contains("Depth"), "{deep}");
}

#[test]
fn the_schema_of_the_file_is_one_that_editors_read() {
    let output = memberline(&["directory", "schema"]);
    let schema = text(&output.stdout);
    assert!(
        schema.contains("https://json-schema.org/draft/2020-12/schema"),
        "{schema}"
    );
    assert!(
        schema.contains("#/$defs/Number") && !schema.contains("#/components/"),
        "{schema}"
    );
    let published = include_str!("../../../docs/directory.schema.json");
    assert!(
        schema == published,
        "`memberline directory schema > docs/directory.schema.json`"
    );
}

#[test]
fn a_folder_without_pages_is_told_before_anything_is_asked_of_aws() {
    let folder = tempfile::tempdir().unwrap();
    let empty = folder.path().to_str().unwrap();
    for (folder, told) in [
        (empty, "holds no index.html"),
        ("no/such/folder", "cannot be read"),
    ] {
        let output = memberline(&["pages", "deploy", "--dir", folder]);
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.contains(told) && said.contains("npm run build"), "{said}");
    }
    let help = text(&memberline(&["pages", "deploy", "--help"]).stdout);
    assert!(
        help.contains("memberline pages deploy --dir web/dist --yes"),
        "{help}"
    );
}

#[test]
fn without_a_stack_it_is_said_where_to_look() {
    let folder = tempfile::tempdir().unwrap();
    let local = format!("--local={}", folder.path().display());
    let output = memberline(&[&local, "directory", "export", "cedar"]);
    assert_eq!(output.status.code(), Some(2));
    let said = text(&output.stderr);
    assert!(said.contains("cargo dev up"), "{said}");
}

const HEADER: &str = "number,kind,at,channel,source,categories,wording\n";

/// What checking a file of consents ends with, without any stack: the exit code, what was said, and the report.
fn check(content: &[u8]) -> (Option<i32>, String, String) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("before.csv");
    std::fs::write(&file, content).unwrap();
    let file = file.to_str().unwrap();
    let output = memberline(&["import", "consents", file, "--organisation", "cedar", "--check"]);
    let report = std::fs::read_to_string(folder.path().join("before.report.csv")).unwrap_or_default();
    let said = text(&output.stdout) + &text(&output.stderr);
    (output.status.code(), said, report)
}

#[test]
fn a_file_of_consents_is_checked_whole_and_each_row_is_reported() {
    let rows = "+13195550101,opt_out,2025-05-01,,,,\n+13195550102,consent,2025-05-01,paper,,,\n";
    let (code, said, report) = check(format!("{HEADER}{rows}").as_bytes());
    assert_eq!(code, Some(1), "{said}");
    assert!(
        said.starts_with("1 refused, 1 would go in\n") && said.contains("nothing was brought in"),
        "{said}"
    );
    assert_eq!(
        report,
        "line,number,kind,outcome,why\n\
         2,+13195550101,opt_out,would_go_in,\n\
         3,+13195550102,consent,refused,source: a consent counts only with it; wording: a consent counts only with it; categories: a consent counts only with it\n"
    );
    let (code, said, _) = check(format!("{HEADER}+13195550101,opt_out,2025-05-01,,,,\n").as_bytes());
    assert_eq!(code, Some(0), "{said}");
    let (code, _, report) = check(format!("{HEADER}+13195550101,opt_out,2025-05-01,pigeon,,,\n").as_bytes());
    assert_eq!(code, Some(0));
    assert!(
        report.contains("2,+13195550101,opt_out,would_go_in,\"left out: channel: it is none of text"),
        "{report}"
    );
}

#[test]
fn what_is_no_file_of_consents_is_refused_and_leaves_no_report() {
    for (content, told) in [
        (&b""[..], "it is empty"),
        (b"number;kind\n+13195550101;opt_out\n", "not separated by commas"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "none of its columns"),
        (b"number,kind,colour\n", "none of its columns: number,kind,at"),
    ] {
        let (code, said, report) = check(content);
        assert_eq!(code, Some(1), "{told}: {said}");
        assert!(said.contains(told), "{said}");
        assert_eq!(report, "");
    }
    let missing = memberline(&[
        "import",
        "consents",
        "no/such/file.csv",
        "--organisation",
        "cedar",
        "--check",
    ]);
    assert_eq!(missing.status.code(), Some(2));
    // A time without a zone is some other moment than its day's end.
    for odd in ["soon", "2026-11-20T15:04:05", "2026-11-20 15:04"] {
        let odd = memberline(&[
            "import",
            "consents",
            "x.csv",
            "--organisation",
            "cedar",
            "--made-at",
            odd,
        ]);
        assert_eq!(odd.status.code(), Some(2));
        assert!(
            text(&odd.stderr).contains("no time with a zone"),
            "{}",
            text(&odd.stderr)
        );
    }
}

#[test]
fn a_report_goes_over_a_report_and_over_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("before.csv");
    std::fs::write(&file, format!("{HEADER}+13195550101,opt_out,2025-05-01,,,,\n")).unwrap();
    let report = folder.path().join("notes.txt");
    let import = |content: &str| {
        std::fs::write(&report, content).unwrap();
        let (file, report) = (file.to_str().unwrap(), report.to_str().unwrap());
        let output = memberline(&[
            "import",
            "consents",
            file,
            "--organisation",
            "cedar",
            "--check",
            "--report",
            report,
        ]);
        let said = text(&output.stdout) + &text(&output.stderr);
        let after = std::fs::read_to_string(report).unwrap();
        (output.status.code(), said, after)
    };
    for precious in [
        "a",
        "notes of years\n",
        "line,number,kind,outcome,whyever\n",
        "line,number,kind,outcome,why",
    ] {
        let (code, said, after) = import(precious);
        assert_eq!((code, after.as_str()), (Some(1), precious), "{said}");
        assert!(
            said.contains("notes.txt is there already, and no report of an import"),
            "{said}"
        );
    }
    for before in [
        "",
        "line,number,kind,outcome,why\n2,x,y,left,\n",
        "line,number,kind,outcome,why\r\n",
    ] {
        let (code, said, after) = import(before);
        assert_eq!(code, Some(0), "{said}");
        assert!(after.contains("2,+13195550101,opt_out,would_go_in,"), "{after}");
    }
    let folder = folder.path().to_str().unwrap();
    let output = memberline(&[
        "import",
        "consents",
        file.to_str().unwrap(),
        "--organisation",
        "cedar",
        "--check",
        "--report",
        folder,
    ]);
    assert_eq!(output.status.code(), Some(1));
}

/// As long as a vendor's list is: 50,000 rows, each hundredth of them broken.
#[test]
fn a_long_file_with_broken_rows_is_checked_to_its_end() {
    let mut content = HEADER.to_owned();
    for n in 0..50_000 {
        let number = if n % 100 == 0 {
            "319555".to_owned()
        } else {
            format!("+1515{:07}", 2_000_000 + n)
        };
        let _ = write!(content, "{number},opt_out,2025-05-01,,,,\r\n");
    }
    let (code, said, report) = check(content.as_bytes());
    assert_eq!(code, Some(1));
    assert!(said.contains("500 refused, 49500 would go in"), "{said}");
    assert_eq!(report.lines().count(), 50_001);
}

#[test]
fn help_of_what_changes_people_and_consents_shows_examples() {
    for (command, told) in [
        (
            &["agents", "invite"][..],
            "memberline agents invite lakeside maria",
        ),
        (&["agents", "suspend"], "--at-once"),
        (&["agents", "access-review"], "--json > review.json"),
        (&["import", "consents"], "reference   where it can be looked up"),
        (&["evidence"], "memberline verify --packet packet.json"),
    ] {
        let help = text(&memberline(&[command, &["--help"]].concat()).stdout);
        assert!(help.contains(told) && help.contains("Examples:"), "{help}");
    }
}

#[test]
fn doctor_and_smoke_show_examples_and_exit_codes_and_need_a_stack() {
    for (command, told) in [
        ("doctor", "memberline --local doctor"),
        ("smoke", "memberline --local smoke --yes"),
    ] {
        let help = text(&memberline(&[command, "--help"]).stdout);
        assert!(help.contains(told) && help.contains("Exit codes:"), "{help}");
        let folder = tempfile::tempdir().unwrap();
        let local = format!("--local={}", folder.path().display());
        let output = memberline(&[&local, command]);
        assert_eq!(output.status.code(), Some(2), "{command}");
        assert!(text(&output.stderr).contains("cargo dev up"), "{command}");
    }
    assert_eq!(memberline(&["smoke", "--within", "0"]).status.code(), Some(2));
}
