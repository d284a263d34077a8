//! Signs in with a link's token, or with an address and a code: using one ends both.

use deserr::Deserr;
use schemars::{JsonSchema, Schema};
use shared::{
    app::App,
    domain::{Email, FieldErrors, Invalid, PersonId, sign_in_code::SignInCode},
    http::{
        Anyone, Call, Code, Problem,
        openapi::either::{Way, either},
    },
    table::{
        Change, Condition, keys,
        person::{EmailOwner, Person},
        sign_in::{CODE_TRIES, SignIn},
    },
};

use super::{
    credentials::Linked,
    session_creation::{NewSession, SignedInAnswer},
};

/// A link's token, or an address and a code.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
#[schemars(transform = ways)]
pub struct Input {
    /// What stands behind the link's `#`.
    #[deserr(default)]
    token: Option<String>,
    /// The address that the code was mailed to.
    #[deserr(default)]
    email: Option<Email>,
    /// The code, in any case, with or without its dash.
    #[deserr(default)]
    code: Option<String>,
}

/// By token, or by code.
fn ways(schema: &mut Schema) {
    let token = Way { needs: &["token"], ..Way::default() };
    let code = Way { needs: &["email", "code"], ..Way::default() };
    either(schema, &[token, code]);
}

/// What was shown.
enum Shown {
    Link(Linked),
    Code(Email, String),
}

/// Signs in with a link or a code.
pub async fn confirm_sign_in(call: Call<Anyone, Input>) -> Result<SignedInAnswer, Problem> {
    let app = &call.app;
    let shown = match (call.body.token, call.body.email, call.body.code) {
        (Some(token), None, None) => {
            Shown::Link(Linked::read(app, &token).await?.ok_or_else(failed)?)
        }
        (None, Some(email), Some(code)) => Shown::Code(email, code),
        (None, Some(_), None) => return Err(missing("code")),
        (None, None, Some(_)) => return Err(missing("email")),
        (None, None, None) => return Err(missing("token")),
        (Some(_), _, _) => {
            let both =
                Invalid::new("conflicting", "Give either a token, or an address and a code.");
            return Err(Problem::field("token", both));
        }
    };
    let email = match &shown {
        Shown::Link(linked) => &linked.email,
        Shown::Code(email, _) => email,
    };
    if let Shown::Code(email, _) = &shown {
        count_try(app, email).await?;
    }
    let found = app.table.get_many([keys::sign_in(email), keys::email(email)]).await?;
    let pending: SignIn = found.get(&keys::sign_in(email))?.ok_or_else(failed)?;
    if !opens(app, &shown, &pending).await? {
        return Err(failed());
    }
    let owner: Option<EmailOwner> = found.get(&keys::email(email))?;
    sign_in(app, &shown, &pending, owner).await
}

/// Counts a try of a code before it is looked at, so that however many come at once, no more than
/// five are.
async fn count_try(app: &App, email: &Email) -> Result<(), Problem> {
    let one_more = Change::of(keys::sign_in(email)).add("tries", 1);
    let left = Condition::All(vec![Condition::Present, Condition::less("tries", CODE_TRIES)]);
    Ok(app.table.write().change(one_more, left, Code::SignInFailed).run().await?)
}

/// Whether what was shown is of the sign-in that was mailed last, unused and in time.
async fn opens(app: &App, shown: &Shown, pending: &SignIn) -> Result<bool, Problem> {
    if pending.nonce.is_empty() || pending.expires_at <= app.clock.now() {
        return Ok(false);
    }
    match shown {
        Shown::Link(linked) => Ok(linked.nonce == pending.nonce),
        Shown::Code(email, typed) => {
            let mailed = Linked { email: email.clone(), nonce: pending.nonce.clone() };
            let right = mailed.code(app).await?;
            Ok(SignInCode::parse(typed).is_ok_and(|typed| typed.matches(&right)))
        }
    }
}

async fn sign_in(
    app: &App,
    shown: &Shown,
    pending: &SignIn,
    owner: Option<EmailOwner>,
) -> Result<SignedInAnswer, Problem> {
    let now = app.clock.now();
    let known = match &owner {
        Some(owner) => app.table.get::<Person>(&keys::person(owner.person_id)).await?,
        None => None,
    };
    let new = known.is_none();
    let mut person = known
        .unwrap_or_else(|| Person::new(PersonId::new(app.clock.precise()), pending.email.clone()));
    person.last_sign_in_at = Some(now);
    let session = NewSession::of(&person, now);
    // The nonce being there still is what makes a sign-in work once.
    let used = Change::of(keys::sign_in(&pending.email)).set("nonce", "");
    let unused = Condition::is("nonce", &pending.nonce);
    let unused = match shown {
        // Five wrong codes end the link too. A right code was counted before it was looked at.
        Shown::Link(_) => Condition::All(vec![unused, Condition::less("tries", CODE_TRIES)]),
        Shown::Code(..) => unused,
    };
    let mut write = app.table.write().change(used, unused, failed()).put(&session.session);
    if new {
        let owner = EmailOwner { email: person.email.clone(), person_id: person.person_id };
        // A reseller redeems for this address at this very moment: what was mailed still works.
        let made = || Problem::unavailable("somebody else made the person");
        write = write.create(&owner, made()).create(&person, made());
    } else {
        let signed_in = Change::of(keys::person(person.person_id)).set("last_sign_in_at", now);
        write = write.change(signed_in, Condition::Present, failed());
    }
    write.run().await?;
    session.answer(app, &person).await
}

fn failed() -> Problem {
    Problem::new(Code::SignInFailed)
}

fn missing(field: &str) -> Problem {
    Problem::field(field, Invalid::new("missing", "Give a token, or an address and a code."))
}
