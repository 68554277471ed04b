//! The issuer's own pages: without scripts, and with names from the directory as text alone.

use askama::Template;
use memberline_domain::directory::Role;

use crate::seed::{Agent, Shown};

/// How all of them look.
pub const STYLE: &str = include_str!("../../assets/issuer.css");

/// Where one chooses who one is.
#[derive(Template)]
#[template(path = "choose.html")]
pub struct Choose<'a> {
    pub organisations: &'a [Shown],
    /// The request that is answered, as it came.
    pub request: &'a str,
    /// Who is expected: an id or an email address.
    pub hint: &'a str,
}

impl Choose<'_> {
    fn is_expected(&self, agent: &Agent) -> bool {
        !self.hint.is_empty() && (agent.id == self.hint || agent.email.eq_ignore_ascii_case(self.hint))
    }

    fn has_agents(&self) -> bool {
        self.organisations
            .iter()
            .any(|organisation| !organisation.agents.is_empty())
    }
}

/// What an agent is and does, such as `supervisor · auto loans`.
fn about(agent: &Agent) -> String {
    let roles = agent.roles.iter().map(|role| match role {
        Role::Agent => "agent",
        Role::Supervisor => "supervisor",
        Role::Admin => "administrator",
    });
    let words = roles.chain(agent.teams.iter().map(String::as_str));
    words
        .map(|word| word.replace('-', " "))
        .collect::<Vec<_>>()
        .join(" · ")
}

/// The first letter of a name.
fn initial(agent: &Agent) -> String {
    agent.name.chars().take(1).collect()
}

/// Why a request is not answered.
#[derive(Template)]
#[template(path = "refused.html")]
pub struct Refused<'a> {
    pub why: &'a str,
    /// Where requests may come from.
    pub addresses: &'a [String],
}

/// Whether one really wants to sign out, where it may be another page that says so.
#[derive(Template)]
#[template(path = "sign-out.html")]
pub struct SignOut<'a> {
    /// The request, as it came.
    pub request: &'a str,
}

/// That nobody is signed in any more.
#[derive(Template)]
#[template(path = "signed-out.html")]
pub struct SignedOut;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seed;

    fn page(organisations: &[Shown], hint: &str) -> String {
        let page = Choose {
            organisations,
            request: "client_id=a&state=\"><script>",
            hint,
        };
        page.render().unwrap()
    }

    fn demonstration() -> Vec<Shown> {
        seed::ORGANISATIONS
            .iter()
            .map(|organisation| organisation.shown.clone())
            .collect()
    }

    #[test]
    fn everyone_who_can_sign_in_is_listed_by_organisation() {
        let page = page(&demonstration(), "");
        for organisation in demonstration() {
            assert!(page.contains(&organisation.name));
            for agent in organisation.agents {
                assert!(page.contains(&format!("value=\"{}\"", agent.id)), "{}", agent.id);
            }
        }
        assert!(page.contains("agent · "));
        assert!(!page.contains("autofocus"));
    }

    #[test]
    fn whoever_is_expected_has_the_focus() {
        for hint in ["maria", "Maria@lakeside.example"] {
            let page = page(&demonstration(), hint);
            assert_eq!(page.matches("autofocus").count(), 1, "{hint}");
        }
        assert!(!page(&demonstration(), "nobody").contains("autofocus"));
    }

    #[test]
    fn what_the_directory_or_a_request_says_is_text() {
        let mut organisations = demonstration();
        "<img src=x onerror=alert(1)>".clone_into(&mut organisations[0].name);
        "\"><script>alert(1)</script>".clone_into(&mut organisations[0].agents[0].name);
        "\" autofocus onfocus=\"alert(1)".clone_into(&mut organisations[0].agents[0].id);
        let page = page(&organisations, "");
        for live in ["<script", "<img", "\" autofocus", "onfocus=\""] {
            assert!(!page.contains(live), "{live}");
        }
    }

    #[test]
    fn a_stack_without_agents_says_how_they_come() {
        assert!(page(&[], "").contains("memberline --local directory apply"));
    }

    #[test]
    fn what_cannot_be_answered_says_why() {
        let addresses = ["http://localhost:3000/".to_owned()];
        let why = "The client is <not> registered here.";
        let page = Refused {
            why,
            addresses: &addresses,
        };
        let page = page.render().unwrap();
        assert!(
            page.contains("The client is &#60;not&#62; registered here."),
            "{page}"
        );
        assert!(page.contains("http://localhost:3000/"));
    }
}
