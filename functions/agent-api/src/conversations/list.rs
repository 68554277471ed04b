//! `GET /v1/conversations` (EL-01, MC-03..10).

use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use futures_util::future::try_join_all;
use memberline_domain::TeamId;
use memberline_domain::thread;
use memberline_http_api::Failure;
use memberline_http_api::page;
use memberline_http_api::page::Page;
use memberline_http_api::{Meaning, Problem};
use memberline_store::keys::{self, List};
use memberline_store::{Page as StoredPage, Row as StoredRow};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::api::AgentApi;
use crate::conversations::view::conversation::{Row, row};
use memberline_http_api::caller::Caller;

const USUAL_LIMIT: u16 = 25;

/// Which conversations to list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Filter {
    /// Not closed, the latest active first.
    #[default]
    Open,
    /// Open, and the member waits for an answer; who waits longest comes first.
    Waiting,
    /// Open, and nobody claimed it; the latest active first.
    Unassigned,
    /// Open, and the caller claimed it; the latest active first.
    Mine,
    /// Closed, the latest closed first.
    Closed,
}

impl Filter {
    const ALL: [(Self, &'static str, List); 5] = [
        (Self::Open, "open", List::Open),
        (Self::Waiting, "waiting", List::Waiting),
        (Self::Unassigned, "unassigned", List::Unclaimed),
        (Self::Mine, "mine", List::Mine),
        (Self::Closed, "closed", List::Closed),
    ];

    fn parse(text: Option<&str>) -> Result<(&'static str, List), Problem> {
        let text = text.unwrap_or("open");
        let filter = Self::ALL.iter().find(|(_, name, _)| *name == text);
        filter
            .map(|(_, name, list)| (*name, *list))
            .ok_or_else(no_such_filter)
    }
}

/// Which part of which list to show.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct InboxQuery {
    /// Which conversations; `open` when left out.
    #[param(value_type = Option<Filter>)]
    filter: Option<String>,
    /// Of this team only; of all teams that the caller sees when left out.
    team: Option<String>,
    /// How many rows at most, 1 to 100; 25 when left out. A page may hold fewer and not be the last.
    #[param(value_type = Option<u16>, minimum = 1, maximum = 100)]
    limit: Option<String>,
    /// `next_cursor` of the page before, of the same filter and team.
    cursor: Option<String>,
}

fn no_such_filter() -> Problem {
    Problem::new(
        Meaning::Malformed,
        "invalid_filter",
        "A filter is one of open, waiting, unassigned, mine, closed.",
    )
}

fn no_such_team() -> Problem {
    Problem::new(
        Meaning::NotFound,
        "team_not_found",
        "There is no such team, or it is not yours.",
    )
}

/// The team that was asked for, if the caller sees it.
fn team(caller: &Caller, asked: Option<&str>) -> Result<Option<TeamId>, Problem> {
    let Some(asked) = asked else { return Ok(None) };
    let team = TeamId::parse(asked).map_err(|_| no_such_team())?;
    let seen = caller.directory().teams_seen_by(&caller.agent).contains(&team);
    if seen { Ok(Some(team)) } else { Err(no_such_team()) }
}

/// The lists' partitions that hold what was asked for.
fn partitions(caller: &Caller, list: List, team: Option<&TeamId>) -> Vec<String> {
    let organisation = caller.organisation();
    match (list, team) {
        (List::Mine, _) => vec![keys::agent_list(organisation, caller.id())],
        (_, Some(team)) => vec![keys::team_list(organisation, team)],
        (_, None) => {
            let teams = caller.directory().teams_seen_by(&caller.agent);
            teams
                .iter()
                .map(|team| keys::team_list(organisation, team))
                .collect()
        }
    }
}

/// The first `limit` rows of all the lists, and the place after which the rest begins, if there may be one.
///
/// A list that was not read to its end may go on right after where it was left: what the others have beyond that place is for
/// the next page.
fn merge<R>(list: List, pages: Vec<StoredPage<(String, R)>>, limit: u16) -> (Vec<R>, Option<String>) {
    let before = |a: &str, b: &str| {
        if list == List::Waiting { a.cmp(b) } else { b.cmp(a) }
    };
    let left = pages.iter().filter_map(|page| page.next.clone());
    let mut end = left.min_by(|a, b| before(a, b));
    let mut rows: Vec<(String, R)> = pages.into_iter().flat_map(|page| page.items).collect();
    rows.sort_by(|(a, _), (b, _)| before(a, b));
    if let Some(end) = &end {
        rows.retain(|(place, _)| before(place, end).is_le());
    }
    let limit = usize::from(limit);
    if rows.len() > limit {
        rows.truncate(limit);
        end = rows.last().map(|(place, _)| place.clone());
    }
    (rows.into_iter().map(|(_, row)| row).collect(), end)
}

fn conversation_of(row: &StoredRow) -> Option<&thread::Conversation> {
    match row {
        StoredRow::Open(thread) => thread.conversation.as_ref(),
        StoredRow::Closed(closed) => Some(&closed.conversation),
    }
}

impl AgentApi {
    async fn conversations(
        &self,
        caller: &Caller,
        query: &InboxQuery,
        limit: u16,
    ) -> Result<Page<Row>, Failure> {
        let (name, list) = Filter::parse(query.filter.as_deref())?;
        let team = team(caller, query.team.as_deref())?;
        let scope = team.as_ref().map_or("*", TeamId::as_str);
        let sealed_for = format!("conversations {name} {scope}");
        let after = caller
            .cursors(self, &sealed_for)
            .open(query.cursor.as_deref())
            .await?;
        let asked = (limit, after.as_deref());
        let partitions = partitions(caller, list, team.as_ref());
        let queries = partitions
            .iter()
            .map(|pk| Box::pin(self.store.list(&caller.tenant, list, pk, asked)));
        let (rows, end) = merge(list, try_join_all(queries).await?, limit);
        // An agent's own list crosses teams.
        let visible = rows.iter().filter(|row| {
            conversation_of(row).is_some_and(|conversation| {
                let of_team = team
                    .as_ref()
                    .is_none_or(|team| *team == conversation.assignment.team);
                of_team && conversation.visible_to(&caller.agent)
            })
        });
        let items = visible
            .filter_map(|stored| row(caller.directory(), stored))
            .collect();
        Ok(caller.cursors(self, &sealed_for).page(items, end).await?)
    }
}

/// Lists conversations
///
/// Of the teams that the caller sees. A list may lag behind by a moment.
#[utoipa::path(get, path = "/v1/conversations", tag = "Conversations", params(InboxQuery), responses(
    (status = 200, description = "A page of the list.", body = Page<Row>),
    (status = 400, description = "`invalid_filter`, `invalid_limit`, `invalid_cursor`, `invalid_query`"),
    (status = 404, description = "`team_not_found`"),
))]
pub(crate) async fn list_conversations(
    State(api): State<Arc<AgentApi>>,
    caller: Caller,
    query: Result<Query<InboxQuery>, QueryRejection>,
) -> Result<Json<Page<Row>>, Failure> {
    let Query(query) = query.map_err(page::unreadable_query)?;
    let limit = page::limit(query.limit.as_deref(), USUAL_LIMIT)?;
    let page = Box::pin(api.conversations(&caller, &query, limit)).await?;
    Ok(Json(page))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pages of three teams' lists: the places on each, and where each goes on.
    fn pages(next: [Option<&str>; 3]) -> Vec<StoredPage<(String, u32)>> {
        let places: [&[u32]; 3] = [&[9, 4], &[], &[7, 1]];
        places
            .iter()
            .zip(next)
            .map(|(places, next)| StoredPage {
                items: places.iter().map(|n| (n.to_string(), *n)).collect(),
                next: next.map(str::to_owned),
            })
            .collect()
    }

    const WHOLE: [Option<&str>; 3] = [None, None, None];

    #[test]
    fn the_lists_of_all_teams_are_one_list() {
        assert_eq!(
            merge(List::Open, pages(WHOLE), 3),
            (vec![9, 7, 4], Some("4".to_owned()))
        );
        assert_eq!(merge(List::Open, pages(WHOLE), 4), (vec![9, 7, 4, 1], None));
        assert_eq!(merge::<u32>(List::Open, Vec::new(), 4), (vec![], None));
    }

    #[test]
    fn a_list_that_was_not_read_to_its_end_holds_back_the_others() {
        let told = |next| merge(List::Open, pages(next), 4);
        assert_eq!(
            told([Some("4"), None, None]),
            (vec![9, 7, 4], Some("4".to_owned())),
            "the first may go on with 3"
        );
        assert_eq!(
            told([None, Some("8"), None]),
            (vec![9], Some("8".to_owned())),
            "a query can end before it found anything that it may show"
        );
        assert_eq!(
            told([Some("4"), None, Some("1")]),
            (vec![9, 7, 4], Some("4".to_owned()))
        );
        assert_eq!(
            told([None, None, Some("1")]),
            (vec![9, 7, 4, 1], Some("1".to_owned()))
        );
        let waiting = merge(List::Waiting, pages([Some("9"), None, Some("7")]), 4);
        assert_eq!(waiting, (vec![1, 4, 7], Some("7".to_owned())));
    }

    #[test]
    fn mc_07_who_waits_longest_comes_first() {
        assert_eq!(
            merge(List::Waiting, pages(WHOLE), 2),
            (vec![1, 4], Some("4".to_owned()))
        );
    }

    #[test]
    fn mc_06_open_is_the_default_filter() {
        assert!(matches!(Filter::parse(None), Ok(("open", List::Open))));
        assert!(matches!(
            Filter::parse(Some("unassigned")),
            Ok((_, List::Unclaimed))
        ));
        for bad in ["", "Open", "all", "open "] {
            assert!(Filter::parse(Some(bad)).is_err(), "{bad}");
        }
        for (filter, name, _) in Filter::ALL {
            assert_eq!(serde_json::to_value(filter).unwrap(), name);
        }
    }
}
