//! Renames an account, or makes an individual one a company.

use deserr::Deserr;
use schemars::JsonSchema;
use serde_json::json;
use shared::{
    domain::{AccountKind, AccountName, FieldErrors, Invalid, event::Action},
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
        let new = changed(&old, call.body.name.0.clone(), call.body.kind.0)?;
        if (&new.name, new.kind) == (&old.name, old.kind) {
            return Ok(Json(AccountView::of(&old, call.who.role)));
        }
        match write(&call, &old, &new).run().await {
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
) -> Write<'t, Rule> {
    let change = Change::of(new.key())
        .set("name", &new.name)
        .set("kind", new.kind)
        .set("seat_limit", new.seat_limit)
        .set("version", new.version)
        .places(new.index());
    // The holder was the account's driver; a company's holder is not.
    let change = if old.kind == new.kind { change } else { change.count("active_drivers", -1) };
    let same = Condition::is("version", old.version);
    let mut write = call.app.table.write().change(change, same, Rule::Unchanged);
    let owner = NameOwner::of(new);
    let own = Condition::is("account_id", new.account_id);
    if old.kind == AccountKind::Company && old.name.unique() == new.name.unique() {
        write = write.put_if(&owner, own, Rule::NameOwn);
    } else {
        write = write.put_if(&owner, NameOwner::free(call.app.clock.now()), Rule::NameFree);
        if old.kind == AccountKind::Company {
            write = write.delete(&keys::name(&old.name.unique()), own, Rule::NameOwn);
        }
    }
    let subject = ("account", new.account_id.to_string());
    let changes = json!({
        "name": { "from": old.name, "to": new.name },
        "kind": { "from": old.kind, "to": new.kind },
    });
    let actor = &call.who.caller.actor;
    write.put(&call.event(new.account_id, actor, Action::AccountChanged, subject, changes))
}

fn changed(
    old: &AccountItem,
    name: Option<AccountName>,
    kind: Option<AccountKind>,
) -> Result<AccountItem, Problem> {
    let mut new = AccountItem { version: old.version + 1, ..old.clone() };
    match (old.kind, kind) {
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
