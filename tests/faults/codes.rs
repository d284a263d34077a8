//! Redeeming, voiding and sending codes under faults.

use std::{cell::RefCell, collections::HashSet};

use serde_json::{Value, json};
use shared::table::mail::Content;
use tests::{Answer, Caller, Service, service::Company, standing::text};

use super::{Case, every_call_fails, start};

/// Codes to take one by one.
struct Codes(RefCell<Vec<String>>);

impl Codes {
    async fn of(service: &Service, reseller: &Company) -> Self {
        Self(RefCell::new(service.codes(reseller, 300).await.1))
    }

    fn next(&self) -> String {
        self.0.borrow_mut().pop().expect("a code")
    }
}

async fn redeem((driver, code): &(Caller, String)) -> Answer {
    driver.post("/v1/redemptions", json!({ "code": code })).await
}

/// Each code was redeemed once, and its driver has one course from it.
async fn check_redeemed(cases: Vec<Case<(Caller, String)>>) {
    for Case { subject: (driver, _), way, first, again } in cases {
        let same = first.is_success().then(|| first.body["enrolment"]["id"].clone());
        let expected = if same.is_some() { &[200][..] } else { &[200, 201] };
        assert!(expected.contains(&again.status), "{way:?}: {}", again.text);
        let again = again.body["enrolment"].clone();
        assert!(same.is_none_or(|same| same == again["id"]), "{way:?}");
        let mine = driver.list("/v1/me/enrolments").await;
        let mine = mine.into_iter().find(|one| one["course"] == again["course"]);
        assert_eq!(mine.as_ref(), Some(&again), "{way:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_driver_redeems_whatever_call_fails() {
    let (service, reseller) = start().await;
    let codes = Codes::of(&service, &reseller).await;
    let prepare = async || (service.driver().await, codes.next());
    check_redeemed(every_call_fails(&service, prepare, redeem).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_driver_with_an_account_redeems_whatever_call_fails() {
    let (service, reseller) = start().await;
    let codes = Codes::of(&service, &reseller).await;
    let prepare = async || {
        let driver = service.driver().await;
        driver.post("/v1/accounts", json!({ "name": driver.email })).await.expect(201);
        (driver, codes.next())
    };
    check_redeemed(every_call_fails(&service, prepare, redeem).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_code_extends_access_once_whatever_call_fails() {
    let (service, reseller) = start().await;
    let codes = Codes::of(&service, &reseller).await;
    let prepare = async || {
        let driver = service.driver().await;
        redeem(&(driver.clone(), codes.next())).await.expect(201);
        (driver, codes.next())
    };
    check_redeemed(every_call_fails(&service, prepare, redeem).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_voided_once_whatever_call_fails() {
    let (service, reseller) = start().await;
    let (batch, codes) = service.codes(&reseller, 100).await;
    let codes = Codes(RefCell::new(codes));
    let path = format!("{}/code-batches/{batch}/void", reseller.path);
    let void = async |code: &String| reseller.holder.post(&path, json!({ "codes": [code] })).await;
    let cases = every_call_fails(&service, async || codes.next(), void).await;
    let voided = cases.len() + 1;
    for case in cases {
        let status = |answer: &Answer| answer.body["results"][0]["status"].clone();
        let before = status(&case.first) == "voided";
        let expected = if before { &["already_voided"][..] } else { &["already_voided", "voided"] };
        let again = status(&case.again);
        assert!(expected.iter().any(|status| again == *status), "{:?} {again}", case.way);
    }
    assert_eq!(service.books().await.codes.len(), voided);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_is_voided_once_whatever_call_fails() {
    let (service, reseller) = start().await;
    let prepare = async || {
        let (batch, codes) = service.codes(&reseller, 2).await;
        redeem(&(service.driver().await, codes[0].clone())).await.expect(201);
        format!("{}/code-batches/{batch}", reseller.path)
    };
    let void = async |path: &String| {
        reseller.holder.post(&format!("{path}/void"), json!({ "all_unused": true })).await
    };
    for Case { subject: path, way, first, again } in every_call_fails(&service, prepare, void).await
    {
        let voided = |answer: &Answer| answer.body["voided"].as_u64().unwrap_or_default();
        assert!(voided(&first) + voided(&again) <= 1, "{way:?}: {} {}", first.text, again.text);
        assert!(!first.is_success() || voided(&first) == 1, "{way:?}: {}", first.text);
        let batch = reseller.holder.get(&path).await.expect(200);
        let counts = [&batch["redeemed"], &batch["voided"], &batch["unused"]];
        assert_eq!(counts, [&json!(1), &json!(1), &json!(0)], "{way:?}");
    }
}

/// Who was sent a code and which, as the answer has it.
fn sent(answer: &Answer) -> Vec<(Value, Value)> {
    let rows = answer.body["results"].as_array().into_iter().flatten();
    let sent = rows.filter(|row| row["status"] == "sent");
    sent.map(|row| (row["email"].clone(), row["code"].clone())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_sent_a_code_gets_one_whatever_call_fails() {
    let (service, reseller) = start().await;
    let course = service.course().await["id"].clone();
    let prepare = async || {
        let order =
            json!({ "kind": "codes", "course_id": course, "quantity": 5, "duration_days": 30 });
        let order = reseller.holder.post(&format!("{}/orders", reseller.path), order).await;
        let batch = text(&order.expect(201)["batch_id"]).to_owned();
        let to = |place| json!({ "email": format!("{batch}.{place}@example.com").to_lowercase() });
        let body = json!({ "recipients": [to(0), to(1), to(2)] });
        (format!("{}/code-batches/{batch}/send", reseller.path), body)
    };
    let send = async |(path, body): &(String, Value)| {
        reseller.holder.with_key("send").post(path, body.clone()).await
    };
    let cases = every_call_fails(&service, prepare, send).await;
    let mails = service.books().await.mails;
    let mails = mails.iter().filter(|mail| matches!(mail.content, Content::CodeSent { .. }));
    let mails: Vec<_> = mails.map(|mail| mail.to.to_string()).collect();
    let distinct: HashSet<_> = mails.iter().collect();
    assert_eq!(distinct.len(), mails.len(), "nobody gets two codes from one request");
    for Case { subject: (_, body), way, first, again } in cases {
        assert_eq!(sent(&again).len(), 3, "{way:?} {}", again.text);
        assert!(sent(&first).iter().all(|row| sent(&again).contains(row)), "{way:?}");
        for recipient in body["recipients"].as_array().expect("recipients") {
            let email = recipient["email"].as_str().expect("an address");
            assert!(mails.iter().any(|to| to == email), "{way:?}: {email}");
        }
    }
}
