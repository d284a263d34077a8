//! Counts: spoilt by hand, and counted again.

use std::{cmp::Reverse, collections::BTreeMap};

use aws_sdk_dynamodb::types::AttributeValue;
use serde_json::{Value, json};
use shared::{
    domain::{AccountId, event::Actor},
    table::Key,
};

use functions::recount::recount;

use crate::{Caller, Service, books::Books, service::Company};

/// So many accounts are counted again when the books are checked, those with most in them: the
/// others are a crowd's, all alike.
const ACCOUNTS: usize = 8;

/// So often all is counted again until nothing changes meanwhile: on a slow machine, what is on its
/// way takes long.
const LOOKS: usize = 5;

impl Service {
    /// Sets a number of an item, or of what lies in it (`a.b`), past all who keep it.
    pub async fn spoil(&self, key: &Key, name: &str, number: i64) {
        let table = self.stack().app().table.name();
        let set = self.stack().dynamodb().update_item().table_name(table);
        let names: Vec<_> = name.split('.').enumerate().collect();
        let path: Vec<_> = names.iter().map(|(place, _)| format!("#{place}")).collect();
        let path = format!("SET {} = :number", path.join("."));
        let set = set.set_key(Some(key.attributes())).update_expression(path);
        let set = names.iter().fold(set, |set, (place, name)| {
            set.expression_attribute_names(format!("#{place}"), *name)
        });
        let number = AttributeValue::N(number.to_string());
        set.expression_attribute_values(":number", number).send().await.expect("a number");
    }

    /// Counts everything of a company again, as the operator does; gives what was mended.
    pub async fn recount(&self, of: &Company) -> Vec<Value> {
        recount_by(self.operator().await, of.id.clone()).await
    }

    /// Counting again finds nothing to mend.
    pub async fn check_recount(&self, books: &Books) {
        for account in largest(books).take(ACCOUNTS) {
            self.is_as_counted(account).await;
        }
    }

    async fn is_as_counted(&self, account: AccountId) {
        for _ in 0..LOOKS {
            let app = self.stack().app();
            let outcome = recount(app, account, &Actor::SYSTEM).await.expect("it is counted");
            assert_eq!(outcome.mended, [], "{account:?}");
            if outcome.unsettled.is_none() {
                return;
            }
        }
        panic!("{account:?}: {LOOKS} times something kept changing");
    }
}

/// Counts everything of an account again, and again while something keeps changing, as the answer
/// says; gives what was mended when all was counted.
pub async fn recount_by(operator: Caller, account: String) -> Vec<Value> {
    let path = format!("/v1/operator/accounts/{account}/recount");
    for _ in 0..LOOKS {
        let answer = operator.post(&path, json!({})).await;
        if answer.status != 503 {
            let mended = answer.expect(200);
            return mended["mended"].as_array().expect("what was mended").clone();
        }
    }
    panic!("{LOOKS} times something kept changing");
}

/// Accounts, those with most that is counted first.
fn largest(books: &Books) -> impl Iterator<Item = AccountId> {
    let mut counted: BTreeMap<_, _> =
        books.accounts.iter().map(|one| (one.account_id, 0)).collect();
    let users = books.users.iter().map(|user| user.account_id);
    let enrolments = books.enrolments.iter().map(|enrolment| enrolment.account_id);
    let groups = books.groups.iter().map(|group| group.account_id);
    let batches = books.batches.iter().map(|batch| batch.account_id);
    for account in users.chain(enrolments).chain(groups).chain(batches) {
        // What a closed account leaves is not counted.
        if let Some(count) = counted.get_mut(&account) {
            *count += 1;
        }
    }
    let mut accounts: Vec<_> = counted.into_iter().collect();
    accounts.sort_by_key(|(_, count)| Reverse(*count));
    accounts.into_iter().map(|(account, _)| account)
}
