//! Who is calling, and may they? The sign-in and the caller's standing in the path's account are
//! read together, consistently, with whatever else the operation wants: one round trip answers
//! 401, 404, 403 or go, and no cache stands between a removal and its effect.

use jiff::{SignedDuration, Timestamp};

use super::{
    Caller, Code, PathIds, Problem, Within,
    access::{Admission, Rule, Standing},
};
use crate::{
    app::App,
    domain::{
        AccountId,
        event::{Actor, ActorKind},
    },
    policy::{self, Answer},
    seal::token::{ApiKeyToken, Credential, SessionToken},
    table::{
        Change, Condition, Items, Key,
        api_key::ApiKey,
        keys,
        person::{Context, Session, TOUCH_SECONDS},
    },
};

/// What a caller shows, and where they want to go.
pub struct Asked<'a> {
    /// What the route asks.
    pub rule: Rule,
    /// What the caller shows.
    pub credential: Option<&'a Credential>,
    /// The path.
    pub path: &'a PathIds,
}

/// Last uses that are due to be noted: of a sign-in, of a context with its user, of an API key.
pub struct Touch(Vec<(Key, &'static str)>);

const LAST_USED_AT: &str = "last_used_at";

/// Finds out who is calling and whether they may, and reads `also` on the way. Who is somebody in
/// the account and has not the right is told from the others: they may have had it, and ask for an
/// answer that they were given then.
pub async fn admit(
    app: &App,
    asked: &Asked<'_>,
    also: Vec<Key>,
) -> Result<(Admission, Items, Option<Touch>), Problem> {
    if asked.rule == Rule::Anyone {
        let items =
            if also.is_empty() { Items::default() } else { app.table.get_many(also).await? };
        return Ok((Admission::NOBODY, items, None));
    }
    let credential = asked.credential.ok_or_else(|| Problem::new(Code::Unauthenticated))?;
    let account = match asked.rule {
        Rule::Account(_) => Some(asked.path.account()?),
        _ => None,
    };
    let mut keys = standing_keys(credential, account, asked.rule);
    keys.extend(also);
    keys.extend(likely_behind(app, credential, account));
    let items = app.table.get_many(keys.iter().cloned()).await?;
    let now = app.clock.now();
    let (admission, touch) = match credential {
        Credential::Session(token) => {
            by_session(app, asked.rule, token, account, (&keys, &items), now).await?
        }
        Credential::ApiKey(token) => by_api_key(asked.rule, token, account, &items, now)?,
    };
    Ok((admission, items, touch))
}

/// What tells who a caller is and where they stand.
fn standing_keys(credential: &Credential, account: Option<AccountId>, rule: Rule) -> Vec<Key> {
    match credential {
        Credential::Session(token) => {
            let mut keys = vec![keys::session(token.person, &token.hash())];
            let standing = |account| [keys::context(token.person, account), keys::account(account)];
            keys.extend(account.into_iter().flat_map(standing));
            keys.extend((rule == Rule::Person).then(|| keys::person(token.person)));
            keys
        }
        Credential::ApiKey(token) => {
            vec![keys::api_key(token.account, token.key), keys::account(token.account)]
        }
    }
}

/// What most likely stands behind the caller's context, if they acted for a firm lately.
fn likely_behind(
    app: &App,
    credential: &Credential,
    account: Option<AccountId>,
) -> impl Iterator<Item = Key> {
    let context = match (credential, account) {
        (Credential::Session(token), Some(account)) => Some(keys::context(token.person, account)),
        _ => None,
    };
    context.into_iter().flat_map(|context| app.table.likely_behind(&context))
}

/// The context as it counts: that of a firm's person by what stands behind it, which is read now
/// unless it was read along.
async fn counting(app: &App, context: Context, read: (&[Key], &Items)) -> Result<Context, Problem> {
    let Some(behind) = context.behind() else { return Ok(context) };
    app.table.remember(&context);
    let (keys, items) = read;
    let counting = if behind.iter().all(|key| keys.contains(key)) {
        context.counting(items)?
    } else {
        context.counting(&app.table.get_many(behind).await?)?
    };
    counting.ok_or_else(Problem::not_found)
}

async fn by_session(
    app: &App,
    rule: Rule,
    token: &SessionToken,
    account: Option<AccountId>,
    (keys, items): (&[Key], &Items),
    now: Timestamp,
) -> Result<(Admission, Option<Touch>), Problem> {
    let unauthenticated = || Problem::new(Code::Unauthenticated);
    let session: Session =
        items.get(&keys::session(token.person, &token.hash()))?.ok_or_else(unauthenticated)?;
    if session.expires_at <= now {
        return Err(unauthenticated());
    }
    let operator = session.email == app.settings.operator;
    if rule == Rule::Operator && !operator {
        return Err(Problem::new(Code::Forbidden));
    }
    let kind = if rule == Rule::Operator { ActorKind::Operator } else { ActorKind::Person };
    let id = token.person.to_string();
    // Accounts see who changed what: that it was the operator, and not who that is.
    let email = Some(session.email).filter(|_| kind != ActorKind::Operator);
    let actor = Actor { kind, id: Some(id.clone()).filter(|_| kind != ActorKind::Operator), email };
    let mut touch = vec![];
    if is_stale(session.last_used_at, now) {
        touch.push((keys::session(token.person, &session.hash), LAST_USED_AT));
    }
    let mut admission = Admission {
        caller: Some(Caller { actor, id }),
        person: items.get(&keys::person(token.person))?,
        session: Some(session.hash),
        standing: None,
        forbidden: false,
    };
    let (Some(account), Rule::Account(right)) = (account, rule) else {
        return Ok((admission, Touch::of(touch)));
    };
    let context: Context =
        items.get(&keys::context(token.person, account))?.ok_or_else(Problem::not_found)?;
    // Of an account that was closed, rights may be left for a while.
    if !items.has(&keys::account(account)) {
        return Err(Problem::not_found());
    }
    let context = counting(app, context, (keys, items)).await?;
    let within = match policy::answer(right, context.role, context.scope.as_ref()) {
        Answer::Yes => Within::Everything,
        Answer::InScope => Within::Scope(context.scope.clone().ok_or_else(Problem::not_found)?),
        Answer::No => {
            admission.forbidden = true;
            return Ok((admission, Touch::of(touch)));
        }
    };
    let (role, user) = (Some(context.role), context.user_id);
    admission.standing = Some(Standing { account, role, user, within });
    touch.extend(touch_context(&context, now));
    Ok((admission, Touch::of(touch)))
}

fn by_api_key(
    rule: Rule,
    token: &ApiKeyToken,
    account: Option<AccountId>,
    items: &Items,
    now: Timestamp,
) -> Result<(Admission, Option<Touch>), Problem> {
    let unauthenticated = || Problem::new(Code::Unauthenticated);
    let key_of = keys::api_key(token.account, token.key);
    let key: ApiKey = items.get(&key_of)?.ok_or_else(unauthenticated)?;
    let same = subtle::ConstantTimeEq::ct_eq(key.hash.as_bytes(), token.hash().as_bytes());
    let is_closed = !items.has(&keys::account(token.account));
    if is_closed || !bool::from(same) || key.expires_at.is_some_and(|end| end <= now) {
        return Err(unauthenticated());
    }
    let id = token.key.to_string();
    let actor = Actor { kind: ActorKind::ApiKey, id: Some(id.clone()), email: None };
    let mut admission = Admission { caller: Some(Caller { actor, id }), ..Admission::NOBODY };
    match rule {
        Rule::Anyone | Rule::SignedIn => {}
        Rule::Person | Rule::Operator => return Err(Problem::new(Code::Forbidden)),
        Rule::Account(right) => {
            let account = account.filter(|account| *account == token.account);
            let account = account.ok_or_else(Problem::not_found)?;
            if !policy::key_opens(right, &key.scopes) {
                return Err(Problem::new(Code::Forbidden));
            }
            let within = Within::Everything;
            admission.standing = Some(Standing { account, role: None, user: None, within });
        }
    }
    let stale = key.last_used_at.is_none_or(|at| is_stale(at, now));
    let touch = stale.then_some((key_of, LAST_USED_AT));
    Ok((admission, Touch::of(touch.into_iter().collect())))
}

fn touch_context(context: &Context, now: Timestamp) -> Vec<(Key, &'static str)> {
    if !is_stale(context.last_used_at, now) {
        return vec![];
    }
    let key = keys::context(context.person_id, context.account_id);
    let user = context.user_id.map(|user| keys::user(context.account_id, user));
    let user = user.map(|user| (user, "last_sign_in_at"));
    [(key, LAST_USED_AT)].into_iter().chain(user).collect()
}

fn is_stale(last: Timestamp, now: Timestamp) -> bool {
    now.duration_since(last) >= SignedDuration::from_secs(TOUCH_SECONDS)
}

impl Touch {
    fn of(due: Vec<(Key, &'static str)>) -> Option<Self> {
        (!due.is_empty()).then_some(Self(due))
    }

    /// Notes the uses. That the things are still there is the condition: a removed one stays so.
    /// Nobody is told of a failure, since the next use notes it too.
    pub async fn note(self, app: &App) {
        let now = app.clock.now();
        let write = self.0.into_iter().fold(app.table.write(), |write, (used, at)| {
            write.change(Change::of(used).set(at, now), Condition::Present, ())
        });
        if let Err(error) = write.run().await {
            tracing::info!(?error, "a last use was not noted");
        }
    }
}
