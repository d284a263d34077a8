//! The driver card.

use serde_json::json;
use shared::domain::{Role, Scope};
use tests::Service;

use super::shared_with;

#[tokio::test]
async fn the_own_account_sees_name_phone_address_and_with_whom_a_driver_is_shared() {
    let service = Service::start().await;
    let (home, b, a) = (
        service.company("Home").await,
        service.company("Beta").await,
        service.company("alpha").await,
    );
    let ann = service.driver_of(&home, "Ann").await;
    for other in [&b, &a] {
        service.share(&home, other, &[&ann]).await;
    }
    let card = home.holder.get(&format!("{}/drivers/{}", home.path, ann.user)).await.expect(200);
    assert_eq!(
        card,
        json!({
            "id": ann.user, "name": "Ann", "phone": null, "email": ann.email,
            "home_account": { "id": home.id, "name": "Home" },
            "shared_with": [{ "id": a.id, "name": "alpha" }, { "id": b.id, "name": "Beta" }],
        })
    );
}

#[tokio::test]
async fn a_receiving_account_sees_name_phone_address_and_home_and_nothing_else() {
    let service = Service::start().await;
    let (home, other) = (service.company("Home").await, service.company("Other").await);
    let third = service.company("Third").await;
    let ann = service.driver_of(&home, "Ann").await;
    for with in [&other, &third] {
        service.share(&home, with, &[&ann]).await;
    }
    let expected = json!({
        "id": ann.user, "name": "Ann", "phone": null, "email": ann.email,
        "home_account": { "id": home.id, "name": "Home" },
    });
    let card = other.holder.get(&format!("{}/drivers/{}", other.path, ann.user)).await;
    assert_eq!(card.expect(200), expected);
    assert_eq!(other.holder.list(&format!("{}/drivers", other.path)).await, [expected]);
    let profile = other.holder.get(&format!("{}/users/{}/report", other.path, ann.user)).await;
    profile.expect_problem(404, "not_found");
}

#[tokio::test]
async fn a_driver_that_is_not_shared_and_one_that_does_not_exist_answer_alike() {
    let service = Service::start().await;
    let (home, other) = (service.company("Home").await, service.company("Other").await);
    let ann = service.driver_of(&home, "Ann").await;
    let foreign = other.holder.get(&format!("{}/drivers/{}", other.path, ann.user)).await;
    let absent = format!("{}/drivers/usr_01ARZ3NDEKTSV4RRFFQ69G5FAV", other.path);
    assert_eq!(foreign.text, other.holder.get(&absent).await.text);
    foreign.expect_problem(404, "not_found");
}

#[tokio::test]
async fn who_is_no_driver_has_no_card() {
    let service = Service::start().await;
    let home = service.company("Home").await;
    let admin = service.member(&home, Role::Admin, Some("Ada")).await;
    let card = home.holder.get(&format!("{}/drivers/{}", home.path, admin.user)).await;
    card.expect_problem(404, "not_found");
}

#[tokio::test]
async fn the_holder_of_an_individual_account_is_its_driver() {
    let service = Service::start().await;
    let shop = service.reseller("Shop").await;
    let (_, codes) = service.batch(&shop, 1).await;
    let dan = service.sign_in("dan@example.com").await;
    let redeemed = dan.post("/v1/redemptions", json!({ "code": codes[0] })).await.expect(201);
    let account = redeemed["account"]["id"].as_str().unwrap();
    let drivers = dan.list(&format!("/v1/accounts/{account}/drivers")).await;
    assert_eq!((drivers.len(), &drivers[0]["email"]), (1, &json!("dan@example.com")));
    assert_eq!(shared_with(&drivers[0]), Vec::<&str>::new());
    let card = format!("/v1/accounts/{account}/drivers/{}", drivers[0]["id"].as_str().unwrap());
    assert_eq!(dan.get(&card).await.expect(200), drivers[0]);
}

#[tokio::test]
async fn managers_of_the_company_see_drivers_and_others_do_not() {
    let service = Service::start().await;
    let home = service.company("Home").await;
    let ann = service.driver_of(&home, "Ann").await;
    let drivers = format!("{}/drivers", home.path);
    let manager = service.manager(&home, Scope::Company).await;
    assert_eq!(manager.list(&drivers).await.len(), 1);
    let user_ids = [ann.user].into();
    let instructor = service.manager(&home, Scope::Drivers { user_ids }).await;
    instructor.get(&drivers).await.expect_problem(403, "forbidden");
    let driver = service.sign_in(&ann.email).await;
    driver.get(&drivers).await.expect_problem(403, "forbidden");
}
