//! Managers who are kept to groups or drivers.

use serde_json::json;
use shared::domain::Scope;
use tests::{Caller, standing::text};

use super::{School, ids_of, names_of};

impl School {
    /// A manager of some drivers.
    async fn manager_of(&self, drivers: &[usize]) -> Caller {
        let user_ids = drivers.iter().map(|driver| self.drivers[*driver].user).collect();
        self.service.manager(&self.company, Scope::Drivers { user_ids }).await
    }

    /// A manager of a group of some drivers.
    async fn manager_of_group(&self, drivers: &[usize]) -> Caller {
        let group_ids = [self.group(drivers).await].into();
        self.service.manager(&self.company, Scope::Groups { group_ids }).await
    }
}

#[tokio::test]
async fn a_manager_of_the_company_does_what_its_holder_does() {
    let school = School::of(1).await;
    let manager = school.service.manager(&school.company, Scope::Company).await;
    let made = manager.post(&school.path(""), school.body(&[0])).await.expect(201);
    let path = school.path_of(&made);
    manager.patch(&path, json!({ "user_ids": [] })).await.expect(200);
    assert_eq!(manager.list(&school.path("")).await.len(), 1);
    manager.delete(&path).await.expect(204);
}

#[tokio::test]
async fn a_manager_schedules_for_those_in_scope() {
    let school = School::of(3).await;
    for manager in [school.manager_of(&[0, 1]).await, school.manager_of_group(&[0, 1]).await] {
        let made = manager.post(&school.path(""), school.body(&[0, 1])).await.expect(201);
        assert_eq!(names_of(&made), ["Ann", "Bob"]);
        let outside = manager.post(&school.path(""), school.body(&[0, 2])).await;
        outside.expect_bad_field("user_ids[1]", "not_found");
        let change = json!({ "user_ids": school.ids(&[2]) });
        let outside = manager.patch(&school.path_of(&made), change).await;
        outside.expect_bad_field("user_ids[0]", "not_found");
    }
}

#[tokio::test]
async fn a_manager_names_own_groups_alone_and_one_of_drivers_none() {
    let school = School::of(2).await;
    let own = school.group(&[0]).await;
    let other = school.group(&[0, 1]).await;
    let scope = Scope::Groups { group_ids: [own].into() };
    let of_group = school.service.manager(&school.company, scope).await;
    let of_drivers = school.manager_of(&[0, 1]).await;
    let mut body = school.body(&[]);
    body["group_ids"] = json!([own]);
    assert_eq!(names_of(&of_group.post(&school.path(""), body.clone()).await.expect(201)), ["Ann"]);
    of_drivers
        .post(&school.path(""), body.clone())
        .await
        .expect_bad_field("group_ids[0]", "not_found");
    body["group_ids"] = json!([own, other]);
    of_group.post(&school.path(""), body).await.expect_bad_field("group_ids[1]", "not_found");
}

#[tokio::test]
async fn a_manager_sees_the_sessions_all_of_whose_attendees_are_in_scope() {
    let school = School::of(3).await;
    let within = school.schedule(&[0, 1]).await;
    let partly = school.schedule(&[0, 2]).await;
    let empty = school.schedule(&[]).await;
    for manager in [school.manager_of(&[0, 1]).await, school.manager_of_group(&[0, 1]).await] {
        assert_eq!(ids_of(&manager.list(&school.path("")).await), [text(&within["id"])]);
        assert_eq!(manager.get(&school.path_of(&within)).await.expect(200), within);
        for hidden in [&partly, &empty] {
            let path = school.path_of(hidden);
            manager.get(&path).await.expect_problem(404, "not_found");
            let title = json!({ "title": "T" });
            manager.patch(&path, title).await.expect_problem(404, "not_found");
            manager.delete(&path).await.expect_problem(404, "not_found");
        }
    }
    assert_eq!(school.get(&partly).await.expect(200), partly);
}

#[tokio::test]
async fn a_manager_changes_and_cancels_what_is_in_scope() {
    let school = School::of(2).await;
    for manager in [school.manager_of(&[0, 1]).await, school.manager_of_group(&[0, 1]).await] {
        let made = school.schedule(&[0]).await;
        let path = school.path_of(&made);
        let change = json!({ "place": "Yard", "user_ids": school.ids(&[0, 1]) });
        assert_eq!(names_of(&manager.patch(&path, change).await.expect(200)), ["Ann", "Bob"]);
        manager.delete(&path).await.expect(204);
    }
    assert_eq!(school.counts().await, [6, 4]);
}

#[tokio::test]
async fn a_manager_of_some_leaves_no_session_without_attendees() {
    let school = School::of(1).await;
    let manager = school.manager_of(&[0]).await;
    manager.post(&school.path(""), school.body(&[])).await.expect_bad_field("user_ids", "missing");
    let made = school.schedule(&[0]).await;
    let nobody = json!({ "user_ids": [] });
    let answer = manager.patch(&school.path_of(&made), nobody).await;
    answer.expect_bad_field("user_ids", "missing");
}

#[tokio::test]
async fn a_page_of_a_list_may_be_short_and_the_list_go_on() {
    let school = School::of(2).await;
    for drivers in [[1], [1], [0], [1], [0]] {
        school.schedule(&drivers).await;
    }
    let manager = school.manager_of(&[0]).await;
    let first = manager.get(&school.path("?limit=2")).await.expect(200);
    assert_eq!(first["items"], json!([]));
    assert_eq!(manager.list(&school.path("?limit=2")).await.len(), 2);
}
