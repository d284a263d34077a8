//! Changes of address under faults: of whichever call, and of the consumer between any two rounds.

use serde_json::{Value, json};
use shared::{domain::event::Action, table::user::User};
use tests::{Caller, service::number};

use super::{Case, consumer::company, every_call_fails, rig::Rig, start};

#[tokio::test(flavor = "multi_thread")]
async fn an_address_is_changed_once_whatever_call_fails() {
    let (service, _) = start().await;
    let prepare = async || {
        let ann = service.sign_in(&format!("ann{}@example.com", number())).await;
        let to = format!("new{}@example.com", number());
        let asked = ann.post("/v1/me/email", json!({ "email": to })).await.expect(202);
        let code = service.mailed_code(&to).await;
        (ann, to, json!({ "attempt": asked["attempt"], "code": code }))
    };
    let confirm = async |(ann, _, proof): &(Caller, String, Value)| {
        ann.post("/v1/me/email/confirm", proof.clone()).await
    };
    for Case { subject, way, first, again } in every_call_fails(&service, prepare, confirm).await {
        let (ann, to, _) = subject;
        // What was done though nobody was told is not done twice.
        let expected = if first.is_success() { &[401][..] } else { &[200, 401] };
        assert!(expected.contains(&again.status), "{way:?} {}", again.text);
        let me = ann.get("/v1/me").await.expect(200);
        assert_eq!(me["person"]["email"], to.as_str(), "{way:?}");
    }
    service.balanced().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_carries_an_address_follows_though_the_consumer_dies_after_every_delivery() {
    let rig = Rig::start().await;
    let service = &rig.service;
    let first = company(&rig, "First").await;
    let member = service.driver_of(&first, "Ann").await;
    let mut companies = vec![first];
    for _ in 0..30 {
        let other = company(&rig, &format!("Company {}", number())).await;
        service.member_too(&other, &member).await;
        companies.push(other);
    }
    let ann = service.signed_in(&member).await;
    rig.drain().await;
    let to = format!("new{}@example.com", number());
    let asked = ann.post("/v1/me/email", json!({ "email": to })).await.expect(202);
    rig.drain().await;
    let mail = rig.mailbox.last(&to).expect("a mail");
    let code = mail.text.lines().find_map(|line| line.strip_prefix("Code: ")).expect("a code");
    let proof = json!({ "attempt": asked["attempt"], "code": code });
    ann.post("/v1/me/email/confirm", proof).await.expect(200);
    let rounds = rig.drain_twice().await;
    rig.send().await.expect("nothing in the way");
    assert!(rounds > 3, "it took {rounds}");
    let books = rig.check().await;
    let of_ann = |user: &&User| user.person_id == member.person;
    let followed = books.users.iter().filter(of_ann);
    assert_eq!(followed.filter(|user| user.email.as_str() == to).count(), companies.len());
    let told = books.events_of(Action::UserChanged).count();
    assert_eq!(told, companies.len(), "each trail tells of it once");
}
