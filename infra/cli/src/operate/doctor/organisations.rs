//! The organisations of a deployment, and what is looked at for each.

use std::sync::Arc;

use aws_sdk_dynamodb::types::AttributeValue;
use futures_util::StreamExt as _;
use futures_util::stream;
use memberline_administration::OWN_ORGANISATION;
use memberline_domain::OrganisationId;
use memberline_store::{Tenant, keys};

use super::bounds::{EACH, bounded, in_time};
use super::context::Context;
use super::finding::Finding;
use super::unchecked::Unchecked;
use super::{directory, numbers, quarantine, secrets};

/// How many organisations are looked at side by side.
const AT_ONCE: usize = 4;

/// Looks at these organisations, or at all that there are.
pub async fn check(context: &Context<'_>, named: &[OrganisationId]) -> Result<Vec<Finding>, Unchecked> {
    let all = if named.is_empty() {
        tokio::time::timeout(EACH, list(context))
            .await
            .map_err(|_| Unchecked::NoAnswer("dynamodb:Scan"))??
    } else {
        named.to_vec()
    };
    if all.is_empty() {
        return Ok(vec![Finding::blocks(
            "no_organisation",
            "directory",
            "There is no organisation: every webhook is answered 403",
            "Write a directory file and apply it: `memberline directory apply FILE`",
        )]);
    }
    let found: Vec<Vec<Finding>> = stream::iter(&all)
        .map(|id| one(context, id))
        .buffered(AT_ONCE)
        .collect()
        .await;
    Ok(found.into_iter().flatten().collect())
}

async fn one(context: &Context<'_>, id: &OrganisationId) -> Vec<Finding> {
    let about = id.as_str();
    let tenant = match in_time(about, tenant(context, id)).await {
        Ok(tenant) => tenant,
        Err(why) => return vec![why],
    };
    let mut found = directory::findings(&tenant.directory);
    let (credentials, unread) = secrets::read(context, &tenant).await;
    found.extend(unread);
    let (numbers, kept) = tokio::join!(
        numbers::check(context, &tenant, &credentials),
        bounded(about, quarantine::check(context, &tenant))
    );
    found.extend(numbers);
    found.extend(kept);
    found
}

async fn tenant(context: &Context<'_>, id: &OrganisationId) -> Result<Arc<Tenant>, Unchecked> {
    let tenant = context.deployment.store.tenant(id).await?;
    tenant.ok_or_else(|| Unchecked::Because(format!("there is no organisation {id}")))
}

/// All organisations but the deployment's own. No use case of the product lists them: the directory's table, which holds no member, is
/// read through.
async fn list(context: &Context<'_>) -> Result<Vec<OrganisationId>, Unchecked> {
    let table = context
        .deployment
        .resources
        .id("DirectoryTable")
        .unwrap_or_default();
    let mut items = aws_sdk_dynamodb::Client::new(&context.deployment.aws)
        .scan()
        .table_name(table)
        .filter_expression("sk = :own and begins_with(pk, :partition)")
        .expression_attribute_values(":own", AttributeValue::S(keys::ONLY.to_owned()))
        .expression_attribute_values(":partition", AttributeValue::S(keys::ORGANISATIONS.to_owned()))
        .projection_expression("pk")
        .into_paginator()
        .items()
        .send();
    let mut all = Vec::new();
    while let Some(item) = items.next().await {
        let item = item.map_err(Unchecked::aws("dynamodb:Scan"))?;
        let pk = item.get("pk").and_then(|pk| pk.as_s().ok());
        let id = pk.and_then(|pk| keys::organisation_of(pk));
        all.extend(id.filter(|id| id.as_str() != OWN_ORGANISATION));
    }
    all.sort();
    Ok(all)
}
