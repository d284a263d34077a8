//! Gives the caller the address that they have proved.
//!
//! | rule | condition in the write |
//! |---|---|
//! | five wrong codes end it, and only the one who asked can try | the attempt is theirs, and less than five were tried |
//! | a code works once | the attempt is there, and goes with the write |
//! | an address is one person's | nothing lies under the new address |
//! | of two changes at once one holds | the person has the address that the attempt was made at |
//! | no attempt to sign in with the older address works, and no sign-in is left that acts under it | nobody has signed in with it since the sign-ins were read |
//!
//! All other sign-ins end. The one that asks acts under the new address with its next request: who was
//! the operator by the older address is not any more, and nobody comes to be it, since no attempt at
//! the operator's address can be confirmed (`request_address`).
//!
//! What else carries the older address follows by the table's stream: `workers/readdressing.rs`.

use std::str::FromStr;

use deserr::Deserr;
use futures::try_join;
use schemars::JsonSchema;
use shared::{
    domain::{AttemptId, FieldErrors, MailId, sign_in_code::SignInCode},
    http::{Call, Code, Json, Person, Problem},
    table::{
        Attempts, Change, Condition, Entity, Write, WriteError,
        address_change::{AddressChange, Readdressing},
        keys,
        mail::{Content, Mail},
        person::{EmailOwner, Person as PersonItem, Session},
        sign_in::{CODE_TRIES, SignedIn},
    },
};

use super::{
    sign_ins::{end_attempts, sign_ins_to_end},
    views::PersonView,
};
use crate::sign_in::credentials::Linked;

/// The attempt and its code.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
#[schemars(rename = "AddressProof")]
pub struct Input {
    /// The attempt, as it was answered when the change was asked for.
    attempt: String,
    /// The code, in any case, with or without its dash.
    code: String,
}

/// The rules that the write holds.
#[derive(Clone, Copy)]
enum Rule {
    /// The attempt is there, the new address is nobody's, the older one the person's.
    Attempt,
    /// Nobody has signed in with the older address meanwhile.
    SignIns,
    /// The sign-in that asks has not ended.
    Asking,
}

/// Changes the caller's address.
pub async fn confirm_address(call: Call<Person, Input>) -> Result<Json<PersonView>, Problem> {
    let (app, person) = (&call.app, &call.who.person);
    let (asked, mut signed_in) = try_code(&call).await?;
    if asked.from != person.email || asked.expires_at <= app.clock.now() {
        return Err(failed());
    }
    let attempts = Attempts::begin();
    while attempts.go_on() {
        // After how often somebody has signed in: one who does so between the two is noticed.
        let asking = Some(call.who.session.as_str());
        let others = sign_ins_to_end(app, person.person_id, asking).await?;
        match write(&call, &asked, signed_in.as_ref(), &others).run().await {
            Ok(()) => {
                let person = PersonItem { email: asked.to, ..person.clone() };
                return Ok(Json(PersonView::of(&person)));
            }
            Err(WriteError::Refused(Rule::Attempt, _)) => return Err(failed()),
            Err(WriteError::Refused(Rule::Asking, _)) => {
                return Err(Problem::new(Code::Unauthenticated));
            }
            Err(WriteError::Refused(Rule::SignIns, item)) => {
                signed_in = item.map(SignedIn::from_item).transpose()?;
            }
            Err(WriteError::Store(error)) => return Err(error.into()),
        }
    }
    Err(Problem::unavailable("sign-ins kept coming"))
}

/// The attempt, if this is its code, and how often somebody has signed in with the older address. A
/// try is counted before the code is looked at. Somebody else's do not count: they would end what is
/// not theirs.
async fn try_code(
    call: &Call<Person, Input>,
) -> Result<(AddressChange, Option<SignedIn>), Problem> {
    let (app, body, person) = (&call.app, &call.body, &call.who.person);
    let attempt = AttemptId::from_str(&body.attempt).map_err(|_| failed())?;
    let (key, signed_in) = (keys::address_change(attempt), keys::signed_in(&person.email));
    let own = Condition::is("person_id", person.person_id);
    let left = Condition::All(vec![own, Condition::less("tries", CODE_TRIES)]);
    let counted = app.table.write().change(Change::of(key.clone()).add("tries", 1), left, failed());
    let wanted = [key.clone(), signed_in.clone()];
    let (found, ()) = try_join!(async { Ok(app.table.get_many(wanted).await?) }, async {
        Ok::<_, Problem>(counted.run().await?)
    })?;
    let asked: AddressChange = found.get(&key)?.ok_or_else(failed)?;
    let right = Linked { email: asked.to.clone(), attempt }.code(app).await?;
    match SignInCode::parse(&body.code).is_ok_and(|typed| typed.matches(&right)) {
        true => Ok((asked, found.get(&signed_in)?)),
        false => Err(failed()),
    }
}

fn write<'c>(
    call: &'c Call<Person, Input>,
    asked: &AddressChange,
    signed_in: Option<&SignedIn>,
    others: &[Session],
) -> Write<'c, Rule> {
    let (app, person) = (&call.app, &call.who.person);
    let (id, now) = (person.person_id, app.clock.now());
    let owner = EmailOwner { email: asked.to.clone(), person_id: id };
    let moved = Change::of(person.key()).set("email", &asked.to);
    let this = Change::of(keys::session(id, &call.who.session)).set("email", &asked.to);
    let told = Content::AddressChanged { device: call.peer.device(), at: now };
    let told = Mail::personal(MailId::new(app.clock.precise()), person, told, now);
    let write = app
        .table
        .write()
        .delete(&asked.key(), Condition::Present, Rule::Attempt)
        .create(&owner, Rule::Attempt)
        .delete(&keys::email(&asked.from), Condition::is("person_id", id), Rule::Attempt)
        .change(moved, Condition::is("email", &asked.from), Rule::Attempt)
        .change(this, Condition::Present, Rule::Asking)
        .create(&Readdressing::after(asked), Rule::Attempt)
        .put(&told);
    let write = others.iter().fold(write, |write, one| write.delete_always(&one.key()));
    end_attempts(write, &asked.from, signed_in, Rule::SignIns)
}

fn failed() -> Problem {
    Problem::new(Code::SignInFailed)
}
