//! Firms under faults: what they do is done whole, and what has ended is cleared once.

use serde_json::json;
use shared::domain::Scope;
use tests::{
    Caller, Service,
    faults::{Fault, Plan, Reach},
    service::{Company, number},
};

use super::{Case, consumer::company, every_call_fails, rig::Rig, start};

/// A driver who manages a firm.
async fn manager(service: &Service, firm: &Company) -> Caller {
    let who = service.driver().await;
    service.manage(&who, firm, Scope::Company).await;
    who
}

#[tokio::test(flavor = "multi_thread")]
async fn people_are_sent_once_whatever_call_fails() {
    let (service, firm) = start().await;
    let ann = manager(&service, &firm).await;
    let person = ann.person_id().await;
    let prepare = async || {
        let client = service.company(&format!("Client {}", number())).await;
        service.becomes_client(&client, &firm).await;
        client
    };
    let send = async |client: &Company| {
        let path = format!("{}/people", firm.client(client));
        firm.holder.put(&path, json!({ "person_ids": [person] })).await
    };
    for Case { subject, way, again, .. } in every_call_fails(&service, prepare, send).await {
        assert_eq!(again.status, 200, "{way:?} {}", again.text);
        assert_eq!(again.body["version"], 3, "{way:?}");
        ann.get(&subject.path).await.expect(200);
    }
}

/// Somebody of a firm who was sent to two clients.
async fn sent(rig: &Rig, name: &str) -> (Company, [Company; 2], Caller) {
    let firm = company(rig, &format!("Firm {name}")).await;
    let ann = manager(&rig.service, &firm).await;
    let clients = [
        company(rig, &format!("First {name}")).await,
        company(rig, &format!("Second {name}")).await,
    ];
    for client in &clients {
        rig.service.becomes_client(client, &firm).await;
        firm.send(client, &[&ann]).await.expect(200);
    }
    rig.drain().await;
    (firm, clients, ann)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_leaves_behind_is_cleared_once_wherever_the_consumer_is_killed() {
    let rig = Rig::start().await;
    let leave = async |firm: &Company, ann: &Caller| {
        ann.delete(&format!("/v1/me/contexts/{}", firm.id)).await.expect(204);
        rig.deliveries().await
    };
    let (firm, _, ann) = sent(&rig, "smooth").await;
    let (records, smooth) = (leave(&firm, &ann).await, Plan::smooth());
    smooth.run(rig.consume(&records)).await.expect("nothing in the way");
    rig.drain().await;
    for (step, kind) in smooth.calls().iter().enumerate() {
        for fault in [Fault::KilledBefore, Fault::KilledAfter] {
            let (firm, clients, ann) = sent(&rig, &format!("{step} {fault:?}")).await;
            let (records, plan) = (leave(&firm, &ann).await, Plan::at(step, fault, Reach::Rest));
            // Before anything is cleared they are out.
            for client in &clients {
                ann.get(&client.path).await.expect_problem(404, "not_found");
            }
            let killed = plan.run(rig.consume(&records)).await;
            let at = format!("{step} {kind:?} {fault:?} {killed:?}");
            rig.consume(&records).await.expect("it is told again");
            rig.drain().await;
            let books = rig.check().await;
            let person = books.people.iter().find(|one| one.email.as_str() == ann.email);
            assert_eq!(person.map(|one| one.manages), Some(0), "{at}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_client_leaves_behind_is_cleared_once_however_often_it_is_told() {
    let rig = Rig::start().await;
    let (firm, clients, ann) = sent(&rig, "told").await;
    firm.holder.delete(&firm.client(&clients[0])).await.expect(204);
    let ended = rig.deliveries().await;
    for _ in 0..2 {
        rig.consume(&ended).await.expect("nothing in the way");
    }
    rig.drain().await;
    ann.get(&clients[0].path).await.expect_problem(404, "not_found");
    ann.get(&clients[1].path).await.expect(200);
    let books = rig.check().await;
    let person = books.people.iter().find(|one| one.email.as_str() == ann.email);
    assert_eq!(person.map(|one| one.manages), Some(2), "the firm, and the other client");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_late_clearing_takes_nothing_from_who_was_sent_anew() {
    let rig = Rig::start().await;
    let (firm, clients, ann) = sent(&rig, "anew").await;
    ann.delete(&format!("/v1/me/contexts/{}", firm.id)).await.expect(204);
    // They come to the firm again, and are sent to one client again, before anything is cleared.
    rig.service.manage(&ann, &firm, Scope::Company).await;
    firm.send(&clients[0], &[&ann]).await.expect(200);
    ann.get(&clients[0].path).await.expect(200);
    ann.get(&clients[1].path).await.expect_problem(404, "not_found");
    rig.drain().await;
    ann.get(&clients[0].path).await.expect(200);
    ann.get(&clients[1].path).await.expect_problem(404, "not_found");
    let books = rig.check().await;
    let person = books.people.iter().find(|one| one.email.as_str() == ann.email);
    assert_eq!(person.map(|one| one.manages), Some(2), "the firm, and one client");
}
