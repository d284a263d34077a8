//! Rules 17, 29, 30 and 47: results and reports.

use serde_json::{Value, json};
use shared::domain::{Role, Scope};
use tests::{
    Caller, Service,
    service::Company,
    standing::{Member, text},
};

use super::redeem;

/// A company whose driver Ann is enrolled in the first sample course.
struct Client {
    service: Service,
    company: Company,
    course: Value,
    ann: Member,
    enrolment: String,
}

impl Client {
    async fn new() -> Self {
        let service = Service::start().await;
        let company = service.company("Client").await;
        let course = service.course().await;
        let ann = service.member(&company, Role::Driver, Some("Ann")).await;
        let mut window = service.open_window();
        window.due_at = Some(service.in_days(3));
        window.access_until = Some(service.in_days(6));
        let enrolment = service.enrol(&company, &ann, &course, window).await;
        Self { service, company, course, ann, enrolment }
    }

    async fn record(&self, driver: &Caller, module: usize, score: f64) {
        let module = &self.course["modules"][module]["id"];
        let result = json!({ "module_id": module, "completed": true, "score": score });
        let path = format!("/v1/me/enrolments/{}/results", self.enrolment);
        driver.post(&path, result).await.expect(200);
    }

    fn path(&self, of: &str) -> String {
        format!("{}{of}", self.company.path)
    }

    async fn status(&self) -> String {
        text(&self.company.holder.list(&self.path("/reports")).await[0]["status"]).to_owned()
    }
}

/// 17: "Results come in per module (completed, score, time). Progress is the share of modules
/// completed …"
#[tokio::test]
async fn results_come_in_per_module_and_progress_is_the_share_of_those_completed() {
    let client = Client::new().await;
    let driver = client.service.sign_in_by_mail(&client.ann.email).await;
    client.record(&driver, 2, 91.0).await;
    let enrolment = &driver.list("/v1/me/enrolments").await[0];
    assert_eq!((&enrolment["progress_percent"], &enrolment["score"]), (&json!(25), &json!(91.0)));
    let module = &enrolment["modules"][2];
    assert_eq!((&module["completed"], &module["score"]), (&json!(true), &json!(91.0)));
    assert!(module["completed_at"].is_string());
}

/// 17: "… an enrolment is `scheduled`, `not_started`, `in_progress`, `completed`, `overdue` or
/// `expired`."
#[tokio::test]
async fn an_enrolment_goes_through_its_statuses() {
    let client = Client::new().await;
    let day = 24 * 3_600;
    assert_eq!(client.status().await, "not_started");
    let driver = client.service.sign_in_by_mail(&client.ann.email).await;
    client.record(&driver, 0, 80.0).await;
    assert_eq!(client.status().await, "in_progress");
    client.service.advance(3 * day);
    assert_eq!(client.status().await, "overdue");
    for module in 1..4 {
        client.record(&driver, module, 80.0).await;
    }
    assert_eq!(client.status().await, "completed");
    client.service.advance(3 * day);
    assert_eq!(client.status().await, "completed");
    let never_done = Client::new().await;
    never_done.service.advance(6 * day);
    assert_eq!(never_done.status().await, "expired");
}

/// 29: "The report lists drivers by course with status, progress, score, due date, last activity …"
#[tokio::test]
async fn the_report_lists_drivers_by_course() {
    let client = Client::new().await;
    let driver = client.service.sign_in_by_mail(&client.ann.email).await;
    client.record(&driver, 0, 80.0).await;
    let row = &client.company.holder.list(&client.path("/reports")).await[0];
    assert_eq!((&row["user"]["name"], &row["course"]["id"]), (&json!("Ann"), &client.course["id"]));
    assert_eq!((&row["status"], &row["progress_percent"]), (&json!("in_progress"), &json!(25)));
    assert_eq!(row["score"], 80.0);
    assert!(row["due_at"].is_string() && row["last_activity_at"].is_string());
}

/// 29: "… filters by course, group, status and text …"
#[tokio::test]
async fn the_report_is_filtered_by_course_status_and_text() {
    let client = Client::new().await;
    let course = text(&client.course["id"]);
    let other = client.company.holder.list("/v1/courses").await[1]["id"].clone();
    for (query, rows) in [
        (format!("course={course}"), 1),
        (format!("course={}", text(&other)), 0),
        ("status=not_started".to_owned(), 1),
        ("status=completed".to_owned(), 0),
        ("q=an".to_owned(), 1),
        ("q=bob".to_owned(), 0),
        (format!("course={course}&status=not_started&q=ann"), 1),
    ] {
        let path = client.path(&format!("/reports?{query}"));
        assert_eq!(client.company.holder.list(&path).await.len(), rows, "{query}");
    }
}

/// 29: "… a row leads to the driver's profile with every module's result …"
#[tokio::test]
async fn a_row_leads_to_the_profile_with_every_modules_result() {
    let client = Client::new().await;
    let driver = client.service.sign_in_by_mail(&client.ann.email).await;
    client.record(&driver, 1, 80.0).await;
    let row = &client.company.holder.list(&client.path("/reports")).await[0];
    let path = client.path(&format!("/users/{}/report", text(&row["user"]["id"])));
    let profile = client.company.holder.get(&path).await.expect(200);
    let modules = profile["enrolments"][0]["modules"].as_array().unwrap();
    let scores: Vec<_> = modules.iter().map(|module| module["score"].as_f64()).collect();
    assert_eq!(scores, [None, Some(80.0), None, None]);
}

/// 29: "… a summary counts by status; all of it as CSV too."
#[tokio::test]
async fn a_summary_counts_by_status_and_all_of_it_is_had_as_csv_too() {
    let client = Client::new().await;
    client.service.settle().await;
    let summary = client.company.holder.get(&client.path("/reports/summary")).await.expect(200);
    assert_eq!((&summary["drivers"], &summary["by_status"]["not_started"]), (&json!(1), &json!(1)));
    let csv = client.company.holder.with_header("accept", "text/csv");
    for path in ["/reports", "/reports/summary", &format!("/users/{}/report", client.ann.user)] {
        let answer = csv.get(&client.path(path)).await;
        assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8");
        assert!(answer.text.contains("Winter driving"), "{}", answer.text);
    }
}

/// 30: "A manager gets the same report within their scope …"
#[tokio::test]
async fn a_manager_gets_the_same_report() {
    let client = Client::new().await;
    let manager = client.service.manager(&client.company, Scope::Company).await;
    let seen = manager.list(&client.path("/reports")).await;
    assert_eq!(seen.len(), 1);
    assert_eq!(seen, client.company.holder.list(&client.path("/reports")).await);
}

/// 29: "… all of it as CSV too." Whose results they are supplies them.
#[tokio::test]
async fn the_results_of_a_student_with_an_own_account_are_theirs_to_supply() {
    let service = Service::start().await;
    let reseller = service.reseller("Instructors").await;
    let (_, codes) = service.batch(&reseller, 1).await;
    let student = service.sign_in_by_mail("student@example.com").await;
    let opened = redeem(&student, &codes[0]).await.expect(201);
    let report = format!("/v1/accounts/{}/reports", text(&opened["account"]["id"]));
    reseller.holder.get(&report).await.expect_problem(404, "not_found");
    assert!(reseller.holder.list(&format!("{}/reports", reseller.path)).await.is_empty());
    let supplied = student.with_header("accept", "text/csv").get(&report).await.rows();
    assert_eq!(supplied[1][1..4], ["student@example.com", "Winter driving", "not_started"]);
}

/// 47: "The holder or an admin, and a driver for their own courses and records, makes report links:
/// live, read only … and is dead at once when revoked" [M: "supplying you with reports"]. A student with
/// an own account supplies the instructor who sold the code.
#[tokio::test]
async fn a_student_supplies_reports_by_a_link_until_they_revoke_it() {
    let service = Service::start().await;
    let reseller = service.reseller("Instructors").await;
    let (_, codes) = service.batch(&reseller, 1).await;
    let student = service.sign_in_by_mail("student@example.com").await;
    let opened = redeem(&student, &codes[0]).await.expect(201);
    let account = format!("/v1/accounts/{}/report-links", text(&opened["account"]["id"]));
    for links in [account.as_str(), "/v1/me/report-links"] {
        let link = student.post(links, json!({ "name": "Instructor" })).await.expect(201);
        let token = text(&link["url"]).split_once("/report#").expect("a token").1;
        let supplied = json!({ "token": token });
        let status = async || {
            service.lists_caught_up().await;
            let answer = service.anonymous().post("/v1/reports/open", supplied.clone()).await;
            answer.body["items"][0]["status"].as_str().map(str::to_owned)
        };
        assert!(status().await.is_some());
        student.delete(&format!("{links}/{}", text(&link["id"]))).await.expect(204);
        assert_eq!(status().await, None);
    }
}
