//! A record of whom no email is sent to any more, and what it does to the agent.

use aws_lc_rs::digest::{SHA256, digest};
use memberline_domain::directory::{Agent, MailStop};

use crate::error::StoreError;
use crate::item::{Item, bytes, json, text};

/// What an address is known by here: it is in the directory, and need not be readable in the table of the timelines too.
pub(super) fn address(email: &str) -> Vec<u8> {
    let email = email.trim().to_lowercase();
    digest(&SHA256, email.as_bytes()).as_ref().to_vec()
}

/// Reads a stop, and notes it on the agent whom it is about. It is about the address that refused: another one ends it.
pub(super) fn apply(item: &Item, agents: &mut [Agent]) -> Result<(), StoreError> {
    let (id, refused) = (text(item, "sk")?, bytes(item, "address"));
    let stop: MailStop = json(item, "doc")?;
    let stopped = agents.iter_mut().find(|agent| agent.id.as_str() == id);
    if let Some(agent) = stopped.filter(|agent| refused == Some(&address(&agent.email))) {
        agent.mail_stopped = agent.mail_stopped.take().or(Some(stop));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use memberline_domain::AgentId;
    use memberline_domain::directory::{AgentStatus, MailStopReason, Role};

    use super::*;
    use crate::item::{b, s, to_json};

    /// An agent with this address, as a stop for maria@lakeside.example leaves them.
    fn stopped(id: &str, email: &str) -> Option<MailStopReason> {
        let mut agents = [Agent {
            id: AgentId::parse(id).unwrap(),
            name: id.to_owned(),
            email: email.to_owned(),
            role: Role::Agent,
            teams: Vec::new(),
            subscribed: true,
            status: AgentStatus::Active,
            subject: None,
            mail_stopped: None,
            display_images: true,
        }];
        let stop = MailStop {
            reason: MailStopReason::Bounced,
            at: Timestamp::UNIX_EPOCH,
        };
        let item = Item::from([
            ("sk".to_owned(), s("maria")),
            ("doc".to_owned(), s(to_json(&stop).unwrap())),
            ("address".to_owned(), b(address("maria@lakeside.example"))),
        ]);
        apply(&item, &mut agents).unwrap();
        let [agent] = agents;
        agent.mail_stopped.map(|stop| stop.reason)
    }

    #[test]
    fn a_stop_is_for_the_address_that_refused() {
        assert_eq!(
            stopped("maria", "Maria@lakeside.example"),
            Some(MailStopReason::Bounced)
        );
        assert_eq!(stopped("maria", "maria.lopez@lakeside.example"), None);
        assert_eq!(stopped("devon", "maria@lakeside.example"), None);
    }

    #[test]
    fn an_address_is_known_however_it_is_written() {
        assert_eq!(
            address(" Maria@Lakeside.example"),
            address("maria@lakeside.example ")
        );
        assert_ne!(
            address("maria@lakeside.example"),
            address("marla@lakeside.example")
        );
        assert_eq!(address("maria@lakeside.example").len(), 32);
    }
}
