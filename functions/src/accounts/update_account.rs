//! Renames an account, makes an individual one a company, or sets its time zone.

use deserr::Deserr;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde_json::{Value, json};
use shared::{
    domain::{
        AccountKind, AccountName, FieldErrors, Invalid, TimeZone,
        event::{Action, Changes},
    },
    http::{Account, Call, Code, Json, Problem, input::Given},
    table::{
        Attempts, Change, Condition, Entity, Write, WriteError,
        account::{Account as AccountItem, NameOwner},
        keys,
    },
};

use super::views::AccountView;

/// What to change.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Input {
    /// The new name.
    #[deserr(default)]
    #[schemars(default)]
    name: Given<AccountName>,
    /// `company`: an individual account becomes one by being given a name.
    #[deserr(default)]
    #[schemars(default)]
    kind: Given<AccountKind>,
    /// The new time zone. What was due by a day before stays due at the moment that was its end.
    #[deserr(default)]
    #[schemars(default)]
    time_zone: Given<TimeZone>,
}

/// The rules that the write holds.
#[derive(Clone, Copy)]
enum Rule {
    /// The account is as it was read.
    Unchanged,
    /// No other company has the new name.
    NameFree,
    /// The old name is the account's: it is while the account is unchanged.
    NameOwn,
}

/// Changes the account. A company's new name is claimed and its old one freed in the same write;
/// the unchanged version is the condition, and who did not say which version they saw changes the
/// newest.
pub async fn update_account(call: Call<Account, Input>) -> Result<Json<AccountView>, Problem> {
    let key = keys::account(call.who.account);
    let mut old: AccountItem = call.found(&key)?;
    let mut attempts = Attempts::begin();
    while attempts.go_on() {
        call.expect_version(old.version)?;
        let new = changed(&old, &call.body)?;
        let changes = changes(&old, &new);
        if changes.is_empty() {
            return Ok(Json(AccountView::of(&old, call.who.role)));
        }
        match write(&call, &old, &new, changes).run().await {
            Ok(()) => return Ok(Json(AccountView::of(&new, call.who.role))),
            Err(WriteError::Store(error)) => return Err(error.into()),
            Err(WriteError::Refused(Rule::NameFree, _)) => {
                return Err(Problem::new(Code::AccountNameTaken));
            }
            Err(WriteError::Refused(Rule::Unchanged, Some(newer))) => {
                old = attempts.newest(&call.app.table, newer).await?;
            }
            Err(WriteError::Refused(Rule::Unchanged, None)) => return Err(Problem::not_found()),
            Err(WriteError::Refused(Rule::NameOwn, _)) => {
                let found = call.app.table.get_many([key.clone()]).await?;
                old = found.get(&key)?.ok_or_else(Problem::not_found)?;
            }
        }
    }
    Err(Problem::unavailable("an account kept changing"))
}

fn write<'t>(
    call: &'t Call<Account, Input>,
    old: &AccountItem,
    new: &AccountItem,
    changes: Changes,
) -> Write<'t, Rule> {
    let change = Change::of(new.key())
        .set("name", &new.name)
        .set("kind", new.kind)
        .set("seat_limit", new.seat_limit)
        .set("time_zone", &new.time_zone)
        .set("version", new.version)
        .places(new.index());
    // The holder was the account's driver; a company's holder is not.
    let change = if old.kind == new.kind { change } else { change.count("active_drivers", -1) };
    let same = Condition::is("version", old.version);
    let mut write = call.app.table.write().change(change, same, Rule::Unchanged);
    if (&new.name, new.kind) != (&old.name, old.kind) {
        write = named(write, old, new, call.app.clock.now());
    }
    let subject = ("account", new.account_id.to_string());
    let actor = &call.who.caller.actor;
    let changes = Value::Object(changes);
    write.put(&call.event(new.account_id, actor, Action::AccountChanged, subject, changes))
}

/// Adds to a write that the company has its new name, and no longer its old one.
fn named<'t>(
    write: Write<'t, Rule>,
    old: &AccountItem,
    new: &AccountItem,
    now: Timestamp,
) -> Write<'t, Rule> {
    let owner = NameOwner::of(new);
    let own = Condition::is("account_id", new.account_id);
    if old.kind == AccountKind::Company && old.name.unique() == new.name.unique() {
        return write.put_if(&owner, own, Rule::NameOwn);
    }
    let write = write.put_if(&owner, NameOwner::free(now), Rule::NameFree);
    match old.kind {
        AccountKind::Company => write.delete(&keys::name(&old.name.unique()), own, Rule::NameOwn),
        AccountKind::Individual => write,
    }
}

/// What is other than it was, from and to.
fn changes(old: &AccountItem, new: &AccountItem) -> Changes {
    let told = |of: &AccountItem| [json!(of.name), json!(of.kind), json!(of.time_zone)];
    let each = ["name", "kind", "time_zone"].into_iter().zip(told(old).into_iter().zip(told(new)));
    let changed = each.filter(|(_, (from, to))| from != to);
    changed.map(|(name, (from, to))| (name.to_owned(), json!({ "from": from, "to": to }))).collect()
}

fn changed(old: &AccountItem, asked: &Input) -> Result<AccountItem, Problem> {
    let mut new = AccountItem { version: old.version + 1, ..old.clone() };
    if let Given(Some(zone)) = &asked.time_zone {
        new.time_zone = zone.clone();
    }
    let name = asked.name.0.clone();
    match (old.kind, asked.kind.0) {
        (AccountKind::Company, Some(AccountKind::Individual)) => {
            let bad =
                Invalid::new("not_possible", "A company cannot become an individual account.");
            return Err(Problem::field("kind", bad));
        }
        (AccountKind::Individual, Some(AccountKind::Company)) => {
            let missing = || Invalid::new("missing", "An account becomes a company by a name.");
            new.name = name.ok_or_else(|| Problem::field("name", missing()))?;
            new.kind = AccountKind::Company;
            new.seat_limit = old.seat_limit.max(AccountKind::Company.first_seats());
        }
        (AccountKind::Individual, _) if name.is_some() => {
            let bad =
                Invalid::new("not_possible", "It has its holder's name; give kind company too.");
            return Err(Problem::field("name", bad));
        }
        _ => new.name = name.unwrap_or(new.name),
    }
    Ok(new)
}
