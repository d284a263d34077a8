//! Sharing one, several or all.

use serde_json::json;
use shared::domain::{PersonId, Role, UserId};
use tests::{Caller, Service, service::Company, standing::Member};

async fn companies(service: &Service) -> (Company, Company) {
    (service.company("Home").await, service.company("Other").await)
}

#[tokio::test]
async fn some_drivers_are_shared_and_twice_is_harmless() {
    let service = Service::start().await;
    let (home, other) = companies(&service).await;
    let (ann, ben) = (service.driver_of(&home, "Ann").await, service.driver_of(&home, "Ben").await);
    let first = service.share(&home, &other, &[&ann]).await;
    assert_eq!(first, json!({ "shared": 1, "already_shared": 0, "complete": true }));
    let second = service.share(&home, &other, &[&ann, &ben, &ben]).await;
    assert_eq!(second, json!({ "shared": 1, "already_shared": 1, "complete": true }));
    assert_eq!(service.balanced().await.sharing.shared.len(), 2);
}

#[tokio::test]
async fn all_drivers_are_shared_in_calls_of_a_thousand() {
    let service = Service::start_unsettled().await;
    let (home, other) = companies(&service).await;
    service.members(&home, 1_100).await;
    let mut answers = vec![];
    for _ in 0..3 {
        answers.push(home.share(&other, json!({ "all": true })).await.expect(200));
    }
    assert_eq!(answers[0], json!({ "shared": 1_000, "already_shared": 0, "complete": false }));
    assert_eq!(answers[1], json!({ "shared": 100, "already_shared": 0, "complete": true }));
    assert_eq!(answers[2], json!({ "shared": 0, "already_shared": 1_100, "complete": true }));
    assert_eq!(service.balanced().await.sharing.shared.len(), 1_100);
}

#[tokio::test]
async fn what_many_calls_share_costs_what_the_drivers_cost_however_many_calls_it_takes() {
    let service = Service::start_unsettled().await;
    let (home, other) = companies(&service).await;
    service.members(&home, 2_100).await;
    let mut costs = vec![];
    for shared in [1_000, 1_000, 100] {
        let answer = home.share(&other, json!({ "all": true })).await;
        costs.push(answer.cost);
        let complete = shared == 100;
        let expected = json!({ "shared": shared, "already_shared": 0, "complete": complete });
        assert_eq!(answer.expect(200), expected);
    }
    // The engine that counts capacity as DynamoDB does is the embedded one.
    if std::env::var("CODRIVER_TEST_DYNAMODB").is_err() {
        // The first call counts the mails that all of them cause: one item.
        assert_eq!(costs[1].write_units, costs[0].write_units - 2.0);
    }
    assert!(costs[1].write_units <= costs[0].write_units, "{costs:?}");
    // The first drivers that a call leaves to the next are looked at by both.
    assert!(costs[1].read_units <= 1.3 * costs[0].read_units, "{costs:?}");
    // The place is forgotten with the last: the next call looks at everybody again.
    let again = home.share(&other, json!({ "all": true })).await.expect(200);
    assert_eq!(again, json!({ "shared": 0, "already_shared": 2_100, "complete": true }));
}

#[tokio::test]
async fn sharing_all_anew_after_an_hour_means_those_too_who_came_since() {
    let service = Service::start_unsettled().await;
    let (home, other) = companies(&service).await;
    service.members(&home, 1_010).await;
    let all = async || home.share(&other, json!({ "all": true })).await.expect(200);
    assert_eq!(all().await["complete"], false);
    // Their address comes before the place where the first call has stopped.
    let (person, user) = (PersonId::new(service.now()), UserId::new(service.now()));
    let aaron = Member { person, user, email: "aaron@example.com".to_owned() };
    service.member_too(&home, &aaron).await;
    service.advance(3_601);
    assert_eq!(all().await, json!({ "shared": 11, "already_shared": 1_000, "complete": true }));
}

#[tokio::test]
async fn a_call_that_is_sent_again_goes_on_where_it_began() {
    let service = Service::start_unsettled().await;
    let (home, other) = companies(&service).await;
    service.members(&home, 1_010).await;
    let path = format!("{}/shares/{}", home.path, other.id);
    let all = json!({ "all": true });
    let keyed = home.holder.with_key("all");
    let first = keyed.post(&path, all.clone()).await.expect(200);
    assert_eq!(keyed.post(&path, all.clone()).await.expect(200), first);
    let rest = json!({ "shared": 10, "already_shared": 0, "complete": true });
    assert_eq!(home.holder.post(&path, all).await.expect(200), rest);
}

#[tokio::test]
async fn who_has_no_drivers_shares_none_of_them() {
    let service = Service::start().await;
    let (home, other) = companies(&service).await;
    let answer = home.share(&other, json!({ "all": true })).await.expect(200);
    assert_eq!(answer, json!({ "shared": 0, "already_shared": 0, "complete": true }));
}

#[tokio::test]
async fn each_that_is_no_driver_of_the_account_is_named_and_nothing_is_done() {
    let service = Service::start().await;
    let (home, other) = companies(&service).await;
    let ann = service.driver_of(&home, "Ann").await;
    let admin = service.member(&home, Role::Admin, None).await;
    let theirs = service.driver_of(&other, "Theo").await;
    let ids = json!([ann.user, admin.user, theirs.user, "usr_01ARZ3NDEKTSV4RRFFQ69G5FAV", "x"]);
    let malformed = home.share(&other, json!({ "driver_ids": ids })).await;
    malformed.expect_bad_field("driver_ids[4]", "not_found");
    let ids = json!([ann.user, admin.user, theirs.user, "usr_01ARZ3NDEKTSV4RRFFQ69G5FAV"]);
    for place in 1..4 {
        let refused = home.share(&other, json!({ "driver_ids": ids })).await;
        refused.expect_bad_field(&format!("driver_ids[{place}]"), "not_found");
    }
    assert!(service.balanced().await.sharing.shared.is_empty());
}

#[tokio::test]
async fn some_or_all_are_asked_for_not_both_and_not_neither() {
    let service = Service::start().await;
    let (home, other) = companies(&service).await;
    let ann = service.driver_of(&home, "Ann").await;
    let many = vec![ann.user; 101];
    for (body, field, code) in [
        (json!({}), "driver_ids", "missing"),
        (json!({ "all": false }), "all", "unknown_value"),
        (json!({ "all": true, "driver_ids": [ann.user] }), "all", "conflicting"),
        (json!({ "driver_ids": [] }), "driver_ids", "wrong_size"),
        (json!({ "driver_ids": many }), "driver_ids", "wrong_size"),
    ] {
        home.share(&other, body).await.expect_bad_field(field, code);
    }
}

#[tokio::test]
async fn a_share_to_oneself_is_refused() {
    let service = Service::start().await;
    let home = service.company("Home").await;
    service.driver_of(&home, "Ann").await;
    let refused = home.share(&home, json!({ "all": true })).await;
    refused.expect_bad_field("recipient", "own_account");
}

#[tokio::test]
async fn drivers_are_shared_with_companies_only() {
    let service = Service::start().await;
    let (home, shop) = (service.company("Home").await, service.reseller("Shop").await);
    service.driver_of(&home, "Ann").await;
    let (_, codes) = service.batch(&shop, 1).await;
    let dan = service.sign_in("dan@example.com").await;
    let redeemed = dan.post("/v1/redemptions", json!({ "code": codes[0] })).await.expect(201);
    let individual = redeemed["account"]["id"].as_str().unwrap();
    for recipient in [individual, "acc_01ARZ3NDEKTSV4RRFFQ69G5FAV", "acc_x"] {
        let path = format!("{}/shares/{recipient}", home.path);
        home.holder.get(&path).await.expect_problem(404, "not_found");
        let refused = home.holder.post(&path, json!({ "all": true })).await;
        refused.expect_problem(404, "not_found");
    }
}

#[tokio::test]
async fn a_receiver_cannot_share_again() {
    let service = Service::start().await;
    let (home, other) = companies(&service).await;
    let third = service.company("Third").await;
    let ann = service.driver_of(&home, "Ann").await;
    service.share(&home, &other, &[&ann]).await;
    let again = other.share(&third, json!({ "driver_ids": [ann.user] })).await;
    again.expect_bad_field("driver_ids[0]", "not_found");
    let all = other.share(&third, json!({ "all": true })).await.expect(200);
    assert_eq!(all["shared"], 0);
    assert!(third.holder.list(&format!("{}/drivers", third.path)).await.is_empty());
}

#[tokio::test]
async fn only_those_who_run_the_account_share() {
    let service = Service::start().await;
    let (home, other) = companies(&service).await;
    let ann = service.driver_of(&home, "Ann").await;
    let path = format!("{}/shares/{}", home.path, other.id);
    let manager = service.manager(&home, shared::domain::Scope::Company).await;
    let driver = service.sign_in(&ann.email).await;
    for caller in [&manager, &driver] {
        caller.get(&path).await.expect_problem(403, "forbidden");
        let refused = caller.post(&path, json!({ "all": true })).await;
        refused.expect_problem(403, "forbidden");
        let refused = caller.delete(&format!("{path}/{}", ann.user)).await;
        refused.expect_problem(403, "forbidden");
    }
    let admin = service.member(&home, Role::Admin, None).await;
    let admin: Caller = service.sign_in(&admin.email).await;
    admin.post(&path, json!({ "all": true })).await.expect(200);
}

#[tokio::test]
async fn a_driver_is_shared_with_a_hundred_accounts_at_most() {
    let service = Service::start_unsettled().await;
    let home = service.company("Home").await;
    service.seats(&home, 1_000).await;
    let ann = service.driver_of(&home, "Ann").await;
    let body = json!({ "driver_ids": [ann.user] });
    for (place, holder) in service.crowd(101).await.into_iter().enumerate() {
        let name = json!({ "name": format!("Company {place}") });
        let company = holder.post("/v1/accounts", name).await.expect(201);
        let path = format!("{}/shares/{}", home.path, company["id"].as_str().unwrap());
        let answer = home.holder.post(&path, body.clone()).await;
        match place {
            100 => {
                answer.expect_bad_field("driver_ids", "too_many");
                // That hinders no others.
                service.driver_of(&home, "Ben").await;
                let all = home.holder.post(&path, json!({ "all": true })).await.expect(200);
                assert_eq!((&all["shared"], &all["complete"]), (&json!(1), &json!(true)));
            }
            _ => assert_eq!(answer.expect(200)["shared"], 1),
        }
    }
    assert_eq!(service.balanced().await.sharing.shared.len(), 101);
}
