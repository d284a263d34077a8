//! The labels of a client: its firm's people's alone.

use serde_json::json;
use shared::domain::event::Action;

use super::{Firm, context};

#[tokio::test]
async fn a_firms_labels_stand_in_its_peoples_contexts_and_nowhere_that_the_client_sees() {
    let firm = Firm::accepted().await;
    firm.firm.send(&firm.client, &[&firm.admin, &firm.manager]).await.expect(200);
    let labels = format!("{}/labels", firm.at());
    let body = json!({ "labels": ["North", "Schools"] });
    firm.manager.put(&labels, body.clone()).await.expect_problem(403, "forbidden");
    let labelled = firm.admin.put(&labels, body).await.expect(200);
    assert_eq!(labelled["labels"], json!(["North", "Schools"]));
    let own = format!("/v1/me/contexts/{}/labels", firm.client.id);
    let answer = firm.manager.put(&own, json!({ "labels": ["Mine", "North"] })).await.expect(200);
    let all = json!(["Mine", "North", "Schools"]);
    assert_eq!(answer["labels"], all);
    let shown = context(&firm.manager, &firm.client).await.expect("a context");
    assert_eq!(shown["labels"], all);
    let shown = context(&firm.admin, &firm.client).await.expect("a context");
    assert_eq!(shown["labels"], json!(["North", "Schools"]));
    for (who, label, count) in [
        (&firm.manager, "Mine", 1),
        (&firm.manager, "Schools", 1),
        (&firm.admin, "Mine", 0),
        (&firm.admin, "Schools", 1),
        (&firm.admin, "South", 0),
    ] {
        let found = who.list(&format!("/v1/me/contexts?label={label}")).await;
        assert_eq!(found.len(), count, "{label}");
    }
    let (path, events) = (firm.managers(), format!("{}/events", firm.client.path));
    for list in [path.as_str(), &events, "/v1/me/contexts"] {
        let seen = firm.client.holder.get(list).await;
        assert!(!seen.text.contains("Schools"), "{list}: {}", seen.text);
    }
    let books = firm.service.balanced().await;
    let told = books.events_of(Action::ClientLabelled).collect::<Vec<_>>();
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].account_id.to_string(), firm.firm.id);
}

#[tokio::test]
async fn labels_are_replaced_each_is_given_once_and_twenty_at_most() {
    let firm = Firm::invited().await;
    let labels = format!("{}/labels", firm.at());
    let put = async |labels_are: serde_json::Value| {
        firm.admin.put(&labels, json!({ "labels": labels_are })).await
    };
    put(json!(["North"])).await.expect(200);
    assert_eq!(put(json!(["South"])).await.expect(200)["labels"], json!(["South"]));
    put(json!(["A", "B", "A"])).await.expect_bad_field("labels[2]", "repeated");
    let many: Vec<_> = (0..21).map(|number| format!("label {number}")).collect();
    put(json!(many)).await.expect_bad_field("labels", "wrong_size");
    assert_eq!(put(json!([])).await.expect(200)["labels"], json!([]));
    firm.service.balanced().await;
}
