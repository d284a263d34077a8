//! A firm accepts, declines, and ends.

use serde_json::{Value, json};
use shared::domain::event::Action;
use tests::standing::text;

use super::{Firm, context};

#[tokio::test]
async fn the_holder_or_an_admin_accepts_and_again_is_the_same() {
    let firm = Firm::invited().await;
    let accept = format!("{}/accept", firm.at());
    firm.manager.post(&accept, json!({})).await.expect_problem(403, "forbidden");
    let accepted = firm.admin.post(&accept, json!({})).await.expect(200);
    assert_eq!((&accepted["status"], &accepted["version"]), (&json!("active"), &json!(2)));
    assert!(accepted["accepted_at"].is_string());
    assert_eq!(firm.firm.holder.post(&accept, json!({})).await.expect(200), accepted);
    let manager = firm.client.holder.list(&firm.managers()).await.remove(0);
    assert_eq!((&manager["status"], &manager["version"]), (&json!("active"), &json!(2)));
    let books = firm.service.balanced().await;
    for action in [Action::ManagerAccepted, Action::FirmAccepted] {
        let told = books
            .events_of(action)
            .filter(|one| one.changes.contains_key("firm_id") || action == Action::FirmAccepted);
        assert_eq!(told.count(), 1);
    }
}

#[tokio::test]
async fn the_clients_holder_is_told_that_the_firm_has_accepted() {
    let firm = Firm::accepted().await;
    let mail = firm.service.mails(&firm.client.holder.email).await.remove(0);
    assert_eq!(mail["subject"], "A new manager of Leeds");
    assert!(text(&mail["text"]).contains("Steer has accepted the invitation"), "{mail}");
}

#[tokio::test]
async fn a_firm_that_declines_is_gone_and_those_who_manage_the_client_are_told() {
    let firm = Firm::invited().await;
    firm.admin.delete(&firm.at()).await.expect(204);
    firm.admin.delete(&firm.at()).await.expect_problem(404, "not_found");
    assert!(firm.client.holder.list(&firm.managers()).await.is_empty());
    let mail = firm.service.mails(&firm.client.holder.email).await.remove(0);
    assert_eq!(mail["subject"], "Steer declined to be a manager of Leeds");
    let books = firm.service.balanced().await;
    assert_eq!(books.events_of(Action::ManagerDeclined).count(), 1);
    assert_eq!(books.events_of(Action::FirmDeclined).count(), 1);
}

#[tokio::test]
async fn a_withdrawn_invitation_cannot_be_accepted() {
    let firm = Firm::invited().await;
    firm.client.holder.delete(&firm.as_manager()).await.expect(204);
    let accept = format!("{}/accept", firm.at());
    firm.admin.post(&accept, json!({})).await.expect_problem(404, "not_found");
    assert!(firm.clients("").await.is_empty());
    firm.service.balanced().await;
}

#[tokio::test]
async fn a_firm_ends_a_client_and_all_its_people_are_out_with_the_next_request() {
    let firm = Firm::accepted().await;
    firm.firm.send(&firm.client, &[&firm.admin, &firm.manager]).await.expect(200);
    let ended = firm.admin.delete(&firm.at()).await;
    assert_eq!(ended.cost.items_written, 4, "both sides, and an entry of each trail");
    ended.expect(204);
    for who in [&firm.admin, &firm.manager] {
        who.get(&firm.client.path).await.expect_problem(404, "not_found");
        assert_eq!(context(who, &firm.client).await, None);
    }
    assert!(firm.client.holder.list(&firm.managers()).await.is_empty());
    let books = firm.service.balanced().await;
    assert_eq!(books.events_of(Action::ClientEnded).count(), 1);
    // Nothing of it keeps them from holding an account.
    let person = books.people.iter().find(|one| one.email.as_str() == firm.manager.email).unwrap();
    assert_eq!(person.manages, 1, "the firm itself");
}

#[tokio::test]
async fn a_closed_client_has_no_firm_and_a_closed_firm_no_clients() {
    let firm = Firm::accepted().await;
    firm.firm.send(&firm.client, &[&firm.manager]).await.expect(200);
    let other = firm.service.company("Dover").await;
    firm.service.becomes_client(&other, &firm.firm).await;
    firm.firm.send(&other, &[&firm.manager]).await.expect(200);
    let closing = |name: &str| Some(json!({ "name": name }));
    let closed =
        firm.client.holder.send(http::Method::DELETE, &firm.client.path, closing("Leeds")).await;
    closed.expect(204);
    firm.service.balanced().await;
    let names: Vec<Value> =
        firm.clients("").await.iter().map(|one| one["account"]["name"].clone()).collect();
    assert_eq!(names, ["Dover"]);
    let closed =
        firm.firm.holder.send(http::Method::DELETE, &firm.firm.path, closing("Steer")).await;
    closed.expect(204);
    firm.service.balanced().await;
    assert!(other.holder.list(&format!("{}/managers", other.path)).await.is_empty());
}
