//! Typing: every spelling is read, every slip is told from a code that is not known.

use serde_json::{Value, json};
use shared::domain::{
    BatchId,
    code::{BatchNumber, Code, CodeIndex},
};

use super::{Shop, redeem};

const ALPHABET: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A code that looks right and was never sold.
fn forged(number: u64) -> String {
    Code::from_payload(u128::from(number) * 0x1234_5678_9abc_def1 + 7).to_string()
}

#[tokio::test]
async fn a_code_is_read_in_every_spelling() {
    let shop = Shop::with(40).await;
    let driver = shop.service.sign_in("ann@example.com").await;
    // One that has both a 0 and a 1, so that all look-alikes are tried.
    let code = shop.codes.iter().find(|code| code.contains('0') && code.contains('1'));
    let code = code.expect("of 40 codes some have both").as_str();
    let bare = code.replace('-', "");
    let first = redeem(&driver, code).await.expect(201);
    for spelling in [
        code.to_lowercase(),
        bare.clone(),
        bare.to_lowercase(),
        format!("  {code}\n"),
        code.replace('-', " "),
        code.replace('-', "—"),
        code.replace('-', "\u{2011}"),
        code.replace('-', "\u{a0}"),
        code.replace('-', "\u{ad}\u{2060}"),
        format!("\u{feff}\u{200b}{code}\u{200e}"),
        bare.chars().map(|sign| char::from_u32(sign as u32 + 0xfee0).unwrap()).collect(),
        bare.chars().flat_map(|symbol| [symbol, ' ']).collect(),
        code.replace('0', "O"),
        code.replace('0', "o"),
        code.replace('1', "I"),
        code.replace('1', "l"),
        code.replace('1', "L").replace('0', "o").to_lowercase(),
    ] {
        assert_eq!(redeem(&driver, &spelling).await.expect(200), first, "{spelling:?}");
    }
}

#[tokio::test]
async fn every_wrong_symbol_and_every_swap_is_a_typing_mistake() {
    let shop = Shop::with(1).await;
    let driver = shop.service.sign_in("ann@example.com").await;
    let right: Vec<char> = shop.codes[0].replace('-', "").chars().collect();
    let mut slips: Vec<Vec<char>> = vec![];
    for place in 0..right.len() {
        let at = ALPHABET.find(right[place]).unwrap();
        for step in [1, 16] {
            let mut slip = right.clone();
            slip[place] = ALPHABET.chars().nth((at + step) % 32).unwrap();
            slips.push(slip);
        }
        let mut slip = right.clone();
        slip.swap(place, (place + 1) % right.len());
        slips.push(slip);
    }
    slips.retain(|slip| *slip != right);
    assert!(slips.len() > 50);
    for slip in slips {
        let slip: String = slip.into_iter().collect();
        redeem(&driver, &slip).await.expect_problem(422, "mistyped_code");
    }
    // So many typing mistakes are no guessing: the right code still works.
    redeem(&driver, &shop.codes[0]).await.expect(201);
}

#[tokio::test]
async fn a_wrong_length_or_letter_is_a_typing_mistake() {
    let shop = Shop::with(1).await;
    let driver = shop.service.sign_in("ann@example.com").await;
    let code = shop.codes[0].as_str();
    for wrong in [
        String::new(),
        "-".to_owned(),
        code[1..].to_owned(),
        format!("{code}0"),
        format!("{code}{code}"),
        format!("U{}", &code[1..]),
        format!("*{}", &code[1..]),
        format!("É{}", &code[1..]),
        "x".repeat(10_000),
    ] {
        redeem(&driver, &wrong).await.expect_problem(422, "mistyped_code");
    }
    for (body, error) in [
        (json!({}), "missing"),
        (json!({ "code": 12 }), "wrong_type"),
        (json!({ "code": null }), "wrong_type"),
    ] {
        driver.post("/v1/redemptions", body).await.expect_bad_field("code", error);
    }
}

#[tokio::test]
async fn a_code_that_was_never_sold_is_unknown() {
    let shop = Shop::with(5).await;
    let driver = shop.service.sign_in("ann@example.com").await;
    redeem(&driver, &forged(1)).await.expect_problem(404, "unknown_code");
    let seal = shop.service.stack().app().seal.codes().await.expect("a seal");
    let batch: BatchId = shop.batch.parse().unwrap();
    let beyond = seal.seal(BatchNumber::of(batch), CodeIndex::new(5).unwrap());
    redeem(&driver, &beyond.to_string()).await.expect_problem(404, "unknown_code");
    let nowhere = seal.seal(BatchNumber::new(12).unwrap(), CodeIndex::new(0).unwrap());
    redeem(&driver, &nowhere.to_string()).await.expect_problem(404, "unknown_code");
}

#[tokio::test]
async fn after_20_unknown_codes_none_is_taken_for_an_hour() {
    let shop = Shop::with(2).await;
    let (ann, bob) = (
        shop.service.sign_in("ann@example.com").await,
        shop.service.sign_in("bob@example.com").await,
    );
    for number in 0..20 {
        redeem(&ann, &forged(number)).await.expect_problem(404, "unknown_code");
    }
    for code in [forged(20), shop.codes[0].clone()] {
        let refused = redeem(&ann, &code).await;
        let wait: i64 = refused.header("retry-after").parse().expect("seconds");
        assert!((1..=3_600).contains(&wait), "{wait}");
        refused.expect_problem(429, "too_many_requests");
    }
    redeem(&bob, &shop.codes[1]).await.expect(201);
    shop.service.advance(3_600);
    redeem(&ann, &shop.codes[0]).await.expect(201);
}

#[tokio::test]
async fn a_program_that_guesses_is_stopped_too() {
    let shop = Shop::with(2).await;
    let program = shop.service.program(&shop.reseller, &["redemptions"]).await;
    let rows = (0..25).map(|number| json!({ "code": forged(number), "email": "ann@example.com" }));
    let rows = super::results(shop.redeem_for_as(&program, Value::from_iter(rows)).await);
    let outcomes = super::outcomes(&rows);
    let count = |code: &str| outcomes.iter().filter(|outcome| **outcome == code).count();
    assert_eq!((count("unknown_code"), count("too_many_requests")), (20, 5), "{outcomes:?}");
    let row = json!([{ "code": shop.codes[0], "email": "ann@example.com" }]);
    let refused = shop.redeem_for_as(&program, row.clone()).await;
    assert!(!refused.header("retry-after").is_empty());
    refused.expect_problem(429, "too_many_requests");
    shop.service.advance(3_600);
    let rows = super::results(shop.redeem_for_as(&program, row).await);
    assert_eq!(super::outcomes(&rows), ["redeemed"]);
}
