//! The course catalogue: anyone signed in reads it, the operator writes it.

use std::time::Duration;

use serde_json::{Value, json};
use shared::table::{Table, course::Course, keys, memory};
use tests::{Caller, Service, standing::text};

/// A course with two modules, as the operator writes it.
fn two_modules() -> Value {
    json!({
        "title": "Night driving",
        "summary": "Seeing and being seen.",
        "modules": [{ "title": "Lights" }, { "title": "Tiredness" }],
        "active": true,
    })
}

/// A course as it was answered, in the form in which it is put back.
fn body_of(course: &Value) -> Value {
    json!({
        "title": course["title"], "summary": course["summary"],
        "modules": course["modules"], "active": course["active"],
    })
}

async fn create(operator: &Caller) -> (Value, String) {
    let course = operator.post("/v1/operator/courses", two_modules()).await.expect(201);
    let path = format!("/v1/operator/courses/{}", text(&course["id"]));
    (course, path)
}

#[tokio::test]
async fn anyone_signed_in_reads_the_catalogue_in_the_order_in_which_it_was_made() {
    let service = Service::start().await;
    let operator = service.operator().await;
    let (new, _) = create(&operator).await;
    let driver = service.sign_in("driver@example.com").await;
    let courses = driver.list("/v1/courses?limit=2").await;
    assert_eq!(courses.len(), 4);
    assert_eq!(courses[0]["title"], "Winter driving");
    let made = courses.iter().map(|course| text(&course["id"]));
    assert!(made.is_sorted(), "{courses:?}");
    for course in &courses {
        let path = format!("/v1/courses/{}", text(&course["id"]));
        assert_eq!(driver.get(&path).await.expect(200), *course);
    }
    assert_eq!(courses[3], new);
}

#[tokio::test]
async fn an_api_key_of_any_scope_reads_the_catalogue_and_a_stranger_does_not() {
    let service = Service::start().await;
    let company = service.company("Acme").await;
    let program = service.program(&company, &["reports"]).await;
    program.get("/v1/courses").await.expect(200);
    let stranger = service.anonymous().get("/v1/courses").await;
    assert_eq!(stranger.header("www-authenticate"), "Bearer");
    stranger.expect_problem(401, "unauthenticated");
}

#[tokio::test]
async fn a_course_that_is_not_there_is_not_found() {
    let service = Service::start().await;
    let driver = service.sign_in("driver@example.com").await;
    for id in ["crs_00000000000000000000000000", "crs_1", "mod_00000000000000000000000000", "%20"] {
        driver.get(&format!("/v1/courses/{id}")).await.expect_problem(404, "not_found");
    }
}

#[tokio::test]
async fn the_operator_adds_a_course_whose_modules_get_identifiers() {
    let service = Service::start().await;
    let operator = service.operator().await;
    let (course, _) = create(&operator).await;
    assert!(text(&course["id"]).starts_with("crs_"));
    assert_eq!(course["version"], 1);
    assert_eq!(course["active"], true);
    assert_eq!(course["summary"], "Seeing and being seen.");
    let [lights, tiredness] = &course["modules"].as_array().unwrap()[..] else {
        panic!("{course}")
    };
    assert_eq!((&lights["title"], &tiredness["title"]), (&json!("Lights"), &json!("Tiredness")));
    assert!(text(&lights["id"]).starts_with("mod_"));
    assert_ne!(lights["id"], tiredness["id"]);
}

#[tokio::test]
async fn adding_a_course_again_with_the_same_key_adds_one() {
    let service = Service::start().await;
    let operator = service.operator().await.with_key("once");
    let first = operator.post("/v1/operator/courses", two_modules()).await.expect(201);
    let second = operator.post("/v1/operator/courses", two_modules()).await.expect(201);
    assert_eq!(first, second);
    assert_eq!(operator.list("/v1/courses").await.len(), 4);
}

#[tokio::test]
async fn replacing_a_course_keeps_the_modules_that_are_named_and_makes_the_others() {
    let service = Service::start().await;
    let operator = service.operator().await;
    let (course, path) = create(&operator).await;
    let kept = &course["modules"][1]["id"];
    let body = json!({
        "title": "Driving at night",
        "summary": "",
        "modules": [{ "title": "Animals" }, { "id": kept, "title": "Staying awake" }],
        "active": false,
    });
    let replaced = operator.put(&path, body).await.expect(200);
    assert_eq!(replaced["id"], course["id"]);
    assert_eq!(replaced["title"], "Driving at night");
    assert_eq!(replaced["modules"][1], json!({ "id": kept, "title": "Staying awake" }));
    assert_ne!(replaced["modules"][0]["id"], course["modules"][0]["id"]);
    assert_eq!(replaced["active"], false);
    assert_eq!(replaced["version"], 2);
    let read = operator.get(&path.replace("/operator", "")).await.expect(200);
    assert_eq!(read, replaced);
}

#[tokio::test]
async fn a_module_of_another_course_cannot_be_taken_over() {
    let service = Service::start().await;
    let operator = service.operator().await;
    let (course, path) = create(&operator).await;
    let other = &service.course().await["modules"][0]["id"];
    let mut body = body_of(&course);
    body["modules"][1]["id"] = other.clone();
    operator.put(&path, body.clone()).await.expect_bad_field("modules[1].id", "not_found");
    let new = operator.post("/v1/operator/courses", body.clone()).await;
    new.expect_bad_field("modules[0].id", "not_found");
    body["modules"][1]["id"] = body["modules"][0]["id"].clone();
    operator.put(&path, body).await.expect_bad_field("modules[1].id", "repeated");
    assert_eq!(operator.get(&path.replace("/operator", "")).await.expect(200), course);
}

#[tokio::test]
async fn replacing_a_course_that_has_changed_since_is_refused() {
    let service = Service::start().await;
    let operator = service.operator().await;
    let (course, path) = create(&operator).await;
    let saw_the_first = operator.with_header("if-match", "\"1\"");
    saw_the_first.put(&path, body_of(&course)).await.expect(200);
    let stale = saw_the_first.put(&path, body_of(&course)).await;
    stale.expect_problem(412, "stale_version");
    let bad = operator.with_header("if-match", "1").put(&path, body_of(&course)).await;
    bad.expect_bad_field("If-Match", "invalid_version");
    let newest = operator.put(&path, body_of(&course)).await.expect(200);
    assert_eq!(newest["version"], 3);
}

#[tokio::test]
async fn every_bad_field_of_a_course_is_named() {
    let service = Service::start().await;
    let operator = service.operator().await;
    let path = "/v1/operator/courses";
    let bad = json!({ "title": "", "modules": [{ "title": 7, "x": 1 }], "active": "yes" });
    let answer = operator.post(path, bad).await;
    for (field, code) in [
        ("title", "empty"),
        ("modules[0].title", "wrong_type"),
        ("modules[0].x", "unknown_field"),
        ("active", "wrong_type"),
    ] {
        answer.clone().expect_bad_field(field, code);
    }
    let mut body = two_modules();
    body["modules"] = json!([]);
    operator.post(path, body.clone()).await.expect_bad_field("modules", "wrong_size");
    body["modules"] = Value::from(vec![json!({ "title": "M" }); 101]);
    operator.post(path, body).await.expect_bad_field("modules", "wrong_size");
    assert_eq!(operator.list("/v1/courses").await.len(), 3);
}

#[tokio::test]
async fn the_catalogue_is_not_for_others_to_write() {
    let service = Service::start().await;
    let company = service.company("Acme").await;
    let course = service.course().await;
    let path = format!("/v1/operator/courses/{}", text(&course["id"]));
    let holder = &company.holder;
    let forbidden = holder.post("/v1/operator/courses", two_modules()).await;
    forbidden.expect_problem(403, "forbidden");
    holder.put(&path, two_modules()).await.expect_problem(403, "forbidden");
    let stranger = service.anonymous().post("/v1/operator/courses", two_modules()).await;
    stranger.expect_problem(401, "unauthenticated");
    assert_eq!(holder.get(&path.replace("/operator", "")).await.expect(200), course);
}

#[tokio::test]
async fn a_process_shows_its_own_change_at_once_and_that_of_another_within_a_minute() {
    let service = Service::start().await;
    let operator = service.operator().await;
    let (course, path) = create(&operator).await;
    let own = &service.stack().app().table;
    let other = own.clone().remembering(memory::LASTS);
    let quick = other.clone().remembering(Duration::from_millis(1));
    let key = keys::course(text(&course["id"]).parse().unwrap());
    let title = async |table: &Table| {
        let found = table.get_many([key.clone()]).await.unwrap();
        found.get::<Course>(&key).unwrap().unwrap().title.to_string()
    };
    for table in [own, &other, &quick] {
        assert_eq!(title(table).await, "Night driving");
    }
    let mut body = body_of(&course);
    body["title"] = json!("Driving at night");
    operator.put(&path, body).await.expect(200);
    assert_eq!(title(own).await, "Driving at night");
    let read = service.sign_in("driver@example.com").await;
    let read = read.get(&format!("/v1/courses/{}", text(&course["id"]))).await.expect(200);
    assert_eq!(read["title"], "Driving at night");
    assert_eq!(title(&other).await, "Night driving");
    tokio::time::sleep(Duration::from_millis(5)).await;
    assert_eq!(title(&quick).await, "Driving at night");
}
