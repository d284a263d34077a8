//! Shares, invitations and redemptions that meet the refusal of them.

use futures::future::{BoxFuture, Either};
use http::Method;
use serde_json::json;
use shared::domain::Scope;
use tests::{Answer, Service, crowd::at_once};

#[tokio::test(flavor = "multi_thread")]
async fn no_share_slips_in_after_a_refusal() {
    let service = Service::start_busy().await;
    let home = service.company("Home").await;
    for round in 0..4 {
        let other = service.company(&format!("Other {round}")).await;
        let mut calls = vec![];
        for number in 0..12 {
            let ann = service.driver_of(&home, "Ann").await;
            let path = format!("{}/shares/{}", home.path, other.id);
            let (caller, body) = (home.holder.clone(), json!({ "driver_ids": [ann.user] }));
            let share = async move { caller.post_patiently(&path, body).await };
            calls.push(Either::Left(share));
            if number == 5 {
                let (caller, path) = (other.holder.clone(), other.refusal(&home));
                let refuse = async move { caller.send_patiently(Method::PUT, &path, None).await };
                calls.push(Either::Right(refuse));
            }
        }
        for answer in at_once(calls).await {
            assert!([200, 204, 403].contains(&answer.status), "{}", answer.text);
        }
        let books = service.balanced().await;
        let account = other.id.parse().unwrap();
        let left = books.sharing.shared.iter().filter(|one| one.account_id == account).count();
        assert_eq!(left, 0, "{round}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_invited_and_redeemed_for_at_once_holds_an_account_or_has_an_answer_to_give() {
    let service = Service::start_busy().await;
    let (shop, client) = (service.reseller("Shop").await, service.company("Client").await);
    let (_, codes) = service.codes(&shop, 10).await;
    for (round, code) in codes.into_iter().enumerate() {
        // Somebody whom nobody knows, and somebody who is known.
        let email = match round % 2 {
            0 => format!("new{round}@example.com"),
            _ => service.driver().await.email,
        };
        let (caller, path) = (shop.holder.clone(), format!("{}/redemptions", shop.path));
        let rows = json!({ "redemptions": [{ "code": code, "email": email }] });
        let (inviter, managers) = (client.holder.clone(), format!("{}/managers", client.path));
        let invitation = json!({ "email": email, "scope": Scope::Company });
        let calls: [BoxFuture<'static, Answer>; 2] = [
            Box::pin(async move { caller.post_patiently(&path, rows).await }),
            Box::pin(async move { inviter.post_patiently(&managers, invitation).await }),
        ];
        let answers = at_once(calls).await;
        let row = answers[0].body["results"][0].clone();
        let code = row["error"]["code"].as_str().unwrap_or_default();
        assert!(row["status"] == "redeemed" || code == "not_redeemable", "{row}");
        assert_eq!(answers[1].status, 201, "{}", answers[1].text);
        // The redemption came first, and they hold it; or it did not, and they hold none.
        let books = service.balanced().await;
        let person = books.people.iter().find(|one| one.email.as_str() == email).unwrap();
        assert_eq!(person.holds.is_some(), row["status"] == "redeemed", "{row}");
    }
}
