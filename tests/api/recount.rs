//! Counting an account again, and a sample of accounts every night.

use std::time::Duration;

use functions::workers::{Sample, recount_sample};
use local::acting::acting_as;
use serde_json::{Value, json};
use shared::{
    domain::{AccountId, CourseId, Role, Scope},
    table::{Entity, Key, enrolment::Enrolment, keys, tally::Tally},
};
use tests::{Service, service::Company, standing::text};

/// A reseller with something of everything that is counted.
struct World {
    service: Service,
    company: Company,
    course: Value,
    /// The items that count, each with a number of it.
    counts: Vec<(Key, String)>,
}

async fn world() -> World {
    let service = Service::start().await;
    let company = service.reseller("Acme").await;
    service.seats(&company, 100).await;
    let course = service.course().await;
    let account: AccountId = company.id.parse().unwrap();
    let course_id: CourseId = text(&course["id"]).parse().unwrap();
    let (ann, path) = service.joined(&company, "ann@example.com").await;
    let bob = service.member(&company, Role::Driver, Some("Bob")).await;
    let cid = service.member(&company, Role::Driver, Some("Cid")).await;
    let group = service.group_of(&company, "Night", &[&bob, &cid]).await;
    let manager = service.manager(&company, Scope::Company).await;
    let me = manager.get("/v1/me").await.expect(200);
    company.buy(&course, 10).await;
    let users = company.holder.list(&format!("{}/users", company.path)).await;
    let users: Vec<_> = users.iter().map(|user| user["id"].clone()).collect();
    let rows = company.assign(json!({ "course_id": course["id"], "user_ids": users })).await;
    let mine = ann.get("/v1/me/enrolments").await.expect(200)["items"][0].clone();
    let results = format!("/v1/me/enrolments/{}/results", text(&mine["id"]));
    let result = json!({ "module_id": course["modules"][0]["id"], "completed": true, "score": 80 });
    ann.post(&results, result.clone()).await.expect(200);
    let (batch, codes) = service.batch(&company, 5).await;
    let driver = service.driver().await;
    driver.post("/v1/redemptions", json!({ "code": codes[0] })).await.expect(201);
    let void = format!("{}/code-batches/{batch}/void", company.path);
    company.holder.post(&void, json!({ "codes": [codes[1]] })).await.expect(200);
    let yearly = service.course_of(1, Some(12)).await;
    service.completes(&company, &cid, &yearly).await;
    service.settle().await;
    let books = service.books().await;
    let of_ann =
        |one: &&Enrolment| one.course_id == course_id && path.ends_with(&one.user_id.to_string());
    let enrolment = books.enrolments.iter().find(of_ann).unwrap();
    let of_account = |tally: &&Tally| {
        (tally.place.account_id, tally.place.combination.as_ref()) == (account, None)
    };
    let tally = books.tallies.iter().find(of_account).unwrap().key();
    let validity = books.validities.iter().find(|one| one.place.account_id == account).unwrap();
    let batch_count = books.batch_counts[0].key();
    let combination = books.combinations[0].key();
    let percent = format!("courses.{course_id}.percent");
    assert_eq!(rows.len(), users.len());
    let counts = [
        (keys::account(account), "seats_used"),
        (keys::account(account), "active_drivers"),
        (keys::group(account, group), "member_count"),
        (keys::person(text(&me["person"]["id"]).parse().unwrap()), "manages"),
        (keys::person(text(&me["person"]["id"]).parse().unwrap()), "invited_to_manage"),
        (keys::pool(account, course_id), "purchased"),
        (keys::pool(account, course_id), "assigned"),
        (keys::pool(account, course_id), "used_up"),
        (batch_count.clone(), "redeemed"),
        (batch_count, "voided"),
        (tally.clone(), "count"),
        (tally, "score_tenths"),
        (validity.key(), "count"),
        (combination.clone(), "users"),
        (combination, "drivers"),
        (keys::user_progress(account, enrolment.user_id), &percent),
    ];
    let counts = counts.map(|(key, name)| (key, name.to_owned())).into();
    World { service, company, course, counts }
}

#[tokio::test]
async fn where_everything_is_as_counted_nothing_is_mended_or_told() {
    let World { service, company, .. } = world().await;
    let events = format!("{}/events", company.path);
    let before = company.holder.list(&events).await;
    assert_eq!(service.recount(&company).await, [Value::Null; 0]);
    assert_eq!(company.holder.list(&events).await, before);
    service.balanced().await;
}

#[tokio::test]
async fn every_count_that_was_spoilt_by_hand_is_right_after_a_recount() {
    let World { service, company, course, counts } = world().await;
    for (spoilt, (key, name)) in counts.iter().enumerate() {
        // Some too high, some below zero.
        let number = if name.ends_with("percent") { 77 } else { [1_000, -3][spoilt % 2] };
        service.spoil(key, name, number).await;
    }
    // Whoever looks meanwhile is shown no nonsense.
    let seen = company.holder.get("/v1/me/contexts").await.expect(200);
    assert!(seen["items"][0]["driver_count"].is_u64(), "{seen}");
    company.holder.get(&company.path).await.expect(200);
    let mended = service.recount(&company).await;
    assert_eq!(mended.len(), counts.len(), "{mended:?}");
    for one in &mended {
        let was = one["was"].as_i64().unwrap();
        assert!([1_000, 77, -3].contains(&was) && one["is"].as_i64().unwrap() >= 0, "{one}");
    }
    let seats = mended.iter().find(|one| text(&one["what"]).starts_with("seats_used of account"));
    assert_eq!((&seats.unwrap()["was"], &seats.unwrap()["is"]), (&json!(1_000), &json!(4)));
    assert_eq!(company.licences(&course).await, [10, 4, 6]);
    let events = company.holder.list(&format!("{}/events", company.path)).await;
    let told = events.iter().filter(|event| event["action"] == "count_mended");
    assert!(told.clone().all(|event| event["actor"]["kind"] == "operator"));
    assert!(told.count() > 5);
    service.balanced().await;
}

#[tokio::test]
async fn what_the_indexes_do_not_show_yet_is_counted_all_the_same() {
    let service = Service::start_with(|config| config.index_lag = Duration::from_secs(10)).await;
    let company = service.company("Acme").await;
    let (course, driver) = (service.course().await, service.driver_of(&company, "Ann").await);
    company.buy(&course, 10).await;
    service.completes(&company, &driver, &course).await;
    service.settle().await;
    assert_eq!(service.recount(&company).await, [Value::Null; 0]);
    let ann = keys::user_progress(company.id.parse().unwrap(), driver.user);
    service.spoil(&ann, &format!("courses.{}.percent", text(&course["id"])), 77).await;
    assert_eq!(service.recount(&company).await.len(), 1);
    service.balanced().await;
}

#[tokio::test]
async fn an_account_that_is_not_there_is_not_counted() {
    let service = Service::start().await;
    let operator = service.operator().await;
    let path = "/v1/operator/accounts/acc_00000000000000000000000000/recount";
    operator.post(path, json!({})).await.expect_problem(404, "not_found");
}

#[tokio::test]
async fn every_night_a_sample_is_counted_and_the_next_goes_on_behind_it() {
    let service = Service::start().await;
    let mut companies = vec![];
    for name in ["Acme", "Bolt", "Cargo"] {
        companies.push(service.company(name).await);
    }
    let spoilt = keys::account(companies[1].id.parse().unwrap());
    service.spoil(&spoilt, "seats_used", -1).await;
    let app = service.stack().app();
    let mut sample = Sample::default();
    acting_as("recount_sample", recount_sample(app, &mut sample)).await.unwrap();
    assert_eq!((sample.counted, sample.mended, sample.failed), (3, 1, 0));
    let report = sample.report(Ok(()));
    assert!(report.figures.contains(&("counts_mended", "Count", 1.0)), "{:?}", report.figures);
    assert_eq!(report.cause.as_deref(), Some("numbers were not as counted"));
    let operator = service.operator().await;
    let counts = operator.get("/v1/operator/health").await.expect(200)["counts"].clone();
    assert_eq!([&counts["accounts"], &counts["mended"], &counts["failed"]], [3, 1, 0]);
    let mut again = Sample::default();
    acting_as("recount_sample", recount_sample(app, &mut again)).await.unwrap();
    assert_eq!((again.counted, again.mended, again.failed), (3, 0, 0));
    let events = companies[1].holder.list(&format!("{}/events", companies[1].path)).await;
    assert_eq!(events[0]["action"], "count_mended");
    assert_eq!(events[0]["actor"]["kind"], "system");
    service.balanced().await;
}
