//! Asking to become a reseller while the operator answers, and while the account is closed.

use std::collections::BTreeMap;

use futures::future::BoxFuture;
use http::Method;
use serde_json::{Value, json};
use shared::domain::event::Action;
use tests::{Answer, Caller, Service, crowd::at_once, service::Company, standing::text};

use super::outcomes;

/// A call that will be made.
type Calling = BoxFuture<'static, Answer>;

/// A company whose holder is found.
async fn company(service: &Service, number: usize) -> Company {
    let company = service.company(&format!("Company {number}")).await;
    service.lists_caught_up().await;
    company
}

fn ask(company: &Company, note: &str) -> Calling {
    let (holder, path) = (company.holder.clone(), format!("{}/reseller-request", company.path));
    let body = json!({ "note": note });
    Box::pin(async move { holder.post_patiently(&path, body).await })
}

fn refuse(operator: &Caller, company: &Company) -> Calling {
    let (operator, path) = (operator.clone(), format!("/v1/operator/requests/{}", company.id));
    Box::pin(async move { operator.delete(&path).await })
}

fn grant(operator: &Caller, company: &Company) -> Calling {
    let (operator, plan) = (operator.clone(), format!("/v1/operator/accounts/{}", company.id));
    Box::pin(async move { operator.put(&plan, json!({ "reseller": true })).await })
}

async fn waiting(service: &Service, operator: &Caller) -> Vec<Value> {
    service.lists_caught_up().await;
    operator.list("/v1/operator/requests").await
}

/// How often a company was told of an answer.
async fn told(service: &Service, company: &Company) -> usize {
    let mails = service.mails(&company.holder.email).await;
    mails.iter().filter(|mail| text(&mail["subject"]).contains("reseller")).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_is_granted_and_refused_at_once_is_answered_once() {
    let service = Service::start_busy().await;
    let operator = service.operator().await;
    for round in 0..10 {
        let company = company(&service, round).await;
        ask(&company, "Please").await.expect(202);
        let calls = [grant(&operator, &company), refuse(&operator, &company)];
        let answers = at_once(calls).await;
        // What was refused first was made a reseller all the same, without being told so.
        assert_eq!(answers[0].status, 200, "{}", answers[0].text);
        assert!([204, 404].contains(&answers[1].status), "{}", answers[1].text);
        assert_eq!(told(&service, &company).await, 1);
        assert!(waiting(&service, &operator).await.is_empty());
        service.balanced().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_who_asks_while_being_made_a_reseller_is_left_waiting() {
    let service = Service::start_busy().await;
    let operator = service.operator().await;
    for round in 0..10 {
        let company = company(&service, round).await;
        let answers = at_once([ask(&company, "Please"), grant(&operator, &company)]).await;
        let asked = (answers[0].status, answers[0].code());
        assert!([(202, ""), (409, "already_a_reseller")].contains(&asked), "{asked:?}");
        assert_eq!(answers[1].status, 200, "{}", answers[1].text);
        assert!(waiting(&service, &operator).await.is_empty());
        assert_eq!(told(&service, &company).await, usize::from(asked.0 == 202));
        service.balanced().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn asking_twenty_times_at_once_is_one_request() {
    let service = Service::start_busy().await;
    let operator = service.operator().await;
    let company = service.company("Roadcraft").await;
    let notes: Vec<_> = (0..20).map(|number| format!("Note {number}")).collect();
    let answers = at_once(notes.iter().map(|note| ask(&company, note))).await;
    assert_eq!(outcomes(&answers), BTreeMap::from([((202, ""), 20)]));
    let waiting = waiting(&service, &operator).await;
    assert_eq!(waiting.len(), 1);
    assert!(notes.iter().any(|note| waiting[0]["note"] == note.as_str()), "{waiting:?}");
    let books = service.balanced().await;
    assert_eq!(books.events_of(Action::ResellerRequested).count(), 20);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_is_closed_while_it_asks_leaves_no_request() {
    let service = Service::start_busy().await;
    let operator = service.operator().await;
    for round in 0..10 {
        let company = service.company(&format!("Company {round}")).await;
        let (holder, path) = (company.holder.clone(), company.path.clone());
        let name = json!({ "name": format!("Company {round}") });
        let close: Calling =
            Box::pin(async move { holder.send(Method::DELETE, &path, Some(name)).await });
        let answers = at_once([ask(&company, "Please"), close]).await;
        assert!([202, 404].contains(&answers[0].status), "{}", answers[0].text);
        assert_eq!(answers[1].status, 204, "{}", answers[1].text);
        let refused = operator.delete(&format!("/v1/operator/requests/{}", company.id)).await;
        refused.expect_problem(404, "not_found");
        service.balanced().await;
    }
}
