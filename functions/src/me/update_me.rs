//! Changes the caller's own name and phone number.

use deserr::Deserr;
use schemars::JsonSchema;
use serde_json::json;
use shared::{
    domain::{AccountKind, AccountName, FieldErrors, PersonName, Phone, event::Action},
    http::{Call, Code, Json, Person, Problem, input::Patch},
    table::{Change, Condition, Write, WriteError, keys, person::Person as PersonItem},
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
}

/// The rules that the write holds.
#[derive(Clone, Copy)]
enum Rule {
    /// The person is there.
    Known,
    /// The account that they hold is an individual one.
    Individual,
}

/// Changes the caller. An individual account is called by its holder's name or address, so it is
/// renamed in the same write: that it is an individual one is the condition. Nothing else of it is
/// looked at, so its version counts on.
pub async fn update_me(call: Call<Person, Input>) -> Result<Json<PersonView>, Problem> {
    let old = &call.who.person;
    let mut person = old.clone();
    let mut change = Change::of(keys::person(person.person_id));
    let Input { name, phone } = &call.body;
    if *name != Patch::Keep {
        person.name = name.clone().over(person.name);
        change = change.set_or_remove("name", person.name.as_ref());
    }
    if *phone != Patch::Keep {
        person.phone = phone.clone().over(person.phone);
        change = change.set_or_remove("phone", person.phone.as_ref());
    }
    if change.is_empty() {
        return Ok(Json(PersonView::of(&person)));
    }
    let write = || call.app.table.write().change(change.clone(), Condition::Present, Rule::Known);
    let mut written = renamed(&call, &person, write()).run().await;
    if let Err(WriteError::Refused(Rule::Individual, _)) = written {
        written = write().run().await;
    }
    match written {
        Ok(()) => Ok(Json(PersonView::of(&person))),
        Err(WriteError::Refused(..)) => Err(Problem::new(Code::Unauthenticated)),
        Err(WriteError::Store(error)) => Err(error.into()),
    }
}

/// Adds to a write that the account which the caller holds is called as they are now.
fn renamed<'t>(
    call: &'t Call<Person, Input>,
    new: &PersonItem,
    write: Write<'t, Rule>,
) -> Write<'t, Rule> {
    let old = &call.who.person;
    let Some(holding) = new.holds.filter(|_| old.name != new.name) else { return write };
    let called = |person: &PersonItem| AccountName::of_holder(person.name.as_ref(), &person.email);
    let (account, name) = (holding.account_id, called(new));
    let change = Change::of(keys::account(account))
        .set("name", &name)
        .add("version", 1)
        .index(keys::account_by_name(account, &name.folded()));
    let individual = Condition::is("kind", AccountKind::Individual);
    let changes = json!({ "name": { "from": called(old), "to": name } });
    let (actor, subject) = (&call.who.caller.actor, ("account", account.to_string()));
    let event = call.event(account, actor, Action::AccountChanged, subject, changes);
    write.change(change, individual, Rule::Individual).put(&event)
}
