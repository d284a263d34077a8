//! What others add to is never set: each attribute is written as one table says.

use shared::{
    domain::AccountId,
    table::{Change, Condition, WriteError, account::Account, keys},
};
use tests::Service;

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
