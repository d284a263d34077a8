//! Option 1: students within the instructor's own account.

use serde_json::{Value, json};
use shared::domain::Role;
use tests::{
    Service,
    service::Company,
    standing::{DAY, Member, text},
};

/// Instructors whose three students have a first result each.
async fn instructors() -> (Service, Company, Value) {
    let service = Service::start().await;
    let company = service.company("Instructors").await;
    let course = service.course().await;
    company.buy(&course, 20).await;
    for (name, score) in [("Ann", 70.0), ("Bob", 80.0), ("Cid", 90.0)] {
        let student = service.driver_of(&company, name).await;
        company.assign(json!({ "course_id": course["id"], "user_ids": [student.user] })).await;
        learn(&service, &course, &student, 0, score).await;
    }
    service.settle().await;
    (service, company, course)
}

/// A student completes a module of the only course that they take.
async fn learn(service: &Service, course: &Value, who: &Member, module: usize, score: f64) {
    let student = service.sign_in_by_mail(&who.email).await;
    let enrolment = student.list("/v1/me/enrolments").await[0]["id"].clone();
    let path = format!("/v1/me/enrolments/{}/results", text(&enrolment));
    let module = &course["modules"][module]["id"];
    let result = json!({ "module_id": module, "completed": true, "score": score });
    student.post(&path, result).await.expect(200);
}

#[tokio::test]
async fn students_who_are_with_you_for_weeks_are_monitored_all_in_one_go_in_your_own_account() {
    let service = Service::start().await;
    let company = service.company("Instructors").await;
    let course = service.course().await;
    company.buy(&course, 20).await;
    let mut students = vec![];
    for name in ["Ann", "Bob", "Cid"] {
        students.push(service.driver_of(&company, name).await);
    }
    let ids: Vec<_> = students.iter().map(|student| student.user).collect();
    company.assign(json!({ "course_id": course["id"], "user_ids": ids })).await;
    for (week, percent) in [(0, 25), (1, 50), (2, 75)] {
        for student in &students {
            learn(&service, &course, student, week, 80.0).await;
        }
        service.settle().await;
        let report = company.holder.get(&format!("{}/reports", company.path)).await.expect(200);
        let rows = report["items"].as_array().unwrap();
        assert_eq!(rows.len(), 3);
        assert!(rows.iter().all(|row| row["progress_percent"] == percent), "{report}");
        service.advance(7 * DAY);
    }
    let summary = format!("{}/reports/summary", company.path);
    let summary = company.holder.get(&summary).await.expect(200);
    assert_eq!((&summary["drivers"], &summary["by_status"]["in_progress"]), (&json!(3), &json!(3)));
}

#[tokio::test]
async fn simply_purchase_course_licences_and_assign_them_to_your_students() {
    let service = Service::start().await;
    let company = service.company("Instructors").await;
    let course = service.course().await;
    let body = json!({ "kind": "licences", "course_id": course["id"], "quantity": 20 });
    company.holder.post(&format!("{}/orders", company.path), body).await.expect(201);
    assert_eq!(company.licences(&course).await, [20, 0, 20]);
    let mut students = vec![];
    for name in ["Ann", "Bob"] {
        students.push(service.member(&company, Role::Driver, Some(name)).await);
    }
    let ids: Vec<_> = students.iter().map(|student| student.user).collect();
    company.assign(json!({ "course_id": course["id"], "user_ids": ids })).await;
    assert_eq!(company.licences(&course).await, [20, 2, 18]);
    for student in students {
        let student = service.sign_in_by_mail(&student.email).await;
        let enrolments = student.list("/v1/me/enrolments").await;
        assert_eq!((&enrolments[0]["course"]["id"], enrolments.len()), (&course["id"], 1));
    }
}

#[tokio::test]
async fn you_see_all_students_results_from_your_reports_page() {
    let (_service, company, course) = instructors().await;
    let rows = company.holder.list(&format!("{}/reports", company.path)).await;
    let mut results: Vec<_> =
        rows.iter().map(|row| (text(&row["user"]["name"]), row["score"].as_f64())).collect();
    results.sort_by_key(|(name, _)| *name);
    assert_eq!(results, [("Ann", Some(70.0)), ("Bob", Some(80.0)), ("Cid", Some(90.0))]);
    for row in &rows {
        assert_eq!(row["course"]["id"], course["id"]);
        assert_eq!((&row["status"], &row["progress_percent"]), (&json!("in_progress"), &json!(25)));
    }
}

#[tokio::test]
async fn you_click_through_to_view_each_user_profile() {
    let (_service, company, course) = instructors().await;
    let rows = company.holder.list(&format!("{}/reports", company.path)).await;
    assert_eq!(rows.len(), 3);
    for row in rows {
        let user = text(&row["user"]["id"]);
        let profile = company.holder.get(&format!("{}/users/{user}/report", company.path)).await;
        let profile = profile.expect(200);
        for field in ["name", "email"] {
            assert_eq!(profile["user"][field], row["user"][field]);
        }
        let enrolment = &profile["enrolments"][0];
        assert_eq!(enrolment["id"], row["enrolment_id"]);
        let modules = enrolment["modules"].as_array().unwrap();
        assert_eq!(modules.len(), course["modules"].as_array().unwrap().len());
        assert_eq!((&modules[0]["score"], &modules[0]["completed"]), (&row["score"], &json!(true)));
        assert_eq!(modules[1]["completed"], false);
    }
}
