//! Renaming a company, and making an individual account one.

use futures::future::join_all;
use serde_json::json;
use tests::Service;

use super::{driver_of_their_own, find, make};

#[tokio::test]
async fn renaming_frees_the_old_name() {
    let service = Service::start().await;
    let company = service.company("Haulage Ltd").await;
    let before = company.holder.get(&company.path).await.expect(200);
    let after =
        company.holder.patch(&company.path, json!({ "name": "Carriage Ltd" })).await.expect(200);
    assert_eq!(after["name"], "Carriage Ltd");
    assert!(after["version"].as_u64() > before["version"].as_u64());
    assert_eq!(company.holder.get(&company.path).await.expect(200), after);
    let found = find(&company.holder, "carriage ltd").await.expect(200);
    assert_eq!(found["items"][0], json!({ "id": company.id, "name": "Carriage Ltd" }));
    assert_eq!(find(&company.holder, "Haulage Ltd").await.expect(200), json!({ "items": [] }));
    let ben = service.sign_in("ben@example.com").await;
    make(&ben, "Haulage Ltd").await.expect(201);
    let back = company.holder.patch(&company.path, json!({ "name": "Haulage Ltd" })).await;
    back.expect_problem(409, "account_name_taken");
    assert_eq!(company.holder.get(&company.path).await.expect(200), after);
}

#[tokio::test]
async fn a_company_can_change_the_spelling_of_its_own_name() {
    let service = Service::start().await;
    let company = service.company("haulage ltd").await;
    let respelt = company.holder.patch(&company.path, json!({ "name": "Haulage  LTD" })).await;
    assert_eq!(respelt.expect(200)["name"], "Haulage LTD");
    let found = find(&company.holder, "haulage ltd").await.expect(200);
    assert_eq!(found["items"][0]["name"], "Haulage LTD");
    // And rename it to nothing new.
    let version = company.holder.get(&company.path).await.expect(200)["version"].clone();
    for same in [json!({}), json!({ "name": "Haulage LTD" }), json!({ "kind": "company" })] {
        let same = company.holder.patch(&company.path, same).await.expect(200);
        assert_eq!(same["version"], version);
    }
}

#[tokio::test]
async fn a_change_of_a_stale_version_is_refused() {
    let service = Service::start().await;
    let company = service.company("Haulage Ltd").await;
    let version = company.holder.get(&company.path).await.expect(200)["version"].clone();
    let if_match = |text: &str| company.holder.with_header("if-match", text);
    let rename = |name: &str| json!({ "name": name });
    let current = if_match(&format!("\"{version}\""));
    current.patch(&company.path, rename("Second Ltd")).await.expect(200);
    let stale = current.patch(&company.path, rename("Third Ltd")).await;
    stale.expect_problem(412, "stale_version");
    let account = company.holder.get(&company.path).await.expect(200);
    assert_eq!(account["name"], "Second Ltd");
    if_match("*").patch(&company.path, rename("Fourth Ltd")).await.expect(200);
    for other in ["\"x\"", "W/\"1\"", "\"-1\""] {
        let answer = if_match(other).patch(&company.path, rename("Fifth Ltd")).await;
        answer.expect_problem(412, "stale_version");
    }
    for bad in ["3", ""] {
        let answer = if_match(bad).patch(&company.path, rename("Fifth Ltd")).await;
        answer.expect_bad_field("If-Match", "invalid_version");
    }
}

#[tokio::test]
async fn of_changes_of_one_version_at_once_one_is_done() {
    let service = Service::start().await;
    let company = service.company("Haulage Ltd").await;
    let version = company.holder.get(&company.path).await.expect(200)["version"].clone();
    let caller = company.holder.with_header("if-match", &format!("\"{version}\""));
    let rename = async |n: usize| {
        caller.patch(&company.path, json!({ "name": format!("Haulage {n}") })).await
    };
    let answers = join_all((0..8).map(rename)).await;
    let done: Vec<_> = answers.iter().filter(|answer| answer.is_success()).collect();
    assert_eq!(done.len(), 1);
    for n in 0..8 {
        let name = format!("Haulage {n}");
        let found = find(&company.holder, &name).await.expect(200)["items"].clone();
        assert_eq!(found != json!([]), done[0].body["name"] == name, "{name}");
    }
    for answer in answers.into_iter().filter(|answer| !answer.is_success()) {
        answer.expect_problem(412, "stale_version");
    }
}

#[tokio::test]
async fn an_individual_account_becomes_a_company_by_being_given_a_name() {
    let service = Service::start().await;
    let (driver, account) = driver_of_their_own(&service, "dan@example.com").await;
    let path = format!("/v1/accounts/{}", account["id"].as_str().expect("an id"));
    let body = json!({ "kind": "company", "name": "Dan's Driving" });
    let company = driver.patch(&path, body).await.expect(200);
    assert_eq!((&company["name"], &company["kind"]), (&json!("Dan's Driving"), &json!("company")));
    assert_eq!(company["seats"], json!({ "limit": 5, "used": 1 }));
    assert_eq!((&company["id"], &company["role"]), (&account["id"], &json!("holder")));
    let found = find(&driver, "dan's driving").await.expect(200);
    assert_eq!(found["items"][0]["id"], account["id"]);
    // What the driver had before is still theirs.
    assert_eq!(driver.list("/v1/me/enrolments").await[0]["account"]["name"], "Dan's Driving");
    let contexts = driver.list("/v1/me/contexts").await;
    assert_eq!(contexts[0]["account"]["kind"], "company");
    assert_eq!(contexts[0]["driver_count"], 0);
    driver
        .patch(&path, json!({ "kind": "individual" }))
        .await
        .expect_bad_field("kind", "not_possible");
    driver.patch(&path, json!({ "name": "Dan Ltd" })).await.expect(200);
}

#[tokio::test]
async fn an_individual_account_cannot_take_a_companys_name() {
    let service = Service::start().await;
    service.company("Haulage Ltd").await;
    let (driver, account) = driver_of_their_own(&service, "dan@example.com").await;
    let path = format!("/v1/accounts/{}", account["id"].as_str().expect("an id"));
    let body = json!({ "kind": "company", "name": "HAULAGE LTD" });
    driver.patch(&path, body).await.expect_problem(409, "account_name_taken");
    driver.patch(&path, json!({ "kind": "company" })).await.expect_bad_field("name", "missing");
    driver.patch(&path, json!({ "name": "Dan" })).await.expect_bad_field("name", "not_possible");
    assert_eq!(driver.get(&path).await.expect(200), account);
}

#[tokio::test]
async fn an_individual_account_has_its_holders_name_which_need_not_be_unique() {
    let service = Service::start().await;
    let reseller = service.reseller("Codes Ltd").await;
    let (_, codes) = service.batch(&reseller, 2).await;
    service.company("Sam Smith").await;
    for (n, code) in codes.iter().enumerate() {
        let driver = service.sign_in(&format!("sam{n}@example.com")).await;
        driver.patch("/v1/me", json!({ "name": "Sam Smith" })).await.expect(200);
        let redeemed = driver.post("/v1/redemptions", json!({ "code": code })).await.expect(201);
        assert_eq!(redeemed["account"]["name"], "Sam Smith");
    }
}

#[tokio::test]
async fn a_bad_change_is_refused() {
    let service = Service::start().await;
    let company = service.company("Haulage Ltd").await;
    for (body, field, code) in [
        (json!({ "name": null, "kind": 1 }), "kind", "wrong_type"),
        (json!({ "name": "" }), "name", "empty"),
        (json!({ "name": 1 }), "name", "wrong_type"),
        (json!({ "kind": "reseller" }), "kind", "unknown_value"),
        (json!({ "kind": "individual" }), "kind", "not_possible"),
        (json!({ "name": "Other", "reseller": true }), "reseller", "unknown_field"),
        (json!({ "seats": { "limit": 50 } }), "seats", "unknown_field"),
    ] {
        company.holder.patch(&company.path, body).await.expect_bad_field(field, code);
    }
    assert_eq!(company.holder.get(&company.path).await.expect(200)["name"], "Haulage Ltd");
}
