//! One's own sign-ins: seen with device and last use, and ended.

use serde_json::{Value, json};
use tests::{Caller, Service, standing::text};

use super::{ANN, me};

async fn sign_in_with(service: &Service, agent: &str) -> Caller {
    let anonymous = service.anonymous().with_header("user-agent", agent);
    let proof = service.proof(ANN).await;
    let answer = anonymous.post("/v1/sign-in/confirm", proof).await.expect(200);
    anonymous.with_token(text(&answer["token"]))
}

async fn listed(caller: &Caller) -> Vec<Value> {
    caller.list("/v1/me/sign-ins").await
}

#[tokio::test]
async fn a_person_sees_their_sign_ins_with_device_and_last_use() {
    let service = Service::start().await;
    let old = sign_in_with(&service, "curl/8.5").await;
    service.advance(2 * 3_600);
    let new = sign_in_with(&service, "Mozilla/5.0 (Windows NT 10.0) Firefox/132.0").await;
    let (own, other) = (listed(&new).await, listed(&old).await);
    let devices: Vec<_> = own.iter().map(|one| text(&one["device"])).collect();
    assert_eq!(devices, ["Firefox on Windows", "curl"]);
    let current =
        |list: &[Value]| list.iter().map(|one| one["current"] == true).collect::<Vec<_>>();
    assert_eq!((current(&own), current(&other)), (vec![true, false], vec![false, true]));
    assert_eq!(own[1]["last_used_at"], own[1]["created_at"]);
    let used = listed(&old).await;
    assert_ne!(used[1]["last_used_at"], used[1]["created_at"], "it was used just now");
    assert!(text(&used[1]["id"]).starts_with("sin_"));
}

#[tokio::test]
async fn a_person_ends_one_sign_in_or_all_others_at_once() {
    let service = Service::start().await;
    let mut callers = vec![];
    for agent in ["a", "b", "c", "d"] {
        callers.push(sign_in_with(&service, agent).await);
    }
    let own = listed(&callers[0]).await;
    let c = own.iter().find(|one| one["device"] == "c").expect("it is there");
    let path = format!("/v1/me/sign-ins/{}", text(&c["id"]));
    callers[0].delete(&path).await.expect(204);
    me(&callers[2]).await.expect_problem(401, "unauthenticated");
    callers[0].delete(&path).await.expect_problem(404, "not_found");
    me(&callers[1]).await.expect(200);
    callers[0].delete("/v1/me/sign-ins").await.expect(204);
    for ended in [&callers[1], &callers[3]] {
        me(ended).await.expect_problem(401, "unauthenticated");
    }
    assert_eq!(listed(&callers[0]).await.len(), 1);
    // The own one may be ended too.
    let own = format!("/v1/me/sign-ins/{}", text(&listed(&callers[0]).await[0]["id"]));
    callers[0].delete(&own).await.expect(204);
    me(&callers[0]).await.expect_problem(401, "unauthenticated");
}

#[tokio::test]
async fn nobody_ends_the_sign_in_of_another() {
    let service = Service::start().await;
    let ann = service.sign_in_by_mail(ANN).await;
    let ben = service.sign_in_by_mail("ben@example.com").await;
    let id = text(&listed(&ann).await[0]["id"]).to_owned();
    ben.delete(&format!("/v1/me/sign-ins/{id}")).await.expect_problem(404, "not_found");
    ben.delete("/v1/me/sign-ins").await.expect(204);
    me(&ann).await.expect(200);
    let body = json!({ "name": "Ann" });
    ann.patch("/v1/me", body).await.expect(200);
}
