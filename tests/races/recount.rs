//! Counting again while everything is in use.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use futures::{FutureExt, future::BoxFuture};
use serde_json::json;
use shared::{
    domain::{AccountId, GroupId, Role},
    table::keys,
};
use tests::{
    Answer, Service,
    crowd::at_once,
    service::Company,
    standing::{Member, text},
};

const CALLERS: usize = 40;

/// What one caller does with one user: in and out of a group, an assignment, its end, a removal.
fn act(
    company: &Arc<Company>,
    course: &serde_json::Value,
    group: GroupId,
    (number, who): (usize, Member),
) -> BoxFuture<'static, Vec<Answer>> {
    let (company, course) = (Arc::clone(company), course["id"].clone());
    async move {
        let (holder, path) = (&company.holder, &company.path);
        let members = format!("{path}/groups/{group}/members");
        let ids = json!({ "user_ids": [who.user] });
        let mut answers = vec![holder.post(&members, ids.clone()).await];
        let assignment = json!({ "course_id": course, "user_ids": [who.user] });
        let enrolled = holder.post(&format!("{path}/enrolments"), assignment).await;
        let enrolment = enrolled.body["results"][0]["enrolment"]["id"].clone();
        answers.push(enrolled);
        if number.is_multiple_of(2) {
            answers.push(holder.delete(&format!("{members}/{}", who.user)).await);
            let path = format!("{path}/enrolments/{}", enrolment.as_str().unwrap_or("enr_"));
            answers.push(holder.delete(&path).await);
        }
        if number.is_multiple_of(3) {
            answers.push(holder.delete(&format!("{path}/users/{}", who.user)).await);
        }
        let email = json!({ "email": format!("more{number}@example.com") });
        answers.push(holder.post(&format!("{path}/users"), email).await);
        answers
    }
    .boxed()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_counted_again_while_forty_change_it_is_right_in_the_end() {
    let service = Arc::new(Service::start_busy().await);
    let company = service.company("Acme").await;
    service.seats(&company, 200).await;
    let course = service.course().await;
    company.buy(&course, 100).await;
    let members = service.members(&company, CALLERS).await;
    let group = service.group(&company, "Night").await;
    let account: AccountId = company.id.parse().unwrap();
    // What was spoilt before is mended at the latest when it is quiet again.
    service.spoil(&keys::account(account), "seats_used", 7).await;
    service.spoil(&keys::group(account, group), "member_count", -2).await;
    let (company, over) = (Arc::new(company), Arc::new(AtomicBool::new(false)));
    let operator = service.operator().await;
    let path = format!("/v1/operator/accounts/{}/recount", company.id);
    let counting = {
        let over = Arc::clone(&over);
        tokio::spawn(async move {
            let mut counted = 0;
            while !over.load(Ordering::SeqCst) {
                let answer = operator.post(&path, json!({})).await;
                assert!([200, 503].contains(&answer.status), "{}", answer.text);
                counted += 1;
            }
            counted
        })
    };
    let calls = members.into_iter().enumerate().map(|one| act(&company, &course, group, one));
    for answer in at_once(calls.collect::<Vec<_>>()).await.into_iter().flatten() {
        assert!(answer.status < 500, "{}", answer.text);
    }
    over.store(true, Ordering::SeqCst);
    assert!(counting.await.unwrap() > 0);
    service.settle().await;
    service.recount(&company).await;
    service.balanced().await;
    let shown = company.holder.get(&company.path).await.expect(200);
    assert_eq!(shown["seats"]["used"], 1 + CALLERS + CALLERS - CALLERS.div_ceil(3), "{shown}");
    let driver = service.member(&company, Role::Driver, Some("Zoe")).await;
    let path = format!("{}/users/{}", company.path, driver.user);
    assert_eq!(text(&company.holder.get(&path).await.expect(200)["name"]), "Zoe");
}
