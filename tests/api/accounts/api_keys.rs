//! API keys: shown once, ended at once.

use serde_json::{Value, json};
use tests::{
    Service,
    standing::{text, time},
};

use super::{make_key, program};

const DAY: i64 = 24 * 3_600;

#[tokio::test]
async fn a_keys_token_is_shown_once_and_never_listed() {
    let service = Service::start().await;
    let company = service.company("Haulage Ltd").await;
    let scopes = json!(["codes", "redemptions"]);
    let made = make_key(&company, json!({ "name": "shop", "scopes": scopes })).await.expect(201);
    assert!(text(&made["id"]).starts_with("key_") && text(&made["token"]).starts_with("cdk_"));
    assert_eq!((&made["expires_at"], &made["last_used_at"]), (&Value::Null, &Value::Null));
    let list = company.holder.get(&format!("{}/api-keys", company.path)).await;
    assert!(!list.text.contains("token") && !list.text.contains("hash"), "{}", list.text);
    let mut listed = list.expect(200)["items"][0].clone();
    let mut names: Vec<_> = listed["scopes"].as_array().expect("scopes").iter().map(text).collect();
    names.sort_unstable();
    assert_eq!(names, ["codes", "redemptions"]);
    listed["token"] = made["token"].clone();
    assert_eq!(listed, made);
}

#[tokio::test]
async fn keys_are_listed_page_by_page() {
    let service = Service::start().await;
    let company = service.company("Haulage Ltd").await;
    for n in 0..5 {
        let body = json!({ "name": format!("key {n}"), "scopes": ["users"] });
        make_key(&company, body).await.expect(201);
    }
    let path = format!("{}/api-keys", company.path);
    let all = company.holder.list(&path).await;
    let names: Vec<_> = all.iter().map(|key| text(&key["name"])).collect();
    assert_eq!(names, ["key 0", "key 1", "key 2", "key 3", "key 4"]);
    for limit in [1, 2, 5] {
        assert_eq!(company.holder.list(&format!("{path}?limit={limit}")).await, all);
    }
}

#[tokio::test]
async fn a_bad_key_is_refused_by_its_field() {
    let service = Service::start().await;
    let company = service.company("Haulage Ltd").await;
    let future = service.in_days(1);
    for (body, field, code) in [
        (json!({ "scopes": ["codes"] }), "name", "missing"),
        (json!({ "name": "", "scopes": ["codes"] }), "name", "empty"),
        (json!({ "name": "shop" }), "scopes", "missing"),
        (json!({ "name": "shop", "scopes": [] }), "scopes", "wrong_size"),
        (json!({ "name": "shop", "scopes": "codes" }), "scopes", "wrong_type"),
        (json!({ "name": "shop", "scopes": ["codes", "admin"] }), "scopes[1]", "unknown_value"),
        (json!({ "name": "shop", "scopes": [5] }), "scopes[0]", "wrong_type"),
        (json!({ "name": "shop", "scopes": ["codes"], "token": "cdk_" }), "token", "unknown_field"),
        (
            json!({ "name": "shop", "scopes": ["codes"], "expires_at": "soon" }),
            "expires_at",
            "invalid_time",
        ),
        (
            json!({ "name": "shop", "scopes": ["codes"], "expires_at": 5 }),
            "expires_at",
            "wrong_type",
        ),
        (
            json!({ "name": "shop", "scopes": ["codes"], "expires_at": service.now() }),
            "expires_at",
            "in_the_past",
        ),
        (json!({ "name": 5, "scopes": ["codes"], "expires_at": future }), "name", "wrong_type"),
    ] {
        make_key(&company, body).await.expect_bad_field(field, code);
    }
    assert_eq!(
        company.holder.list(&format!("{}/api-keys", company.path)).await,
        Vec::<Value>::new()
    );
}

#[tokio::test]
async fn an_expired_key_is_unauthenticated() {
    let service = Service::start().await;
    let company = service.company("Haulage Ltd").await;
    let end = service.in_days(1);
    let body = json!({ "name": "shop", "scopes": ["codes"], "expires_at": end });
    let key = make_key(&company, body).await.expect(201);
    assert_eq!(time(&key["expires_at"]), end);
    let shop = service.anonymous().with_token(text(&key["token"]));
    service.advance(DAY - 60);
    shop.get(&company.path).await.expect(200);
    service.advance(60);
    let answer = shop.get(&company.path).await;
    assert_eq!(answer.header("www-authenticate"), "Bearer");
    answer.expect_problem(401, "unauthenticated");
}

#[tokio::test]
async fn a_removed_key_is_unauthenticated_at_once() {
    let service = Service::start().await;
    let company = service.company("Haulage Ltd").await;
    let (shop, key) = program(&service, &company, &["codes"]).await;
    let (other, _) = program(&service, &company, &["codes"]).await;
    shop.get(&company.path).await.expect(200);
    let path = format!("{}/api-keys/{key}", company.path);
    let removed = company.holder.delete(&path).await;
    assert_eq!((removed.status, removed.text.as_str()), (204, ""));
    shop.get(&company.path).await.expect_problem(401, "unauthenticated");
    other.get(&company.path).await.expect(200);
    company.holder.delete(&path).await.expect_problem(404, "not_found");
    assert_eq!(company.holder.list(&format!("{}/api-keys", company.path)).await.len(), 1);
}

#[tokio::test]
async fn another_accounts_key_is_not_there() {
    let service = Service::start().await;
    let company = service.company("Haulage Ltd").await;
    let other = service.company("Carriage Ltd").await;
    let (shop, key) = program(&service, &company, &["codes"]).await;
    let foreign = other.holder.delete(&format!("{}/api-keys/{key}", other.path)).await;
    foreign.expect_problem(404, "not_found");
    let stranger = other.holder.delete(&format!("{}/api-keys/{key}", company.path)).await;
    stranger.expect_problem(404, "not_found");
    shop.get(&company.path).await.expect(200);
}

#[tokio::test]
async fn a_keys_last_use_is_noted_to_within_an_hour() {
    let service = Service::start().await;
    let company = service.company("Haulage Ltd").await;
    let (shop, _) = program(&service, &company, &["codes"]).await;
    let path = format!("{}/api-keys", company.path);
    let noted = async || company.holder.list(&path).await[0]["last_used_at"].clone();
    assert_eq!(noted().await, Value::Null);
    shop.get(&company.path).await.expect(200);
    let first = time(&noted().await);
    service.advance(1_800);
    shop.get(&company.path).await.expect(200);
    assert_eq!(time(&noted().await), first);
    service.advance(1_800);
    shop.get(&company.path).await.expect(200);
    assert!(time(&noted().await) > first);
}
