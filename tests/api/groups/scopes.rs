//! Who may do what with groups, and what a manager of groups sees.

use std::collections::BTreeSet;

use http::Method;
use serde_json::{Value, json};
use shared::domain::{Role, Scope};
use tests::{Caller, service::number, standing::Member};

use super::{Depot, of_groups, rows, statuses};

/// The status of each operation: list, make, rename, add, take out, remove.
async fn tried(depot: &Depot, caller: &Caller, group: &Value, who: &Member) -> [u16; 6] {
    let (groups, path) = (depot.groups(), depot.of(group));
    let name = || json!({ "name": format!("Group {}", number()) });
    let (members, member) = (depot.members(group), json!({ "user_ids": [who.user] }));
    let one = format!("{members}/{}", who.user);
    let calls = [
        (Method::GET, &groups, None),
        (Method::POST, &groups, Some(name())),
        (Method::PATCH, &path, Some(name())),
        (Method::POST, &members, Some(member)),
        (Method::DELETE, &one, None),
        (Method::DELETE, &path, None),
    ];
    let mut statuses = [0; 6];
    for (place, (method, path, body)) in calls.into_iter().enumerate() {
        statuses[place] = caller.send(method, path, body).await.status;
    }
    statuses
}

#[tokio::test]
async fn holder_admin_company_manager_and_program_do_everything_with_groups() {
    let depot = Depot::start().await;
    let ann = depot.driver().await;
    let admin = depot.service.member(&depot.company, Role::Admin, None).await;
    let callers = [
        depot.company.holder.clone(),
        depot.service.sign_in(&admin.email).await,
        depot.service.manager(&depot.company, Scope::Company).await,
        depot.service.program(&depot.company, &["users"]).await,
    ];
    for (number, caller) in callers.iter().enumerate() {
        let group = depot.make(&format!("Depot {number}")).await;
        let tried = tried(&depot, caller, &group, &ann).await;
        assert_eq!(tried, [200, 201, 200, 200, 204, 204], "{number}");
    }
    depot.service.balanced().await;
}

#[tokio::test]
async fn drivers_managers_of_drivers_and_other_programs_do_nothing_with_groups() {
    let depot = Depot::start().await;
    let (group, ann) = (depot.make("Night shift").await, depot.driver().await);
    let scope = Scope::Drivers { user_ids: BTreeSet::from([ann.user]) };
    let others = ["codes", "redemptions", "reports"];
    let callers = [
        depot.service.sign_in(&ann.email).await,
        depot.service.manager(&depot.company, scope).await,
        depot.service.program(&depot.company, &others).await,
    ];
    for caller in &callers {
        assert_eq!(tried(&depot, caller, &group, &ann).await, [403; 6]);
    }
}

#[tokio::test]
async fn a_manager_of_groups_changes_who_is_in_them_and_nothing_else() {
    let depot = Depot::start().await;
    let (own, more) = (depot.make("North").await, depot.make("South").await);
    let ann = depot.driver().await;
    depot.add(&own, &[&ann]).await;
    let manager = depot.service.manager(&depot.company, of_groups(&[&own, &more])).await;
    assert_eq!(tried(&depot, &manager, &more, &ann).await, [200, 403, 403, 200, 204, 403]);
    assert_eq!(depot.listed(&more).await["member_count"], 0);
}

#[tokio::test]
async fn a_manager_of_groups_lists_just_those() {
    let depot = Depot::start().await;
    let (own, _other) = (depot.make("North").await, depot.make("South").await);
    let manager = depot.service.manager(&depot.company, of_groups(&[&own])).await;
    assert_eq!(manager.list(&depot.groups()).await, [own]);
}

#[tokio::test]
async fn a_manager_of_groups_finds_no_other_group() {
    let depot = Depot::start().await;
    let (own, other) = (depot.make("North").await, depot.make("South").await);
    let ann = depot.driver().await;
    depot.add(&own, &[&ann]).await;
    depot.add(&other, &[&ann]).await;
    let manager = depot.service.manager(&depot.company, of_groups(&[&own])).await;
    assert_eq!(tried(&depot, &manager, &other, &ann).await, [200, 403, 403, 404, 404, 403]);
    assert_eq!(depot.listed(&other).await["member_count"], 1);
}

#[tokio::test]
async fn a_manager_of_groups_adds_only_users_of_their_groups() {
    let depot = Depot::start().await;
    let (north, south) = (depot.make("North").await, depot.make("South").await);
    let (elsewhere, drivers) = (depot.make("Elsewhere").await, depot.drivers(3).await);
    depot.add(&north, &[&drivers[0]]).await;
    depot.add(&elsewhere, &[&drivers[1]]).await;
    let manager = depot.service.manager(&depot.company, of_groups(&[&north, &south])).await;
    let users: Vec<_> = drivers.iter().map(|driver| driver.user).collect();
    let body = json!({ "user_ids": users });
    let rows = rows(&manager.post(&depot.members(&south), body).await.expect(200));
    assert_eq!(statuses(&rows), ["added", "failed", "failed"]);
    for row in &rows[1..] {
        assert_eq!(row["error"]["code"], "not_found");
    }
    assert_eq!(depot.listed(&south).await["member_count"], 1);
    depot.service.balanced().await;
}

#[tokio::test]
async fn a_group_that_was_removed_opens_nobody_to_its_manager() {
    let depot = Depot::start().await;
    let (gone, still) = (depot.make("North").await, depot.make("South").await);
    let ann = depot.driver().await;
    depot.add(&gone, &[&ann]).await;
    let manager = depot.service.manager(&depot.company, of_groups(&[&gone, &still])).await;
    depot.remove(&gone).await;
    let body = json!({ "user_ids": [ann.user] });
    let rows = rows(&manager.post(&depot.members(&still), body).await.expect(200));
    assert_eq!((statuses(&rows), &rows[0]["error"]["code"]), (vec!["failed"], &json!("not_found")));
}
