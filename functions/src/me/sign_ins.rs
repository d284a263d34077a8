//! How a person's own sign-ins are shown, and how they end.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use shared::{
    app::App,
    domain::{Email, PersonId, SignInId},
    http::{Code, Problem},
    table::{Change, Condition, Entity, Write, keys, person::Session, sign_in::SignedIn},
};

/// A sign-in that has not ended.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "SignIn")]
pub struct SignInView {
    /// Which.
    id: SignInId,
    /// With what kind of device.
    device: String,
    /// When.
    created_at: Timestamp,
    /// When it was last used, to within an hour.
    last_used_at: Timestamp,
    /// Whether it is the one that asks.
    current: bool,
}

impl SignInView {
    /// How a sign-in is shown to the one who asks with this token's hash.
    pub fn of(session: Session, asking: &str) -> Self {
        Self {
            id: session.sign_in_id,
            device: session.device,
            created_at: session.created_at,
            last_used_at: session.last_used_at,
            current: session.hash == asking,
        }
    }
}

/// How many sign-ins are read at once.
const AT_ONCE: usize = 100;

/// Every sign-in of a person that has not ended, newest first.
pub async fn sign_ins_of(app: &App, person: PersonId) -> Result<Vec<Session>, Problem> {
    let (now, mut start, mut sign_ins) = (app.clock.now(), None, vec![]);
    loop {
        let page = app.table.page(&keys::sessions_of(person), AT_ONCE, start, false).await?;
        for item in page.items {
            sign_ins.push(Session::from_item(item)?);
        }
        start = page.next;
        if start.is_none() {
            break;
        }
    }
    sign_ins.retain(|session| session.expires_at > now);
    sign_ins.sort_by_key(|session| std::cmp::Reverse(session.sign_in_id));
    Ok(sign_ins)
}

/// Ends sign-ins: their tokens are dead with the next request.
pub async fn end(app: &App, sign_ins: impl Iterator<Item = Session>) -> Result<(), Problem> {
    let sign_ins: Vec<_> = sign_ins.collect();
    for some in sign_ins.chunks(AT_ONCE) {
        let write = some
            .iter()
            .fold(app.table.write::<Code>(), |write, session| write.delete_always(&session.key()));
        write.run().await?;
    }
    Ok(())
}

/// How many sign-ins end in one write with something else: a transaction takes a hundred items.
const ENDED_WITH_IT: usize = 80;

/// Those of a person's sign-ins, but for one, that are to end in a write with something else. Who has more
/// than it takes loses the oldest before, even if nothing comes of the write.
pub async fn sign_ins_to_end(
    app: &App,
    person: PersonId,
    but: Option<&str>,
) -> Result<Vec<Session>, Problem> {
    let mut all = sign_ins_of(app, person).await?;
    all.retain(|one| Some(one.hash.as_str()) != but);
    let oldest = all.split_off(all.len().min(ENDED_WITH_IT));
    end(app, oldest.into_iter()).await?;
    Ok(all)
}

/// Adds to a write that all attempts to sign in with an address are over: that nobody has signed in with
/// it since this was read is the condition.
pub fn end_attempts<'t, R: Clone>(
    write: Write<'t, R>,
    email: &Email,
    signed_in: Option<&SignedIn>,
    rule: R,
) -> Write<'t, R> {
    let Some(SignedIn { round, .. }) = signed_in else {
        let over = SignedIn { email: email.clone(), round: 1 };
        return write.create(&over, rule);
    };
    let over = Change::of(keys::signed_in(email)).set("round", round + 1);
    write.change(over, Condition::is("round", *round), rule)
}
