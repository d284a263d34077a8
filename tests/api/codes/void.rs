//! Voiding: some codes, or every unused one.

use serde_json::{Value, json};
use tests::standing::text;

use super::{Shop, outcomes, redeem};

#[tokio::test]
async fn each_code_is_answered_for_itself() {
    let shop = Shop::with(5).await;
    let (other, others) = shop.service.batch(&shop.reseller, 2).await;
    let codes: Vec<&str> = shop.codes.iter().map(String::as_str).collect();
    redeem(&shop.service.sign_in("ann@example.com").await, codes[1]).await.expect(201);
    let lower = codes[2].to_lowercase().replace('-', "");
    let mistyped = format!("{}0", codes[0]);
    let rows = shop
        .void(&[codes[0], codes[1], &lower, codes[2], &others[0], &mistyped, "", codes[0]])
        .await;
    assert_eq!(
        outcomes(&rows),
        [
            "voided",
            "already_redeemed",
            "voided",
            "already_voided",
            "unknown_code",
            "mistyped_code",
            "mistyped_code",
            "already_voided",
        ]
    );
    assert_eq!(outcomes(&shop.void(&[codes[0]]).await), ["already_voided"]);
    assert_eq!(shop.counts().await, [2, 1, 2]);
    let batch = format!("{}/code-batches/{other}", shop.reseller.path);
    assert_eq!(shop.reseller.holder.get(&batch).await.expect(200)["unused"], 2);
}

#[tokio::test]
async fn every_unused_code_is_voided_at_once() {
    let shop = Shop::with(10).await;
    redeem(&shop.service.sign_in("ann@example.com").await, &shop.codes[4]).await.expect(201);
    shop.void(&[&shop.codes[1], &shop.codes[2]]).await;
    assert_eq!(shop.void_all().await, json!({ "voided": 7 }));
    assert_eq!(shop.counts().await, [0, 1, 9]);
    assert_eq!(shop.void_all().await, json!({ "voided": 0 }));
    let rows = shop.void(&[&shop.codes[4], &shop.codes[1], &shop.codes[9]]).await;
    assert_eq!(outcomes(&rows), ["already_redeemed", "already_voided", "already_voided"]);
    assert_eq!(shop.counts().await, [0, 1, 9]);
}

#[tokio::test]
async fn a_million_codes_are_voided_in_one_short_call() {
    let shop = Shop::with(1_000_000).await;
    let body = json!({ "all_unused": true });
    let voided = shop.reseller.holder.post(&shop.path("/void"), body).await;
    // The batch says so before and at the end; in between the marks are written side by side.
    assert!(
        voided.cost.round_trips <= 5 && voided.cost.items_written <= 1_003,
        "{:?}",
        voided.cost
    );
    assert_eq!(voided.expect(200), json!({ "voided": 1_000_000 }));
    assert_eq!(shop.counts().await, [0, 0, 1_000_000]);
    let driver = shop.service.sign_in("ann@example.com").await;
    redeem(&driver, &shop.codes[99]).await.expect_problem(409, "code_voided");
}

#[tokio::test]
async fn voiding_is_told_in_the_trail_without_the_codes() {
    let shop = Shop::with(3).await;
    shop.void(&[&shop.codes[0]]).await;
    shop.void_all().await;
    let events = shop.reseller.holder.list(&format!("{}/events", shop.reseller.path)).await;
    let told: Vec<_> = events[..2].iter().map(|event| text(&event["action"])).collect();
    assert_eq!(told, ["batch_voided", "code_voided"]);
    for event in &events[..2] {
        assert_eq!(event["subject"], json!({ "kind": "code_batch", "id": shop.batch }));
        assert!(shop.codes.iter().all(|code| !event.to_string().contains(code)));
    }
}

#[tokio::test]
async fn a_call_of_the_wrong_shape_voids_nothing() {
    let shop = Shop::with(3).await;
    let code = &shop.codes[0];
    for (body, field, error) in [
        (json!({}), "codes", "missing"),
        (json!({ "codes": [] }), "codes", "wrong_size"),
        (json!({ "codes": vec![code; 101] }), "codes", "wrong_size"),
        (json!({ "codes": code }), "codes", "wrong_type"),
        (json!({ "codes": [code, 7] }), "codes[1]", "wrong_type"),
        (json!({ "codes": [code], "all_unused": true }), "all_unused", "conflicting"),
        (json!({ "all_unused": false }), "all_unused", "unknown_value"),
        (json!({ "all_unused": "true" }), "all_unused", "wrong_type"),
        (json!({ "all": true }), "all", "unknown_field"),
    ] {
        let answer = shop.reseller.holder.post(&shop.path("/void"), body).await;
        answer.expect_bad_field(field, error);
    }
    assert_eq!(shop.counts().await, [3, 0, 0]);
}

#[tokio::test]
async fn a_hundred_codes_are_voided_in_one_call() {
    let shop = Shop::with(150).await;
    let codes: Vec<&str> = shop.codes.iter().map(String::as_str).collect();
    let rows = shop.void(&codes).await;
    assert_eq!(outcomes(&rows), ["voided"; 100]);
    let given: Vec<_> = rows.iter().map(|row| row["code"].clone()).collect();
    assert_eq!(Value::Array(given), json!(codes));
    assert_eq!(shop.counts().await, [50, 0, 100]);
}
