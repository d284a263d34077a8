//! Inviting a firm.

use serde_json::{Value, json};
use shared::domain::event::{Action, ActorKind};
use tests::{Service, service::Company, standing::text};

use super::Firm;

async fn invite(client: &Company, body: Value) -> tests::Answer {
    client.holder.post(&format!("{}/managers", client.path), body).await
}

#[tokio::test]
async fn a_firm_is_invited_and_its_holder_is_told_by_mail() {
    let firm = Firm::invited().await;
    let invited = &firm.invited;
    assert_eq!(invited["firm"], json!({ "id": firm.firm.id, "name": "Steer" }));
    assert_eq!((&invited["email"], &invited["people"]), (&Value::Null, &json!([])));
    assert_eq!((&invited["status"], &invited["url"]), (&json!("invited"), &Value::Null));
    let listed = firm.client.holder.list(&firm.managers()).await;
    assert_eq!(listed, std::slice::from_ref(invited));
    let mail = firm.service.mails(&firm.firm.holder.email).await.remove(0);
    assert_eq!(mail["subject"], "Leeds invites Steer to look after it");
    firm.service.balanced().await;
}

#[tokio::test]
async fn both_trails_tell_and_each_names_its_own_people_only() {
    let firm = Firm::invited().await;
    let books = firm.service.balanced().await;
    let of_client = books.events_of(Action::ManagerInvited);
    let of_client = of_client.filter(|one| one.account_id.to_string() == firm.client.id);
    let of_client = of_client.last().expect("an entry");
    assert_eq!(of_client.changes["firm_id"], firm.firm.id.as_str());
    assert!(of_client.actor.email.is_some());
    let of_firm = books.events_of(Action::FirmInvited).next().expect("an entry");
    assert_eq!(
        (of_firm.account_id.to_string(), of_firm.actor.kind),
        (firm.firm.id.clone(), ActorKind::System)
    );
    assert_eq!(of_firm.subject.id, firm.client.id);
}

#[tokio::test]
async fn a_firm_is_invited_once() {
    let firm = Firm::invited().await;
    let body = json!({ "firm_id": firm.firm.id, "scope": { "kind": "company" } });
    let again = invite(&firm.client, body.clone()).await;
    again.expect_problem(409, "already_a_manager");
    let accept = format!("{}/accept", firm.at());
    firm.firm.holder.post(&accept, json!({})).await.expect(200);
    invite(&firm.client, body).await.expect_problem(409, "already_a_manager");
    firm.service.balanced().await;
}

#[tokio::test]
async fn a_request_that_is_sent_again_invites_once() {
    let service = Service::start().await;
    let (firm, client) = (service.company("Steer").await, service.company("Leeds").await);
    let body = json!({ "firm_id": firm.id, "scope": { "kind": "company" } });
    let client = Company { holder: client.holder.with_header("idempotency-key", "one"), ..client };
    let first = invite(&client, body.clone()).await.expect(201);
    assert_eq!(invite(&client, body).await.expect(201), first);
    service.balanced().await;
}

#[tokio::test]
async fn a_company_that_is_there_and_another_can_be_invited_only() {
    let service = Service::start().await;
    let client = service.company("Leeds").await;
    let scope = json!({ "kind": "company" });
    let firm = |id: &str| json!({ "firm_id": id, "scope": scope });
    invite(&client, firm(&client.id)).await.expect_bad_field("firm_id", "own_account");
    let unknown = "acc_01ARZ3NDEKTSV4RRFFQ69G5FAV";
    invite(&client, firm(unknown)).await.expect_bad_field("firm_id", "not_found");
    let reseller = service.reseller("Codes").await;
    let (_, codes) = service.batch(&reseller, 1).await;
    let driver = service.driver().await;
    let opened = driver.post("/v1/redemptions", json!({ "code": codes[0] })).await.expect(201);
    let individual = firm(text(&opened["account"]["id"]));
    invite(&client, individual).await.expect_bad_field("firm_id", "not_found");
    let both = json!({ "firm_id": reseller.id, "email": "ann@example.com", "scope": scope });
    invite(&client, both).await.expect_bad_field("firm_id", "conflicting");
}

#[tokio::test]
async fn a_firm_that_refuses_the_account_is_not_invited() {
    let service = Service::start().await;
    let (firm, client) = (service.company("Steer").await, service.company("Leeds").await);
    let refused = format!("{}/refused/{}", firm.path, client.id);
    firm.holder.put(&refused, json!({})).await.expect(204);
    let body = json!({ "firm_id": firm.id, "scope": { "kind": "company" } });
    invite(&client, body).await.expect_problem(403, "refused");
    service.balanced().await;
}

#[tokio::test]
async fn a_firm_that_was_ended_can_be_invited_again() {
    let firm = Firm::accepted().await;
    firm.firm.send(&firm.client, &[&firm.manager]).await.expect(200);
    firm.client.holder.delete(&firm.as_manager()).await.expect(204);
    assert!(firm.clients("").await.is_empty());
    firm.service.becomes_client(&firm.client, &firm.firm).await;
    firm.manager.get(&firm.client.path).await.expect_problem(404, "not_found");
    firm.firm.send(&firm.client, &[&firm.manager]).await.expect(200);
    firm.manager.get(&firm.client.path).await.expect(200);
    firm.service.balanced().await;
}
