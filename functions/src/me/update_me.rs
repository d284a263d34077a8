//! Changes the caller's own name and phone number.

use deserr::Deserr;
use schemars::JsonSchema;
use shared::{
    domain::{FieldErrors, PersonName, Phone},
    http::{Call, Code, Json, Person, Problem, input::Patch},
    table::{Change, Condition, keys},
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

/// Changes the caller.
pub async fn update_me(call: Call<Person, Input>) -> Result<Json<PersonView>, Problem> {
    let mut person = call.who.person;
    let mut change = Change::of(keys::person(person.person_id));
    if call.body.name != Patch::Keep {
        person.name = call.body.name.over(person.name);
        change = change.set_or_remove("name", person.name.as_ref());
    }
    if call.body.phone != Patch::Keep {
        person.phone = call.body.phone.over(person.phone);
        change = change.set_or_remove("phone", person.phone.as_ref());
    }
    if !change.is_empty() {
        call.app
            .table
            .write()
            .change(change, Condition::Present, Code::Unauthenticated)
            .run()
            .await?;
    }
    Ok(Json(PersonView::of(&person)))
}
