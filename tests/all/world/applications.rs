//! Applications, as their loan-origination system would have told of them.

use memberline_domain::application::{Application, ApplicationLink, LosDocument, parse_los_event};
use memberline_domain::consent::Subscriber;
use memberline_domain::{ApplicationId, PhoneNumber};
use memberline_store::Wanted;
use serde_json::{Value, json};

use super::World;

/// Somebody on an application.
pub fn person(id: &str, role: &str, mobile: &str) -> Value {
    json!({ "id": id, "role": role, "name": format!("Name of {id}"), "mobile": mobile })
}

impl World {
    /// An application with these people that maria looks after, updated now.
    pub async fn has_application(&self, los_id: &str, people: &[Value]) -> ApplicationId {
        let now = self.clock.now();
        let event = json!({
            "id": format!("evt-{los_id}-{now}"),
            "type": "application.updated",
            "occurred_at": now.to_string(),
            "application": { "id": los_id, "journey": "Loan Application", "people": people, "agents": ["maria"] },
        });
        let event = LosDocument::read(event.to_string().as_bytes()).unwrap();
        let event = parse_los_event(&event, now).unwrap();
        let (store, tenant) = (self.store(), self.tenant("lakeside").await);
        let id = tenant.application_id(los_id);
        let numbers = people.iter().filter_map(|person| person["mobile"].as_str());
        let named: Vec<_> = numbers
            .map(|number| tenant.subscriber_id(&PhoneNumber::parse(number).unwrap()))
            .collect();
        let wanted = Wanted::of(&tenant).head::<Application>(&id);
        let read = store.load(wanted.room_for_links(&named)).await.unwrap();
        let fresh = || Application::new(tenant.id().clone(), id.clone(), los_id.to_owned());
        let known = read.get(&id).unwrap();
        let application = store.or_new(&tenant, known, fresh).await.unwrap();
        let tracked = application.head.apply(&event, &tenant.directory);
        let mut commit = store.begin(now);
        commit
            .application(&tenant, &application, &tracked.change, &read)
            .unwrap();
        store.commit(commit).await.unwrap();
        id
    }

    /// The applications that a number is on.
    pub async fn links(&self, number: &str) -> Vec<ApplicationLink> {
        let tenant = self.tenant("lakeside").await;
        let id = tenant.subscriber_id(&PhoneNumber::parse(number).unwrap());
        let read = self.store().load(Wanted::of(&tenant).links(&id)).await.unwrap();
        read.links(&id).unwrap()
    }

    /// The consent ledger of a number.
    pub async fn ledger(&self, member: &str) -> Subscriber {
        let tenant = self.tenant("lakeside").await;
        let id = tenant.subscriber_id(&PhoneNumber::parse(member).unwrap());
        let subscriber = self.store().load_one::<Subscriber>(&tenant, &id).await.unwrap();
        subscriber.unwrap().head
    }
}
