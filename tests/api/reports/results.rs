//! Results come in module by module (rule 17).

use serde_json::{Value, json};
use tests::{
    Caller, Service,
    standing::{DAY, text},
};

use super::{Fleet, record};

/// A driver who has redeemed a code for the first sample course.
struct Learner {
    service: Service,
    driver: Caller,
    enrolment: Value,
}

impl Learner {
    async fn new() -> Self {
        let service = Service::start().await;
        let reseller = service.reseller("Shop").await;
        let (_, codes) = service.batch(&reseller, 1).await;
        let driver = service.sign_in("ann@example.com").await;
        let opened = driver.post("/v1/redemptions", json!({ "code": codes[0] })).await.expect(201);
        Self { service, driver, enrolment: opened["enrolment"].clone() }
    }

    fn id(&self) -> &str {
        text(&self.enrolment["id"])
    }

    fn module(&self, place: usize) -> &Value {
        &self.enrolment["modules"][place]["id"]
    }

    async fn record(&self, module: usize, mut result: Value) -> Value {
        result["module_id"] = self.module(module).clone();
        record(&self.driver, self.id(), result).await.expect(200)
    }

    /// The moment so many seconds ago.
    fn ago(&self, seconds: i64) -> String {
        let now = self.service.now().as_second();
        jiff::Timestamp::from_second(now - seconds).unwrap().to_string()
    }
}

#[tokio::test]
async fn progress_is_the_share_of_modules_completed() {
    let learner = Learner::new().await;
    let mut last = Value::Null;
    for (place, (percent, status)) in
        [(25, "in_progress"), (50, "in_progress"), (75, "in_progress"), (100, "completed")]
            .into_iter()
            .enumerate()
    {
        last = learner.record(place, json!({ "completed": true })).await;
        assert_eq!((&last["progress_percent"], &last["status"]), (&json!(percent), &json!(status)));
        assert_eq!(last["modules"][place]["completed"], true);
    }
    assert_eq!(last["score"], Value::Null);
    assert_eq!(learner.driver.list("/v1/me/enrolments").await, [last]);
}

#[tokio::test]
async fn a_result_that_completes_nothing_is_a_beginning() {
    let learner = Learner::new().await;
    let begun = learner.record(2, json!({ "completed": false, "score": 35 })).await;
    assert_eq!((&begun["progress_percent"], &begun["status"]), (&json!(0), &json!("in_progress")));
    assert_eq!(begun["score"], 35.0);
    let module = &begun["modules"][2];
    assert_eq!((&module["completed"], &module["completed_at"]), (&json!(false), &Value::Null));
}

#[tokio::test]
async fn the_score_is_the_mean_of_the_modules_scores_with_one_decimal() {
    let learner = Learner::new().await;
    for (place, (score, mean)) in [(90.0, 90.0), (85.0, 87.5), (80.5, 85.2)].into_iter().enumerate()
    {
        let answer = learner.record(place, json!({ "completed": true, "score": score })).await;
        assert_eq!(answer["score"], mean);
        assert_eq!(answer["modules"][place]["score"], score);
    }
    let unscored = learner.record(3, json!({ "completed": true })).await;
    assert_eq!(
        (&unscored["score"], &unscored["modules"][3]["score"]),
        (&json!(85.2), &Value::Null)
    );
}

#[tokio::test]
async fn completion_is_not_undone() {
    let learner = Learner::new().await;
    for place in 0..4 {
        learner.record(place, json!({ "completed": true, "score": 90 })).await;
    }
    let again = learner.record(1, json!({ "completed": false, "score": 10 })).await;
    assert_eq!((&again["status"], &again["progress_percent"]), (&json!("completed"), &json!(100)));
    assert_eq!(
        (&again["modules"][1]["completed"], &again["modules"][1]["score"]),
        (&json!(true), &json!(10.0))
    );
    assert_eq!(again["score"], 70.0);
}

#[tokio::test]
async fn of_a_modules_results_the_latest_to_occur_counts_in_whatever_order_they_come_in() {
    let learner = Learner::new().await;
    let scored = |score: u32, ago: i64| json!({ "completed": true, "score": score, "occurred_at": learner.ago(ago) });
    let (first, second, third) = (scored(50, 300), scored(60, 200), scored(70, 100));
    assert_eq!(learner.record(0, second.clone()).await["modules"][0]["score"], 60.0);
    let old = learner.record(0, first.clone()).await;
    assert_eq!(old["modules"][0]["score"], 60.0);
    assert_eq!(old["modules"][0]["completed_at"], first["occurred_at"]);
    assert_eq!(learner.record(0, third).await["modules"][0]["score"], 70.0);
    let last = learner.record(0, second).await;
    assert_eq!((&last["modules"][0]["score"], &last["score"]), (&json!(70.0), &json!(70.0)));
    assert_eq!(last["modules"][0]["completed_at"], first["occurred_at"]);
}

#[tokio::test]
async fn a_later_result_without_a_score_leaves_the_score() {
    let learner = Learner::new().await;
    let scored = json!({ "completed": false, "score": 88, "occurred_at": learner.ago(100) });
    learner.record(0, scored).await;
    let later = learner.record(0, json!({ "completed": true })).await;
    assert_eq!(
        (&later["modules"][0]["score"], &later["modules"][0]["completed"]),
        (&json!(88.0), &json!(true))
    );
}

#[tokio::test]
async fn after_the_end_of_access_nothing_comes_in_and_what_is_completed_stays() {
    let learner = Learner::new().await;
    for place in 0..4 {
        learner.record(place, json!({ "completed": true, "score": 90 })).await;
    }
    learner.service.advance(30 * DAY);
    let driver = learner.service.sign_in("ann@example.com").await;
    let result = json!({ "module_id": learner.module(0), "completed": true });
    record(&driver, learner.id(), result).await.expect_problem(409, "access_ended");
    let enrolment = &driver.list("/v1/me/enrolments").await[0];
    assert_eq!((&enrolment["status"], &enrolment["score"]), (&json!("completed"), &json!(90.0)));
}

#[tokio::test]
async fn access_ends_at_its_very_second() {
    let learner = Learner::new().await;
    learner.service.advance(30 * DAY - 60);
    let driver = learner.service.sign_in("ann@example.com").await;
    let result = json!({ "module_id": learner.module(0), "completed": true });
    record(&driver, learner.id(), result.clone()).await.expect(200);
    learner.service.advance(60);
    record(&driver, learner.id(), result).await.expect_problem(409, "access_ended");
    assert_eq!(driver.list("/v1/me/enrolments").await[0]["status"], "expired");
}

#[tokio::test]
async fn before_access_opens_nothing_comes_in() {
    let fleet = Fleet::of(&["Ann"]).await;
    let mut window = fleet.service.open_window();
    (window.starts_at, window.due_at) = (fleet.service.in_days(2), Some(fleet.service.in_days(4)));
    let (who, course) = (&fleet.drivers[0], &fleet.courses[0]);
    let enrolment = fleet.service.enrol(&fleet.company, who, course, window).await;
    let driver = fleet.sign_in(0).await;
    let result = json!({ "module_id": fleet.module(0, 0), "completed": true });
    record(&driver, &enrolment, result.clone()).await.expect_problem(409, "not_open_yet");
    assert_eq!(driver.list("/v1/me/enrolments").await[0]["status"], "scheduled");
    fleet.service.advance(2 * DAY);
    assert_eq!(driver.list("/v1/me/enrolments").await[0]["status"], "not_started");
    fleet.service.advance(2 * DAY);
    let late = record(&driver, &enrolment, result).await.expect(200);
    assert_eq!((&late["status"], &late["progress_percent"]), (&json!("overdue"), &json!(25)));
}

#[tokio::test]
async fn a_module_of_another_course_is_refused() {
    let learner = Learner::new().await;
    let other = &learner.driver.list("/v1/courses").await[1]["modules"][0]["id"];
    for module in [other.clone(), json!("mod_00000000000000000000000000"), json!("mod_1")] {
        let result = json!({ "module_id": module, "completed": true });
        let answer = record(&learner.driver, learner.id(), result).await;
        answer.expect_bad_field("module_id", "not_found");
    }
    assert_eq!(learner.driver.list("/v1/me/enrolments").await, [learner.enrolment]);
}

#[tokio::test]
async fn somebody_elses_enrolment_is_not_found() {
    let learner = Learner::new().await;
    let result = json!({ "module_id": learner.module(0), "completed": true });
    let other = learner.service.sign_in("bob@example.com").await;
    record(&other, learner.id(), result.clone()).await.expect_problem(404, "not_found");
    for id in ["enr_00000000000000000000000000", "enr_1", "crs_1"] {
        record(&learner.driver, id, result.clone()).await.expect_problem(404, "not_found");
    }
    let stranger = record(&learner.service.anonymous(), learner.id(), result).await;
    stranger.expect_problem(401, "unauthenticated");
    assert!(other.list("/v1/me/enrolments").await.is_empty());
    assert_eq!(learner.driver.list("/v1/me/enrolments").await, [learner.enrolment]);
}

#[tokio::test]
async fn a_bad_result_is_refused_with_its_field() {
    let learner = Learner::new().await;
    let tomorrow = learner.service.in_days(1).to_string();
    for (field, value, code) in [
        ("score", json!(-0.1), "out_of_range"),
        ("score", json!(100.1), "out_of_range"),
        ("score", json!("80"), "wrong_type"),
        ("completed", json!("yes"), "wrong_type"),
        ("completed", Value::Null, "wrong_type"),
        ("occurred_at", json!(tomorrow), "in_the_future"),
        ("occurred_at", json!("yesterday"), "invalid_time"),
        ("occurred_at", json!("2026-11-22"), "invalid_time"),
        ("grade", json!("A"), "unknown_field"),
    ] {
        let mut result = json!({ "module_id": learner.module(0), "completed": true });
        result[field] = value;
        let answer = record(&learner.driver, learner.id(), result).await;
        answer.expect_bad_field(field, code);
    }
    let empty = record(&learner.driver, learner.id(), json!({})).await;
    empty.clone().expect_bad_field("module_id", "missing");
    empty.expect_bad_field("completed", "missing");
    for score in [0, 100] {
        assert_eq!(
            learner.record(0, json!({ "completed": true, "score": score })).await["score"],
            f64::from(score)
        );
    }
}

#[tokio::test]
async fn a_completed_course_stays_so_when_a_module_is_added_to_it() {
    let learner = Learner::new().await;
    for place in 0..4 {
        learner.record(place, json!({ "completed": true, "score": 90 })).await;
    }
    let course = learner.service.course().await;
    let mut modules = course["modules"].as_array().unwrap().clone();
    modules.push(json!({ "title": "Fog" }));
    let body =
        json!({ "title": course["title"], "summary": "", "modules": modules, "active": true });
    let path = format!("/v1/operator/courses/{}", text(&course["id"]));
    learner.service.operator().await.put(&path, body).await.expect(200);
    let enrolment = &learner.driver.list("/v1/me/enrolments").await[0];
    assert_eq!(
        (&enrolment["status"], &enrolment["progress_percent"]),
        (&json!("completed"), &json!(100))
    );
    assert_eq!(enrolment["modules"][4]["title"], "Fog");
    assert_eq!(enrolment["modules"][4]["completed"], false);
}
