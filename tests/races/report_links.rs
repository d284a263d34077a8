//! Report links that are made, opened and revoked at once.

use aws_sdk_dynamodb::config::SharedInterceptor;
use futures::future::BoxFuture;
use http::Method;
use serde_json::{Value, json};
use shared::domain::Role;
use tests::{
    Answer, Caller, Service, crowd::at_once, pause::Pause, service::Company, standing::text,
};

use super::outcomes;

/// A call that will be made.
type Calling = BoxFuture<'static, Answer>;

fn open(stranger: &Caller, link: &Value) -> Calling {
    let stranger = stranger.clone();
    let token = text(&link["url"]).split_once('#').expect("a token").1.to_owned();
    Box::pin(
        async move { stranger.post_patiently("/v1/reports/open", json!({ "token": token })).await },
    )
}

fn make(who: &Caller, path: &str) -> Calling {
    let (who, path) = (who.clone(), path.to_owned());
    Box::pin(async move { who.post_patiently(&path, json!({ "name": "x" })).await })
}

fn delete(who: &Caller, path: String) -> Calling {
    let who = who.clone();
    Box::pin(async move { who.send_patiently(Method::DELETE, &path, None).await })
}

fn links(of: &Company) -> String {
    format!("{}/report-links", of.path)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_is_revoked_while_it_is_opened_stays_dead() {
    let pause = |config: &mut local::stack::StackConfig| {
        config.interceptors.push(SharedInterceptor::new(Pause));
    };
    let service = Service::start_with(pause).await;
    let company = service.company("Acme").await;
    let (holder, stranger) = (&company.holder, service.anonymous());
    for links in [links(&company), "/v1/me/report-links".to_owned()] {
        let link = make(holder, &links).await.expect(201);
        let revoke = delete(holder, format!("{links}/{}", text(&link["id"])));
        let revoked = async {
            revoke.await.expect(204);
        };
        // It was alive when it was looked at, and is shown; that it was opened is not noted.
        Pause::before_write(open(&stranger, &link), revoked).await.expect(200);
        open(&stranger, &link).await.expect_problem(404, "not_found");
        assert!(holder.list(&links).await.is_empty());
    }
    let left = service.items().await.into_iter();
    let left = left.filter(|item| item["sk"].as_s().is_ok_and(|sk| sk.starts_with("LINK#")));
    assert_eq!(left.count(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_whose_maker_is_dismissed_while_it_is_opened_opens_or_is_dead_and_is_dead_after() {
    let service = Service::start_busy().await;
    let company = service.company("Acme").await;
    let stranger = service.anonymous();
    for _ in 0..8 {
        let admin = service.member(&company, Role::Admin, Some("Ada")).await;
        let caller = service.signed_in(&admin).await;
        let link = make(&caller, &links(&company)).await.expect(201);
        let mut calls: Vec<_> = (0..6).map(|_| open(&stranger, &link)).collect();
        let admins = format!("{}/admins/{}", company.path, admin.user);
        calls.insert(2, delete(&company.holder, admins));
        let mut answers = at_once(calls).await;
        answers.remove(2).expect(204);
        assert!(answers.iter().all(|answer| [200, 404].contains(&answer.status)));
        open(&stranger, &link).await.expect_problem(404, "not_found");
        let listed = company.holder.list(&format!("{}?limit=100", links(&company))).await;
        let listed = listed.iter().find(|one| one["id"] == link["id"]).expect("a link");
        assert_eq!(listed["status"], "dead");
        assert!(listed["openings"].as_u64().expect("a number") <= 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_openings_at_once_one_is_counted() {
    let service = Service::start_busy().await;
    let company = service.company("Acme").await;
    let link = make(&company.holder, &links(&company)).await.expect(201);
    let stranger = service.anonymous();
    let answers = at_once((0..20).map(|_| open(&stranger, &link))).await;
    assert_eq!(outcomes(&answers), [((200, ""), 20)].into());
    let listed = company.holder.list(&links(&company)).await.remove(0);
    assert_eq!(listed["openings"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_links_that_are_made_at_once_a_hundred_find_room() {
    let service = Service::start_busy().await;
    let company = service.company("Acme").await;
    for _ in 0..90 {
        make(&company.holder, &links(&company)).await.expect(201);
    }
    let answers = at_once((0..20).map(|_| make(&company.holder, &links(&company)))).await;
    assert_eq!(outcomes(&answers), [((201, ""), 10), ((422, "invalid_input"), 10)].into());
    let all = company.holder.list(&format!("{}?limit=100", links(&company))).await;
    assert_eq!(all.len(), 100);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_is_closed_while_links_are_made_keeps_none() {
    let service = Service::start_busy().await;
    for round in 0..5 {
        let name = format!("Company {round}");
        let company = service.company(&name).await;
        let (holder, path) = (company.holder.clone(), company.path.clone());
        let close: Calling = Box::pin(async move {
            let body = Some(json!({ "name": name }));
            holder.send_patiently(Method::DELETE, &path, body).await
        });
        let mut calls: Vec<_> = (0..6).map(|_| make(&company.holder, &links(&company))).collect();
        calls.insert(3, close);
        let mut answers = at_once(calls).await;
        answers.remove(3).expect(204);
        assert!(answers.iter().all(|answer| [201, 404].contains(&answer.status)));
        service.balanced().await;
        let kept = service.items().await.into_iter().filter(|item| {
            let kind = item["entity"].as_s().expect("a kind");
            ["report_link", "link_set"].contains(&kind.as_str())
        });
        assert_eq!(kept.count(), 0);
    }
}
