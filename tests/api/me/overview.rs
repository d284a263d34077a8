//! One overview across all contexts.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use shared::domain::{Role, Scope};
use tests::Service;

use super::{accounts, choose, instructor};

const OVERVIEW: &str = "/v1/me/reports/overview";

fn contexts(overview: &[Value]) -> Vec<String> {
    let contexts: Vec<_> = overview.iter().map(|entry| entry["context"].clone()).collect();
    accounts(&contexts)
}

#[tokio::test]
async fn each_context_comes_with_its_own_summary() {
    let service = Service::start().await;
    let (instructor, companies) = instructor(&service, 3).await;
    let course = service.course().await;
    for (count, company) in companies.iter().enumerate() {
        for _ in 0..count {
            let driver = service.member(company, Role::Driver, None).await;
            service.enrol(company, &driver, &course, service.open_window()).await;
        }
    }
    service.settle().await;
    let overview = instructor.list(OVERVIEW).await;
    assert_eq!(overview.len(), 3);
    for entry in &overview {
        let id = entry["context"]["account"]["id"].as_str().unwrap();
        let count = companies.iter().position(|company| company.id == id).unwrap();
        let summary = format!("/v1/accounts/{id}/reports/summary");
        assert_eq!(entry["summary"], instructor.get(&summary).await.expect(200));
        assert_eq!(entry["summary"]["enrolments"], count);
        assert_eq!(entry["context"]["driver_count"], count);
    }
    let listed = instructor.list("/v1/me/contexts").await;
    let shown: BTreeSet<_> = overview.iter().map(|one| one["context"].to_string()).collect();
    assert_eq!(shown, listed.iter().map(Value::to_string).collect());
}

#[tokio::test]
async fn the_overview_goes_page_by_page_the_current_context_first() {
    let service = Service::start().await;
    let (instructor, companies) = instructor(&service, 5).await;
    let current = &companies[4].id;
    choose(&instructor, current).await.expect(200);
    let mut ids: Vec<_> = companies.iter().map(|company| company.id.clone()).collect();
    ids.sort();
    for limit in [1, 2, 5] {
        let mut listed = contexts(&instructor.list(&format!("{OVERVIEW}?limit={limit}")).await);
        assert_eq!(&listed[0], current, "limit {limit}");
        listed.sort();
        assert_eq!(listed, ids, "limit {limit}");
    }
}

#[tokio::test]
async fn an_account_whose_reports_are_not_the_callers_is_left_out() {
    let service = Service::start().await;
    let (first, second) = (service.company("First Ltd").await, service.company("Second Ltd").await);
    let driver = service.member(&first, Role::Driver, None).await;
    let driver = service.sign_in(&driver.email).await;
    assert!(driver.list(OVERVIEW).await.is_empty());
    service.manage(&driver, &second, Scope::Company).await;
    assert_eq!(contexts(&driver.list(OVERVIEW).await), [second.id.as_str()]);
    assert_eq!(contexts(&first.holder.list(OVERVIEW).await), [first.id.as_str()]);
}

#[tokio::test]
async fn the_one_driver_of_an_individual_account_counts_within_a_scope_too() {
    let service = Service::start().await;
    let reseller = service.reseller("Codes Ltd").await;
    let (_, codes) = service.batch(&reseller, 1).await;
    let student = service.sign_in("student@example.com").await;
    let opened = student.post("/v1/redemptions", json!({ "code": codes[0] })).await.expect(201);
    let path = format!("/v1/accounts/{}", opened["account"]["id"].as_str().unwrap());
    let report = student.list(&format!("{path}/reports")).await;
    let ann = service.sign_in("ann@example.com").await;
    let scope = json!({ "kind": "drivers", "user_ids": [report[0]["user"]["id"]] });
    let body = json!({ "email": ann.email, "scope": scope });
    let invited = student.post(&format!("{path}/managers"), body).await.expect(201);
    let token = json!({ "token": tests::standing::invitation_token(&invited) });
    let context = ann.post("/v1/invitations/accept", token).await.expect(200);
    assert_eq!(context["driver_count"], 1);
    let overview = ann.list(OVERVIEW).await;
    assert_eq!(overview[0]["context"], context);
    assert_eq!((&overview[0]["summary"]["drivers"], overview.len()), (&json!(1), 1));
}
