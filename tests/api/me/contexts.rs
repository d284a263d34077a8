//! The accounts that a person may act in, and the one they chose.

use serde_json::{Value, json};
use shared::domain::Role;
use tests::Service;

use super::{UNKNOWN_ACCOUNT, accounts, choose, instructor, label};

const CONTEXTS: &str = "/v1/me/contexts";

#[tokio::test]
async fn a_context_tells_where_as_what_and_how_many_drivers_there_are() {
    let service = Service::start().await;
    let company = service.company("Haulage Ltd").await;
    for _ in 0..2 {
        service.member(&company, Role::Driver, None).await;
    }
    let contexts = company.holder.get(CONTEXTS).await.expect(200);
    assert_eq!(contexts["next_cursor"], Value::Null);
    let context = &contexts["items"][0];
    assert_eq!(contexts["items"].as_array().map(Vec::len), Some(1));
    let account = json!({ "id": company.id, "name": "Haulage Ltd", "kind": "company" });
    assert_eq!((&context["account"], &context["role"]), (&account, &json!("holder")));
    assert_eq!((&context["labels"], &context["driver_count"]), (&json!([]), &json!(2)));
    assert!(context["last_used_at"].is_string() && context.get("scope").is_none());
}

#[tokio::test]
async fn a_managers_context_tells_their_scope() {
    let service = Service::start().await;
    let (instructor, _) = instructor(&service, 1).await;
    let contexts = instructor.list(CONTEXTS).await;
    assert_eq!(contexts[0]["role"], "manager");
    assert_eq!(contexts[0]["scope"], json!({ "kind": "company" }));
}

#[tokio::test]
async fn somebody_without_an_account_has_no_contexts() {
    let service = Service::start().await;
    let ann = service.sign_in("ann@example.com").await;
    let contexts = ann.get(CONTEXTS).await.expect(200);
    assert_eq!(contexts, json!({ "items": [], "next_cursor": null }));
}

#[tokio::test]
async fn the_chosen_context_is_remembered_and_offered_first() {
    let service = Service::start().await;
    let (instructor, companies) = instructor(&service, 3).await;
    for company in &companies {
        let chosen = choose(&instructor, &company.id).await.expect(200);
        assert_eq!(chosen["account"]["id"], company.id);
        let me = instructor.get("/v1/me").await.expect(200);
        assert_eq!(me["current_account_id"], company.id);
        assert_eq!(me["contexts"][0], chosen);
        assert_eq!(instructor.list(CONTEXTS).await[0], chosen);
    }
    // Nor is it forgotten by the next sign-in.
    choose(&instructor, &companies[1].id).await.expect(200);
    let email = instructor.email.as_str();
    service.anonymous().post("/v1/sign-in", json!({ "email": email })).await.expect(202);
    let proof = json!({ "token": service.mailed_token(email).await });
    let signed_in = service.anonymous().post("/v1/sign-in/confirm", proof).await.expect(200);
    assert_eq!(signed_in["contexts"][0]["account"]["id"], companies[1].id);
    assert_eq!(signed_in["contexts"].as_array().map(Vec::len), Some(3));
}

#[tokio::test]
async fn a_context_that_is_not_the_callers_cannot_be_chosen() {
    let service = Service::start().await;
    let company = service.company("Haulage Ltd").await;
    let other = service.company("Carriage Ltd").await;
    for id in [UNKNOWN_ACCOUNT, &other.id, "acc_x", "", &company.id.to_lowercase()] {
        choose(&company.holder, id).await.expect_bad_field("account_id", "not_found");
    }
    for (body, field, code) in [
        (json!({}), "account_id", "missing"),
        (json!({ "account_id": null }), "account_id", "wrong_type"),
        (json!({ "account_id": company.id, "remember": true }), "remember", "unknown_field"),
    ] {
        company.holder.put("/v1/me/current-context", body).await.expect_bad_field(field, code);
    }
    let me = company.holder.get("/v1/me").await.expect(200);
    assert_eq!(me["current_account_id"], Value::Null);
}

#[tokio::test]
async fn contexts_are_listed_page_by_page_each_once() {
    let service = Service::start().await;
    let (instructor, companies) = instructor(&service, 5).await;
    let mut ids: Vec<_> = companies.iter().map(|company| company.id.clone()).collect();
    ids.sort();
    for current in [None, Some(0), Some(4)] {
        if let Some(current) = current {
            choose(&instructor, &companies[current].id).await.expect(200);
        }
        for limit in [1, 2, 4, 5, 100] {
            let listed = instructor.list(&format!("{CONTEXTS}?limit={limit}")).await;
            let mut listed = accounts(&listed);
            if let Some(current) = current {
                assert_eq!(listed[0], companies[current].id, "limit {limit}");
            }
            listed.sort();
            assert_eq!(listed, ids, "limit {limit}");
        }
    }
}

#[tokio::test]
async fn a_page_of_contexts_holds_no_more_than_was_asked_for() {
    let service = Service::start().await;
    let (instructor, companies) = instructor(&service, 3).await;
    for company in &companies {
        choose(&instructor, &company.id).await.expect(200);
        let page = instructor.get(&format!("{CONTEXTS}?limit=1")).await.expect(200);
        assert_eq!(page["items"].as_array().map(Vec::len), Some(1));
        assert_eq!(page["items"][0]["account"]["id"], company.id);
    }
}

#[tokio::test]
async fn contexts_are_filtered_by_the_persons_own_labels() {
    let service = Service::start().await;
    let (instructor, companies) = instructor(&service, 8).await;
    label(&instructor, &companies[0], &["North", "corporate"]).await.expect(200);
    label(&instructor, &companies[7], &["corporate"]).await.expect(200);
    for (word, expected) in [("North", vec![0]), ("corporate", vec![0, 7]), ("South", vec![])] {
        let mut listed = accounts(&instructor.list(&format!("{CONTEXTS}?label={word}")).await);
        let mut ids: Vec<_> = expected.iter().map(|at: &usize| companies[*at].id.clone()).collect();
        listed.sort();
        ids.sort();
        assert_eq!(listed, ids, "{word}");
    }
    // The two that are wanted fill a page, wherever they lie.
    let page = instructor.get(&format!("{CONTEXTS}?label=corporate&limit=2")).await.expect(200);
    assert_eq!(page["items"].as_array().map(Vec::len), Some(2));
    let labels = &instructor.list(&format!("{CONTEXTS}?label=North")).await[0]["labels"];
    assert_eq!(labels, &json!(["North", "corporate"]));
    instructor.get(&format!("{CONTEXTS}?label=")).await.expect_bad_field("label", "empty");
    let long = "a".repeat(101);
    instructor.get(&format!("{CONTEXTS}?label={long}")).await.expect_bad_field("label", "too_long");
}

#[tokio::test]
async fn the_last_use_of_a_context_is_noted_to_within_an_hour() {
    let service = Service::start().await;
    let (instructor, companies) = instructor(&service, 2).await;
    let used = async || instructor.list(CONTEXTS).await;
    assert_eq!(accounts(&used().await)[0], companies[1].id);
    service.advance(3_600);
    instructor.get(&companies[0].path).await.expect(200);
    assert_eq!(accounts(&used().await)[0], companies[0].id);
}
