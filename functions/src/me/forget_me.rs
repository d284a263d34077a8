//! Forgets the caller (rule 48). From the answer on they are signed in nowhere, their address is nobody's,
//! and of the person a name is left that says nothing, for what others keep. What else is to be done
//! (leaving every account, and whatever else names them) follows by the table's stream:
//! `workers/forgetting.rs`.
//!
//! | rule | condition in the write |
//! |---|---|
//! | who holds a company hands it over or closes it first | they hold the account that was read, or none, and that is an individual one |
//! | they come to hold or to manage nothing any more | being forgotten stands on their item, which each such write has as a condition |
//! | nobody is invited by the address that was theirs | it is given up, which each such write has as a condition |
//! | no attempt to sign in works any more, and no sign-in is left | nobody has signed in with the address since the sign-ins were read |

use deserr::Deserr;
use schemars::JsonSchema;
use shared::{
    domain::{AccountKind, Email, FieldErrors, Invalid, MailId},
    http::{Call, Code, NoContent, Person, Problem},
    table::{
        Attempts, Change, Condition, Entity, Write, WriteError,
        account::Account,
        forgetting::Forgetting,
        keys,
        mail::{Content, Mail},
        person::{Person as PersonItem, Session},
        sign_in::SignedIn,
    },
};

use super::sign_ins::{end_attempts, sign_ins_to_end};

/// The address, typed by the person so that nobody is forgotten by mistake.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
#[schemars(rename = "ForgetInput")]
pub struct Input {
    /// The caller's own address.
    email: Email,
}

/// The rules that the write holds.
#[derive(Clone, Copy)]
enum Rule {
    /// The person is as they were read, and what they hold is an individual account.
    Person,
    /// Nobody has signed in with the address meanwhile.
    SignIns,
}

/// Forgets the caller.
pub async fn forget_me(call: Call<Person, Input>) -> Result<NoContent, Problem> {
    let (app, id) = (&call.app, call.who.person.person_id);
    let attempts = Attempts::begin();
    while attempts.go_on() {
        let (key, email) = (keys::person(id), &call.who.person.email);
        let signed_in = keys::signed_in(email);
        let found = app.table.get_many([key.clone(), signed_in.clone()]).await?;
        let person: Option<PersonItem> = found.get(&key)?;
        let person = person.filter(|person| person.email == *email);
        let person = person.ok_or_else(|| Problem::new(Code::Unauthenticated))?;
        if call.body.email != person.email {
            let other = Invalid::new("another_address", "Must be your own address.");
            return Err(Problem::field("email", other));
        }
        if held(&call, &person).await?.is_some_and(|held| held.kind == AccountKind::Company) {
            return Err(Problem::new(Code::HolderCannotLeave));
        }
        // After how often somebody has signed in: one who does so between the two is noticed.
        let sign_ins = sign_ins_to_end(app, id, None).await?;
        let round: Option<SignedIn> = found.get(&signed_in)?;
        match write(&call, &person, round.as_ref(), &sign_ins).run().await {
            Ok(()) => return Ok(NoContent),
            Err(WriteError::Refused(..)) => {}
            Err(WriteError::Store(error)) => return Err(error.into()),
        }
    }
    Err(Problem::unavailable("sign-ins kept coming"))
}

async fn held(call: &Call<Person, Input>, person: &PersonItem) -> Result<Option<Account>, Problem> {
    match person.holds {
        Some(held) => Ok(call.app.table.get(&keys::account(held.account_id)).await?),
        None => Ok(None),
    }
}

fn write<'c>(
    call: &'c Call<Person, Input>,
    person: &PersonItem,
    signed_in: Option<&SignedIn>,
    sign_ins: &[Session],
) -> Write<'c, Rule> {
    let (app, id) = (&call.app, person.person_id);
    let now = app.clock.now();
    let gone = ["name", "phone", "time_zone", "invite_url", "current_account_id", "devices"];
    let forgotten = Change::of(person.key()).set("email", Email::forgotten(id));
    let forgotten = gone.iter().fold(forgotten, |change, name| change.remove(name));
    let forgotten = forgotten.remove("founded_at").set("forgotten_at", now);
    let holds = match person.holds {
        Some(held) => Condition::is("holds", held),
        None => Condition::Lacks("holds"),
    };
    let same = Condition::All(vec![holds, person.has_same_address()]);
    let told = MailId::from_ulid(call.ulid);
    let told = Mail::to_reader(told, person.email.clone(), Content::Forgotten, now);
    let write = app
        .table
        .write()
        .change(forgotten, same, Rule::Person)
        .delete(&keys::email(&person.email), Condition::is("person_id", id), Rule::Person)
        .create(&Forgetting::of(person), Rule::Person)
        .put(&told);
    let write = match person.holds {
        Some(held) => {
            let individual = Condition::is("kind", AccountKind::Individual);
            write.check(&keys::account(held.account_id), individual, Rule::Person)
        }
        None => write,
    };
    let write = sign_ins.iter().fold(write, |write, one| write.delete_always(&one.key()));
    end_attempts(write, &person.email, signed_in, Rule::SignIns)
}
