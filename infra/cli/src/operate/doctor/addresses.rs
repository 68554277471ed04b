//! Addresses: whether the API and the console answer where carriers and agents look for them.

use memberline_platform::http::{HttpError, Opened};

use super::context::Context;
use super::finding::Finding;
use super::unchecked::Unchecked;

pub async fn check(context: &Context<'_>) -> Result<Vec<Finding>, Unchecked> {
    let api = context.functions.public_url()?;
    let console = context.functions.variable("InboundSms", "CONSOLE_URL")?;
    let is_local = context.functions.is_local()?;
    let (webhook, page) = (format!("{api}/webhooks/telnyx"), format!("{console}/"));
    let (posted, opened) = tokio::join!(context.post_nothing(&webhook), context.get(&page));
    let status = |answer: Result<Opened, HttpError>| answer.map(|opened| opened.status());
    let mut found = vec![of_api(api, status(posted)), of_console(console, status(opened))];
    if !is_local {
        found.extend(
            [("PublicUrl", api), ("ConsoleUrl", console)]
                .into_iter()
                .filter_map(of_scheme),
        );
    }
    Ok(found)
}

fn of_scheme((name, url): (&'static str, &str)) -> Option<Finding> {
    (!url.starts_with("https://")).then(|| {
        Finding::blocks(
            "not_https",
            name,
            "The address is not one of HTTPS: texts and tokens would travel readable",
            format!("Deploy with an https:// address as {name}"),
        )
    })
}

/// The function refuses what is no webhook; whatever else answers, it is not the function.
fn of_api(url: &str, status: Result<u16, HttpError>) -> Finding {
    let why = match status {
        Ok(400 | 415) => {
            return Finding::fine(
                "webhooks_reach_us",
                "PublicUrl",
                format!("Webhooks reach the deployment at {url}"),
            );
        }
        Ok(status) => format!("is answered {status} by something else than the function"),
        Err(error) => format!("is not answered: {error}"),
    };
    Finding::blocks(
        "webhooks_do_not_reach_us",
        "PublicUrl",
        format!("What is posted to {url}/webhooks {why}"),
        "See that the name leads to the API (the output ApiDomainTarget, or ApiUrl where there is none) with path, headers and body as they are, or deploy without PublicUrl",
    )
}

fn of_console(url: &str, status: Result<u16, HttpError>) -> Finding {
    let why = match status {
        Ok(200..=399) => {
            return Finding::fine(
                "console_answers",
                "ConsoleUrl",
                format!("The console answers at {url}"),
            );
        }
        Ok(status) => format!("answers with HTTP {status}"),
        Err(error) => format!("does not answer: {error}"),
    };
    Finding::mend(
        "console_unreachable",
        "ConsoleUrl",
        format!("{url} {why}, so that links in emails lead nowhere"),
        "Put the pages there (docs/deploying.md#the-console), or deploy with the address where they are as ConsoleUrl",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operate::doctor::finding::Severity;

    #[test]
    fn an_address_that_does_not_answer_is_told() {
        assert_eq!(of_api("https://a", Ok(415)).severity, Severity::Fine);
        for status in [
            Ok(404),
            Ok(200),
            Ok(302),
            Err(HttpError::TimedOut),
            Err(HttpError::NotConnected),
        ] {
            assert_eq!(of_api("https://a", status).severity, Severity::Blocks);
        }
        assert_eq!(of_console("https://a", Ok(302)).severity, Severity::Fine);
        assert_eq!(of_console("https://a", Ok(503)).severity, Severity::Mend);
        assert_eq!(
            of_console("https://a", Err(HttpError::Broken)).severity,
            Severity::Mend
        );
        assert_eq!(
            of_scheme(("PublicUrl", "http://a")).map(|f| f.code),
            Some("not_https")
        );
        assert_eq!(of_scheme(("PublicUrl", "https://a")), None);
    }
}
