//! Firms and their clients.

use serde_json::json;
use shared::domain::{Role, Scope};

use super::walk::Walk;

impl Walk {
    pub async fn firms(&mut self) {
        let firm = &self.service.company("Steer").await;
        let client = &self.service.company("Leeds").await;
        let driver = self.service.driver_of(client, "Ann").await;
        let group = self.service.group_of(client, "North", &[&driver]).await;
        let (ann, bob) = (
            self.service.manager(firm, Scope::Company).await,
            self.service.manager(firm, Scope::Company).await,
        );
        let managers = format!("{}/managers", client.path);
        let scope = json!({ "kind": "groups", "group_ids": [group] });
        let invitation = json!({ "firm_id": firm.id, "scope": scope });
        let at = firm.client(client);
        self.post("firm", &client.holder, &managers, invitation.clone()).await;
        self.delete("declined", &firm.holder, &at).await;
        let manager = self.post("firm", &client.holder, &managers, invitation.clone()).await;
        self.post("", &firm.holder, &format!("{at}/accept"), json!({})).await;
        self.post("again", &firm.holder, &format!("{at}/accept"), json!({})).await;
        let labels = json!({ "labels": ["North"] });
        self.put("", &firm.holder, &format!("{at}/labels"), labels).await;
        let (sent, one) = (format!("{at}/people"), ann.person_id().await);
        let both = json!({ "person_ids": [one, bob.person_id().await] });
        self.put("two sent", &firm.holder, &sent, both.clone()).await;
        let clients = format!("{}/clients", firm.path);
        self.get("", &firm.holder, &clients).await;
        self.get("by person", &firm.holder, &format!("{clients}?person={one}")).await;
        self.get("with a firm", &client.holder, &managers).await;
        self.get("for a firm", &ann, "/v1/me/contexts").await;
        self.get("for a firm", &ann, "/v1/me/reports/overview").await;
        let manager = format!("{managers}/{}", manager["id"].as_str().expect("an id"));
        self.delete("", &client.holder, &format!("{manager}/people/{one}")).await;
        let context = format!("/v1/me/contexts/{}", client.id);
        self.put("for a firm", &bob, &format!("{context}/labels"), json!({ "labels": ["Mine"] }))
            .await;
        self.delete("for a firm", &bob, &context).await;
        self.put("two sent", &firm.holder, &sent, both).await;
        self.put("two called back", &firm.holder, &sent, json!({ "person_ids": [] })).await;
        self.delete("firm", &client.holder, &manager).await;
        client.holder.post(&managers, invitation).await.expect(201);
        firm.holder.post(&format!("{at}/accept"), json!({})).await.expect(200);
        let admin = self.service.member(firm, Role::Admin, Some("Ann")).await;
        let admin = self.service.sign_in_by_mail(&admin.email).await;
        firm.send(client, &[&ann, &admin]).await.expect(200);
        // Who leaves the firm leaves its clients.
        admin.delete(&format!("/v1/me/contexts/{}", firm.id)).await.expect(204);
        ann.delete(&format!("/v1/me/contexts/{}", firm.id)).await.expect(204);
        self.delete("active", &firm.holder, &at).await;
    }
}
