//! A batch's codes, as JSON and as CSV.

use std::collections::HashSet;

use serde_json::{Value, json};
use shared::{
    domain::{
        code::{BatchNumber, Code, CodeIndex},
        event::{Actor, ActorKind},
    },
    table::batch::{CodeStatus, UsedCode},
};
use tests::{
    Answer,
    standing::{text, time},
};

use super::{Shop, redeem};

fn codes_of(items: &[Value]) -> Vec<&str> {
    items.iter().map(|item| text(&item["code"])).collect()
}

/// The rows of a CSV answer below its header.
#[track_caller]
fn rows(answer: &Answer) -> Vec<Vec<String>> {
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8");
    let mut rows = answer.rows();
    assert_eq!(rows.remove(0), ["code", "status", "redeemed_at", "redeemed_by"]);
    rows
}

/// Where the next page is, if there is one.
fn next(answer: &Answer) -> Option<String> {
    let link = answer.header("link");
    let (path, rest) = link.strip_prefix('<')?.split_once('>')?;
    assert_eq!(rest, "; rel=\"next\"");
    Some(path.to_owned())
}

#[tokio::test]
async fn every_code_is_listed_once_in_the_same_order_whatever_the_page() {
    let shop = Shop::with(230).await;
    let holder = &shop.reseller.holder;
    let all = holder.list(&shop.path("/codes?limit=100")).await;
    let codes = codes_of(&all);
    assert_eq!(codes.len(), 230);
    assert_eq!(codes.iter().collect::<HashSet<_>>().len(), 230);
    assert_eq!(codes[..100], shop.codes[..]);
    for code in &codes {
        assert_eq!(Code::parse(code).unwrap().to_string(), *code);
    }
    for path in ["/codes", "/codes?limit=7"] {
        assert_eq!(holder.list(&shop.path(path)).await, all);
    }
    assert!(all.iter().all(|code| code["status"] == "unused"));
    assert!(all.iter().all(|code| code.as_object().unwrap().len() == 2), "{}", all[0]);
}

#[tokio::test]
async fn a_page_has_25_codes_unless_the_caller_says_and_the_last_has_no_cursor() {
    let shop = Shop::with(26).await;
    let holder = &shop.reseller.holder;
    let first = holder.get(&shop.path("/codes")).await.expect(200);
    assert_eq!(first["items"].as_array().unwrap().len(), 25);
    let last = format!("/codes?cursor={}", text(&first["next_cursor"]));
    let last = holder.get(&shop.path(&last)).await.expect(200);
    assert_eq!(last["items"].as_array().unwrap().len(), 1);
    assert_eq!(last["next_cursor"], Value::Null);
    let exact = holder.get(&shop.path("/codes?limit=26")).await.expect(200);
    assert_eq!(exact["next_cursor"], Value::Null);
    for limit in ["0", "101", "-1", "x", ""] {
        let path = shop.path(&format!("/codes?limit={limit}"));
        holder.get(&path).await.expect_bad_field("limit", "out_of_range");
    }
}

#[tokio::test]
async fn a_cursor_belongs_to_its_list_and_its_filter() {
    let shop = Shop::with(10).await;
    let holder = &shop.reseller.holder;
    let page = holder.get(&shop.path("/codes?limit=2")).await.expect(200);
    let cursor = text(&page["next_cursor"]);
    let (other, _) = shop.service.batch(&shop.reseller, 10).await;
    let forged = cursor.chars().rev().collect::<String>();
    for path in [
        shop.path(&format!("/codes?status=unused&cursor={cursor}")),
        shop.path(&format!("/codes?cursor={forged}")),
        shop.path("/codes?cursor="),
        format!("{}/code-batches/{other}/codes?cursor={cursor}", shop.reseller.path),
        format!("{}/orders?cursor={cursor}", shop.reseller.path),
    ] {
        holder.get(&path).await.expect_bad_field("cursor", "invalid_cursor");
    }
}

#[tokio::test]
async fn codes_are_filtered_by_what_became_of_them() {
    let shop = Shop::with(60).await;
    let (service, holder) = (&shop.service, &shop.reseller.holder);
    let driver = service.sign_in("driver@example.com").await;
    let before = service.now();
    redeem(&driver, &shop.codes[31]).await.expect(201);
    let rows = json!([{ "code": shop.codes[7], "email": "Other@Example.com" }]);
    shop.redeem_for(rows).await;
    shop.void(&[&shop.codes[40], &shop.codes[0]]).await;
    let list = async |status: &str| {
        holder.list(&shop.path(&format!("/codes?limit=9&status={status}"))).await
    };
    let redeemed = list("redeemed").await;
    assert_eq!(codes_of(&redeemed), [shop.codes[7].as_str(), shop.codes[31].as_str()]);
    assert_eq!(redeemed[0]["redeemed_by"], json!({ "email": "other@example.com" }));
    assert_eq!(redeemed[1]["redeemed_by"], json!({ "email": "driver@example.com" }));
    let at = time(&redeemed[1]["redeemed_at"]);
    assert!(before <= at && at <= service.now());
    let voided = list("voided").await;
    assert_eq!(codes_of(&voided), [shop.codes[0].as_str(), shop.codes[40].as_str()]);
    let unused = list("unused").await;
    let rest = (0..60).filter(|place| ![0, 7, 31, 40].contains(place));
    let rest: Vec<_> = rest.map(|place| shop.codes[place].as_str()).collect();
    assert_eq!(codes_of(&unused), rest);
}

#[tokio::test]
async fn of_a_voided_batch_every_unused_code_is_voided() {
    let shop = Shop::with(30).await;
    let holder = &shop.reseller.holder;
    redeem(&shop.service.sign_in("d@example.com").await, &shop.codes[3]).await.expect(201);
    shop.void_all().await;
    let all = holder.list(&shop.path("/codes")).await;
    assert_eq!(all.len(), 30);
    let status = |status: &str| shop.path(&format!("/codes?status={status}&limit=8"));
    let redeemed = holder.list(&status("redeemed")).await;
    assert_eq!(codes_of(&redeemed), [shop.codes[3].as_str()]);
    let voided = holder.list(&status("voided")).await;
    assert_eq!(voided.len(), 29);
    assert!(holder.list(&status("unused")).await.is_empty());
    let mut parts = [voided, redeemed].concat();
    parts.sort_by_key(|code| all.iter().position(|one| one == code));
    assert_eq!(parts, all);
}

#[tokio::test]
async fn a_batch_is_exported_as_csv_10_000_codes_a_page() {
    let shop = Shop::with(25_000).await;
    let holder = shop.reseller.holder.with_header("accept", "text/csv");
    redeem(&shop.service.sign_in("d@example.com").await, &shop.codes[1]).await.expect(201);
    shop.void(&[&shop.codes[2]]).await;
    let mut path = shop.path("/codes");
    let (mut sizes, mut codes) = (vec![], HashSet::new());
    loop {
        let page = holder.get(&path).await;
        let rows = rows(&page);
        if sizes.is_empty() {
            assert_eq!(rows[0], [shop.codes[0].as_str(), "unused", "", ""]);
            let redeemed = &rows[1];
            assert_eq!(redeemed[..2], [shop.codes[1].as_str(), "redeemed"]);
            assert!(redeemed[2].ends_with('Z'));
            assert_eq!(redeemed[3], "d@example.com");
            assert_eq!(rows[2], [shop.codes[2].as_str(), "voided", "", ""]);
        }
        sizes.push(rows.len());
        codes.extend(rows.into_iter().map(|row| row[0].clone()));
        match next(&page) {
            Some(next) => path = next,
            None => break,
        }
    }
    assert_eq!(sizes, [10_000, 10_000, 5_000]);
    assert_eq!(codes.len(), 25_000);
}

#[tokio::test]
async fn a_csv_page_is_filtered_and_limited_as_json_is() {
    let shop = Shop::with(40).await;
    let holder = shop.reseller.holder.with_header("accept", "text/csv, */*;q=0.1");
    let voided: Vec<_> = shop.codes[10..15].iter().map(String::as_str).collect();
    shop.void(&voided).await;
    let page = holder.get(&shop.path("/codes?status=voided&limit=3")).await;
    assert_eq!(rows(&page).len(), 3);
    let rest = holder.get(&next(&page).unwrap()).await;
    assert_eq!(rows(&rest), [[voided[3], "voided", "", ""], [voided[4], "voided", "", ""]]);
    assert_eq!(next(&rest), None);
    let none = holder.get(&shop.path("/codes?status=redeemed")).await;
    assert!(rows(&none).is_empty());
}

#[tokio::test]
async fn an_unknown_status_or_parameter_is_refused() {
    let shop = Shop::with(1).await;
    let holder = &shop.reseller.holder;
    let status = holder.get(&shop.path("/codes?status=used")).await;
    status.expect_bad_field("status", "unknown_value");
    let unknown = holder.get(&shop.path("/codes?state=unused")).await;
    unknown.expect_bad_field("state", "unknown_field");
}

/// Puts codes of the shop's batch into the table as voided ones.
async fn put_voided(shop: &Shop, places: &[u32]) {
    let app = shop.service.stack().app();
    let batch = shop.batch.parse().unwrap();
    let code = |place: &u32| UsedCode {
        batch_id: batch,
        index: CodeIndex::new(*place).unwrap(),
        reseller_id: shop.reseller.id.parse().unwrap(),
        status: CodeStatus::Voided,
        at: app.clock.now(),
        by: Actor { kind: ActorKind::Operator, id: None, email: None },
        redemption: None,
    };
    for places in places.chunks(100) {
        let write = app.table.write::<()>();
        places.iter().map(code).fold(write, |write, code| write.put(&code)).run().await.unwrap();
    }
}

#[tokio::test]
async fn used_codes_are_listed_in_the_order_of_the_batch_wherever_they_lie() {
    let shop = Shop::with(1_000_000).await;
    let holder = &shop.reseller.holder;
    // Some close together, all far apart, and many in one part of the index.
    let mut places: Vec<_> = (0..100).chain((0..40).map(|n| n * 24_989 + 500)).collect();
    places.extend((0..120).map(|n| 500_000 + n * 16));
    put_voided(&shop, &places).await;
    places.sort_unstable();
    places.dedup();
    let seal = shop.service.stack().app().seal.codes().await.unwrap();
    let number = BatchNumber::of(shop.batch.parse().unwrap());
    let codes = places.iter().map(|place| seal.seal(number, CodeIndex::new(*place).unwrap()));
    let codes: Vec<_> = codes.map(|code| code.to_string()).collect();
    for limit in [9, 25, 100] {
        let path = shop.path(&format!("/codes?status=voided&limit={limit}"));
        assert_eq!(codes_of(&holder.list(&path).await), codes, "{limit}");
    }
    let csv = holder.with_header("accept", "text/csv");
    let page = csv.get(&shop.path("/codes?status=voided")).await;
    assert_eq!(rows(&page).len(), codes.len());
}

#[tokio::test]
async fn a_page_of_used_codes_costs_the_same_among_a_thousand_and_among_five_thousand() {
    if std::env::var("CODRIVER_TEST_DYNAMODB").is_ok() {
        // The engine that counts capacity as DynamoDB does is the embedded one.
        return;
    }
    let mut costs = vec![];
    for used in [1_000, 5_000] {
        let shop = Shop::with(1_000_000).await;
        shop.service.stack().stream().stop().await;
        put_voided(&shop, &(0..used).collect::<Vec<_>>()).await;
        let page = |limit| shop.path(&format!("/codes?status=voided&limit={limit}"));
        for limit in [25, 100] {
            costs.push(shop.reseller.holder.get(&page(limit)).await.cost);
        }
    }
    assert_eq!(costs[..2], costs[2..]);
    assert!(costs.iter().all(|cost| cost.round_trips == 3), "{costs:?}");
}
