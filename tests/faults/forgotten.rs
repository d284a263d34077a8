//! Being forgotten under faults: of whichever call, and of the jobs between any two rounds.

use serde_json::json;
use tests::{Caller, service::number};

use super::{Case, consumer::company, every_call_fails, rig::Rig, start};

#[tokio::test(flavor = "multi_thread")]
async fn a_person_is_forgotten_once_whatever_call_fails() {
    let (service, company) = start().await;
    service.seats(&company, 1_000).await;
    let prepare =
        async || service.joined(&company, &format!("ann{}@example.com", number())).await.0;
    let forget =
        async |ann: &Caller| ann.delete_with("/v1/me", json!({ "email": ann.email })).await;
    for Case { subject, way, first, again } in every_call_fails(&service, prepare, forget).await {
        // Who was forgotten though nobody was told cannot sign in to ask again.
        let expected = if first.is_success() { &[401][..] } else { &[204, 401] };
        assert!(expected.contains(&again.status), "{way:?} {}", again.text);
        subject.get("/v1/me").await.expect_problem(401, "unauthenticated");
    }
    service.balanced().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_is_forgotten_though_the_jobs_die_after_every_delivery() {
    let rig = Rig::start().await;
    let service = &rig.service;
    let first = company(&rig, "First").await;
    let member = service.driver_of(&first, "Ann").await;
    for _ in 0..30 {
        let other = company(&rig, &format!("Company {}", number())).await;
        service.member_too(&other, &member).await;
    }
    let ann = service.signed_in(&member).await;
    rig.drain().await;
    ann.delete_with("/v1/me", json!({ "email": ann.email })).await.expect(204);
    let rounds = rig.drain_twice().await;
    rig.send().await.expect("nothing in the way");
    assert!(rounds > 3, "it took {rounds}");
    rig.check().await;
}
