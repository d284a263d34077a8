//! The person's own labels of a context.

use serde_json::json;
use tests::Service;

use super::{UNKNOWN_ACCOUNT, instructor, label};

#[tokio::test]
async fn labels_are_set_anew_and_taken_away() {
    let service = Service::start().await;
    let (instructor, companies) = instructor(&service, 1).await;
    for labels in [&["North", "corporate"][..], &["South"], &[]] {
        let context = label(&instructor, &companies[0], labels).await.expect(200);
        assert_eq!(context["labels"], json!(labels));
        assert_eq!(instructor.list("/v1/me/contexts").await, [context]);
    }
}

#[tokio::test]
async fn labels_are_the_persons_own() {
    let service = Service::start().await;
    let (instructor, companies) = instructor(&service, 1).await;
    label(&instructor, &companies[0], &["difficult"]).await.expect(200);
    label(&companies[0].holder, &companies[0], &["home"]).await.expect(200);
    let contexts = companies[0].holder.list("/v1/me/contexts").await;
    assert_eq!(contexts[0]["labels"], json!(["home"]));
    let managers = companies[0].holder.get(&format!("{}/managers", companies[0].path)).await;
    assert!(!managers.text.contains("difficult"));
}

#[tokio::test]
async fn twenty_labels_at_most_each_once() {
    let service = Service::start().await;
    let (instructor, companies) = instructor(&service, 1).await;
    let path = format!("/v1/me/contexts/{}/labels", companies[0].id);
    let many = |count: usize| (0..count).map(|n| format!("label {n}")).collect::<Vec<_>>();
    instructor.put(&path, json!({ "labels": many(20) })).await.expect(200);
    for (labels, field, code) in [
        (json!(many(21)), "labels", "wrong_size"),
        (json!(["North", "South", " North "]), "labels[2]", "repeated"),
        (json!(["North", ""]), "labels[1]", "empty"),
        (json!("North"), "labels", "wrong_type"),
    ] {
        instructor.put(&path, json!({ "labels": labels })).await.expect_bad_field(field, code);
    }
    instructor.put(&path, json!({})).await.expect_bad_field("labels", "missing");
    let contexts = instructor.list("/v1/me/contexts").await;
    assert_eq!(contexts[0]["labels"], json!(many(20)));
}

#[tokio::test]
async fn a_context_that_is_not_the_callers_cannot_be_labelled() {
    let service = Service::start().await;
    let (instructor, _) = instructor(&service, 1).await;
    let other = service.company("Other Ltd").await;
    for id in [UNKNOWN_ACCOUNT, &other.id, "acc_x"] {
        let path = format!("/v1/me/contexts/{id}/labels");
        let refused = instructor.put(&path, json!({ "labels": [] })).await;
        refused.expect_problem(404, "not_found");
    }
}
