//! Invitation URLs that are made, replaced and used at once.

use futures::future::BoxFuture;
use serde_json::{Value, json};
use tests::{
    Answer, Caller, Service,
    crowd::at_once,
    service::Company,
    standing::{invitation_token, text},
};

/// A call that will be made.
type Calling = BoxFuture<'static, Answer>;

const OWN: &str = "/v1/me/invite-url";

fn make(who: &Caller) -> Calling {
    let who = who.clone();
    Box::pin(async move { who.post_patiently(OWN, json!({})).await })
}

fn invite(by: &Company, url: &Value) -> Calling {
    let (holder, path) = (by.holder.clone(), format!("{}/managers", by.path));
    let body = json!({ "invite_url": invitation_token(url), "scope": { "kind": "company" } });
    Box::pin(async move { holder.post_patiently(&path, body).await })
}

async fn preview(by: &Company, url: &Value) -> u16 {
    let body = json!({ "token": invitation_token(url) });
    by.holder.post("/v1/invite-urls/preview", body).await.status
}

#[tokio::test(flavor = "multi_thread")]
async fn of_twenty_urls_that_are_made_at_once_one_is_alive() {
    let service = Service::start_busy().await;
    let (client, instructor) = (service.company("Client").await, service.driver().await);
    let answers = at_once((0..20).map(|_| make(&instructor))).await;
    let shown = instructor.get(OWN).await.expect(200);
    let mut alive = vec![];
    for answer in answers {
        let made = answer.expect(201);
        if preview(&client, &made).await == 200 {
            alive.push(made);
        }
    }
    assert_eq!(alive, [shown]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_url_that_is_replaced_while_clients_use_it_invites_or_is_dead() {
    let service = Service::start_busy().await;
    let (mut clients, mut invited_in_all) = (vec![], 0);
    for number in 0..4 {
        clients.push(service.company(&format!("Client {number}")).await);
    }
    for _ in 0..10 {
        let instructor = service.driver().await;
        let old = make(&instructor).await.expect(201);
        let mut calls: Vec<_> = clients.iter().map(|client| invite(client, &old)).collect();
        calls.insert(2, make(&instructor));
        let mut answers = at_once(calls).await;
        answers.remove(2).expect(201);
        let mut invited = 0;
        for (client, answer) in clients.iter().zip(answers) {
            let managers = format!("{}/managers", client.path);
            let listed = client.holder.list(&managers).await;
            match answer.status {
                201 => {
                    invited += 1;
                    assert_eq!(listed.len(), 1);
                    let manager = format!("{managers}/{}", text(&listed[0]["id"]));
                    service.balanced().await;
                    client.holder.delete(&manager).await.expect(204);
                }
                _ => {
                    answer.expect_bad_field("invite_url", "not_found");
                    assert!(listed.is_empty());
                }
            }
            assert_eq!(preview(client, &old).await, 404);
        }
        invited_in_all += invited;
        assert_eq!(service.mails(&instructor.email).await.len(), invited);
        service.balanced().await;
    }
    assert!(invited_in_all > 0, "some were faster");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_makes_a_url_and_a_company_at_once_holds_the_company() {
    let service = Service::start_busy().await;
    for round in 0..10 {
        let driver = service.driver().await;
        let maker = driver.clone();
        let name = json!({ "name": format!("Company {round}") });
        let company: Calling =
            Box::pin(async move { maker.post_patiently("/v1/accounts", name).await });
        let answers = at_once([make(&driver), company]).await;
        let made = (answers[0].status, answers[0].code());
        assert!([(201, ""), (409, "account_holder_cannot_manage")].contains(&made), "{made:?}");
        assert_eq!(answers[1].status, 201, "{}", answers[1].text);
        let refused = make(&driver).await;
        refused.expect_problem(409, "account_holder_cannot_manage");
        service.balanced().await;
    }
}
