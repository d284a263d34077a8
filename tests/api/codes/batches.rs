//! Batches: what was bought, and what became of it.

use serde_json::{Value, json};
use tests::{Service, standing::text};

use super::{Shop, redeem};

#[tokio::test]
async fn a_batch_tells_what_was_bought_and_what_became_of_it() {
    let shop = Shop::with(5).await;
    let course = shop.service.course().await;
    let batch = shop.reseller.holder.get(&shop.path("")).await.expect(200);
    assert_eq!(batch["id"], json!(shop.batch));
    assert!(shop.batch.starts_with("bat_"));
    assert_eq!(batch["course"], json!({ "id": course["id"], "title": course["title"] }));
    assert_eq!((&batch["label"], &batch["duration_days"]), (&Value::Null, &json!(30)));
    assert_eq!(batch["quantity"], 5);
    assert!(batch["created_at"].is_string());
    assert_eq!(shop.counts().await, [5, 0, 0]);
    redeem(&shop.service.sign_in("d@example.com").await, &shop.codes[3]).await.expect(201);
    shop.void(&[&shop.codes[0], &shop.codes[1]]).await;
    assert_eq!(shop.counts().await, [2, 1, 2]);
    shop.void_all().await;
    assert_eq!(shop.counts().await, [0, 1, 4]);
}

#[tokio::test]
async fn batches_are_listed_the_newest_first() {
    let shop = Shop::with(1).await;
    let mut made = vec![shop.batch.clone()];
    for quantity in 2..=4 {
        shop.service.advance(1);
        made.insert(0, shop.service.batch(&shop.reseller, quantity).await.0);
    }
    let path = format!("{}/code-batches", shop.reseller.path);
    let batches = shop.reseller.holder.list(&format!("{path}?limit=3")).await;
    let ids = batches.iter().map(|batch| text(&batch["id"]).to_owned());
    assert_eq!(ids.collect::<Vec<_>>(), made);
    for batch in &batches {
        let read = shop.reseller.holder.get(&format!("{path}/{}", text(&batch["id"]))).await;
        assert_eq!(read.expect(200), *batch);
    }
}

#[tokio::test]
async fn who_is_no_reseller_has_an_empty_list_of_batches() {
    let service = Service::start().await;
    let company = service.company("Acme").await;
    assert!(company.holder.list(&format!("{}/code-batches", company.path)).await.is_empty());
}

#[tokio::test]
async fn another_accounts_batch_is_not_found() {
    let shop = Shop::with(5).await;
    let other = shop.service.reseller("Other shop").await;
    let through_own = format!("{}/code-batches/{}", other.path, shop.batch);
    for path in [through_own, shop.path("")] {
        for answer in [
            other.holder.get(&path).await,
            other.holder.get(&format!("{path}/codes")).await,
            other.holder.post(&format!("{path}/void"), json!({ "all_unused": true })).await,
            other
                .holder
                .post(
                    &format!("{path}/send"),
                    json!({ "recipients": [{ "email": "a@b.example" }] }),
                )
                .await,
        ] {
            answer.expect_problem(404, "not_found");
        }
    }
    assert_eq!(shop.counts().await, [5, 0, 0]);
}

#[tokio::test]
async fn a_batch_is_meant_by_its_whole_identifier() {
    let shop = Shop::with(5).await;
    // The last symbols alone are the number that its codes carry.
    let end = &shop.batch[shop.batch.len() - 6..];
    let alike = format!("bat_{}{end}", "0".repeat(20));
    for id in [alike.as_str(), "bat_00000000000000000000000000", "bat_1", "ord_1"] {
        let path = format!("{}/code-batches/{id}", shop.reseller.path);
        shop.reseller.holder.get(&path).await.expect_problem(404, "not_found");
    }
}

#[tokio::test]
async fn batches_are_for_keys_of_codes_and_for_nobody_elses_eyes() {
    let shop = Shop::with(5).await;
    let program = shop.service.program(&shop.reseller, &["codes"]).await;
    program.get(&shop.path("")).await.expect(200);
    program.get(&shop.path("/codes")).await.expect(200);
    let others = ["redemptions", "users", "reports"];
    let other = shop.service.program(&shop.reseller, &others).await;
    other.get(&shop.path("")).await.expect_problem(403, "forbidden");
    other.get(&shop.path("/codes")).await.expect_problem(403, "forbidden");
    let stranger = shop.service.sign_in("stranger@example.com").await;
    stranger.get(&shop.path("/codes")).await.expect_problem(404, "not_found");
    let anonymous = shop.service.anonymous();
    anonymous.get(&shop.path("/codes")).await.expect_problem(401, "unauthenticated");
}
