//! Anybody checks a certificate by its code: what stands on it and whether it counts, nothing else.

use serde_json::{Value, json};
use shared::domain::code::Code;
use tests::{Answer, Caller, standing::time};

use super::{School, certificates::document};

async fn check(caller: &Caller, code: &str) -> Answer {
    caller.post("/v1/certificates/check", json!({ "code": code })).await
}

impl School {
    /// A driver who completes the course and has a certificate, signed in, and its code.
    async fn coded(&self, name: &str) -> (Caller, String) {
        let (caller, own, _) = self.certified(name).await;
        let url = document(&caller.get(&own).await).url();
        (caller, url.split_once('#').expect("a code").1.to_owned())
    }
}

#[tokio::test]
async fn a_stranger_is_told_what_stands_on_it_and_whether_it_counts() {
    let school = School::new().await;
    let (caller, code) = school.coded("Ann Łee").await;
    let own = caller.list("/v1/me/records").await.remove(0);
    let mut told = json!({
        "name": "Ann Łee",
        "course": "Defensive driving",
        "account": "Acme",
        "completed_at": own["completed_at"],
        "valid_until": own["valid_until"],
        "status": "valid",
    });
    let stranger = school.service.anonymous();
    for code in [code.clone(), code.to_lowercase(), code.replace('-', ""), code.replace('0', "o")] {
        assert_eq!(check(&stranger, &code).await.expect(200), told, "{code}");
    }
    let ends = time(&own["valid_until"]).as_second();
    for (before, status) in [(1, "expiring"), (0, "expired")] {
        school.service.advance(ends - before - school.service.now().as_second());
        told["status"] = json!(status);
        assert_eq!(check(&stranger, &code).await.expect(200), told);
    }
}

#[tokio::test]
async fn it_is_checked_whatever_becomes_of_driver_and_account() {
    let school = School::new().await;
    let (caller, code) = school.coded("Ann").await;
    let stranger = school.service.anonymous();
    let before = check(&stranger, &code).await.expect(200);
    caller.delete(&format!("/v1/me/contexts/{}", school.company.id)).await.expect(204);
    let name = Some(json!({ "name": "Acme" }));
    let holder = &school.company.holder;
    holder.send(http::Method::DELETE, &school.company.path, name).await.expect(204);
    school.service.balanced().await;
    assert_eq!(check(&stranger, &code).await.expect(200), before);
}

#[tokio::test]
async fn any_other_code_is_unknown() {
    let school = School::new().await;
    let (_, code) = school.coded("Ann").await;
    let stranger = school.service.anonymous();
    let right = Code::parse(&code).expect("a code").payload();
    // With a symbol that is wrong, two that are swapped, and with another that checks them.
    let mut symbols: Vec<_> = code.chars().collect();
    symbols[3] = if symbols[3] == '7' { '8' } else { '7' };
    let mut wrong = vec![symbols.iter().collect::<String>()];
    wrong.extend((0..95).map(|bit| Code::from_payload(right ^ (1 << bit)).to_string()));
    let words = ["", " ", "-", "x", "00000-00000-00000-00000", &code[1..], &format!("{code}0")];
    wrong.extend(words.map(str::to_owned));
    for wrong in wrong {
        check(&stranger, &wrong).await.expect_problem(404, "not_found");
    }
    let whole = json!({ "code": code, "surprise": 1 });
    let answer = stranger.post("/v1/certificates/check", whole).await;
    answer.expect_bad_field("surprise", "unknown_field");
    for wrong in [Value::Null, json!(1), json!([code])] {
        let answer = stranger.post("/v1/certificates/check", json!({ "code": wrong })).await;
        answer.expect_problem(422, "invalid_input");
    }
}

#[tokio::test]
async fn a_resellers_code_is_no_certificate_and_a_certificates_is_not_redeemed() {
    let school = School::new().await;
    let (caller, code) = school.coded("Ann").await;
    let reseller = school.service.reseller("Shop").await;
    let (_, codes) = school.service.batch(&reseller, 1).await;
    check(&school.service.anonymous(), &codes[0]).await.expect_problem(404, "not_found");
    let redeemed = caller.post("/v1/redemptions", json!({ "code": code })).await;
    redeemed.expect_problem(404, "unknown_code");
}

#[tokio::test]
async fn the_table_has_no_code() {
    let school = School::new().await;
    let (_, code) = school.coded("Ann").await;
    let bare = code.replace('-', "");
    for item in school.service.items().await {
        let said = format!("{item:?}");
        assert!(!said.contains(&code) && !said.contains(&bare), "{said}");
    }
}
