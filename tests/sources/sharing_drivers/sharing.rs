//! The Drivers page, and sharing.

use serde_json::json;
use shared::domain::Role;
use tests::Service;

use super::{Two, names};

#[tokio::test]
async fn drivers_added_to_your_account_are_only_visible_to_users_on_your_account() {
    let two = Two::new().await;
    let (own, other, ann) = (&two.own, &two.other, &two.ann);
    let course = two.service.course().await;
    two.service.enrol(own, ann, &course, two.service.open_window()).await;
    let admin = two.service.member(own, Role::Admin, None).await;
    let admin = two.service.sign_in_by_mail(&admin.email).await;
    for user in [&own.holder, &admin] {
        assert_eq!(user.list(&format!("{}/drivers", own.path)).await.len(), 2);
        assert_eq!(user.list(&format!("{}/reports", own.path)).await.len(), 1);
        user.get(&format!("{}/drivers/{}", own.path, ann.user)).await.expect(200);
    }
    for list in ["reports", "drivers"] {
        assert!(other.holder.list(&format!("{}/{list}", other.path)).await.is_empty());
    }
    for account in [&own.path, &other.path] {
        for of in [format!("users/{}/report", ann.user), format!("drivers/{}", ann.user)] {
            let foreign = other.holder.get(&format!("{account}/{of}")).await;
            foreign.expect_problem(404, "not_found");
        }
    }
}

#[tokio::test]
async fn users_on_other_accounts_assign_your_drivers_to_routes_once_you_share_them() {
    let two = Two::new().await;
    let route = two.service.route(&two.other, 10, 5).await;
    two.other.put_on(&route, &two.ann).await.expect_problem(404, "not_found");
    two.service.share(&two.own, &two.other, &[&two.ann]).await;
    two.other.put_on(&route, &two.ann).await.expect(200);
    assert_eq!(two.other.on(&route).await, [two.ann.user.to_string()]);
    two.other.put_on(&route, &two.ben).await.expect_problem(404, "not_found");
}

#[tokio::test]
async fn the_drivers_page_has_your_drivers() {
    let two = Two::new().await;
    two.service.driver_of(&two.other, "Zoe").await;
    assert_eq!(names(&two.own).await, ["Ann", "Ben"]);
}

#[tokio::test]
async fn you_can_select_drivers_one_by_one() {
    let two = Two::new().await;
    two.service.share(&two.own, &two.other, &[&two.ben]).await;
    assert_eq!(two.seen().await, ["Ben"]);
    two.service.share(&two.own, &two.other, &[&two.ann]).await;
    assert_eq!(two.seen().await, ["Ann", "Ben"]);
}

#[tokio::test]
async fn you_can_select_all_drivers() {
    let two = Two::new().await;
    let shared = two.own.share(&two.other, json!({ "all": true })).await.expect(200);
    assert_eq!(shared["shared"], 2);
    assert_eq!(two.seen().await, ["Ann", "Ben"]);
}

#[tokio::test]
async fn the_selected_drivers_have_now_been_shared_with_the_account() {
    let two = Two::new().await;
    let cleo = two.service.driver_of(&two.own, "Cleo").await;
    let third = two.service.company("Third").await;
    let shared = two.service.share(&two.own, &two.other, &[&two.ann, &cleo]).await;
    assert_eq!(shared["shared"], 2);
    assert_eq!(two.seen().await, ["Ann", "Cleo"]);
    for shared in [&two.ann, &cleo] {
        let card = format!("{}/drivers/{}", two.other.path, shared.user);
        let card = two.other.holder.get(&card).await.expect(200);
        assert_eq!(card["home_account"], json!({ "id": two.own.id, "name": "Own" }));
    }
    assert!(names(&third).await.is_empty());
}

#[tokio::test]
async fn drivers_that_are_shared_with_the_account_are_already_ticked() {
    let two = Two::new().await;
    two.service.share(&two.own, &two.other, &[&two.ann]).await;
    let expected = [("Ann".to_owned(), true), ("Ben".to_owned(), false)];
    assert_eq!(two.ticked().await, expected);
}

#[tokio::test]
async fn the_driver_card_has_phone_number_and_email_address() {
    let service = Service::start().await;
    let own = service.company("Own").await;
    let body = json!({ "email": "ann@example.com", "name": "Ann", "phone": "+44 20 7946 0958" });
    let users = format!("{}/users", own.path);
    let id = own.holder.post(&users, body).await.expect(201)["id"].clone();
    service.activate("ann@example.com").await;
    let driver = &own.holder.list(&format!("{}/drivers", own.path)).await[0];
    assert_eq!(driver["id"], id);
    let card = format!("{}/drivers/{}", own.path, id.as_str().unwrap());
    let card = own.holder.get(&card).await.expect(200);
    for (field, value) in
        [("name", "Ann"), ("phone", "+44 20 7946 0958"), ("email", "ann@example.com")]
    {
        assert_eq!(card[field], value);
    }
}

#[tokio::test]
async fn shared_with_accounts_displays_what_accounts_the_driver_has_been_shared_with() {
    let two = Two::new().await;
    let third = two.service.company("Third").await;
    let card = async || {
        let path = format!("{}/drivers/{}", two.own.path, two.ann.user);
        two.own.holder.get(&path).await.expect(200)["shared_with"].clone()
    };
    assert_eq!(card().await, json!([]));
    for with in [&two.other, &third] {
        two.service.share(&two.own, with, &[&two.ann]).await;
    }
    let both =
        json!([{ "id": two.other.id, "name": "Other" }, { "id": third.id, "name": "Third" }]);
    assert_eq!(card().await, both);
    two.own.unshare(&two.other, &two.ann).await.expect(204);
    assert_eq!(card().await, json!([both[1]]));
}
