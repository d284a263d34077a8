//! Firms: invited by clients, and what they have of them.

mod answering;
mod inviting;
mod labels;
mod listing;
mod sending;

use serde_json::{Value, json};
use shared::domain::{Role, Scope};
use tests::{Caller, Service, service::Company, standing::text};

/// A firm with an admin and a manager, and a client that has invited it.
struct Firm {
    service: Service,
    firm: Company,
    client: Company,
    admin: Caller,
    manager: Caller,
    /// The firm as the client's manager.
    invited: Value,
}

impl Firm {
    async fn invited() -> Self {
        let service = Service::start().await;
        let firm = service.company("Steer").await;
        let client = service.company("Leeds").await;
        let admin = service.member(&firm, Role::Admin, Some("Ann")).await;
        let admin = service.sign_in(&admin.email).await;
        let manager = service.manager(&firm, Scope::Company).await;
        let invited = service.invite_firm(&client, &firm).await;
        Self { service, firm, client, admin, manager, invited }
    }

    async fn accepted() -> Self {
        let this = Self::invited().await;
        let accept = format!("{}/accept", this.at());
        this.firm.holder.post(&accept, json!({})).await.expect(200);
        this
    }

    /// Where the client is.
    fn at(&self) -> String {
        self.firm.client(&self.client)
    }

    fn managers(&self) -> String {
        format!("{}/managers", self.client.path)
    }

    /// The firm, as the client has it.
    fn as_manager(&self) -> String {
        format!("{}/{}", self.managers(), text(&self.invited["id"]))
    }

    /// The firm's clients, as its holder reads them.
    async fn clients(&self, query: &str) -> Vec<Value> {
        self.firm.holder.list(&format!("{}/clients{query}", self.firm.path)).await
    }
}

/// What somebody's contexts say of an account.
async fn context(who: &Caller, of: &Company) -> Option<Value> {
    let contexts = who.list("/v1/me/contexts").await;
    contexts.into_iter().find(|one| one["account"]["id"] == of.id.as_str())
}
