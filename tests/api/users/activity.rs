//! What a user did and what was done with them.

use serde_json::{Value, json};
use shared::domain::{Role, Scope};
use tests::{
    Service,
    service::Company,
    standing::{Member, text},
};

use super::{company, users};

fn path(of: &Company, who: &Member) -> String {
    format!("{}/{}/activity", users(of), who.user)
}

fn actions(events: &[Value]) -> Vec<&str> {
    events.iter().map(|event| text(&event["action"])).collect()
}

/// A session for these users, in a week.
async fn schedule(service: &Service, of: &Company, who: &[&Member]) {
    let ids: Vec<_> = who.iter().map(|member| member.user.to_string()).collect();
    let body = json!({
        "title": "Skid pan", "starts_at": service.in_days(7), "ends_at": service.in_days(8),
        "place": "Hall 3", "user_ids": ids,
    });
    of.holder.post(&format!("{}/sessions", of.path), body).await.expect(201);
}

#[tokio::test]
async fn what_a_user_did_and_what_was_done_with_them_is_one_list_newest_first() {
    let service = Service::start().await;
    let company = company(&service).await;
    let invited = service.invite(&company, "ann@example.com").await;
    let one = format!("{}/{}", users(&company), text(&invited["id"]));
    service.invite(&company, "bob@example.com").await;
    service.activate("ann@example.com").await;
    company.holder.patch(&one, json!({ "name": "Ann" })).await.expect(200);
    service.settle().await;
    let told = company.holder.list(&format!("{one}/activity")).await;
    assert_eq!(actions(&told), ["user_changed", "user_activated", "user_invited"]);
    let trail = company.holder.list(&format!("{}/events", company.path)).await;
    assert!(told.iter().all(|event| trail.contains(event)));
    for limit in [1, 2, 100] {
        let paged = company.holder.list(&format!("{one}/activity?limit={limit}")).await;
        assert_eq!(paged, told, "limit {limit}");
    }
}

#[tokio::test]
async fn a_course_that_is_completed_is_told_module_by_module_and_once() {
    let service = Service::start().await;
    let company = company(&service).await;
    let ann = service.member(&company, Role::Driver, Some("Ann")).await;
    let course = service.course().await;
    let enrolment = service.enrol(&company, &ann, &course, service.open_window()).await;
    let driver = service.sign_in(&ann.email).await;
    let mine = driver.list("/v1/me/enrolments").await.remove(0);
    let modules = mine["modules"].as_array().unwrap();
    for module in modules {
        let result = json!({ "module_id": module["id"], "completed": true, "score": 90 });
        // The same result again tells nothing new.
        for _ in 0..2 {
            let results = format!("/v1/me/enrolments/{enrolment}/results");
            driver.post(&results, result.clone()).await.expect(200);
        }
    }
    service.settle().await;
    let told = company.holder.list(&path(&company, &ann)).await;
    let of = |action: &str| told.iter().filter(|event| event["action"] == action).count();
    assert_eq!((of("module_completed"), of("course_completed")), (modules.len(), 1));
    let newest = told.iter().find(|event| event["action"] != "user_signed_in").unwrap();
    assert_eq!(newest["action"], "course_completed");
    assert_eq!(newest["actor"]["id"], ann.person.to_string());
    assert_eq!(newest["subject"], json!({ "kind": "enrolment", "id": enrolment }));
}

#[tokio::test]
async fn a_manager_of_drivers_reads_of_theirs_and_of_nobody_else() {
    let service = Service::start().await;
    let company = company(&service).await;
    let ann = service.member(&company, Role::Driver, Some("Ann")).await;
    let bob = service.member(&company, Role::Driver, Some("Bob")).await;
    schedule(&service, &company, &[&ann]).await;
    schedule(&service, &company, &[&ann, &bob]).await;
    let group = service.group_of(&company, "North", &[&ann, &bob]).await;
    // Who else looks after Ann looks after Bob too.
    let both = Scope::Drivers { user_ids: [ann.user, bob.user].into() };
    let other = service.manager(&company, both).await;
    let theirs = Scope::Drivers { user_ids: [ann.user].into() };
    let manager = service.manager(&company, theirs).await;
    service.settle().await;
    let bobs = path(&company, &bob);
    let seen = manager.list(&path(&company, &ann)).await;
    assert_eq!(actions(&seen), ["group_members_added", "training_session_created"]);
    assert_eq!(seen[0]["subject"]["id"], group.to_string());
    let told = json!(seen).to_string();
    for hidden in [bob.user.to_string(), bob.person.to_string(), bob.email, other.email] {
        assert!(!told.contains(&hidden), "{told}");
    }
    manager.get(&bobs).await.expect_problem(404, "not_found");
    let whole = company.holder.list(&path(&company, &ann)).await;
    let of = |action: &str| whole.iter().filter(|event| event["action"] == action).count();
    assert_eq!((of("training_session_created"), of("manager_invited")), (2, 2));
}

#[tokio::test]
async fn a_removed_user_has_no_activity_and_the_trail_still_tells_it() {
    let service = Service::start().await;
    let company = company(&service).await;
    let ann = service.member(&company, Role::Driver, Some("Ann")).await;
    company.holder.delete(&format!("{}/{}", users(&company), ann.user)).await.expect(204);
    company.holder.get(&path(&company, &ann)).await.expect_problem(404, "not_found");
    service.settle().await;
    let events = format!("{}/events?subject={}", company.path, ann.user);
    assert_eq!(actions(&company.holder.list(&events).await), ["user_removed"]);
}

#[tokio::test]
async fn a_program_reads_it_with_the_scope_of_users_only() {
    let service = Service::start().await;
    let company = company(&service).await;
    let ann = service.member(&company, Role::Driver, Some("Ann")).await;
    let reader = service.program(&company, &["users"]).await;
    reader.get(&path(&company, &ann)).await.expect(200);
    let other = service.program(&company, &["reports"]).await;
    other.get(&path(&company, &ann)).await.expect_problem(403, "forbidden");
}
