//! Changes the caller's own name, phone number and time zone.

use deserr::Deserr;
use schemars::JsonSchema;
use serde_json::json;
use shared::{
    domain::{AccountKind, AccountName, FieldErrors, PersonName, Phone, TimeZone, event::Action},
    http::{Call, Code, Json, Person, Problem, input::Patch},
    table::{
        Attempts, Change, Condition, Entity, Write, WriteError, account::Account, keys,
        person::Person as PersonItem,
    },
};

use super::views::PersonView;

/// What to change: what is left out stays, `null` is taken away.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Input {
    /// The new name.
    #[deserr(default)]
    #[schemars(default)]
    name: Patch<PersonName>,
    /// The new phone number.
    #[deserr(default)]
    #[schemars(default)]
    phone: Patch<Phone>,
    /// The new time zone; without one, that of the account is theirs.
    #[deserr(default)]
    #[schemars(default)]
    time_zone: Patch<TimeZone>,
}

/// The rules that the write holds.
#[derive(Clone, Copy)]
enum Rule {
    /// The person is there.
    Known,
    /// The account that they hold is as it was read.
    Unchanged,
}

/// Changes the caller. An individual account is called by its holder's name or address, so it is
/// renamed in the same write: its unchanged version is the condition.
pub async fn update_me(call: Call<Person, Input>) -> Result<Json<PersonView>, Problem> {
    let mut person = call.who.person.clone();
    let mut change = Change::of(keys::person(person.person_id));
    let Input { name, phone, time_zone } = &call.body;
    if *name != Patch::Keep {
        person.name = name.clone().over(person.name);
        change = change.set_or_remove("name", person.name.as_ref());
    }
    if *phone != Patch::Keep {
        person.phone = phone.clone().over(person.phone);
        change = change.set_or_remove("phone", person.phone.as_ref());
    }
    if *time_zone != Patch::Keep {
        person.time_zone = time_zone.clone().over(person.time_zone);
        change = change.set_or_remove("time_zone", person.time_zone.as_ref());
    }
    if change.is_empty() {
        return Ok(Json(PersonView::of(&person)));
    }
    let attempts = Attempts::begin();
    while attempts.go_on() {
        let write = call.app.table.write().change(change.clone(), Condition::Present, Rule::Known);
        let write = match own_account(&call, &person).await? {
            Some(account) => renamed(&call, &person, &account, write),
            None => write,
        };
        match write.run().await {
            Ok(()) => return Ok(Json(PersonView::of(&person))),
            Err(WriteError::Refused(Rule::Known, _)) => {
                return Err(Problem::new(Code::Unauthenticated));
            }
            // The next look tells what has changed.
            Err(WriteError::Refused(Rule::Unchanged, _)) => {}
            Err(WriteError::Store(error)) => return Err(error.into()),
        }
    }
    Err(Problem::unavailable("an account kept changing"))
}

/// The individual account that the caller holds, if they are to be called otherwise.
async fn own_account(
    call: &Call<Person, Input>,
    new: &PersonItem,
) -> Result<Option<Account>, Problem> {
    let Some(holding) = new.holds.filter(|_| call.who.person.name != new.name) else {
        return Ok(None);
    };
    let key = keys::account(holding.account_id);
    let account: Option<Account> = call.app.table.get_many([key.clone()]).await?.get(&key)?;
    Ok(account.filter(|account| account.kind == AccountKind::Individual))
}

/// Adds to a write that the account is called as its holder is now.
fn renamed<'t>(
    call: &'t Call<Person, Input>,
    new: &PersonItem,
    account: &Account,
    write: Write<'t, Rule>,
) -> Write<'t, Rule> {
    let name = AccountName::of_holder(new.name.as_ref(), &new.email);
    let id = account.account_id;
    let change = Change::of(account.key())
        .set("name", &name)
        .set("version", account.version + 1)
        .index(keys::account_by_name(id, &name.folded()));
    let same = Condition::is("version", account.version);
    let changes = json!({ "name": { "from": account.name, "to": name } });
    let (actor, subject) = (&call.who.caller.actor, ("account", id.to_string()));
    let event = call.event(id, actor, Action::AccountChanged, subject, changes);
    write.change(change, same, Rule::Unchanged).put(&event)
}
