//! An organisation's directory: whether a text finds somebody who may answer it.

use memberline_domain::directory::{Agent, AgentStatus, Directory, Number};

use super::finding::Finding;

const APPLY: &str = "Write it into the directory file, and `memberline directory apply FILE`";

/// What of the directory stands in the way.
pub fn findings(directory: &Directory) -> Vec<Finding> {
    let organisation = &directory.organisation;
    let about = organisation.id.as_str();
    let mut found = Vec::new();
    if !organisation.texting {
        found.push(Finding::blocks(
            "texting_off",
            about,
            "Texting is switched off for the organisation: agents cannot send",
            "Write `texting: true` into its directory file, and `memberline directory apply FILE`",
        ));
    }
    if directory.numbers.is_empty() {
        found.push(Finding::blocks(
            "no_numbers",
            about,
            "The organisation has no number",
            APPLY,
        ));
    }
    found.extend(of_agents(directory, about));
    found.extend(
        directory
            .numbers
            .iter()
            .filter_map(|number| of_number(directory, number)),
    );
    if found.is_empty() {
        found.push(Finding::fine(
            "directory_complete",
            about,
            "Texts find somebody who may answer them",
        ));
    }
    found
}

fn of_agents(directory: &Directory, about: &str) -> Vec<Finding> {
    let agents = &directory.agents;
    let mut found = Vec::new();
    if agents.is_empty() {
        found.push(Finding::blocks(
            "no_agents",
            about,
            "The organisation has no agent who could answer",
            APPLY,
        ));
    } else if agents.iter().all(|agent| agent.status == AgentStatus::Suspended) {
        found.push(Finding::blocks(
            "all_suspended",
            about,
            "Every agent of the organisation is suspended",
            format!("`memberline agents reinstate {about} AGENT` for those who are to answer: a file takes no suspension back"),
        ));
    } else if !agents.iter().any(Agent::signs_in) {
        found.push(Finding::blocks(
            "nobody_signs_in",
            about,
            "No agent of the organisation can sign in: none has a subject",
            format!("`memberline agents invite {about} AGENT`, with `--subject` where Cognito is not the issuer: docs/deploying.md#agents"),
        ));
    } else if !agents.iter().any(Agent::administers) {
        found.push(Finding::mend(
            "no_administrator",
            about,
            "Nobody who can sign in administers the organisation, its quarantine and its dead letters",
            "Write `role: admin` for somebody, and `memberline directory apply FILE`",
        ));
    }
    let stopped = agents
        .iter()
        .filter(|agent| agent.signs_in() && agent.mail_stopped.is_some());
    for agent in stopped {
        found.push(Finding::mend(
            "mail_stopped",
            about,
            format!(
                "No email goes to {}: the mailbox refused one for good, or they complained",
                agent.id
            ),
            "Write another address into the directory file, and `memberline directory apply FILE`",
        ));
    }
    found
}

fn of_number(directory: &Directory, number: &Number) -> Option<Finding> {
    let about = number.number.as_str();
    if !directory.teams.iter().any(|team| team.id == number.team) {
        return Some(Finding::blocks(
            "number_without_team",
            about,
            format!("The number's team, {}, is not there", number.team),
            APPLY,
        ));
    }
    let mut can_answer = directory
        .agents
        .iter()
        .filter(|agent| agent.signs_in() && agent.may_see(&number.team));
    if can_answer.clone().next().is_none() {
        let somebody = directory.agents.iter().any(Agent::signs_in);
        // Where nobody can sign in at all, that is said of the organisation.
        return somebody.then(|| {
            Finding::blocks(
                "nobody_answers",
                about,
                format!("Nobody who can sign in belongs to the number's team, {}", number.team),
                "Write the team into the `teams` of those who are to answer, and `memberline directory apply FILE`",
            )
        });
    }
    let is_told = |agent: &Agent| {
        agent.subscribed && agent.mail_stopped.is_none() && agent.teams.contains(&number.team)
    };
    (!can_answer.any(is_told)).then(|| {
        Finding::mend(
            "nobody_told",
            about,
            format!(
                "Nobody of the number's team, {}, is told by email of texts that nobody claimed",
                number.team
            ),
            "Write `subscribed: true` for those who are to be told, and `memberline directory apply FILE`",
        )
    })
}

#[cfg(test)]
mod tests {
    use memberline_administration::yaml::YamlFile;
    use memberline_domain::directory::administration::Record;

    use super::*;
    use crate::operate::doctor::finding::Severity;

    const WHOLE: &str = r#"
organisation: { id: cedar, name: Cedar, brand: Cedar, help_contact: call us, texting: true }
teams: [{ id: lending, name: Lending }, { id: service, name: Service }]
agents:
  - { id: rosa, name: Rosa, email: rosa@cedar.example, role: admin, teams: [lending], subject: rosa, subscribed: true }
numbers:
  - { number: "+12185550142", carrier: twilio, owner: { scope: organisation }, team: lending }
"#;

    fn codes(text: &str) -> Vec<(&'static str, Severity)> {
        let file = YamlFile::read(text, false).unwrap_or_else(|problems| panic!("{problems:?}"));
        let records: Vec<Record> = file.read.wanted.records;
        let directory = Directory::of(records.into_iter().map(|record| (record, false)));
        let found = findings(&directory.unwrap_or_else(|| panic!("it has no organisation")));
        found
            .into_iter()
            .map(|finding| (finding.code, finding.severity))
            .collect()
    }

    #[test]
    fn each_gap_in_a_directory_is_named() {
        use Severity::{Blocks, Fine, Mend};
        let changed = |from: &str, to: &str| {
            assert!(WHOLE.contains(from), "{from}");
            codes(&WHOLE.replace(from, to))
        };
        assert_eq!(codes(WHOLE), [("directory_complete", Fine)]);
        assert_eq!(changed(", texting: true", ""), [("texting_off", Blocks)]);
        assert_eq!(changed(", subject: rosa", ""), [("nobody_signs_in", Blocks)]);
        assert_eq!(
            changed("subject: rosa,", "subject: rosa, status: suspended,"),
            [("all_suspended", Blocks)]
        );
        assert_eq!(
            changed("role: admin", "role: agent"),
            [("no_administrator", Mend)]
        );
        assert_eq!(
            changed("role: admin, teams: [lending]", "role: agent, teams: [service]")[1],
            ("nobody_answers", Blocks)
        );
        assert_eq!(
            changed(", subscribed: true", ", subscribed: false"),
            [("nobody_told", Mend)]
        );
        assert_eq!(
            changed("team: lending }", "team: cards }"),
            [("number_without_team", Blocks)]
        );
        let (head, _) = WHOLE.split_once("numbers:").unwrap_or_default();
        assert_eq!(codes(head), [("no_numbers", Blocks)]);
        let (head, _) = WHOLE.split_once("agents:").unwrap_or_default();
        assert_eq!(codes(head), [("no_numbers", Blocks), ("no_agents", Blocks)]);
    }
}
