//! Drivers, and codes for each of them.

use std::collections::BTreeSet;

use serde_json::Value;
use shared::{
    app::App,
    domain::{
        BatchId, EnrolmentId, Role,
        code::{BatchNumber, CodeIndex},
        event::{Actor, ActorKind},
    },
    table::{
        Write,
        batch::{Batch, CodeStatus, Redemption, UsedCode},
        keys,
        person::{Context, EmailOwner},
        user::User,
    },
};
use tests::{Service, service::Company};

use crate::driver::Driver;

/// How many drivers one write takes: each is six items, and a write takes 100.
const IN_A_WRITE: usize = 16;
/// How many writes are under way at a time.
const WRITES: usize = 4;

/// So many drivers with an account each, in the table.
pub async fn drivers(app: &App, count: usize) -> Vec<Driver> {
    let drivers: Vec<_> =
        (0..count).map(|number| Driver::new(number, app.clock.precise())).collect();
    let groups: Vec<_> = drivers.chunks(IN_A_WRITE).collect();
    for groups in groups.chunks(WRITES) {
        let writes = groups.iter().map(|group| {
            let write = group.iter().fold(app.table.write(), |write, driver| add(write, driver));
            write.run()
        });
        futures::future::try_join_all(writes).await.expect("drivers");
    }
    drivers
}

/// Adds to a write what sign-in and a first redemption leave of a driver in the table.
fn add<'t>(write: Write<'t, ()>, driver: &Driver) -> Write<'t, ()> {
    let Driver { person, session, account, .. } = driver;
    let holding = person.holds.expect("an account");
    let owner = EmailOwner { email: person.email.clone(), person_id: person.person_id };
    let user = User {
        account_id: account.account_id,
        user_id: holding.user_id,
        person_id: person.person_id,
        email: person.email.clone(),
        name: None,
        phone: None,
        role: Role::Holder,
        group_ids: BTreeSet::new(),
        invitation: None,
        invited_at: None,
        activated_at: Some(account.created_at),
        last_sign_in_at: person.last_sign_in_at,
        moves_from: BTreeSet::new(),
        version: 1,
    };
    let context = Context {
        person_id: person.person_id,
        account_id: account.account_id,
        role: Role::Holder,
        user_id: Some(holding.user_id),
        manager_id: None,
        scope: None,
        via: None,
        labels: vec![],
        firm_labels: vec![],
        last_used_at: account.created_at,
    };
    write.create(person, ()).put(&owner).put(session).create(account, ()).put(&user).put(&context)
}

/// What an order of a million codes sends.
pub async fn million(service: &Service) -> Value {
    let course = service.course().await;
    serde_json::json!({
        "kind": "codes", "course_id": course["id"], "quantity": 1_000_000, "duration_days": 30,
    })
}

/// A new batch of a million codes.
pub async fn batch(service: &Service, reseller: &Company) -> Batch {
    let order = million(service).await;
    let order = reseller.holder.post(&format!("{}/orders", reseller.path), order).await.expect(201);
    let batch: BatchId =
        order["batch_id"].as_str().and_then(|id| id.parse().ok()).expect("a batch");
    let key = keys::batch(BatchNumber::of(batch));
    service.stack().app().table.get(&key).await.expect("a read").expect("the batch")
}

/// The first codes of a batch.
pub async fn codes(app: &App, batch: &Batch, count: usize) -> Vec<String> {
    let seal = app.seal.codes().await.expect("a key");
    let indices = (0..).map_while(CodeIndex::new).take(count);
    indices.map(|index| seal.seal(batch.number(), index).to_string()).collect()
}

/// A code of a batch as it lies in the table when this driver has redeemed it.
pub fn used_code(app: &App, batch: &Batch, index: CodeIndex, driver: &Driver) -> UsedCode {
    let person = &driver.person;
    UsedCode {
        batch_id: batch.batch_id,
        index,
        reseller_id: batch.account_id,
        status: CodeStatus::Redeemed,
        at: app.clock.now(),
        by: Actor {
            kind: ActorKind::Person,
            id: Some(person.person_id.to_string()),
            email: Some(person.email.clone()),
        },
        redemption: Some(Redemption {
            person_id: person.person_id,
            email: person.email.clone(),
            account_id: driver.account.account_id,
            course_id: batch.course_id,
            enrolment_id: EnrolmentId::new(app.clock.precise()),
            account_is_new: false,
            event_id: shared::domain::EventId::new(app.clock.precise()),
            in_place_of: None,
            licence_used_up: false,
        }),
    }
}
