//! What is done with records, whatever their kind.

use axum::Json;
use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use memberline_administration::{Form, RecordForm, change};
use memberline_domain::directory::administration::{
    Author, Change, FieldProblem, Record, RecordKey, RecordKind, Versioned,
};
use memberline_http_api::Failure;
use memberline_http_api::caller::{AgentService as _, Caller};
use memberline_http_api::page::{self, Page};
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;

use super::access::{Seen, key, version_required};
use super::view::{Listed, VersionedRecord};
use crate::api::AdminApi;
use crate::refusal::{failure, invalid, not_found};

const USUAL_LIMIT: u16 = 50;

/// Which part of a history to show.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct HistoryQuery {
    /// How many versions at most, 1 to 100; 50 when left out.
    #[param(value_type = Option<u16>, minimum = 1, maximum = 100)]
    limit: Option<String>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

pub(super) async fn list<F: TryFrom<RecordForm>>(
    api: &AdminApi,
    caller: &Caller,
    kind: RecordKind,
) -> Result<Json<Listed<F>>, Failure> {
    let records = Box::pin(api.store.records(caller.organisation())).await?;
    let items = records.of(kind).filter_map(VersionedRecord::of);
    Ok(Json(Listed {
        items: items.collect(),
    }))
}

pub(super) async fn show<F: TryFrom<RecordForm> + Serialize>(
    api: &AdminApi,
    caller: &Caller,
    kind: RecordKind,
    id: &str,
) -> Result<Response, Failure> {
    let key = key(kind, id)?;
    let records = Box::pin(api.store.records(caller.organisation())).await?;
    let found = records.get(&key).ok_or_else(not_found)?;
    shown::<F>(found, StatusCode::OK)
}

pub(super) async fn put<F: Form + TryFrom<RecordForm> + Serialize>(
    api: &AdminApi,
    caller: &Caller,
    (kind, id): (RecordKind, &str),
    seen: Seen,
    form: F,
) -> Result<Response, Failure> {
    let key = key(kind, id)?;
    let unsaid = form.unsaid();
    let record = form.record().map_err(|problems| invalid(&problems))?;
    if record.key() != key {
        return Err(other_id(&record).into());
    }
    let records = Box::pin(api.store.records(caller.organisation())).await?;
    let record = records.keeping(record, &unsaid);
    let current = records.get(&key);
    let expected = match (seen.0, current) {
        (Some(seen), _) => seen,
        (None, None) => 0,
        (None, Some(_)) => return Err(version_required().into()),
    };
    let status = if current.is_none() {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    let (author, write) = (author(caller), Change::Write(record));
    let decided = change(&api.store, &records, &write, expected, (&author, api.now()));
    match Box::pin(decided).await.map_err(failure)? {
        Some(decided) => shown::<F>(&decided.after, status),
        // It is as it was asked to be.
        None => shown::<F>(current.ok_or_else(not_found)?, StatusCode::OK),
    }
}

pub(super) async fn delete(
    api: &AdminApi,
    caller: &Caller,
    (kind, id): (RecordKind, &str),
    seen: Seen,
) -> Result<StatusCode, Failure> {
    let key = key(kind, id)?;
    let expected = seen.0.ok_or_else(version_required)?;
    let author = author(caller);
    let removal = Change::Remove(key);
    let records = Box::pin(api.store.records(caller.organisation())).await?;
    let removed = change(&api.store, &records, &removal, expected, (&author, api.now()));
    Box::pin(removed).await.map_err(failure)?;
    Ok(StatusCode::NO_CONTENT)
}

pub(super) async fn history<F: TryFrom<RecordForm>>(
    api: &AdminApi,
    caller: &Caller,
    (kind, id): (RecordKind, &str),
    query: Result<Query<HistoryQuery>, QueryRejection>,
) -> Result<Json<Page<VersionedRecord<F>>>, Failure> {
    let Query(query) = query.map_err(page::unreadable_query)?;
    let limit = page::limit(query.limit.as_deref(), USUAL_LIMIT)?;
    let key = key(kind, id)?;
    let list = format!("directory {key}");
    let cursors = caller.cursors(api, &list);
    let after = cursors.open(query.cursor.as_deref()).await?;
    let versions = api
        .store
        .record_history(caller.organisation(), &key, (limit, after.as_deref()));
    let versions = Box::pin(versions).await?;
    if versions.items.is_empty() && after.is_none() {
        return Err(not_found().into());
    }
    let items = versions.items.iter().filter_map(VersionedRecord::of).collect();
    Ok(Json(cursors.page(items, versions.next).await?))
}

fn author(caller: &Caller) -> Author {
    Author::Agent {
        agent: caller.id().clone(),
    }
}

fn shown<F: TryFrom<RecordForm> + Serialize>(
    versioned: &Versioned,
    status: StatusCode,
) -> Result<Response, Failure> {
    let view: VersionedRecord<F> = VersionedRecord::of(versioned).ok_or_else(not_found)?;
    let mut response = (status, Json(&view)).into_response();
    if let Ok(tag) = HeaderValue::try_from(format!("\"{}\"", view.version)) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    Ok(response)
}

/// The problem of a body that is of another record than the path.
fn other_id(record: &Record) -> memberline_http_api::Problem {
    let RecordKey { kind, .. } = record.key();
    let field = match kind {
        RecordKind::Number => "/number",
        RecordKind::Hours => "/team",
        _ => "/id",
    };
    invalid(&[FieldProblem {
        field: field.to_owned(),
        code: "other_record",
        detail: "it is another one than the path names".to_owned(),
    }])
}
