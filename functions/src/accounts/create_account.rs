//! Makes a company, held by the caller.

use deserr::Deserr;
use schemars::JsonSchema;
use serde_json::json;
use shared::{
    domain::{AccountId, AccountKind, AccountName, FieldErrors, Role, TimeZone, event::Action},
    http::{Call, Code, Created, Person, Problem},
    table::{
        Change, Condition, Entity, WriteError,
        account::{Account, NameOwner},
        keys, limit,
        person::Person as PersonItem,
    },
};

use super::{
    account_creation::{Founding, free, may_hold},
    views::AccountView,
};

/// The new company.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Input {
    /// Its name, which no other company has.
    name: AccountName,
    /// Its time zone. Left out, it is that of who makes it, else `UTC`.
    #[deserr(default)]
    time_zone: Option<TimeZone>,
}

/// Makes a company. Its identifier is the same in every attempt of a request, so that of attempts
/// with one `Idempotency-Key` the first makes it and the others find it.
pub async fn create_account(call: Call<Person, Input>) -> Result<Created<AccountView>, Problem> {
    let (app, person) = (&call.app, &call.who.person);
    if let Some(made) = made_before(&call, person).await? {
        return Ok(made);
    }
    may_hold(person)?;
    let founded_at = limit::FOUNDINGS.one_more(&person.founded_at, app.clock.now())?;
    let (account_id, name) = (AccountId::from_ulid(call.ulid), call.body.name.clone());
    let mut founding = Founding::of(app, person, account_id, AccountKind::Company, name);
    if let Some(zone) = &call.body.time_zone {
        founding.account.time_zone = zone.clone();
    }
    let account = &founding.account;
    let (name, free_name) = (NameOwner::of(account), NameOwner::free(app.clock.now()));
    let subject = ("account", account.account_id.to_string());
    let changes = json!({ "name": account.name, "kind": account.kind });
    let actor = &call.who.caller.actor;
    let event = call.event(account.account_id, actor, Action::AccountCreated, subject, changes);
    let write = app.table.write().change(
        Change::of(person.key()).set("holds", founding.holding()).set("founded_at", &founded_at),
        Condition::All(vec![free(), person.founded_no_other(), person.has_same_address()]),
        Code::AlreadyAccountHolder,
    );
    let write = write.put_if(&name, free_name, Code::AccountNameTaken).put(&event);
    let write = founding.add_to(write, Code::AccountNameTaken);
    match write.run().await {
        Ok(()) => Ok(Created(AccountView::of(account, Some(Role::Holder)))),
        Err(WriteError::Refused(Code::AlreadyAccountHolder, Some(now))) => {
            let person = PersonItem::from_item(now)?;
            if let Some(made) = made_before(&call, &person).await? {
                return Ok(made);
            }
            may_hold(&person)?;
            Err(Problem::unavailable("a person kept changing"))
        }
        Err(error) => Err(error.into()),
    }
}

/// The company that an earlier attempt at this request made, if its answer got lost.
async fn made_before(
    call: &Call<Person, Input>,
    person: &PersonItem,
) -> Result<Option<Created<AccountView>>, Problem> {
    let account_id = AccountId::from_ulid(call.ulid);
    if person.holds.is_none_or(|holding| holding.account_id != account_id) {
        return Ok(None);
    }
    let key = keys::account(account_id);
    let account: Option<Account> = call.app.table.get_many([key.clone()]).await?.get(&key)?;
    Ok(account.map(|account| Created(AccountView::of(&account, Some(Role::Holder)))))
}
