//! What an invitation is to, told before anybody signs in.

use serde_json::{Value, json};
use tests::{Answer, Service, standing::invitation_token};

use super::{accept, decline, invited, path};

async fn preview(service: &Service, invited: &Value) -> Answer {
    let body = json!({ "token": invitation_token(invited) });
    service.anonymous().post("/v1/invitations/preview", body).await
}

#[tokio::test]
async fn an_open_invitation_tells_whose_and_for_whom_it_is() {
    let service = Service::start().await;
    let haulage = service.company("Haulage Ltd").await;
    let manager = invited(&haulage, "ann@example.com").await;
    let expected = json!({
        "kind": "manager", "account": { "name": "Haulage Ltd" }, "email": "ann@example.com",
    });
    for _ in 0..2 {
        assert_eq!(preview(&service, &manager).await.expect(200), expected);
    }
    let ann = service.sign_in("ann@example.com").await;
    accept(&ann, &manager).await.expect(200);
}

#[tokio::test]
async fn an_answered_or_removed_invitation_tells_nothing() {
    let service = Service::start().await;
    let haulage = service.company("Haulage Ltd").await;
    let ann = service.sign_in("ann@example.com").await;
    let declined = invited(&haulage, &ann.email).await;
    decline(&ann, &declined).await.expect(204);
    let removed = invited(&haulage, &ann.email).await;
    haulage.holder.delete(&path(&haulage, &removed)).await.expect(204);
    let accepted = invited(&haulage, &ann.email).await;
    accept(&ann, &accepted).await.expect(200);
    for dead in [declined, removed, accepted] {
        preview(&service, &dead).await.expect_problem(404, "not_found");
    }
}
