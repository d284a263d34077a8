//! Firms with their clients, as both get them: invited, accepted, people sent.

use serde_json::{Value, json};
use shared::domain::PersonId;

use crate::{Answer, Caller, Service, service::Company, standing::text};

impl Service {
    /// Invites a firm to look after the whole of a client; gives the manager as it is answered.
    pub async fn invite_firm(&self, client: &Company, firm: &Company) -> Value {
        let body = json!({ "firm_id": firm.id, "scope": { "kind": "company" } });
        client.holder.post(&format!("{}/managers", client.path), body).await.expect(201)
    }

    /// Makes an account the client of a firm: it invites, and the firm accepts.
    pub async fn becomes_client(&self, client: &Company, firm: &Company) -> Value {
        let manager = self.invite_firm(client, firm).await;
        let accept = format!("{}/accept", firm.client(client));
        firm.holder.post(&accept, json!({})).await.expect(200);
        manager
    }
}

impl Company {
    /// Where a client of this firm is.
    pub fn client(&self, client: &Company) -> String {
        format!("{}/clients/{}", self.path, client.id)
    }

    /// Sends just these of the firm's people to a client.
    pub async fn send(&self, client: &Company, people: &[&Caller]) -> Answer {
        let mut ids = vec![];
        for who in people {
            ids.push(who.person_id().await);
        }
        let body = json!({ "person_ids": ids });
        self.holder.put(&format!("{}/people", self.client(client)), body).await
    }
}

impl Caller {
    /// Who they are.
    pub async fn person_id(&self) -> PersonId {
        let me = self.get("/v1/me").await.expect(200);
        text(&me["person"]["id"]).parse().expect("a person")
    }
}
