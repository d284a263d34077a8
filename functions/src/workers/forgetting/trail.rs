//! What trails tell of a forgotten person, and what they made: it has a pseudonym in the place of their
//! address, and of their name nothing.

use serde_json::Value;
use shared::{
    domain::{
        AccountId, BatchId, EventId,
        code::{BatchNumber, CodeIndex},
        event::{Action, Changes},
    },
    http::Problem,
    table::{
        Change, Condition, Entity, Key, Write, batch::UsedCode, event::Event, forgetting::InTrail,
        keys, mention::Mention,
    },
};
use ulid::Ulid;

use super::{Forgot, passing};

/// How many entries are looked at in one round.
const AT_ONCE: usize = 100;

/// What of a changed user or manager is personal.
const PERSONAL: [&str; 3] = ["email", "name", "phone"];

/// Has some entries of an account's trail name them no more; tells from where it goes on, if there are
/// more. They are found by who they are and as what the account knew them.
pub async fn forget_in_trail(
    of: &Forgot<'_>,
    account: AccountId,
    was: Option<&str>,
    from: Option<InTrail>,
) -> Result<Option<InTrail>, Problem> {
    let person = of.person.person_id.to_string();
    let ids: Vec<_> = [Some(person.as_str()), was].into_iter().flatten().collect();
    let (mut left, mut from) = (AT_ONCE, from);
    for (by, named) in ids.iter().enumerate().skip(from.map_or(0, |from| from.by)) {
        let first = from.take().map_or(0, |from| from.event_id.ulid().0.saturating_add(1));
        let range = keys::trail(account, Some(named), event_id(first), event_id(u128::MAX));
        let page = of.app.table.page_of::<Mention>(&range, left, None, false).await?;
        let keys: Vec<_> =
            page.items.iter().map(|mention| keys::event(account, mention.event_id)).collect();
        let found = of.app.table.get_many(keys.iter().cloned()).await?;
        for key in &keys {
            if let Some(event) = found.get::<Event>(key)? {
                forget_in_event(of, &event, was).await?;
            }
        }
        if let Some(last) = page.items.last().filter(|_| page.next.is_some()) {
            return Ok(Some(InTrail { by, event_id: last.event_id }));
        }
        left = left.saturating_sub(keys.len()).max(1);
    }
    Ok(None)
}

fn event_id(number: u128) -> EventId {
    EventId::from_ulid(Ulid(number))
}

/// Has an entry name them no more, and what it tells that they made.
async fn forget_in_event(of: &Forgot<'_>, event: &Event, was: Option<&str>) -> Result<(), Problem> {
    let mut new = event.clone();
    let is_own = event.actor.id.as_deref() == Some(&of.person.person_id.to_string());
    if is_own {
        new.actor.email = new.actor.email.map(|_| of.pseudonym().clone());
        if let Some(made) = made(event) {
            forget_maker(of, made).await?;
        }
    }
    if was == Some(event.subject.id.as_str()) {
        for name in PERSONAL {
            if let Some(value) = new.changes.get_mut(name) {
                forget_values(of, name, value);
            }
        }
    }
    new.changes.values_mut().for_each(|value| forget_address(of, value));
    if (&new.actor, &new.changes) == (&event.actor, &event.changes) {
        return Ok(());
    }
    let change = Change::of(event.key()).set("actor", &new.actor).set("changes", &new.changes);
    passing(of.app.table.write().change(change, Condition::Present, ()).run().await)
}

/// Whatever stands there is a person's name, address or number.
fn forget_values(of: &Forgot<'_>, name: &str, value: &mut Value) {
    match value {
        Value::Object(fields) => fields.values_mut().for_each(|one| forget_values(of, name, one)),
        Value::String(text) if name == "email" => *text = of.pseudonym().to_string(),
        Value::String(_) => *value = Value::Null,
        _ => {}
    }
}

fn forget_address(of: &Forgot<'_>, value: &mut Value) {
    match value {
        Value::Object(fields) => fields.values_mut().for_each(|one| forget_address(of, one)),
        Value::Array(all) => all.iter_mut().for_each(|one| forget_address(of, one)),
        Value::String(text) if *text == of.job.from.as_str() => *text = of.pseudonym().to_string(),
        _ => {}
    }
}

/// Something that somebody made, and where in it they stand: their identifier and their address.
type Made = (Key, &'static str, &'static str);

/// What somebody made by what an entry tells.
fn made(event: &Event) -> Option<Made> {
    let (account, id) = (event.account_id, &event.subject.id);
    Some(match event.subject.kind.as_str() {
        "user" => {
            (keys::user(account, id.parse().ok()?), "invitation.by.id", "invitation.by.email")
        }
        "manager" => {
            (keys::manager(account, id.parse().ok()?), "invited_by.id", "invited_by.email")
        }
        "api_key" => {
            (keys::api_key(account, id.parse().ok()?), "created_by.id", "created_by.email")
        }
        "account" if event.action == Action::ResellerRequested => {
            (keys::reseller_request(account), "asked_by.id", "asked_by.email")
        }
        "code_batch" => (code_of(id, &event.changes)?, "by.id", "by.email"),
        _ => return None,
    })
}

fn code_of(batch: &str, changes: &Changes) -> Option<Key> {
    let batch: BatchId = batch.parse().ok()?;
    let place = u32::try_from(changes.get("place")?.as_u64()?).ok()?;
    Some(keys::code(BatchNumber::of(batch), CodeIndex::new(place)?))
}

async fn forget_maker(of: &Forgot<'_>, (key, id, email): Made) -> Result<(), Problem> {
    let change = Change::of(key).set(email, of.pseudonym());
    let by_them = Condition::is(id, of.person.person_id);
    passing(of.app.table.write().change(change, by_them, ()).run().await)
}

/// Has a code that was redeemed for them name them no more, with the entry that tells its reseller.
pub async fn forget_in_code(of: &Forgot<'_>, code: &UsedCode) -> Result<(), Problem> {
    let mut change = Change::of(code.key()).set("redemption.email", of.pseudonym());
    if code.by.id.as_deref() == Some(&of.person.person_id.to_string()) {
        change = change.set("by.email", of.pseudonym());
    }
    let is_theirs = Condition::is("redemption.person_id", of.person.person_id);
    let write: Write<'_, ()> = of.app.table.write();
    passing(write.change(change, is_theirs, ()).run().await)?;
    // The reseller's entry was written with the code, and names a mailbox, not a person.
    let millis = u64::try_from(code.at.as_millisecond()).unwrap_or_default();
    let ends = [(millis, 0), (millis + 999, u128::MAX)];
    let [first, last] = ends.map(|(at, random)| EventId::from_ulid(Ulid::from_parts(at, random)));
    let range = keys::trail(code.reseller_id, None, first, last);
    let mut start = None;
    loop {
        let page = of.app.table.page_of::<Event>(&range, AT_ONCE, start, false).await?;
        for event in page.items.iter().filter(|event| event.action == Action::CodeUsed) {
            forget_in_event(of, event, None).await?;
        }
        start = page.next;
        if start.is_none() {
            return Ok(());
        }
    }
}
