//! Accounts that are closed while others act in them.

use futures::future::BoxFuture;
use http::Method;
use serde_json::json;
use shared::domain::Scope;
use tests::{Answer, Service, crowd::at_once, standing::invitation_token};

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_left_behind_in_an_account_that_is_closed_at_that_moment() {
    let service = Service::start_busy().await;
    let partner = service.company("Partner").await;
    for round in 0..6 {
        let name = format!("Company {round}");
        let company = service.company(&name).await;
        let (waiting, driver) = (service.driver().await, service.driver().await);
        let waits = service.invite_manager(&company, &waiting.email, Scope::Company).await;
        let theirs = service.driver_of(&partner, "Theo").await;
        let post = |caller: &tests::Caller, path: String, body| -> BoxFuture<'static, Answer> {
            let caller = caller.clone();
            Box::pin(async move { caller.post_patiently(&path, body).await })
        };
        let (holder, path) = (company.holder.clone(), company.path.clone());
        let body = Some(json!({ "name": name }));
        let close: BoxFuture<'static, Answer> =
            Box::pin(async move { holder.send_patiently(Method::DELETE, &path, body).await });
        let calls = vec![
            post(
                &waiting,
                "/v1/invitations/accept".into(),
                json!({ "token": invitation_token(&waits) }),
            ),
            post(
                &company.holder,
                format!("{}/users", company.path),
                json!({ "email": driver.email }),
            ),
            close,
            post(
                &company.holder,
                format!("{}/managers", company.path),
                json!({ "email": format!("new{round}@example.com"), "scope": Scope::Company }),
            ),
            post(
                &partner.holder,
                format!("{}/shares/{}", partner.path, company.id),
                json!({ "driver_ids": [theirs.user] }),
            ),
        ];
        let answers = at_once(calls).await;
        assert_eq!(answers[2].status, 204, "{}", answers[2].text);
        for answer in &answers {
            assert!([200, 201, 204, 404].contains(&answer.status), "{}", answer.text);
        }
        let books = service.balanced().await;
        assert_eq!(books.closed.len(), round + 1);
    }
}
