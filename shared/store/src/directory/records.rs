//! The records of the directory, as administration writes them. No function may.

use memberline_domain::OrganisationId;
use memberline_domain::directory::{Agent, Group, Location, Number, Organisation, Team};
use serde::Serialize;

use crate::error::StoreError;
use crate::item::{Item, s, to_json};
use crate::keys;
use crate::store::Store;

/// A record to write into the directory.
#[derive(Debug, Clone)]
pub enum Record {
    /// The organisation itself.
    Organisation(Organisation),
    /// One of its numbers.
    Number(Number),
    /// A location.
    Location(Location),
    /// A group.
    Group(Group),
    /// A team.
    Team(Team),
    /// An agent, and the subject that the issuer of tokens knows them by.
    Agent(Agent, String),
}

impl Store {
    /// Makes an organisation look after webhooks for numbers that nobody has.
    pub async fn set_caretaker(&self, organisation: &OrganisationId) -> Result<(), StoreError> {
        self.write(pointer(
            keys::UNKNOWN_NUMBERS.to_owned(),
            &[("organisation", organisation.as_str())],
        ))
        .await
    }

    async fn write(&self, item: Item) -> Result<(), StoreError> {
        let put = self
            .dynamodb
            .put_item()
            .table_name(&self.tables.directory)
            .set_item(Some(item));
        put.send().await.map_err(StoreError::dynamodb("PutItem"))?;
        Ok(())
    }

    async fn write_record(
        &self,
        organisation: &OrganisationId,
        sk: String,
        doc: &impl Serialize,
    ) -> Result<(), StoreError> {
        self.write(Item::from([
            ("pk".to_owned(), s(keys::directory(organisation))),
            ("sk".to_owned(), s(sk)),
            ("doc".to_owned(), s(to_json(doc)?)),
        ]))
        .await
    }

    /// Writes a record of the directory, over an older one of the same id.
    pub async fn put_record(&self, organisation: &OrganisationId, record: &Record) -> Result<(), StoreError> {
        match record {
            Record::Organisation(doc) => self.write_record(organisation, keys::ONLY.to_owned(), doc).await,
            Record::Location(doc) => {
                self.write_record(organisation, format!("LOCATION#{}", doc.id), doc)
                    .await
            }
            Record::Group(doc) => {
                self.write_record(organisation, format!("GROUP#{}", doc.id), doc)
                    .await
            }
            Record::Team(doc) => {
                self.write_record(organisation, format!("TEAM#{}", doc.id), doc)
                    .await
            }
            Record::Number(doc) => {
                self.write_record(organisation, format!("NUMBER#{}", doc.number), doc)
                    .await?;
                let owner = [("organisation", organisation.as_str())];
                self.write(pointer(keys::number_owner(&doc.number), &owner)).await
            }
            Record::Agent(doc, subject) => {
                self.write_record(organisation, format!("AGENT#{}", doc.id), doc)
                    .await?;
                let agent = [
                    ("organisation", organisation.as_str()),
                    ("agent", doc.id.as_str()),
                ];
                self.write(pointer(keys::token_subject(subject), &agent)).await
            }
        }
    }
}

fn pointer(pk: String, to: &[(&str, &str)]) -> Item {
    let mut item = Item::from([("pk".to_owned(), s(pk)), ("sk".to_owned(), s(keys::ONLY))]);
    item.extend(to.iter().map(|(name, value)| ((*name).to_owned(), s(*value))));
    item
}
