//! Accounts that are closed while others act in them.

use futures::future::BoxFuture;
use http::Method;
use serde_json::json;
use shared::domain::Scope;
use tests::{Answer, Caller, Service, crowd::at_once, standing::invitation_token};

use super::codes::redeem;

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

#[tokio::test(flavor = "multi_thread")]
async fn codes_of_an_account_that_is_closed_at_that_moment_stay_good_and_its_drivers_are_free() {
    let service = Service::start_busy().await;
    let (partner, course) = (service.company("Partner").await, service.course().await);
    for round in 0..4 {
        let name = format!("Company {round}");
        let company = service.reseller(&name).await;
        let (_, codes) = service.codes(&company, 12).await;
        let buyers = service.crowd(codes.len()).await;
        let manager = service.manager(&company, Scope::Company).await;
        let ann = service.driver_of(&company, "Ann").await;
        company.buy(&course, 5).await;
        service.share(&company, &partner, &[&ann]).await;
        let route = service.route(&partner, 5, 1).await;

        let sent =
            |caller: &Caller, method: Method, path: String, body| -> BoxFuture<'static, Answer> {
                let caller = caller.clone();
                Box::pin(async move { caller.send_patiently(method, &path, Some(body)).await })
            };
        let redeemed = buyers.into_iter().zip(codes);
        let redeemed = redeemed
            .map(|(buyer, code)| -> BoxFuture<'static, Answer> { Box::pin(redeem(buyer, code)) });
        let assigned = json!({ "course_id": course["id"], "user_ids": [ann.user] });
        let on_route = format!("{}/drivers/{}", partner.route(&route), ann.user);
        let calls = vec![
            sent(&manager, Method::POST, format!("{}/enrolments", company.path), assigned),
            sent(&company.holder, Method::DELETE, company.path.clone(), json!({ "name": name })),
            sent(&partner.holder, Method::PUT, on_route, json!({})),
        ];
        let answers = at_once(calls.into_iter().chain(redeemed)).await;
        let (others, redeemed) = answers.split_at(3);
        assert_eq!(others[1].status, 204, "{}", others[1].text);
        for (answer, may) in [(&others[0], [200, 404]), (&others[2], [200, 404])] {
            assert!(may.contains(&answer.status), "{}", answer.text);
        }
        for answer in redeemed {
            assert_eq!(answer.status, 201, "{}", answer.text);
        }
        let books = service.balanced().await;
        assert!(books.sharing.shared.is_empty());
        assert!(partner.on(&route).await.is_empty());
    }
}
