//! The operations of each kind of record.

use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::Response;
use http::StatusCode;
use memberline_administration::{
    AgentForm, DispositionForm, GroupForm, HoursForm, LocationForm, NumberForm, OrganisationForm,
    QuickReplyForm, TeamForm, TriggerForm,
};
use memberline_domain::directory::administration::RecordKind;
use memberline_http_api::Failure;
use memberline_http_api::json::JsonBody;
use memberline_http_api::operations::Operations;
use memberline_http_api::page::Page;
use memberline_http_api::require::{Administer, Require};

use super::access::{RecordId, Seen};
use super::operations::{self, HistoryQuery};
use super::view::{Listed, VersionedRecord};
use crate::api::AdminApi;

/// Declares the operations of a kind of record: one for each method and path.
macro_rules! kinds {
    ($($module:ident: $form:ident $kind:ident, $one:literal $several:literal at $path:literal $record:literal $history:literal
       ids $list:literal $show:literal $put:literal $delete:literal $trace:literal);+ $(;)?) => {
        $(mod $module {
            use super::*;

            #[utoipa::path(get, path = $path, operation_id = $list, tag = "Administration",
                summary = concat!("Lists the ", $several), description = "All that are there, by id, each with its version. For administrators.",
                responses(
                    (status = 200, description = "The records.", body = Listed<$form>),
                ))]
            pub(super) async fn list(
                State(api): State<Arc<AdminApi>>,
                Require { caller, .. }: Require<Administer>,
            ) -> Result<Json<Listed<$form>>, Failure> {
                operations::list(&api, &caller, RecordKind::$kind).await
            }

            #[utoipa::path(get, path = $record, operation_id = $show, tag = "Administration",
                summary = concat!("Shows the ", $one), description = "With its version, which the header `ETag` names as well. For administrators.",
                params(("id" = String, Path, description = "Its id.")),
                responses(
                    (status = 200, description = "The record.", body = VersionedRecord<$form>),
                    (status = 404, description = "`record_not_found`"),
                ))]
            pub(super) async fn show(
                State(api): State<Arc<AdminApi>>,
                Require { caller, .. }: Require<Administer>,
                RecordId(id): RecordId,
            ) -> Result<Response, Failure> {
                operations::show::<$form>(&api, &caller, RecordKind::$kind, &id).await
            }

            #[utoipa::path(put, path = $record, operation_id = $put, tag = "Administration",
                summary = concat!("Writes the ", $one), description = "A new one, or over the version that `If-Match` names. For administrators. A change is known everywhere within half a minute.",
                params(("id" = String, Path, description = "Its id."), ("If-Match" = Option<String>, Header, pattern = "^\"[0-9]{1,18}\"$", description = "The version that is changed, as `ETag` named it; left out for a new record.")),
                request_body = $form,
                responses(
                    (status = 200, description = "The record as it is from now on.", body = VersionedRecord<$form>),
                    (status = 201, description = "It is new.", body = VersionedRecord<$form>),
                    (status = 400, description = "`invalid_if_match`"),
                    (status = 404, description = "`record_not_found`: no id looks like this"),
                    (status = 409, description = "`breaks_other_records`, with the records that it breaks; of an agent `last_administrator`, and `conversations_held`, with the conversations that nobody could answer then"),
                    (status = 412, description = "`version_is_stale`, with the version that there is"),
                    (status = 422, description = "`record_invalid`, with a problem for each field: which, a code and a detail"),
                    (status = 428, description = "`if_match_required`: the record is there already"),
                ))]
            pub(super) async fn put(
                State(api): State<Arc<AdminApi>>,
                Require { caller, .. }: Require<Administer>,
                RecordId(id): RecordId,
                seen: Seen,
                JsonBody(form): JsonBody<$form>,
            ) -> Result<Response, Failure> {
                operations::put(&api, &caller, (RecordKind::$kind, &id), seen, form).await
            }

            #[utoipa::path(delete, path = $record, operation_id = $delete, tag = "Administration",
                summary = concat!("Removes the ", $one), description = "Where nothing needs it any more. Its own history stays. For administrators.",
                params(("id" = String, Path, description = "Its id."), ("If-Match" = String, Header, pattern = "^\"[0-9]{1,18}\"$", description = "The version that is removed, as `ETag` named it.")),
                responses(
                    (status = 204, description = "It is removed."),
                    (status = 400, description = "`invalid_if_match`"),
                    (status = 404, description = "`record_not_found`"),
                    (status = 409, description = "`record_in_use`, with the records that name it; `conversations_open`, `record_is_kept`"),
                    (status = 412, description = "`version_is_stale`, with the version that there is"),
                    (status = 428, description = "`if_match_required`"),
                ))]
            pub(super) async fn delete(
                State(api): State<Arc<AdminApi>>,
                Require { caller, .. }: Require<Administer>,
                RecordId(id): RecordId,
                seen: Seen,
            ) -> Result<StatusCode, Failure> {
                operations::delete(&api, &caller, (RecordKind::$kind, &id), seen).await
            }

            #[utoipa::path(get, path = $history, operation_id = $trace, tag = "Administration",
                summary = concat!("Shows the history of the ", $one), description = "Its versions, the newest first: what it was, who wrote it and when. For administrators.",
                params(("id" = String, Path, description = "Its id."), HistoryQuery),
                responses(
                    (status = 200, description = "A page of its versions.", body = Page<VersionedRecord<$form>>),
                    (status = 400, description = "`invalid_limit`, `invalid_cursor`, `invalid_query`"),
                    (status = 404, description = "`record_not_found`"),
                ))]
            pub(super) async fn history(
                State(api): State<Arc<AdminApi>>,
                Require { caller, .. }: Require<Administer>,
                RecordId(id): RecordId,
                query: Result<Query<HistoryQuery>, QueryRejection>,
            ) -> Result<Json<Page<VersionedRecord<$form>>>, Failure> {
                operations::history(&api, &caller, (RecordKind::$kind, &id), query).await
            }
        })+

        fn of_kinds() -> Operations<Arc<AdminApi>> {
            memberline_http_api::operations![$($module::list, $module::show, $module::put, $module::delete, $module::history),+]
        }
    };
}

kinds! {
    groups: GroupForm Group, "group" "groups" at "/v1/directory/groups" "/v1/directory/groups/{id}" "/v1/directory/groups/{id}/history"
        ids "list_groups" "show_group" "put_group" "delete_group" "show_group_history";
    locations: LocationForm Location, "location" "locations" at "/v1/directory/locations" "/v1/directory/locations/{id}" "/v1/directory/locations/{id}/history"
        ids "list_locations" "show_location" "put_location" "delete_location" "show_location_history";
    teams: TeamForm Team, "team" "teams" at "/v1/directory/teams" "/v1/directory/teams/{id}" "/v1/directory/teams/{id}/history"
        ids "list_team_records" "show_team" "put_team" "delete_team" "show_team_history";
    hours: HoursForm Hours, "hours of a team" "hours of the teams" at "/v1/directory/hours" "/v1/directory/hours/{id}" "/v1/directory/hours/{id}/history"
        ids "list_hours" "show_hours" "put_hours" "delete_hours" "show_hours_history";
    agents: AgentForm Agent, "agent" "agents" at "/v1/directory/agents" "/v1/directory/agents/{id}" "/v1/directory/agents/{id}/history"
        ids "list_agent_records" "show_agent" "put_agent" "delete_agent" "show_agent_history";
    numbers: NumberForm Number, "number" "numbers" at "/v1/directory/numbers" "/v1/directory/numbers/{id}" "/v1/directory/numbers/{id}/history"
        ids "list_numbers" "show_number" "put_number" "delete_number" "show_number_history";
    triggers: TriggerForm Trigger, "trigger" "triggers" at "/v1/directory/triggers" "/v1/directory/triggers/{id}" "/v1/directory/triggers/{id}/history"
        ids "list_trigger_records" "show_trigger" "put_trigger" "delete_trigger" "show_trigger_history";
    quick_replies: QuickReplyForm QuickReply, "quick reply" "quick replies" at "/v1/directory/quick-replies" "/v1/directory/quick-replies/{id}" "/v1/directory/quick-replies/{id}/history"
        ids "list_quick_replies" "show_quick_reply" "put_quick_reply" "delete_quick_reply" "show_quick_reply_history";
    dispositions: DispositionForm Disposition, "disposition" "dispositions" at "/v1/directory/dispositions" "/v1/directory/dispositions/{id}" "/v1/directory/dispositions/{id}/history"
        ids "list_dispositions" "show_disposition" "put_disposition" "delete_disposition" "show_disposition_history";
}

/// Shows the organisation
///
/// What it chose, with its version, which the header `ETag` names as well. For administrators.
#[utoipa::path(get, path = "/v1/directory/organisation", tag = "Administration", responses(
    (status = 200, description = "The record.", body = VersionedRecord<OrganisationForm>),
    (status = 404, description = "`record_not_found`"),
))]
async fn show_organisation(
    State(api): State<Arc<AdminApi>>,
    Require { caller, .. }: Require<Administer>,
) -> Result<Response, Failure> {
    let id = caller.organisation().as_str();
    operations::show::<OrganisationForm>(&api, &caller, RecordKind::Organisation, id).await
}

/// Changes the organisation
///
/// Over the version that `If-Match` names. For administrators. What whoever runs the deployment grants stays as it is: texting and the service
/// level. A change is known everywhere within half a minute.
#[utoipa::path(put, path = "/v1/directory/organisation", tag = "Administration", request_body = OrganisationForm,
    params(("If-Match" = Option<String>, Header, pattern = "^\"[0-9]{1,18}\"$", description = "The version that is changed, as `ETag` named it.")),
    responses(
        (status = 200, description = "The record as it is from now on.", body = VersionedRecord<OrganisationForm>),
        (status = 400, description = "`invalid_if_match`"),
        (status = 404, description = "`record_not_found`"),
        (status = 409, description = "`breaks_other_records`, with the records that it breaks"),
        (status = 412, description = "`version_is_stale`, with the version that there is"),
        (status = 422, description = "`record_invalid`, with a problem for each field: which, a code and a detail"),
        (status = 428, description = "`if_match_required`"),
    ))]
async fn put_organisation(
    State(api): State<Arc<AdminApi>>,
    Require { caller, .. }: Require<Administer>,
    seen: Seen,
    JsonBody(form): JsonBody<OrganisationForm>,
) -> Result<Response, Failure> {
    let id = (RecordKind::Organisation, caller.organisation().as_str());
    operations::put(&api, &caller, id, seen, form).await
}

/// Shows the history of the organisation
///
/// The versions of its record, the newest first: what it was, who wrote it and when. For administrators.
#[utoipa::path(get, path = "/v1/directory/organisation/history", tag = "Administration", params(HistoryQuery), responses(
    (status = 200, description = "A page of its versions.", body = Page<VersionedRecord<OrganisationForm>>),
    (status = 400, description = "`invalid_limit`, `invalid_cursor`, `invalid_query`"),
    (status = 404, description = "`record_not_found`"),
))]
async fn show_organisation_history(
    State(api): State<Arc<AdminApi>>,
    Require { caller, .. }: Require<Administer>,
    query: Result<Query<HistoryQuery>, QueryRejection>,
) -> Result<Json<Page<VersionedRecord<OrganisationForm>>>, Failure> {
    let id = (RecordKind::Organisation, caller.organisation().as_str());
    operations::history(&api, &caller, id, query).await
}

/// The operations of all kinds.
pub(crate) fn operations() -> Operations<Arc<AdminApi>> {
    of_kinds().merge(memberline_http_api::operations![
        show_organisation,
        put_organisation,
        show_organisation_history,
    ])
}
