//! Who of a firm looks after its clients, as clients and the firm see them.

use schemars::JsonSchema;
use serde::Serialize;
use shared::{
    app::App,
    domain::{AccountId, Email, PersonId, PersonName},
    http::Problem,
    table::{
        Items, Key,
        client::{Client, Sent},
        keys,
        person::{Context, Person},
    },
};

/// One of a firm's people.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "FirmPerson")]
pub struct FirmPersonView {
    /// Who.
    id: PersonId,
    /// Their own name for themselves.
    name: Option<PersonName>,
    /// Their address.
    email: Email,
}

/// The people who were sent to some clients, as they were read.
pub struct People(Items);

impl People {
    /// Where it lies who somebody is, and as what they are of the firm.
    pub fn keys(firm: AccountId, person: PersonId) -> [Key; 2] {
        [keys::person(person), keys::context(person, firm)]
    }

    /// Reads the people of some clients; of those to whom nobody was sent, without asking.
    pub async fn read(app: &App, clients: &[Client]) -> Result<Self, Problem> {
        let wanted = clients.iter().flat_map(|client| {
            client.people.iter().flat_map(|sent| Self::keys(client.firm_id, sent.person_id))
        });
        let wanted: Vec<_> = wanted.collect();
        Ok(Self(app.table.get_many(wanted).await?))
    }

    /// Who looks after a client: who is of the firm no longer does so no longer, from that moment on.
    pub fn of(&self, client: &Client) -> Result<Vec<FirmPersonView>, Problem> {
        let mut views = Vec::with_capacity(client.people.len());
        for sent in &client.people {
            if let Some(person) = self.standing(client, sent)? {
                let Person { person_id: id, name, email, .. } = person;
                views.push(FirmPersonView { id, name, email });
            }
        }
        Ok(views)
    }

    fn standing(&self, client: &Client, sent: &Sent) -> Result<Option<Person>, Problem> {
        let [person, own] = Self::keys(client.firm_id, sent.person_id);
        let own: Option<Context> = self.0.get(&own)?;
        if own.and_then(|own| own.membership()) != Some(sent.membership) {
            return Ok(None);
        }
        Ok(self.0.get(&person)?)
    }
}
