//! SES: whether agents can be told of texts.

use aws_sdk_sesv2::Client;
use aws_sdk_sesv2::operation::get_account::GetAccountOutput;
use aws_sdk_sesv2::operation::get_configuration_set::GetConfigurationSetError;
use aws_sdk_sesv2::operation::get_email_identity::{GetEmailIdentityError, GetEmailIdentityOutput};
use aws_sdk_sesv2::types::DkimStatus;

use super::context::Context;
use super::finding::Finding;
use super::unchecked::Unchecked;

const ABOUT: &str = "mail";

pub async fn check(context: &Context<'_>) -> Result<Vec<Finding>, Unchecked> {
    let client = Client::new(&context.deployment.aws);
    let (account, sender, configuration) = tokio::join!(
        account(&client),
        sender(&client, context),
        configuration(&client, context)
    );
    let all = [account, sender, configuration];
    Ok(all
        .into_iter()
        .flat_map(|found| found.unwrap_or_else(|why| vec![why.finding(ABOUT)]))
        .collect())
}

async fn account(client: &Client) -> Result<Vec<Finding>, Unchecked> {
    let account = client.get_account().send().await;
    Ok(of_account(&account.map_err(Unchecked::aws("ses:GetAccount"))?))
}

fn of_account(account: &GetAccountOutput) -> Vec<Finding> {
    let mut found = Vec::new();
    let status = account.enforcement_status.as_deref().unwrap_or("HEALTHY");
    if !account.sending_enabled || status == "SHUTDOWN" {
        found.push(Finding::blocks(
            "mail_disabled",
            ABOUT,
            "SES sends no email for this account in this region",
            "Read why, and ask for it to be enabled: SES console → Account dashboard",
        ));
    } else if status != "HEALTHY" {
        found.push(Finding::mend(
            "mail_on_probation",
            ABOUT,
            "SES has the account on probation",
            "Read why in the SES console → Reputation metrics, before sending is paused",
        ));
    }
    if !account.production_access_enabled {
        found.push(Finding::mend(
            "mail_sandbox",
            ABOUT,
            "The account is in the SES sandbox: agents whose own address is not verified get no email",
            "SES console → Account dashboard → Request production access",
        ));
    }
    if found.is_empty() {
        found.push(Finding::fine(
            "mail_account",
            ABOUT,
            "SES sends for this account, and not in the sandbox",
        ));
    }
    found
}

/// The identity of the sender: the address, or else its domain.
async fn sender(client: &Client, context: &Context<'_>) -> Result<Vec<Finding>, Unchecked> {
    let sender = context.functions.variable("EmailNotifier", "MAIL_SENDER")?;
    let domain = sender.rsplit_once('@').map_or("", |(_, domain)| domain);
    let mut identities = Vec::new();
    for name in [sender, domain].into_iter().filter(|name| !name.is_empty()) {
        let asked = client.get_email_identity().email_identity(name).send().await;
        match asked {
            Ok(identity) => identities.push(identity),
            Err(error)
                if error
                    .as_service_error()
                    .is_some_and(GetEmailIdentityError::is_not_found_exception) => {}
            Err(error) => return Err(Unchecked::aws("ses:GetEmailIdentity")(error)),
        }
    }
    Ok(of_identities(sender, &identities))
}

fn of_identities(sender: &str, identities: &[GetEmailIdentityOutput]) -> Vec<Finding> {
    if !identities
        .iter()
        .any(|identity| identity.verified_for_sending_status)
    {
        return vec![Finding::blocks(
            "mail_sender_unverified",
            ABOUT,
            format!("Neither {sender} nor its domain is a verified identity: no agent is told of a text"),
            "SES console → Identities → Create identity, best for the whole domain with DKIM; then publish the records that it shows",
        )];
    }
    let is_signed = |identity: &GetEmailIdentityOutput| {
        let dkim = identity.dkim_attributes.as_ref();
        dkim.is_some_and(|dkim| dkim.signing_enabled && dkim.status == Some(DkimStatus::Success))
    };
    if identities.iter().any(is_signed) {
        return vec![Finding::fine(
            "mail_sender",
            ABOUT,
            format!("{sender} is verified and signed with DKIM"),
        )];
    }
    vec![Finding::mend(
        "mail_without_dkim",
        ABOUT,
        format!("Emails of {sender} are not signed with DKIM, so that mailboxes may take them for spam"),
        "SES console → Identities → the domain → Authentication: enable Easy DKIM, and publish the three records",
    )]
}

async fn configuration(client: &Client, context: &Context<'_>) -> Result<Vec<Finding>, Unchecked> {
    let name = context
        .functions
        .variable("EmailNotifier", "SES_CONFIGURATION_SET")?;
    let asked = client
        .get_configuration_set()
        .configuration_set_name(name)
        .send()
        .await;
    let missing = |words: &str| {
        vec![Finding::blocks(
            "mail_configuration",
            ABOUT,
            words,
            "Deploy the stack again, which makes the configuration set anew; and enable its sending in the SES console",
        )]
    };
    match asked {
        Ok(set)
            if set
                .sending_options
                .as_ref()
                .is_some_and(|options| !options.sending_enabled) =>
        {
            Ok(missing("The configuration set does not send"))
        }
        Ok(_) => Ok(Vec::new()),
        Err(error)
            if error
                .as_service_error()
                .is_some_and(GetConfigurationSetError::is_not_found_exception) =>
        {
            Ok(missing("The stack's configuration set is not there"))
        }
        Err(error) => Err(Unchecked::aws("ses:GetConfigurationSet")(error)),
    }
}

#[cfg(test)]
mod tests {
    use aws_sdk_sesv2::types::DkimAttributes;

    use super::*;

    fn codes(found: &[Finding]) -> Vec<&'static str> {
        found.iter().map(|finding| finding.code).collect()
    }

    #[test]
    fn the_account_can_send_or_says_what_is_missing() {
        let account = |sends, is_out, status: &str| {
            let account = GetAccountOutput::builder()
                .sending_enabled(sends)
                .production_access_enabled(is_out)
                .enforcement_status(status)
                .build();
            codes(&of_account(&account))
        };
        assert_eq!(account(true, true, "HEALTHY"), ["mail_account"]);
        assert_eq!(account(true, false, "HEALTHY"), ["mail_sandbox"]);
        assert_eq!(account(false, true, "HEALTHY"), ["mail_disabled"]);
        assert_eq!(account(true, true, "SHUTDOWN"), ["mail_disabled"]);
        assert_eq!(account(true, true, "PROBATION"), ["mail_on_probation"]);
        assert_eq!(
            account(false, false, "HEALTHY"),
            ["mail_disabled", "mail_sandbox"]
        );
    }

    #[test]
    fn the_sender_is_verified_by_itself_or_by_its_domain() {
        let identity = |verified, dkim| {
            let dkim = DkimAttributes::builder()
                .signing_enabled(dkim)
                .status(if dkim {
                    DkimStatus::Success
                } else {
                    DkimStatus::NotStarted
                })
                .build();
            GetEmailIdentityOutput::builder()
                .verified_for_sending_status(verified)
                .dkim_attributes(dkim)
                .build()
        };
        let found =
            |identities: &[GetEmailIdentityOutput]| codes(&of_identities("texts@a.example", identities));
        assert_eq!(found(&[]), ["mail_sender_unverified"]);
        assert_eq!(found(&[identity(false, true)]), ["mail_sender_unverified"]);
        assert_eq!(found(&[identity(true, false)]), ["mail_without_dkim"]);
        assert_eq!(
            found(&[identity(true, false), identity(true, true)]),
            ["mail_sender"]
        );
        assert_eq!(
            found(&[identity(false, false), identity(true, true)]),
            ["mail_sender"]
        );
    }
}
