//! Pages: what one query finds, and where the next one begins.
//!
//! A query stops at the limit that it is given, and at a megabyte before that. Only its `LastEvaluatedKey` tells whether there
//! is more: how many items came tells nothing. So everything that shows a list in pages reads it here. A page may hold fewer
//! than asked for, or none, and not be the last. What is wanted whole is read by [`Store::between`] and [`Store::partition`].

use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;

use crate::error::StoreError;
use crate::item::{Item, s, text};
use crate::keys::List;
use crate::store::Store;

/// A page of a list.
#[derive(Debug)]
pub struct Page<T> {
    /// What is on it.
    pub items: Vec<T>,
    /// The place after which the next page begins, if there may be one.
    pub next: Option<String>,
}

/// Where a list is, whole or in part.
#[derive(Debug)]
pub(crate) struct Range<'a> {
    table: &'a str,
    index: Option<&'static str>,
    pk: (&'static str, &'a str),
    sk: &'static str,
    between: Option<(&'a str, &'a str)>,
    forward: bool,
}

impl<'a> Range<'a> {
    /// The items of a partition from one sort key to another, the last first, read consistently.
    pub(crate) fn of(table: &'a str, pk: &'a str, between: (&'a str, &'a str)) -> Self {
        Self {
            table,
            index: None,
            pk: ("pk", pk),
            sk: "sk",
            between: Some(between),
            forward: false,
        }
    }

    /// A list, in its order.
    pub(crate) fn list(table: &'a str, list: List, pk: &'a str) -> Self {
        Self {
            table,
            index: Some(list.index()),
            pk: (list.pk(), pk),
            sk: list.sk(),
            between: None,
            forward: list == List::Waiting,
        }
    }

    /// The condition on the keys of what comes after a place, or of all.
    fn condition(&self, after: Option<&str>) -> String {
        let (pk, sk) = (self.pk.0, self.sk);
        match (self.between, after) {
            (Some(_), _) => format!("{pk} = :pk and {sk} between :first and :last"),
            (None, Some(_)) if self.forward => format!("{pk} = :pk and {sk} > :after"),
            (None, Some(_)) => format!("{pk} = :pk and {sk} < :after"),
            (None, None) => format!("{pk} = :pk"),
        }
    }
}

/// All items that a query finds: one call, unless they are more than a megabyte.
async fn all(query: QueryFluentBuilder) -> Result<Vec<Item>, StoreError> {
    let mut found = query.into_paginator().items().send();
    let mut items = Vec::new();
    while let Some(item) = found.next().await {
        items.push(item.map_err(StoreError::dynamodb("Query"))?);
    }
    Ok(items)
}

impl Store {
    fn of_partition(&self, table: &str, pk: String) -> QueryFluentBuilder {
        let query = self.dynamodb.query().table_name(table);
        query
            .key_condition_expression("pk = :pk")
            .expression_attribute_values(":pk", s(pk))
    }

    /// All items of a partition.
    pub(crate) async fn partition(&self, table: &str, pk: String) -> Result<Vec<Item>, StoreError> {
        all(self.of_partition(table, pk)).await
    }

    /// All items of a partition, read consistently.
    pub(crate) async fn partition_now(&self, table: &str, pk: String) -> Result<Vec<Item>, StoreError> {
        all(self.of_partition(table, pk).consistent_read(true)).await
    }

    /// All items of a partition of the timeline from one sort key to another, in their order, read consistently.
    pub(crate) async fn between(&self, pk: &str, first: &str, last: &str) -> Result<Vec<Item>, StoreError> {
        let query = self
            .dynamodb
            .query()
            .table_name(&self.tables.timeline)
            .key_condition_expression("pk = :pk and sk between :first and :last")
            .expression_attribute_values(":pk", s(pk))
            .expression_attribute_values(":first", s(first))
            .expression_attribute_values(":last", s(last))
            .consistent_read(true);
        all(query).await
    }

    /// The page of a range that comes after a place: one query.
    pub(crate) async fn page(
        &self,
        range: &Range<'_>,
        limit: u16,
        after: Option<&str>,
    ) -> Result<Page<Item>, StoreError> {
        let mut query = self
            .dynamodb
            .query()
            .table_name(range.table)
            .set_index_name(range.index.map(str::to_owned))
            .key_condition_expression(range.condition(after))
            .expression_attribute_values(":pk", s(range.pk.1))
            .scan_index_forward(range.forward)
            // An index is never consistent.
            .consistent_read(range.index.is_none())
            .limit(i32::from(limit));
        if let Some((first, last)) = range.between {
            query = query
                .expression_attribute_values(":first", s(first))
                .expression_attribute_values(":last", s(last));
        }
        if let Some(after) = after {
            query = if range.between.is_some() {
                query
                    .exclusive_start_key(range.pk.0, s(range.pk.1))
                    .exclusive_start_key(range.sk, s(after))
            } else {
                query.expression_attribute_values(":after", s(after))
            };
        }
        let answer = query.send().await.map_err(StoreError::dynamodb("Query"))?;
        let last = answer.last_evaluated_key.as_ref();
        let next = last
            .map(|key| text(key, range.sk).map(str::to_owned))
            .transpose()?;
        Ok(Page {
            items: answer.items.unwrap_or_default(),
            next,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_goes_on_after_the_place_in_its_own_order() {
        let all = Range::of("t", "Q#lakeside", ("1", "4"));
        assert_eq!(all.condition(None), "pk = :pk and sk between :first and :last");
        assert_eq!(all.condition(Some("2-x")), all.condition(None));
        let open = Range::list("t", List::Open, "I#lakeside#T#lending");
        assert_eq!(open.condition(None), "open_pk = :pk");
        assert_eq!(open.condition(Some("1#x")), "open_pk = :pk and open_sk < :after");
        let waiting = Range::list("t", List::Waiting, "I#lakeside#T#lending");
        assert_eq!(
            waiting.condition(Some("1#x")),
            "waiting_pk = :pk and waiting_sk > :after"
        );
    }
}
