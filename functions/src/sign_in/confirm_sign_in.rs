//! Signs in with a link's token, or with an attempt and the code that was mailed for it. Using one
//! ends all attempts of the address; wrong codes end their attempt's code, and nothing else.

use std::str::FromStr;

use deserr::Deserr;
use futures::{join, try_join};
use schemars::{JsonSchema, Schema};
use shared::{
    app::App,
    domain::{AttemptId, FieldErrors, Invalid, PersonId, sign_in_code::SignInCode},
    http::{
        Anyone, Call, Code, Peer, Problem,
        openapi::either::{Way, either},
    },
    table::{
        Change, Condition, Items, Write, keys,
        person::{EmailOwner, Person},
        sign_in::{CODE_TRIES, SignIn, SignedIn},
    },
};

use super::{
    credentials::Linked,
    notices,
    session_creation::{NewSession, SignedInAnswer},
};
use crate::me::mine::Mine;

/// A link's token, or an attempt and its code.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
#[schemars(transform = ways)]
pub struct Input {
    /// What stands behind the link's `#`.
    #[deserr(default)]
    token: Option<String>,
    /// The attempt, as it was answered when the mail was asked for.
    #[deserr(default)]
    attempt: Option<String>,
    /// The code, in any case, with or without its dash.
    #[deserr(default)]
    code: Option<String>,
}

/// By token, or by code.
fn ways(schema: &mut Schema) {
    let token = Way { needs: &["token"], ..Way::default() };
    let code = Way { needs: &["attempt", "code"], ..Way::default() };
    either(schema, &[token, code]);
}

/// Signs in with a link or a code.
pub async fn confirm_sign_in(call: Call<Anyone, Input>) -> Result<SignedInAnswer, Problem> {
    let (app, body) = (&call.app, &call.body);
    let attempt = match (&body.token, &body.attempt, &body.code) {
        (Some(token), None, None) => by_link(app, token).await?,
        (None, Some(attempt), Some(code)) => by_code(app, attempt, code).await?,
        (None, Some(_), None) => return Err(missing("code")),
        (None, None, Some(_)) => return Err(missing("attempt")),
        (None, None, None) => return Err(missing("token")),
        (Some(_), _, _) => {
            let both =
                Invalid::new("conflicting", "Give either a token, or an attempt and its code.");
            return Err(Problem::field("token", both));
        }
    };
    if attempt.expires_at <= app.clock.now() {
        return Err(failed());
    }
    let found =
        app.table.get_many([keys::signed_in(&attempt.email), keys::email(&attempt.email)]).await?;
    sign_in(app, &call.peer, &attempt, &found).await
}

/// The attempt that a link is of.
async fn by_link(app: &App, token: &str) -> Result<SignIn, Problem> {
    let linked = app.seal.open::<Linked>(token).await?.ok_or_else(failed)?;
    app.table.get(&keys::sign_in(linked.attempt)).await?.ok_or_else(failed)
}

/// The attempt that a code was mailed for. A try is counted before the code is looked at, so that
/// however many come at once, no more than five are.
async fn by_code(app: &App, attempt: &str, code: &str) -> Result<SignIn, Problem> {
    let attempt = AttemptId::from_str(attempt).map_err(|_| failed())?;
    let key = keys::sign_in(attempt);
    let left = Condition::All(vec![Condition::Present, Condition::less("tries", CODE_TRIES)]);
    let one_more = Change::of(key.clone()).add("tries", 1);
    let counted = app.table.write().change(one_more, left, Code::SignInFailed);
    let (found, ()) = try_join!(async { Ok(app.table.get::<SignIn>(&key).await?) }, async {
        Ok::<_, Problem>(counted.run().await?)
    },)?;
    let found = found.ok_or_else(failed)?;
    let mailed = Linked { email: found.email.clone(), attempt };
    let right = mailed.code(app).await?;
    let matches = SignInCode::parse(code).is_ok_and(|typed| typed.matches(&right));
    matches.then_some(found).ok_or_else(failed)
}

async fn sign_in(
    app: &App,
    peer: &Peer,
    attempt: &SignIn,
    found: &Items,
) -> Result<SignedInAnswer, Problem> {
    let now = app.clock.now();
    let signed_in: Option<SignedIn> = found.get(&keys::signed_in(&attempt.email))?;
    if signed_in.map_or(0, |signed_in| signed_in.round) != attempt.round {
        return Err(failed());
    }
    let owner: Option<EmailOwner> = found.get(&keys::email(&attempt.email))?;
    let known = match &owner {
        Some(owner) => app.table.get::<Person>(&keys::person(owner.person_id)).await?,
        None => None,
    };
    let is_new = known.is_none();
    let mut person = known
        .unwrap_or_else(|| Person::new(PersonId::new(app.clock.precise()), attempt.email.clone()));
    let session = NewSession::of(app, peer, &person).await?;
    let write = notices::of_new_device(app, app.table.write(), &session, &person);
    person.last_sign_in_at = Some(now);
    session.note_device(&mut person);
    let write = used(write, attempt).put(&session.session);
    let write = if is_new {
        let owner = EmailOwner { email: person.email.clone(), person_id: person.person_id };
        // A reseller redeems for this address at this very moment: what was mailed still works.
        let made = || Problem::unavailable("somebody else made the person");
        write.create(&owner, made()).create(&person, made())
    } else {
        let signed_in = Change::of(keys::person(person.person_id))
            .set("last_sign_in_at", now)
            .set("devices", &person.devices);
        write.change(signed_in, Condition::Present, failed())
    };
    // What a sign-in does not change is looked up while it is written.
    let (written, mine) = join!(write.run(), Mine::of(app, &person));
    written?;
    Ok(session.answer(app, &person, mine?.shown(app).await?))
}

/// Adds to a write that the attempt is used. That nobody has signed in with the address since it was
/// mailed is the condition, so that of all attempts of an address one works, once.
fn used<'t>(write: Write<'t, Problem>, attempt: &SignIn) -> Write<'t, Problem> {
    if attempt.round == 0 {
        let first = SignedIn { email: attempt.email.clone(), round: 1 };
        return write.create(&first, failed());
    }
    let once_more = Change::of(keys::signed_in(&attempt.email)).set("round", attempt.round + 1);
    write.change(once_more, Condition::is("round", attempt.round), failed())
}

fn failed() -> Problem {
    Problem::new(Code::SignInFailed)
}

fn missing(field: &str) -> Problem {
    Problem::field(field, Invalid::new("missing", "Give a token, or an attempt and its code."))
}
