//! Setting a zone, and naming none.

use futures::future::join_all;
use serde_json::{Value, json};
use tests::Service;

use super::{is_in, lives_in};

/// What is no name of a zone.
const NO_ZONES: [&str; 7] =
    ["", "Berlin", "Europe/Atlantis", "+01:00", "Factory", "../UTC", "Europe/Berlin\u{0}"];

#[tokio::test]
async fn a_person_has_no_zone_until_they_set_one_and_takes_it_away_by_null() {
    let service = Service::start().await;
    let ann = service.sign_in("ann@example.com").await;
    assert_eq!(ann.get("/v1/me").await.expect(200)["person"]["time_zone"], Value::Null);
    for (change, zone) in [
        (json!({ "time_zone": "Europe/Berlin" }), json!("Europe/Berlin")),
        (json!({ "name": "Ann" }), json!("Europe/Berlin")),
        (json!({ "time_zone": " asia/KOLKATA " }), json!("Asia/Kolkata")),
        (json!({ "time_zone": null }), Value::Null),
    ] {
        let answer = ann.patch("/v1/me", change).await.expect(200);
        assert_eq!(answer["time_zone"], zone);
        assert_eq!(ann.get("/v1/me").await.expect(200)["person"], answer);
    }
    lives_in(&ann, "Europe/Berlin").await;
    let proof = service.proof("ann@example.com").await;
    let again = service.anonymous().post("/v1/sign-in/confirm", proof).await.expect(200);
    assert_eq!(again["person"]["time_zone"], "Europe/Berlin");
}

#[tokio::test]
async fn an_account_has_utc_until_it_sets_another_zone() {
    let service = Service::start().await;
    let company = service.company("Haulage Ltd").await;
    let before = company.holder.get(&company.path).await.expect(200);
    assert_eq!((&before["time_zone"], &before["version"]), (&json!("UTC"), &json!(1)));
    let set = json!({ "time_zone": "europe/berlin" });
    let after = company.holder.patch(&company.path, set.clone()).await.expect(200);
    assert_eq!((&after["time_zone"], &after["version"]), (&json!("Europe/Berlin"), &json!(2)));
    assert_eq!((&after["name"], &after["seats"]), (&before["name"], &before["seats"]));
    assert_eq!(company.holder.get(&company.path).await.expect(200), after);
    // The same once more is no change.
    assert_eq!(company.holder.patch(&company.path, set).await.expect(200), after);
    let both = json!({ "time_zone": "UTC", "name": "Carriage Ltd" });
    let both = company.holder.patch(&company.path, both).await.expect(200);
    assert_eq!((&both["time_zone"], &both["name"]), (&json!("UTC"), &json!("Carriage Ltd")));
    let events = company.holder.list(&format!("{}/events", company.path)).await;
    let changes: Vec<_> = events.iter().map(|event| event["changes"].clone()).take(2).collect();
    assert_eq!(
        changes,
        [
            json!({
                "name": { "from": "Haulage Ltd", "to": "Carriage Ltd" },
                "time_zone": { "from": "Europe/Berlin", "to": "UTC" },
            }),
            json!({ "time_zone": { "from": "UTC", "to": "Europe/Berlin" } }),
        ]
    );
}

#[tokio::test]
async fn an_individual_account_has_a_zone_and_claims_no_name_by_it() {
    let service = Service::start().await;
    let reseller = service.reseller("Codes Ltd").await;
    let (_, codes) = service.batch(&reseller, 1).await;
    let dan = service.sign_in("dan@example.com").await;
    dan.patch("/v1/me", json!({ "name": "Dan Archer" })).await.expect(200);
    let redeemed = dan.post("/v1/redemptions", json!({ "code": codes[0] })).await.expect(201);
    let path = format!("/v1/accounts/{}", redeemed["account"]["id"].as_str().expect("an id"));
    let set = json!({ "time_zone": "Europe/Madrid" });
    let account = dan.patch(&path, set).await.expect(200);
    assert_eq!(
        (&account["time_zone"], &account["kind"]),
        (&json!("Europe/Madrid"), &json!("individual"))
    );
    let found = dan.get("/v1/accounts?name=dan%20archer").await.expect(200);
    assert_eq!(found["items"], json!([]));
    let ben = service.sign_in("ben@example.com").await;
    ben.post("/v1/accounts", json!({ "name": "Dan Archer" })).await.expect(201);
}

#[tokio::test]
async fn what_is_no_zone_is_named_and_nothing_of_the_change_is_done() {
    let service = Service::start().await;
    let company = service.company("Haulage Ltd").await;
    let before = company.holder.get(&company.path).await.expect(200);
    for bad in NO_ZONES {
        let body = json!({ "name": "Other", "time_zone": bad });
        let answer = company.holder.patch(&company.path, body.clone()).await;
        answer.expect_bad_field("time_zone", "unknown_time_zone");
        let answer = company.holder.patch("/v1/me", body).await;
        answer.expect_bad_field("time_zone", "unknown_time_zone");
    }
    let none = company.holder.patch(&company.path, json!({ "time_zone": null })).await;
    none.expect_bad_field("time_zone", "wrong_type");
    let number = company.holder.patch("/v1/me", json!({ "time_zone": 1 })).await;
    number.expect_bad_field("time_zone", "wrong_type");
    assert_eq!(company.holder.get(&company.path).await.expect(200), before);
    let me = company.holder.get("/v1/me").await.expect(200);
    assert_eq!((&me["person"]["name"], &me["person"]["time_zone"]), (&Value::Null, &Value::Null));
}

#[tokio::test]
async fn a_zone_is_set_under_the_version_that_was_seen() {
    let service = Service::start().await;
    let company = service.company("Haulage Ltd").await;
    is_in(&company, "Europe/Berlin").await;
    let stale = company.holder.with_header("if-match", "\"1\"");
    let answer = stale.patch(&company.path, json!({ "time_zone": "UTC" })).await;
    answer.expect_problem(412, "stale_version");
    let account = company.holder.get(&company.path).await.expect(200);
    assert_eq!(account["time_zone"], "Europe/Berlin");
}

#[tokio::test]
async fn a_zone_and_a_name_that_are_set_at_once_are_both_set() {
    let service = Service::start().await;
    let company = service.company("Haulage Ltd").await;
    let bodies = [json!({ "time_zone": "Europe/Berlin" }), json!({ "name": "Carriage Ltd" })];
    let both = bodies.map(|body| company.holder.patch(&company.path, body));
    for answer in join_all(both).await {
        answer.expect(200);
    }
    let account = company.holder.get(&company.path).await.expect(200);
    assert_eq!(account["time_zone"], "Europe/Berlin");
    assert_eq!((&account["name"], &account["version"]), (&json!("Carriage Ltd"), &json!(3)));
}
