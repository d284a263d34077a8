//! Courses whose modules change while drivers are enrolled in them.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use shared::domain::{Role, Scope};
use tests::standing::text;

use super::Fleet;

impl Fleet {
    /// The operator lets a course consist of these modules.
    async fn let_consist(&self, course: usize, modules: Vec<Value>) {
        let path = format!("/v1/operator/courses/{}", text(&self.courses[course]["id"]));
        let body = json!({ "title": "Eco driving", "active": true, "modules": modules });
        self.service.operator().await.put(&path, body).await.expect(200);
        // A course is remembered for a minute.
        self.service.advance(61);
        self.service.settle().await;
    }

    fn modules(&self, course: usize) -> Vec<Value> {
        self.courses[course]["modules"].as_array().expect("modules").clone()
    }
}

#[tokio::test]
async fn who_has_completed_all_that_is_left_of_a_course_has_completed_it_everywhere() {
    let fleet = Fleet::of(&["Ann", "Bob"]).await;
    let (done, begun) = (fleet.enrol(0, 1).await, fleet.enrol(1, 1).await);
    let ann = fleet.sign_in(0).await;
    fleet.complete(&ann, &done, 1, &[80.0, 90.0]).await;
    fleet.complete(&fleet.sign_in(1).await, &begun, 1, &[60.0]).await;
    let ids = BTreeSet::from([fleet.drivers[0].user, fleet.drivers[1].user]);
    let scope = Scope::Drivers { user_ids: ids };
    let manager = fleet.service.manager(&fleet.company, scope).await;
    assert_eq!(fleet.summary().await["by_status"]["in_progress"], 2);
    fleet.let_consist(1, fleet.modules(1)[..2].to_vec()).await;

    let seen = |row: &Value| (row["status"].clone(), row["progress_percent"].clone());
    let rows = fleet.rows("").await;
    let row =
        |name: &str| seen(rows.iter().find(|row| row["user"]["name"] == name).expect("a row"));
    let (completed, half) = ((json!("completed"), json!(100)), (json!("in_progress"), json!(50)));
    assert_eq!((row("Ann"), row("Bob")), (completed.clone(), half));
    assert_eq!(fleet.rows("&status=completed").await.len(), 1);
    assert_eq!(seen(&ann.list("/v1/me/enrolments").await[0]), completed);
    let path = fleet.path(&format!("/users/{}/report", fleet.drivers[0].user));
    let profile = fleet.company.holder.get(&path).await.expect(200);
    assert_eq!(seen(&profile["enrolments"][0]), completed);
    let path = fleet.path(&format!("/users/{}", fleet.drivers[0].user));
    let user = fleet.company.holder.get(&path).await.expect(200);
    assert_eq!(user["progress"], json!({ "assigned": 1, "completed": 1, "percent": 100 }));
    for caller in [&fleet.company.holder, &manager] {
        let summary = caller.get(&fleet.path("/reports/summary")).await.expect(200);
        let counts = &summary["by_status"];
        assert_eq!((&counts["completed"], &counts["in_progress"]), (&json!(1), &json!(1)));
        assert_eq!(summary["by_course"][0]["average_score"], 72.5);
    }
    fleet.service.books().await.check_counts();
}

#[tokio::test]
async fn who_has_completed_a_course_stays_so_when_it_grows_and_others_have_more_to_do() {
    let fleet = Fleet::of(&["Ann", "Bob"]).await;
    let (done, begun) = (fleet.enrol(0, 1).await, fleet.enrol(1, 1).await);
    fleet.complete(&fleet.sign_in(0).await, &done, 1, &[80.0, 90.0, 70.0]).await;
    fleet.complete(&fleet.sign_in(1).await, &begun, 1, &[60.0, 60.0]).await;
    let mut modules = fleet.modules(1);
    modules.push(json!({ "title": "One more" }));
    fleet.let_consist(1, modules).await;
    for (driver, completed, percent) in [(0, 1, 100), (1, 0, 50)] {
        let path = fleet.path(&format!("/users/{}", fleet.drivers[driver].user));
        let user = fleet.company.holder.get(&path).await.expect(200);
        let progress = json!({ "assigned": 1, "completed": completed, "percent": percent });
        assert_eq!(user["progress"], progress);
    }
    let rows = fleet.rows("").await;
    let percents: Vec<_> = rows.iter().map(|row| row["progress_percent"].clone()).collect();
    assert!(percents.contains(&json!(100)) && percents.contains(&json!(50)), "{percents:?}");
    fleet.service.books().await.check_counts();
}

#[tokio::test]
async fn a_course_that_is_only_called_otherwise_changes_nobodys_progress() {
    let fleet = Fleet::of(&["Ann"]).await;
    let enrolment = fleet.enrol(0, 1).await;
    fleet.complete(&fleet.sign_in(0).await, &enrolment, 1, &[80.0]).await;
    let before = fleet.rows("").await;
    let mut modules = fleet.modules(1);
    modules[2]["title"] = json!("Otherwise");
    fleet.let_consist(1, modules).await;
    assert_eq!(fleet.rows("").await, before);
    fleet.service.books().await.check_counts();
}

#[tokio::test]
async fn however_many_are_enrolled_the_last_is_reached_too() {
    let mut fleet = Fleet::of(&[]).await;
    let night = fleet.service.group(&fleet.company, "Night").await;
    fleet.service.crew(&fleet.company, night, &fleet.courses[1], 450).await;
    fleet.drivers.push(fleet.service.member(&fleet.company, Role::Driver, Some("Ann")).await);
    let enrolment = fleet.enrol(0, 1).await;
    fleet.complete(&fleet.sign_in(0).await, &enrolment, 1, &[80.0, 90.0]).await;
    fleet.let_consist(1, fleet.modules(1)[..2].to_vec()).await;
    let summary = fleet.summary().await;
    assert_eq!(
        (&summary["enrolments"], &summary["by_status"]["completed"]),
        (&json!(451), &json!(1))
    );
}
