//! Who assigns and revokes what.

use std::collections::BTreeSet;

use serde_json::json;
use shared::domain::{Role, Scope};
use tests::{Caller, licences::rows, standing::text};

use super::{Client, statuses};

/// A company with three drivers, of whom the first two are in the scope of a manager.
async fn scoped(scope: impl AsyncFn(&Client) -> Scope) -> (Client, Caller) {
    let client = Client::of(&["Ann", "Bob", "Cid"], 10).await;
    let scope = scope(&client).await;
    let manager = client.service.manager(&client.company, scope).await;
    (client, manager)
}

async fn groups(client: &Client) -> Scope {
    let members = [&client.drivers[0], &client.drivers[1]];
    let north = client.service.group_of(&client.company, "North", &members).await;
    let empty = client.service.group_of(&client.company, "Empty", &[]).await;
    Scope::Groups { group_ids: BTreeSet::from([north, empty]) }
}

async fn drivers(client: &Client) -> Scope {
    Scope::Drivers { user_ids: BTreeSet::from([client.drivers[0].user, client.drivers[1].user]) }
}

async fn check_part(client: &Client, manager: &Caller) {
    let answer = client.company.assigned_by(manager, client.to(&[2, 0])).await.expect(200);
    let answered = rows(&answer);
    assert_eq!(statuses(&answered), ["failed", "enrolled"]);
    assert_eq!(answered[0]["error"]["code"], "not_found");
    let (own, other) = (client.company.enrolment(&answered[1]["enrolment"]), client.enrol(2).await);
    let other = client.company.enrolment(&other);
    manager.delete(&other).await.expect_problem(404, "not_found");
    manager.delete(&own).await.expect(204);
    assert_eq!(client.licences().await, [10, 1, 9]);
    client.service.balanced().await;
}

#[tokio::test]
async fn a_manager_of_drivers_assigns_and_revokes_theirs_only() {
    let (client, manager) = scoped(drivers).await;
    check_part(&client, &manager).await;
}

#[tokio::test]
async fn a_manager_of_groups_assigns_and_revokes_those_of_the_groups_only() {
    let (client, manager) = scoped(groups).await;
    check_part(&client, &manager).await;
}

#[tokio::test]
async fn a_manager_of_groups_names_own_groups_only() {
    let (client, manager) = scoped(groups).await;
    let south = client.service.group_of(&client.company, "South", &[&client.drivers[2]]).await;
    let own = manager.list("/v1/me/contexts").await[0]["scope"]["group_ids"].clone();
    let course = &client.course["id"];
    let body = json!({ "course_id": course, "group_ids": own });
    let answer = client.company.assigned_by(&manager, body).await.expect(200);
    assert_eq!(statuses(&rows(&answer)), ["enrolled"; 2]);
    let body = json!({ "course_id": course, "group_ids": [own[0], south.to_string()] });
    let answer = client.company.assigned_by(&manager, body).await;
    answer.expect_bad_field("group_ids[1]", "not_found");
}

#[tokio::test]
async fn who_leaves_a_group_is_out_of_its_managers_reach_at_once() {
    let (client, manager) = scoped(groups).await;
    let enrolment = client.company.enrolment(&client.enrol(0).await);
    let group = manager.list("/v1/me/contexts").await[0]["scope"]["group_ids"][0].clone();
    let north = client.path(&format!("/groups/{}", text(&group)));
    for driver in [0, 1] {
        let member = format!("{north}/members/{}", client.drivers[driver].user);
        let answer = client.company.holder.delete(&member).await;
        assert!(matches!(answer.status, 204 | 404), "{}", answer.text);
    }
    manager.delete(&enrolment).await.expect_problem(404, "not_found");
    let answer = client.company.assigned_by(&manager, client.to(&[0, 1])).await.expect(200);
    assert_eq!(statuses(&rows(&answer)), ["failed"; 2]);
}

#[tokio::test]
async fn a_manager_of_a_group_that_was_removed_assigns_to_nobody() {
    let (client, manager) = scoped(groups).await;
    for group in client.company.holder.list(&client.path("/groups")).await {
        let path = client.path(&format!("/groups/{}", text(&group["id"])));
        client.company.holder.delete(&path).await.expect(204);
        let body = json!({ "course_id": client.course["id"], "group_ids": [group["id"]] });
        let answer = client.company.assigned_by(&manager, body).await;
        answer.expect_bad_field("group_ids[0]", "not_found");
    }
    let answer = client.company.assigned_by(&manager, client.to(&[0, 1])).await.expect(200);
    assert_eq!(statuses(&rows(&answer)), ["failed"; 2]);
}

#[tokio::test]
async fn a_manager_of_drivers_names_no_groups() {
    let (client, manager) = scoped(drivers).await;
    let north = client.service.group_of(&client.company, "North", &[&client.drivers[0]]).await;
    let body = json!({ "course_id": client.course["id"], "group_ids": [north.to_string()] });
    let answer = client.company.assigned_by(&manager, body).await;
    answer.expect_bad_field("group_ids[0]", "not_found");
}

#[tokio::test]
async fn admins_and_managers_of_the_company_assign_and_revoke_for_everybody() {
    let client = Client::of(&["Ann", "Bob"], 10).await;
    let admin = client.service.member(&client.company, Role::Admin, None).await;
    let admin = client.service.sign_in(&admin.email).await;
    let manager = client.service.manager(&client.company, Scope::Company).await;
    for caller in [&admin, &manager] {
        let answer = client.company.assigned_by(caller, client.to(&[0, 1])).await.expect(200);
        for row in rows(&answer) {
            assert_eq!(row["status"], "enrolled");
            caller.delete(&client.company.enrolment(&row["enrolment"])).await.expect(204);
        }
    }
    assert_eq!(client.licences().await, [10, 0, 10]);
}

#[tokio::test]
async fn drivers_and_programs_assign_and_revoke_nothing() {
    let client = Client::of(&["Ann"], 10).await;
    let scopes = ["redemptions", "codes", "users", "reports"];
    let program = client.service.program(&client.company, &scopes).await;
    let enrolment = client.company.enrolment(&client.enrol(0).await);
    for caller in [client.sign_in(0).await, program] {
        let answer = client.company.assigned_by(&caller, client.to(&[0])).await;
        answer.expect_problem(403, "forbidden");
        caller.delete(&enrolment).await.expect_problem(403, "forbidden");
    }
    let other = client.service.company("Other").await;
    let answer = client.company.assigned_by(&other.holder, client.to(&[0])).await;
    answer.expect_problem(404, "not_found");
    other.holder.delete(&enrolment).await.expect_problem(404, "not_found");
    assert_eq!(client.licences().await, [10, 1, 9]);
}
