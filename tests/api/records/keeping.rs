//! Nothing that comes later takes a record away or changes it (rule 35).

use serde_json::{Value, json};
use tests::{
    completing::{complete, finish},
    standing::{text, time},
};

use super::{School, in_common};

#[tokio::test]
async fn who_completes_a_course_leaves_a_record_with_the_account_and_has_one() {
    let school = School::new().await;
    let before = school.service.now();
    let (ann, caller) = school.graduate("Ann Lee").await;
    let mut record = school.records("").await.remove(0);
    let at = time(&record["completed_at"]);
    assert!(before <= at && at <= school.service.now());
    let mut own = caller.list("/v1/me/records").await.remove(0);
    assert_eq!(own["account"], json!({ "id": school.company.id, "name": "Acme" }));
    assert_eq!(in_common(&own), in_common(&record));
    assert!(text(&record["id"]).starts_with("rec_"));
    for field in ["id", "completed_at", "valid_until"] {
        (record[field], own[field]) = (Value::Null, Value::Null);
    }
    let module = |place: usize| {
        json!({
            "id": school.course["modules"][place]["id"], "title": format!("No. {}", place + 1),
            "score": 80.0, "completed_at": at,
        })
    };
    let told = json!({
        "id": null,
        "person": { "name": "Ann Lee", "email": ann.email },
        "user_id": ann.user,
        "former_user_id": null,
        "course": { "id": school.course["id"], "title": "Defensive driving" },
        "round": 1,
        "completed_at": null,
        "score": 80.0,
        "modules": [module(0), module(1)],
        "by": "licence",
        "valid_until": null,
        "status": "valid",
    });
    // Modules may be completed a second apart.
    record["modules"][0]["completed_at"] = json!(at);
    assert_eq!(record, told);
    school.service.balanced().await;
}

#[tokio::test]
async fn before_the_last_module_there_is_none() {
    let school = School::new().await;
    let ann = school.service.driver_of(&school.company, "Ann").await;
    let enrolment = school.service.licensed(&school.company, &ann, &school.course).await;
    let caller = school.service.sign_in(&ann.email).await;
    finish(&caller, &enrolment, &school.course["modules"][0]).await.expect(200);
    assert!(school.records("").await.is_empty());
    assert!(caller.list("/v1/me/records").await.is_empty());
}

#[tokio::test]
async fn by_a_code_it_is_a_record_of_the_account_that_the_driver_holds() {
    let school = School::new().await;
    let reseller = school.service.reseller("Shop").await;
    let (_, codes) = school.service.batch(&reseller, 1).await;
    let driver = school.service.sign_in("ann@example.com").await;
    driver.patch("/v1/me", json!({ "name": "Ann Lee" })).await.expect(200);
    let opened = driver.post("/v1/redemptions", json!({ "code": codes[0] })).await.expect(201);
    let (enrolment, account) = (&opened["enrolment"], &opened["account"]);
    complete(&driver, text(&enrolment["id"]), enrolment).await.expect(200);
    let own = driver.list("/v1/me/records").await.remove(0);
    assert_eq!((&own["by"], &own["valid_until"]), (&json!("code"), &Value::Null));
    assert_eq!((&own["account"]["name"], &own["status"]), (&json!("Ann Lee"), &json!("valid")));
    assert_eq!(own["person"], json!({ "name": "Ann Lee", "email": "ann@example.com" }));
    let records = driver.list(&format!("/v1/accounts/{}/records", text(&account["id"]))).await;
    assert_eq!(in_common(&records[0]), in_common(&own));
    assert!(reseller.holder.list(&format!("{}/records", reseller.path)).await.is_empty());
}

#[tokio::test]
async fn who_is_removed_and_the_account_both_keep_it() {
    let school = School::new().await;
    let (ann, caller) = school.graduate("Ann").await;
    let (before, own) = (school.records("").await, caller.list("/v1/me/records").await);
    school.company.remove(&ann).await;
    school.service.balanced().await;
    assert!(caller.list("/v1/me/enrolments").await.is_empty());
    assert_eq!(caller.list("/v1/me/records").await, own);
    let mut after = school.records("").await.remove(0);
    assert_eq!(after["user_id"].take(), Value::Null);
    (after["user_id"], after["former_user_id"]) = (after["former_user_id"].take(), Value::Null);
    assert_eq!([after], *before);
    // They are no user any more.
    let of_user = school.path(&format!("/records?user={}", ann.user));
    school.company.holder.get(&of_user).await.expect_bad_field("user", "not_found");
    assert!(school.company.holder.list(&school.path("/reports")).await.is_empty());
}

#[tokio::test]
async fn who_leaves_takes_none_with_them_and_loses_none() {
    let school = School::new().await;
    let (_, caller) = school.graduate("Ann").await;
    let own = caller.list("/v1/me/records").await;
    caller.delete(&format!("/v1/me/contexts/{}", school.company.id)).await.expect(204);
    school.service.balanced().await;
    assert_eq!(caller.list("/v1/me/records").await, own);
    let records = school.records("").await;
    assert_eq!((records.len(), &records[0]["user_id"]), (1, &Value::Null));
}

#[tokio::test]
async fn an_enrolment_that_is_revoked_leaves_its_record() {
    let school = School::new().await;
    let (_, caller) = school.graduate("Ann").await;
    let before = (school.records("").await, caller.list("/v1/me/records").await);
    let enrolment = caller.list("/v1/me/enrolments").await.remove(0);
    school.company.holder.delete(&school.company.enrolment(&enrolment)).await.expect(204);
    school.service.balanced().await;
    assert!(caller.list("/v1/me/enrolments").await.is_empty());
    assert_eq!((school.records("").await, caller.list("/v1/me/records").await), before);
}

#[tokio::test]
async fn whatever_becomes_of_course_account_and_person_it_says_what_was() {
    let school = School::new().await;
    let (ann, caller) = school.graduate("Ann").await;
    let before = (school.records("").await, caller.list("/v1/me/records").await);
    let change = json!({
        "title": "Otherwise", "valid_months": 1, "active": false, "modules": [{ "title": "New" }],
    });
    school.service.replace(&school.course, change).await;
    let user = school.path(&format!("/users/{}", ann.user));
    school.company.holder.patch(&user, json!({ "name": "Bea" })).await.expect(200);
    school
        .company
        .holder
        .patch(&school.company.path, json!({ "name": "Zenith" }))
        .await
        .expect(200);
    caller.patch("/v1/me", json!({ "name": "Cleo" })).await.expect(200);
    school.service.balanced().await;
    assert_eq!((school.records("").await, caller.list("/v1/me/records").await), before);
}

#[tokio::test]
async fn what_comes_in_late_or_twice_changes_the_enrolment_and_no_record() {
    let school = School::new().await;
    let (_, caller) = school.graduate("Ann").await;
    let before = (school.records("").await, caller.list("/v1/me/records").await);
    let enrolment = caller.list("/v1/me/enrolments").await.remove(0);
    let id = text(&enrolment["id"]);
    complete(&caller, id, &school.course).await.expect(200);
    let results = format!("/v1/me/enrolments/{id}/results");
    let module = &school.course["modules"][0]["id"];
    for late in [
        json!({ "module_id": module, "completed": false, "score": 10 }),
        json!({ "module_id": module, "completed": true, "occurred_at": "2026-01-01T00:00:00Z" }),
    ] {
        caller.post(&results, late).await.expect(200);
    }
    let now = caller.list("/v1/me/enrolments").await.remove(0);
    assert_ne!(now["modules"], enrolment["modules"]);
    assert_eq!((school.records("").await, caller.list("/v1/me/records").await), before);
    school.service.balanced().await;
}

#[tokio::test]
async fn the_driver_of_an_account_that_is_closed_keeps_theirs() {
    let school = School::new().await;
    let (_, caller) = school.graduate("Ann").await;
    let own = caller.list("/v1/me/records").await;
    let body = Some(json!({ "name": "Acme" }));
    let closed = school.company.holder.send(http::Method::DELETE, &school.company.path, body);
    closed.await.expect(204);
    school.service.balanced().await;
    assert_eq!(caller.list("/v1/me/records").await, own);
    let gone = school.company.holder.get(&school.path("/records")).await;
    gone.expect_problem(404, "not_found");
}

#[tokio::test]
async fn when_the_last_module_was_completed_is_when_the_course_was() {
    let school = School::new().await;
    let ann = school.service.driver_of(&school.company, "Ann").await;
    let enrolment = school.service.licensed(&school.company, &ann, &school.course).await;
    let caller = school.service.sign_in(&ann.email).await;
    let results = format!("/v1/me/enrolments/{enrolment}/results");
    for (module, at) in [(1, "2026-03-02T10:00:00Z"), (0, "2026-03-01T10:00:00.75Z")] {
        let module = &school.course["modules"][module]["id"];
        let result = json!({ "module_id": module, "completed": true, "occurred_at": at });
        caller.post(&results, result).await.expect(200);
    }
    let record = school.records("").await.remove(0);
    assert_eq!(record["completed_at"], "2026-03-02T10:00:00Z");
    assert_eq!(record["valid_until"], "2027-03-02T10:00:00Z");
}

#[tokio::test]
async fn who_comes_again_and_completes_again_has_two() {
    let school = School::new().await;
    let (ann, caller) = school.graduate("Ann").await;
    school.company.remove(&ann).await;
    school.service.settle().await;
    let again = school.service.member_too(&school.company, &ann).await;
    school.service.advance(60);
    school.service.completes(&school.company, &again, &school.course).await;
    let records = school.records("").await;
    let users: Vec<_> = records.iter().map(|record| record["user_id"].clone()).collect();
    // The newest is first.
    assert_eq!(users, [json!(again.user), Value::Null]);
    let own = caller.list("/v1/me/records?limit=1").await;
    assert_eq!(
        own.iter().map(in_common).collect::<Vec<_>>(),
        records.iter().map(in_common).collect::<Vec<_>>()
    );
    assert_eq!(school.records(&format!("&user={}", again.user)).await, records);
    school.service.balanced().await;
}
