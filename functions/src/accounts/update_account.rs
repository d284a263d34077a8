//! Renames an account, or makes an individual one a company.

use deserr::Deserr;
use schemars::JsonSchema;
use serde_json::json;
use shared::{
    domain::{AccountKind, AccountName, FieldErrors, Invalid, event::Action},
    http::{Account, Call, Code, Json, Problem},
    table::{
        Change, Condition,
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
    name: Option<AccountName>,
    /// `company`: an individual account becomes one by being given a name.
    #[deserr(default)]
    kind: Option<AccountKind>,
}

/// Changes the account. A company's new name is claimed and its old one freed in the same write;
/// the unchanged version is the condition, so that of two changes at once one is told.
pub async fn update_account(call: Call<Account, Input>) -> Result<Json<AccountView>, Problem> {
    let old: AccountItem = call.found(&keys::account(call.who.account))?;
    call.expect_version(old.version)?;
    let new = changed(&old, call.body.name.clone(), call.body.kind)?;
    if (&new.name, new.kind) == (&old.name, old.kind) {
        return Ok(Json(AccountView::of(&old, call.who.role)));
    }
    let index = keys::account_by_name(new.account_id, &new.name.folded());
    let change = Change::of(keys::account(new.account_id))
        .set("name", &new.name)
        .set("kind", new.kind)
        .set("seat_limit", new.seat_limit)
        .set("active_drivers", new.active_drivers)
        .set("version", new.version)
        .index(index);
    let same = Condition::is("version", old.version);
    let mut write = call.app.table.write().change(change, same, Code::StaleVersion);
    let owner = NameOwner { name: new.name.clone(), account_id: new.account_id };
    let own = Condition::is("account_id", new.account_id);
    if old.kind == AccountKind::Company && old.name.folded() == new.name.folded() {
        write = write.put_if(&owner, own, Code::StaleVersion);
    } else {
        write = write.create(&owner, Code::AccountNameTaken);
        if old.kind == AccountKind::Company {
            write = write.delete(&keys::name(&old.name.folded()), own, Code::StaleVersion);
        }
    }
    let subject = ("account", new.account_id.to_string());
    let changes = json!({
        "name": { "from": old.name, "to": new.name },
        "kind": { "from": old.kind, "to": new.kind },
    });
    let actor = &call.who.caller.actor;
    write
        .put(&call.event(new.account_id, actor, Action::AccountChanged, subject, changes))
        .run()
        .await?;
    Ok(Json(AccountView::of(&new, call.who.role)))
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
            // The holder was the account's driver; a company's holder is not.
            new.active_drivers = old.active_drivers.saturating_sub(1);
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
