//! Rules 15 and 18 to 23: licences and codes.

use futures::future::join_all;
use serde_json::{Value, json};
use tests::{
    Service,
    service::Company,
    standing::{DAY, text, time},
};

use super::redeem;

async fn shop(quantity: u32) -> (Service, Company, String, Vec<String>) {
    let service = Service::start().await;
    let reseller = service.reseller("Shop").await;
    let (batch, codes) = service.batch(&reseller, quantity).await;
    let batch = format!("{}/code-batches/{batch}", reseller.path);
    (service, reseller, batch, codes)
}

/// 18: "… it opens the stated course for the stated number of days from that moment …"
#[tokio::test]
async fn a_codes_days_count_from_the_moment_of_its_use() {
    let (service, _, _, codes) = shop(1).await;
    service.advance(400 * DAY);
    let driver = service.sign_in_by_mail("ann@example.com").await;
    let earliest = service.in_days(30);
    let opened = redeem(&driver, &codes[0]).await.expect(201);
    let until = time(&opened["enrolment"]["access_until"]);
    assert!(earliest <= until && until <= service.in_days(30));
    assert_eq!(opened["enrolment"]["course"]["id"], service.course().await["id"]);
}

/// 18: "… in the account the driver holds; who holds none gets an individual one."
#[tokio::test]
async fn a_code_opens_in_the_account_that_its_driver_holds() {
    let (service, _, _, codes) = shop(2).await;
    let company = service.company("Acme").await;
    let opened = redeem(&company.holder, &codes[0]).await.expect(201);
    assert_eq!(opened["account"]["id"], json!(company.id));
    let driver = service.sign_in_by_mail("ann@example.com").await;
    let opened = redeem(&driver, &codes[1]).await.expect(201);
    assert_eq!(opened["account"]["kind"], "individual");
}

/// 19: "A code is used at most once, whatever happens at the same time."
#[tokio::test]
async fn a_code_is_used_once_also_by_many_drivers_at_the_same_time() {
    let (service, _, _, codes) = shop(1).await;
    let mut drivers = vec![];
    for number in 0..12 {
        drivers.push(service.sign_in_by_mail(&format!("d{number}@example.com")).await);
    }
    let answers = join_all(drivers.iter().map(|driver| redeem(driver, &codes[0]))).await;
    let (used, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(|one| one.status == 201);
    assert_eq!((used.len(), refused.len()), (1, 11));
    for answer in refused {
        answer.expect_problem(409, "code_already_used");
    }
}

/// 19: "The same person sending the same code again gets the same answer again, not an error."
#[tokio::test]
async fn the_same_person_gets_the_same_answer_again() {
    let (service, _, _, codes) = shop(1).await;
    let driver = service.sign_in_by_mail("ann@example.com").await;
    let first = redeem(&driver, &codes[0]).await.expect(201);
    assert_eq!(redeem(&driver, &codes[0]).await.expect(200), first);
}

/// 20: "Using a code for a course the driver already has access to extends that access by the
/// stated days."
#[tokio::test]
async fn another_code_for_the_same_course_extends_access() {
    let (service, _, _, codes) = shop(2).await;
    let driver = service.sign_in_by_mail("ann@example.com").await;
    let first = time(&redeem(&driver, &codes[0]).await.expect(201)["enrolment"]["access_until"]);
    let second = time(&redeem(&driver, &codes[1]).await.expect(201)["enrolment"]["access_until"]);
    assert_eq!(second.duration_since(first).as_secs(), 30 * DAY);
}

/// 21: "A code can be typed: no letters that look alike, any case, with or without dashes …"
#[tokio::test]
async fn a_code_can_be_typed() {
    let (service, _, _, codes) = shop(20).await;
    for code in &codes {
        assert!(!code.contains(['I', 'L', 'O', 'U']), "{code}");
        assert!(code.split('-').all(|part| part.len() == 5), "{code}");
    }
    let driver = service.sign_in_by_mail("ann@example.com").await;
    let typed = codes[0].to_lowercase().replace('-', "");
    redeem(&driver, &typed).await.expect(201);
}

/// 21: "… and a typing mistake is told from an unknown code without asking the database."
#[tokio::test]
async fn a_typing_mistake_is_told_from_an_unknown_code_without_asking_the_database() {
    let (service, _, _, codes) = shop(1).await;
    let driver = service.sign_in_by_mail("ann@example.com").await;
    let end = if codes[0].ends_with('0') { "1" } else { "0" };
    let mistyped = redeem(&driver, &format!("{}{end}", &codes[0][..22])).await;
    let standing = driver.get("/v1/me/enrolments").await.cost;
    assert!(mistyped.cost.round_trips < standing.round_trips, "just who is calling is read");
    assert_eq!(mistyped.cost.items_written, 0);
    mistyped.expect_problem(422, "mistyped_code");
    let made_up = shared::domain::code::Code::from_payload(7).to_string();
    redeem(&driver, &made_up).await.expect_problem(404, "unknown_code");
}

/// 21: "Guessing is hopeless and limited."
#[tokio::test]
async fn guessing_is_limited() {
    let (service, _, _, codes) = shop(1).await;
    let driver = service.sign_in_by_mail("ann@example.com").await;
    for guess in 0..20 {
        let guess = shared::domain::code::Code::from_payload(guess).to_string();
        redeem(&driver, &guess).await.expect_problem(404, "unknown_code");
    }
    redeem(&driver, &codes[0]).await.expect_problem(429, "too_many_requests");
}

/// 22: "A reseller can export a batch's codes, see used and unused ones …"
#[tokio::test]
async fn a_reseller_exports_codes_and_sees_used_and_unused_ones() {
    let (service, reseller, batch, codes) = shop(3).await;
    redeem(&service.sign_in_by_mail("ann@example.com").await, &codes[1]).await.expect(201);
    let csv = reseller.holder.with_header("accept", "text/csv");
    let rows = csv.get(&format!("{batch}/codes")).await.rows();
    let row = |code: &String| rows.iter().find(|row| row[0] == *code).expect("a row");
    assert_eq!(row(&codes[0])[1..], ["unused", "", ""]);
    assert_eq!(
        (row(&codes[1])[1].as_str(), row(&codes[1])[3].as_str()),
        ("redeemed", "ann@example.com")
    );
    assert!(row(&codes[1])[2].ends_with('Z'));
    for (status, count) in [("unused", 2), ("redeemed", 1)] {
        let path = format!("{batch}/codes?status={status}");
        assert_eq!(reseller.holder.list(&path).await.len(), count);
    }
}

/// 22: "… void unused ones …"
#[tokio::test]
async fn a_reseller_voids_unused_codes() {
    let (service, reseller, batch, codes) = shop(3).await;
    let driver = service.sign_in_by_mail("ann@example.com").await;
    redeem(&driver, &codes[1]).await.expect(201);
    let body = json!({ "all_unused": true });
    let voided = reseller.holder.post(&format!("{batch}/void"), body).await.expect(200);
    assert_eq!(voided["voided"], 2);
    redeem(&driver, &codes[0]).await.expect_problem(409, "code_voided");
    redeem(&driver, &codes[1]).await.expect(200);
}

/// 22: "… send codes by e-mail to drivers …"
#[tokio::test]
async fn a_reseller_sends_codes_by_email_to_drivers() {
    let (service, reseller, batch, _) = shop(3).await;
    let body = json!({ "recipients": [{ "email": "ann@example.com" }] });
    let sent = reseller.holder.post(&format!("{batch}/send"), body).await.expect(200);
    let code = text(&sent["results"][0]["code"]);
    let mail = &service.mails("ann@example.com").await[0];
    assert!(text(&mail["text"]).contains(code));
    redeem(&service.sign_in_by_mail("ann@example.com").await, code).await.expect(201);
}

/// 22: "… and redeem codes for drivers through the API, many in one call with an answer for each."
#[tokio::test]
async fn a_resellers_program_redeems_many_codes_in_one_call() {
    let (service, reseller, _, codes) = shop(20).await;
    let program = service.program(&reseller, &["redemptions"]).await;
    let rows = codes.iter().enumerate();
    let rows = rows.map(|(n, code)| json!({ "code": code, "email": format!("d{n}@example.com") }));
    let body = json!({ "redemptions": Value::from_iter(rows) });
    let path = format!("{}/redemptions", reseller.path);
    let answer = program.post(&path, body).await.expect(200);
    let results = answer["results"].as_array().unwrap();
    assert_eq!(results.len(), 20);
    assert!(results.iter().all(|row| row["status"] == "redeemed"));
    let driver = service.sign_in_by_mail("d19@example.com").await;
    assert_eq!(driver.list("/v1/me/enrolments").await[0]["id"], results[19]["enrolment_id"]);
}

/// 23: "Making a batch of a million codes is one short call."
#[tokio::test]
async fn a_batch_of_a_million_codes_is_one_short_call() {
    let service = Service::start().await;
    let (reseller, course) = (service.reseller("Shop").await, service.course().await);
    let body = json!({
        "kind": "codes", "course_id": course["id"], "quantity": 1_000_000, "duration_days": 30,
    });
    let order = reseller.holder.post(&format!("{}/orders", reseller.path), body).await;
    assert!(order.cost.round_trips <= 2 && order.cost.items_written <= 3, "{:?}", order.cost);
    let batch = text(&order.expect(201)["batch_id"]).to_owned();
    let path = format!("{}/code-batches/{batch}/codes?limit=1", reseller.path);
    let codes = reseller.holder.get(&path).await.expect(200);
    let driver = service.sign_in_by_mail("ann@example.com").await;
    redeem(&driver, text(&codes["items"][0]["code"])).await.expect(201);
}
