//! Sending codes to drivers by mail, never the same one twice.

use std::collections::HashSet;

use futures::future::join;
use serde_json::{Value, json};
use tests::standing::text;

use super::{Shop, outcomes, redeem, results};

fn recipients(count: usize, call: &str) -> Value {
    Value::from_iter(
        (0..count).map(|number| json!({ "email": format!("{call}{number}@example.com") })),
    )
}

/// The codes that rows say were sent.
fn sent(rows: &[Value]) -> Vec<String> {
    rows.iter().filter_map(|row| row["code"].as_str().map(str::to_owned)).collect()
}

/// The code in the newest mail to an address.
async fn mailed(shop: &Shop, to: &str) -> String {
    let mails = shop.service.mails(to).await;
    let lines = text(&mails[0]["text"]).lines();
    let code = lines.filter_map(|line| line.strip_prefix("Code: ")).next();
    code.expect("a code").to_owned()
}

#[tokio::test]
async fn each_recipient_is_mailed_a_code_of_their_own() {
    let shop = Shop::with(10).await;
    let rows = shop.send(json!([
        { "email": "ann@example.com", "name": "Ann" },
        { "email": "Bob@Example.com" },
    ]));
    let rows = rows.await;
    assert_eq!(outcomes(&rows), ["sent", "sent"]);
    let codes = sent(&rows);
    assert_ne!(codes[0], codes[1]);
    assert!(codes.iter().all(|code| shop.codes.contains(code)));
    assert_eq!(mailed(&shop, "ann@example.com").await, codes[0]);
    assert_eq!(mailed(&shop, "bob@example.com").await, codes[1]);
    let mail = &shop.service.mails("ann@example.com").await[0];
    let course = shop.service.course().await;
    for word in ["Ann", "Shop", "30 days", text(&course["title"])] {
        assert!(text(&mail["text"]).contains(word), "{word}");
    }
    assert!(text(&mail["html"]).contains(&codes[0]));
}

#[tokio::test]
async fn a_code_that_was_sent_is_unused_until_its_driver_redeems_it() {
    let shop = Shop::with(3).await;
    shop.send(json!([{ "email": "ann@example.com" }])).await;
    assert_eq!(shop.counts().await, [3, 0, 0]);
    let code = mailed(&shop, "ann@example.com").await;
    redeem(&shop.service.sign_in("ann@example.com").await, &code).await.expect(201);
    assert_eq!(shop.counts().await, [2, 1, 0]);
}

#[tokio::test]
async fn no_code_is_sent_twice_across_calls_also_at_once() {
    let shop = Shop::with(400).await;
    let first = shop.send(recipients(100, "a")).await;
    let (second, third) =
        join(shop.send(recipients(100, "b")), shop.send(recipients(100, "c"))).await;
    let rows = [first, second, third].concat();
    assert_eq!(outcomes(&rows), ["sent"; 300]);
    let codes = sent(&rows);
    assert_eq!(codes.iter().collect::<HashSet<_>>().len(), 300);
    assert_eq!(mailed(&shop, "b57@example.com").await, codes[157]);
    assert_eq!(shop.service.mails("c99@example.com").await.len(), 1);
}

#[tokio::test]
async fn used_and_voided_codes_are_passed_over() {
    let shop = Shop::with(6).await;
    redeem(&shop.service.sign_in("x@example.com").await, &shop.codes[0]).await.expect(201);
    shop.void(&[&shop.codes[2], &shop.codes[3]]).await;
    let rows = shop.send(recipients(3, "a")).await;
    assert_eq!(sent(&rows), [1, 4, 5].map(|place: usize| shop.codes[place].clone()));
}

#[tokio::test]
async fn when_none_is_left_the_others_are_told_so() {
    let shop = Shop::with(3).await;
    shop.void(&[&shop.codes[1]]).await;
    let rows = shop.send(recipients(4, "a")).await;
    assert_eq!(outcomes(&rows), ["sent", "sent", "batch_exhausted", "batch_exhausted"]);
    assert_eq!(outcomes(&shop.send(recipients(1, "b")).await), ["batch_exhausted"]);
    assert!(shop.service.mails("a2@example.com").await.is_empty());
    assert!(shop.service.mails("b0@example.com").await.is_empty());
}

#[tokio::test]
async fn of_a_voided_batch_none_is_left() {
    let shop = Shop::with(3).await;
    shop.void_all().await;
    let rows = shop.send(recipients(2, "a")).await;
    assert_eq!(outcomes(&rows), ["batch_exhausted", "batch_exhausted"]);
    assert!(shop.service.mails("a0@example.com").await.is_empty());
}

#[tokio::test]
async fn a_bad_row_fails_alone() {
    let shop = Shop::with(3).await;
    let long = "x".repeat(201);
    let rows = json!([
        { "email": "ann@example.com" },
        { "email": "no address" },
        { "email": "bob@example.com", "name": long },
        { "email": "cid@example.com", "name": "Cid" },
    ]);
    let rows = shop.send(rows).await;
    assert_eq!(outcomes(&rows), ["sent", "invalid_input", "invalid_input", "sent"]);
    assert_eq!(rows[1]["error"]["errors"][0]["field"], "recipients[1].email");
    assert_eq!(rows[2]["error"]["errors"][0]["field"], "recipients[2].name");
    assert_eq!(sent(&rows), [shop.codes[0].clone(), shop.codes[1].clone()]);
}

#[tokio::test]
async fn a_call_of_the_wrong_shape_sends_nothing() {
    let shop = Shop::with(3).await;
    for (rows, field, error) in [
        (json!([]), "recipients", "wrong_size"),
        (recipients(101, "a"), "recipients", "wrong_size"),
        (json!("ann@example.com"), "recipients", "wrong_type"),
        (
            json!([{ "email": "ann@example.com" }, { "email": 7 }]),
            "recipients[1].email",
            "wrong_type",
        ),
        (json!([{ "email": "ann@example.com" }, {}]), "recipients[1].email", "missing"),
        (
            json!([{ "email": "ann@example.com", "sms": true }]),
            "recipients[0].sms",
            "unknown_field",
        ),
    ] {
        let answer =
            shop.reseller.holder.post(&shop.path("/send"), json!({ "recipients": rows })).await;
        answer.expect_bad_field(field, error);
    }
    assert!(shop.service.mails("ann@example.com").await.is_empty());
}

#[tokio::test]
async fn sending_again_with_the_same_key_sends_once() {
    let shop = Shop::with(5).await;
    let holder = shop.reseller.holder.with_key("monday");
    let body = json!({ "recipients": recipients(2, "a") });
    let first = results(holder.post(&shop.path("/send"), body.clone()).await);
    let again = results(holder.post(&shop.path("/send"), body).await);
    assert_eq!(first, again);
    assert_eq!(shop.service.mails("a0@example.com").await.len(), 1);
    let next = shop.send(recipients(1, "b")).await;
    assert_eq!(sent(&next), [shop.codes[2].clone()]);
}

#[tokio::test]
async fn an_address_that_is_named_twice_gets_two_codes() {
    let shop = Shop::with(5).await;
    let rows =
        shop.send(json!([{ "email": "ann@example.com" }, { "email": "ANN@example.com" }])).await;
    assert_eq!(sent(&rows), shop.codes[..2]);
    assert_eq!(shop.service.mails("ann@example.com").await.len(), 2);
}

#[tokio::test]
async fn to_whom_a_code_was_sent_and_how_the_mail_stands_shows_on_the_code() {
    let shop = Shop::with(4).await;
    let codes = async || shop.reseller.holder.list(&shop.path("/codes")).await;
    assert!(codes().await.iter().all(|code| code.get("sent_to").is_none()));
    shop.service.stack().mailbox().reject("bob@example.com");
    let recipients = json!([
        { "email": "ann@example.com" }, { "email": "bob@example.com" }, { "email": "eve@example.com" }
    ]);
    let rows = sent(&shop.send(recipients).await);
    shop.service.report("Bounce", "eve@example.com").await;
    let listed = codes().await;
    let told = |code: &str| {
        let found = listed.iter().find(|listed| listed["code"] == code).expect("the code");
        (found["sent_to"]["email"].clone(), found["sent_to"]["status"].clone())
    };
    for (code, email, status) in [
        (&rows[0], "ann@example.com", "sent"),
        (&rows[1], "bob@example.com", "rejected"),
        (&rows[2], "eve@example.com", "bounced"),
    ] {
        assert_eq!(told(code), (json!(email), json!(status)));
    }
    assert!(listed[3].get("sent_to").is_none());
    // It shows on a used code too.
    redeem(&shop.service.sign_in("ann@example.com").await, &rows[0]).await.expect(201);
    let used = shop.reseller.holder.list(&shop.path("/codes?status=redeemed")).await;
    assert_eq!(used[0]["sent_to"]["email"], "ann@example.com");
}
