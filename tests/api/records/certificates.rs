//! Certificates: a record as a page, for the account and for the driver.

use std::collections::BTreeSet;

use http::Method;
use serde_json::{Value, json};
use shared::{
    domain::Scope,
    table::{Change, Entity, record::Record},
};
use tests::{Answer, Caller, pdf::Document, standing::text};

use super::School;

/// Latin with accents of many kinds, Greek and Cyrillic.
const NAME: &str = "Zoë Nguyễn-Łukasiewicz Ἀθανάσιος Ґалаґан";

impl School {
    /// A driver of this name who completes the course, signed in, and where both certificates are.
    pub async fn certified(&self, name: &str) -> (Caller, String, String) {
        let (_, caller) = self.graduate(name).await;
        let own = caller.list("/v1/me/records").await.remove(0);
        let path = format!("/records/{}/certificate", text(&own["id"]));
        (caller, format!("/v1/me{path}"), self.path(&path))
    }
}

/// The document of an answer that is one.
#[track_caller]
pub fn document(answer: &Answer) -> Document {
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/pdf"));
    assert_eq!(answer.header("cache-control"), "no-store");
    Document::read(&answer.bytes)
}

fn day(value: &Value) -> String {
    let at: jiff::Timestamp = text(value).parse().expect("a time");
    at.to_zoned(jiff::tz::TimeZone::UTC).strftime("%-d %B %Y").to_string()
}

#[tokio::test]
async fn a_record_is_a_page_that_says_who_completed_what_with_whom_and_when() {
    let school = School::new().await;
    let (caller, own, of_account) = school.certified(NAME).await;
    let record = caller.list("/v1/me/records").await.remove(0);
    let answer = caller.get(&own).await;
    let document = document(&answer);
    let name = format!("inline; filename=\"certificate-{}.pdf\"", text(&record["id"]));
    assert_eq!(answer.header("content-disposition"), name);
    let url = document.url();
    let (page, code) = url.split_once('#').expect("a code");
    assert_eq!(page, "http://127.0.0.1:3000/certificate");
    let (completed, until) = (day(&record["completed_at"]), day(&record["valid_until"]));
    let lines = [
        "Acme",
        "Certificate of Completion",
        "This is to certify that",
        NAME,
        "has completed the course",
        "Defensive driving",
        "Completed",
        &completed,
        "Valid until",
        &until,
        "Check this certificate",
        code,
        "127.0.0.1:3000/certificate",
    ];
    assert_eq!(document.lines(), lines);
    assert_eq!(document.pages(), 1);
    // A4, across; tagged, and in a language.
    for said in ["/MediaBox[0 0 841.89 595.28]", "/S/H1", "/S/Figure", "/Lang(en)", "/Marked true"]
    {
        assert!(document.says(said), "{said}");
    }
    let of_account = school.company.holder.get(&of_account).await;
    assert_eq!(of_account.bytes, answer.bytes);
}

#[tokio::test]
async fn the_same_record_is_the_same_to_the_byte_whenever_and_by_whomever_it_is_asked_for() {
    let school = School::new().await;
    let (caller, own, of_account) = school.certified("Ann").await;
    let holder = &school.company.holder;
    let first = futures::join!(caller.get(&own), holder.get(&of_account), caller.get(&own));
    school.service.advance(86_400);
    let change = json!({ "name": "Zenith", "time_zone": "Asia/Tokyo" });
    let holder = school.service.sign_in(&holder.email).await;
    holder.patch(&school.company.path, change).await.expect(200);
    school.service.replace(&school.course, json!({ "title": "Otherwise" })).await;
    let later = (caller.get(&own).await, holder.get(&of_account).await);
    for other in [first.1, first.2, later.0, later.1] {
        assert_eq!((other.status, &other.bytes), (200, &first.0.bytes));
    }
}

#[tokio::test]
async fn once_the_driver_is_gone_both_have_it_still() {
    let school = School::new().await;
    let (ann, caller) = school.graduate("Ann").await;
    let record = school.records("").await.remove(0);
    let path = format!("/records/{}/certificate", text(&record["id"]));
    school.company.remove(&ann).await;
    school.service.balanced().await;
    let own = caller.get(&format!("/v1/me{path}")).await;
    assert_eq!(document(&own).lines()[3], "Ann");
    let of_account = school.company.holder.get(&school.path(&path)).await;
    assert_eq!(of_account.bytes, own.bytes);
}

#[tokio::test]
async fn its_days_are_those_of_the_account_at_the_time() {
    let school = School::new().await;
    let zone = async |zone: &str| {
        let change = json!({ "time_zone": zone });
        school.company.holder.patch(&school.company.path, change).await.expect(200);
    };
    zone("Pacific/Auckland").await;
    let ann = school.service.driver_of(&school.company, "Ann").await;
    let enrolment = school.service.licensed(&school.company, &ann, &school.course).await;
    let caller = school.service.sign_in(&ann.email).await;
    for module in school.course["modules"].as_array().expect("modules") {
        let result = json!({
            "module_id": module["id"], "completed": true, "occurred_at": "2026-01-31T12:30:00Z",
        });
        let path = format!("/v1/me/enrolments/{enrolment}/results");
        caller.post_patiently(&path, result).await.expect(200);
    }
    zone("America/New_York").await;
    let record = caller.list("/v1/me/records").await.remove(0);
    let path = format!("/v1/me/records/{}/certificate", text(&record["id"]));
    let lines = document(&caller.get(&path).await).lines();
    assert_eq!((&*lines[7], &*lines[9]), ("1 February 2026", "1 February 2027"));
    // The first records do not say which zone that was.
    for record in school.service.books().await.records {
        forget_zone(&school, record.key()).await;
    }
    for own in school.service.books().await.own_records {
        forget_zone(&school, own.key()).await;
    }
    let lines = document(&caller.get(&path).await).lines();
    assert_eq!((&*lines[7], &*lines[9]), ("31 January 2026 (UTC)", "31 January 2027 (UTC)"));
}

async fn forget_zone(school: &School, key: shared::table::Key) {
    let change = Change::of(key).remove("time_zone");
    let write = school.service.stack().app().table.write::<()>();
    write.change(change, shared::table::Condition::Present, ()).run().await.expect("a write");
}

#[tokio::test]
async fn whatever_a_name_is_it_stands_on_the_one_page() {
    let school = School::new().await;
    let long = "Wilhelmina Alexandra Theodora van Oranje-Nassau ".repeat(5);
    let names = [
        long[..200].trim().to_owned(),
        "W".repeat(200),
        "Ω".repeat(200),
        "ǅ́".repeat(100),
        "山田太郎 💥".to_owned(),
        "יוסף כהן".to_owned(),
        "(Ann) \\ <Lee> & \"Co\" ﬁ ﬀ".to_owned(),
    ];
    for name in names {
        let (caller, own, _) = school.certified(&name).await;
        let document = document(&caller.get(&own).await);
        let said: String = document.lines()[3..].concat();
        let (said, _) = said.split_once("has completed the course").expect("a line after it");
        let backward = name.chars().rev().collect::<String>();
        let record = &caller.list("/v1/me/records").await[0];
        let kept = text(&record["person"]["name"]);
        assert!(said == kept || said == backward, "{said} {kept}");
        assert_eq!(document.pages(), 1, "{name}");
    }
}

#[tokio::test]
async fn who_may_not_see_a_record_gets_no_certificate_of_it() {
    let school = School::new().await;
    let service = &school.service;
    let (ann, caller) = school.graduate("Ann").await;
    let (bob, other) = school.graduate("Bob").await;
    let record = text(&caller.list("/v1/me/records").await[0]["id"]).to_owned();
    let path = school.path(&format!("/records/{record}/certificate"));
    let group = service.group_of(&school.company, "Night", &[&ann]).await;
    let scope = |user| Scope::Drivers { user_ids: BTreeSet::from([user]) };
    for seeing in [
        service.manager(&school.company, Scope::Company).await,
        service.manager(&school.company, scope(ann.user)).await,
        service
            .manager(&school.company, Scope::Groups { group_ids: BTreeSet::from([group]) })
            .await,
        service.program(&school.company, &["reports"]).await,
    ] {
        document(&seeing.get(&path).await);
    }
    let of_another = service.manager(&school.company, scope(bob.user)).await;
    of_another.get(&path).await.expect_problem(404, "not_found");
    let program = service.program(&school.company, &["users"]).await;
    for forbidden in [&caller, &other, &program] {
        forbidden.get(&path).await.expect_problem(403, "forbidden");
    }
    let partner = service.company("Partner").await;
    partner.holder.get(&path).await.expect_problem(404, "not_found");
    let theirs = format!("{}/records/{record}/certificate", partner.path);
    partner.holder.get(&theirs).await.expect_problem(404, "not_found");
    for foreign in [&other, &school.company.holder] {
        let own = format!("/v1/me/records/{record}/certificate");
        foreign.get(&own).await.expect_problem(404, "not_found");
    }
    let json = caller.with_header("accept", "application/json");
    let own = format!("/v1/me/records/{record}/certificate");
    json.send(Method::GET, &own, None).await.expect_problem(406, "not_acceptable");
    // Once they are gone, so is what a manager of theirs sees.
    let manager = service.manager(&school.company, scope(ann.user)).await;
    school.company.remove(&ann).await;
    manager.get(&path).await.expect_problem(404, "not_found");
}

#[tokio::test]
async fn who_never_said_a_name_is_named_by_their_address() {
    let school = School::new().await;
    let reseller = school.service.reseller("Shop").await;
    let (_, codes) = school.service.batch(&reseller, 1).await;
    let driver = school.service.sign_in("nobody@example.com").await;
    let opened = driver.post("/v1/redemptions", json!({ "code": codes[0] })).await.expect(201);
    let enrolment = &opened["enrolment"];
    tests::completing::complete(&driver, text(&enrolment["id"]), enrolment).await.expect(200);
    let record: Record = school.service.books().await.records.remove(0);
    let path = format!("/v1/me/records/{}/certificate", record.record_id);
    let lines = document(&driver.get(&path).await).lines();
    assert_eq!(lines[3], "nobody@example.com");
    // It counts for ever.
    assert!(!lines.contains(&"Valid until".to_owned()));
}
