//! Numbers: how each is set up with its carrier, read through the carrier's own API and compared with what is needed.

use futures_util::StreamExt as _;
use futures_util::stream;
use memberline_carriers::{Carrier, Credentials, RequestError, SetupFinding, WantedSetup};
use memberline_domain::directory::Number;
use memberline_platform::http::HttpError;
use memberline_store::Tenant;

use super::bounds::{LONGER, within};
use super::context::Context;
use super::finding::Finding;
use super::secrets::AtCarriers;
use super::unchecked::Unchecked;

/// How many numbers of an organisation are asked for side by side: carriers turn away who asks too much at once.
const AT_ONCE: usize = 4;

/// Asks for all numbers of an organisation, each in a time of its own.
pub async fn check(context: &Context<'_>, tenant: &Tenant, credentials: &AtCarriers) -> Vec<Finding> {
    let found: Vec<Vec<Finding>> = stream::iter(&tenant.directory.numbers)
        .map(|number| of_number(context, tenant, number, credentials))
        .buffered(AT_ONCE)
        .collect()
        .await;
    found.into_iter().flatten().collect()
}

async fn of_number(
    context: &Context<'_>,
    tenant: &Tenant,
    number: &Number,
    credentials: &AtCarriers,
) -> Vec<Finding> {
    let about = number.number.as_str();
    let Ok(carrier) = Carrier::parse(&number.carrier) else {
        return vec![Finding::blocks(
            "unknown_carrier",
            about,
            "The directory gives the number to a carrier that this release does not know",
            "Write `twilio` or `telnyx` as its `carrier` into the directory file, and `memberline directory apply FILE`",
        )];
    };
    let Some(credentials) = credentials.get(carrier.as_str()) else {
        let why = Unchecked::Because(format!("there are no credentials to ask {carrier} with"));
        return vec![why.finding(about)];
    };
    let asked = one(context, tenant, number, (carrier, credentials));
    within(LONGER, about, asked).await
}

/// Where a carrier's API is, as the function that sends has it. Credentials go nowhere else, and by HTTPS unless it is this machine.
fn api<'a>(context: &'a Context<'_>, carrier: Carrier) -> Result<&'a str, Unchecked> {
    let functions = &context.functions;
    let url = functions.variable("OutboundSms", carrier.url_variable())?;
    let url = if url.is_empty() {
        carrier.default_url()
    } else {
        url
    };
    if url.starts_with("https://") || functions.is_local()? {
        return Ok(url);
    }
    Err(Unchecked::Because(format!(
        "the address of {carrier}'s API is not one of HTTPS, so that no credentials are sent there"
    )))
}

async fn one(
    context: &Context<'_>,
    tenant: &Tenant,
    number: &Number,
    (carrier, credentials): (Carrier, &Credentials),
) -> Result<Vec<Finding>, Unchecked> {
    let about = number.number.as_str();
    let webhook_url = format!("{}/webhooks/{carrier}", context.functions.public_url()?);
    let wanted = WantedSetup {
        number: &number.number,
        webhook_url: &webhook_url,
        keywords: number.keywords,
        pictures: tenant.organisation().documents.mms,
    };
    let mut inquiry = credentials.inquire(wanted, api(context, carrier)?);
    while let Some(request) = inquiry.ask() {
        let request = match request {
            Ok(request) => request,
            Err(error) => return Ok(vec![unusable(about, tenant, carrier, error)]),
        };
        match context.http.send(request).await {
            Ok(answer) => inquiry.hear(Some((answer.status, &answer.body))),
            Err(HttpError::NotConnected | HttpError::NotPublic | HttpError::TimedOut | HttpError::Broken) => {
                inquiry.hear(None);
            }
        }
    }
    Ok(inquiry
        .findings()
        .into_iter()
        .map(|found| finding(about, tenant, found))
        .collect())
}

fn unusable(about: &str, tenant: &Tenant, carrier: Carrier, error: RequestError) -> Finding {
    Finding::blocks(
        "secrets_unusable",
        about,
        format!("{carrier} cannot be asked: {error}"),
        format!("`memberline secrets set {} {carrier}`", tenant.id()),
    )
}

/// The carrier's finding, whose mend names no organisation.
fn finding(about: &str, tenant: &Tenant, found: SetupFinding) -> Finding {
    Finding {
        code: found.code,
        severity: found.weight.into(),
        about: about.to_owned(),
        words: found.words,
        mend: found
            .mend
            .map(|mend| mend.replace("ORGANISATION", tenant.id().as_str())),
    }
}
