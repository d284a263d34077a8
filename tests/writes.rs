//! What others add to is never set: each attribute is written as one table says.

use aws_sdk_dynamodb::config::SharedInterceptor;
use shared::{
    domain::{AccountId, Role},
    table::{
        Change, Condition, WriteError, account::Account, keys, person::Context,
        training::TrainingSession, user::User,
    },
};
use tests::{Service, pause::Pause, standing::text};

/// Writes past every operation; tells whether it was let through.
async fn is_let_through(service: &Service, change: Change, condition: Condition) -> bool {
    let write = service.stack().app().table.write().change(change, condition, ());
    match write.run().await {
        Ok(()) => true,
        Err(WriteError::Store(_)) => false,
        Err(WriteError::Refused(..)) => panic!("the condition holds"),
    }
}

#[tokio::test]
async fn a_write_against_the_table_of_counters_is_seen() {
    let service = Service::start().await;
    let company = service.company("Acme").await;
    let account: AccountId = company.id.parse().unwrap();
    let change = || Change::of(keys::account(account));
    let (there, unchanged) = (|| Condition::Present, || Condition::is("version", 1));
    let wrong = [
        (change().set("active_drivers", 3), unchanged(), "a count is set"),
        (change().remove("seats_used"), unchanged(), "a count is removed"),
        (change().add("seats_used", 1), there(), "a count moves unnoted"),
        (change().add("seat_limit", 1), there(), "what is set is added to"),
        (change().set("reseller", true), there(), "what has a version is set without it"),
        (change().set("version", 2), there(), "a version is set from what was read"),
    ];
    for (change, condition, what) in wrong {
        assert!(!is_let_through(&service, change, condition).await, "{what}");
    }
    let table = &service.stack().app().table;
    let whole: Account = table.get(&keys::account(account)).await.unwrap().unwrap();
    let over = table.write::<()>().put_if(&whole, unchanged(), ()).run().await;
    assert!(over.is_err(), "an item that counts is put over what lies there");
    assert!(is_let_through(&service, change().count("seats_used", 1), there()).await);
    let set = change().set("reseller", true).add("version", 1);
    assert!(is_let_through(&service, set, unchanged()).await);
}

#[tokio::test]
async fn what_lies_there_is_not_put_over_whole() {
    // Something else looks on, too.
    let look_on = SharedInterceptor::new(Pause);
    let service = Service::start_with(|config| config.interceptors.push(look_on)).await;
    let company = service.company("Acme").await;
    let account: AccountId = company.id.parse().unwrap();
    let ann = service.member(&company, Role::Driver, Some("Ann")).await;
    let table = &service.stack().app().table;
    let user: User = table.get(&keys::user(account, ann.user)).await.unwrap().unwrap();
    let context: Context = table.get(&keys::context(ann.person, account)).await.unwrap().unwrap();
    let body = serde_json::json!({
        "title": "Skid pan", "place": "Hall 3",
        "starts_at": service.in_days(1), "ends_at": service.in_days(2),
    });
    let made = company.holder.post(&format!("{}/sessions", company.path), body).await.expect(201);
    let key = keys::training_session(account, text(&made["id"]).parse().unwrap());
    let session: TrainingSession = table.get(&key).await.unwrap().unwrap();
    let (write, unchanged) = (|| table.write::<()>(), Condition::is("version", 1));
    for (write, what) in [
        (write().put(&user), "what has a version"),
        (write().put_if(&user, unchanged.clone(), ()), "what is not begun anew"),
        (write().put_if(&user, Condition::Present, ()), "what is there"),
        (write().put(&session), "what has a guard"),
        (write().put_if(&session, Condition::Present, ()), "what has another guard"),
    ] {
        assert!(write.run().await.is_err(), "{what} is put over");
    }
    assert!(table.write_all(&[user], &[]).await.is_err(), "a batch has no conditions");
    table.write_all(&[context], &[]).await.expect("what follows from something");
    write().put_if(&session, unchanged, ()).run().await.expect("what is put under its guard");
}
