//! The list of managers.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use shared::domain::{Role, Scope};
use tests::{Service, standing::text};

use super::{but_delivery, invited, managers};

#[tokio::test]
async fn what_is_no_longer_there_is_not_in_a_scope() {
    let service = Service::start().await;
    let haulage = service.company("Haulage Ltd").await;
    let night = service.group(&haulage, "Night").await;
    let day = service.group(&haulage, "Day").await;
    let ann = service.member(&haulage, Role::Driver, None).await;
    let bob = service.member(&haulage, Role::Driver, None).await;
    let groups = Scope::Groups { group_ids: BTreeSet::from([night, day]) };
    let drivers = Scope::Drivers { user_ids: BTreeSet::from([ann.user, bob.user]) };
    let of_groups = service.manager(&haulage, groups).await;
    let of_drivers = service.manager(&haulage, drivers).await;
    haulage.holder.delete(&format!("{}/groups/{night}", haulage.path)).await.expect(204);
    haulage.holder.delete(&format!("{}/users/{}", haulage.path, ann.user)).await.expect(204);
    let left = [
        (&of_groups, json!({ "kind": "groups", "group_ids": [day] })),
        (&of_drivers, json!({ "kind": "drivers", "user_ids": [bob.user] })),
    ];
    let listed = haulage.holder.list(&managers(&haulage)).await;
    for (manager, scope) in left {
        let shown = listed.iter().find(|one| one["email"] == manager.email.as_str());
        assert_eq!(shown.expect("a manager")["scope"], scope);
        assert_eq!(manager.list("/v1/me/contexts").await[0]["scope"], scope);
        assert_eq!(manager.list("/v1/me/reports/overview").await[0]["context"]["scope"], scope);
    }
}

#[tokio::test]
async fn managers_are_listed_page_by_page_in_the_order_of_inviting() {
    let service = Service::start().await;
    let haulage = service.company("Haulage Ltd").await;
    let mut invitations = vec![];
    for n in 0..5 {
        let manager = invited(&haulage, &format!("manager{n}@example.com")).await;
        invitations.push(but_delivery(manager));
        service.advance(1);
    }
    for limit in [1, 2, 5] {
        let path = format!("{}?limit={limit}", managers(&haulage));
        let listed = haulage.holder.list(&path).await.into_iter().map(but_delivery);
        assert_eq!(listed.collect::<Vec<_>>(), invitations);
    }
}

#[tokio::test]
async fn a_company_without_managers_has_an_empty_list() {
    let service = Service::start().await;
    let haulage = service.company("Haulage Ltd").await;
    let list = haulage.holder.get(&managers(&haulage)).await.expect(200);
    assert_eq!((&list["items"], &list["next_cursor"]), (&Value::Array(vec![]), &Value::Null));
}

#[tokio::test]
async fn a_cursor_is_of_one_accounts_list() {
    let service = Service::start().await;
    let (haulage, other) =
        (service.company("Haulage Ltd").await, service.company("Other Ltd").await);
    for n in 0..2 {
        invited(&haulage, &format!("manager{n}@example.com")).await;
    }
    let page = haulage.holder.get(&format!("{}?limit=1", managers(&haulage))).await.expect(200);
    let cursor = text(&page["next_cursor"]);
    let foreign = other.holder.get(&format!("{}?cursor={cursor}", managers(&other))).await;
    foreign.expect_bad_field("cursor", "invalid_cursor");
}
