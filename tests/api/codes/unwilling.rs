//! A reseller's redemption makes nobody a holder who is invited to manage.

use serde_json::{Value, json};
use shared::domain::Scope;
use tests::{Caller, service::Company, standing::invitation_token};

use super::{Shop, outcomes, redeem};

const EMAIL: &str = "instructor@example.com";

/// What becomes of a row for the instructor.
async fn redeemed_for(shop: &Shop, code: usize) -> String {
    let rows = shop.redeem_for(json!([{ "code": shop.codes[code], "email": EMAIL }])).await;
    outcomes(&rows)[0].to_owned()
}

async fn holds(who: &Caller) -> bool {
    let me = who.get("/v1/me").await.expect(200);
    me["contexts"].as_array().unwrap().iter().any(|context| context["role"] == "holder")
}

async fn invited(shop: &Shop) -> (Company, Value) {
    let client = shop.service.company("Client").await;
    let invited = shop.service.invite_manager(&client, EMAIL, Scope::Company).await;
    (client, invited)
}

#[tokio::test]
async fn who_is_invited_to_manage_is_made_no_holder_and_can_accept() {
    let shop = Shop::with(3).await;
    // Nobody knows the address before, and then somebody has signed in with it.
    let (_, invitation) = invited(&shop).await;
    assert_eq!(redeemed_for(&shop, 0).await, "not_redeemable");
    let instructor = shop.service.sign_in(EMAIL).await;
    assert_eq!(redeemed_for(&shop, 0).await, "not_redeemable");
    assert!(!holds(&instructor).await);
    let token = json!({ "token": invitation_token(&invitation) });
    instructor.post("/v1/invitations/accept", token).await.expect(200);
    // As for anybody who may not hold an account.
    assert_eq!(redeemed_for(&shop, 0).await, "not_redeemable");
    assert_eq!(shop.counts().await, [3, 0, 0]);
    shop.service.balanced().await;
}

#[tokio::test]
async fn who_has_declined_or_is_invited_no_longer_gets_the_course() {
    for declines in [true, false] {
        let shop = Shop::with(1).await;
        let instructor = shop.service.sign_in(EMAIL).await;
        let (client, invitation) = invited(&shop).await;
        assert_eq!(redeemed_for(&shop, 0).await, "not_redeemable");
        if declines {
            let token = json!({ "token": invitation_token(&invitation) });
            instructor.post("/v1/invitations/decline", token).await.expect(204);
        } else {
            let id = invitation["id"].as_str().unwrap();
            client.holder.delete(&format!("{}/managers/{id}", client.path)).await.expect(204);
        }
        assert_eq!(redeemed_for(&shop, 0).await, "redeemed");
        assert!(holds(&instructor).await);
        shop.service.balanced().await;
    }
}

#[tokio::test]
async fn one_answer_of_two_is_not_enough() {
    let shop = Shop::with(1).await;
    let instructor = shop.service.sign_in(EMAIL).await;
    let (_, invitation) = invited(&shop).await;
    let other = shop.service.company("Other client").await;
    shop.service.invite_manager(&other, EMAIL, Scope::Company).await;
    let token = json!({ "token": invitation_token(&invitation) });
    instructor.post("/v1/invitations/decline", token).await.expect(204);
    assert_eq!(redeemed_for(&shop, 0).await, "not_redeemable");
    shop.service.balanced().await;
}

#[tokio::test]
async fn a_code_that_they_redeem_themselves_makes_them_a_holder() {
    let shop = Shop::with(1).await;
    let instructor = shop.service.sign_in(EMAIL).await;
    invited(&shop).await;
    redeem(&instructor, &shop.codes[0]).await.expect(201);
    assert!(holds(&instructor).await);
    shop.service.balanced().await;
}

#[tokio::test]
async fn who_holds_an_account_or_is_invited_as_a_user_gets_courses_as_before() {
    let shop = Shop::with(3).await;
    let instructor = shop.service.sign_in(EMAIL).await;
    redeem(&instructor, &shop.codes[0]).await.expect(201);
    invited(&shop).await;
    assert_eq!(redeemed_for(&shop, 1).await, "redeemed");
    let employer = shop.service.company("Employer").await;
    shop.service.invite(&employer, "driver@example.com").await;
    let row = json!([{ "code": shop.codes[2], "email": "driver@example.com" }]);
    assert_eq!(outcomes(&shop.redeem_for(row).await), ["redeemed"]);
    shop.service.balanced().await;
}
