//! Changes a manager's scope: it holds from the next request on.

use deserr::Deserr;
use futures::join;
use schemars::JsonSchema;
use serde_json::json;
use shared::{
    domain::{FieldErrors, Scope, event::Action},
    http::{Account, Call, Json, Problem},
    table::{Attempts, Change, Condition, Entity, WriteError, keys, manager::Manager},
};

use super::{
    scope_input::ScopeInput,
    views::{Beside, ManagerView, view},
};

/// What to change.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Input {
    /// How far the right reaches from now on.
    scope: ScopeInput,
}

/// Changes a scope, on both sides in one write. The manager's unchanged version is the condition:
/// one who accepts at this moment gets the new scope or is looked at again.
pub async fn update_manager(call: Call<Account, Input>) -> Result<Json<ManagerView>, Problem> {
    let account = call.who.account;
    let mut manager: Manager = call.found(&keys::manager(account, call.path.manager()?))?;
    let scope = call.body.scope.of_account(account, &call.read)?;
    let mut attempts = Attempts::begin();
    while attempts.go_on() {
        call.expect_version(manager.version)?;
        if manager.scope == scope {
            return Ok(Json(view(&call.app, manager).await?));
        }
        // What is shown with a manager lies elsewhere: it is read while the scope is written.
        let (written, beside) =
            join!(write(&call, &manager, &scope), Beside::read(&call.app, &manager));
        match written {
            Ok(()) => {
                let changed = Manager { scope, version: manager.version + 1, ..manager };
                return Ok(Json(ManagerView::of(&call.app, changed, beside?).await?));
            }
            Err(WriteError::Refused((), Some(newer))) => {
                manager = attempts.newest(&call.app.table, newer).await?
            }
            Err(WriteError::Refused((), None)) => return Err(Problem::not_found()),
            Err(WriteError::Store(error)) => return Err(error.into()),
        }
    }
    Err(Problem::unavailable("a manager kept changing"))
}

async fn write(
    call: &Call<Account, Input>,
    old: &Manager,
    scope: &Scope,
) -> Result<(), WriteError<()>> {
    let change = Change::of(old.key()).set("scope", scope).set("version", old.version + 1);
    let unchanged = Condition::is("version", old.version);
    let mut write = call.app.table.write().change(change, unchanged, ());
    // A firm's people have the scope of the firm's grant, and none of their own.
    let person = old.person().filter(|_| old.accepted_at.is_some());
    if let Some(person) = person {
        let context = Change::of(keys::context(person.person_id, old.account_id));
        let own = Condition::is("manager_id", old.manager_id);
        write = write.change(context.set("scope", scope), own, ());
    }
    let subject = ("manager", old.manager_id.to_string());
    let changes = json!({ "scope": { "from": old.scope, "to": scope } });
    let actor = &call.who.caller.actor;
    let event = call.event(old.account_id, actor, Action::ManagerChanged, subject, changes);
    write.put(&event).run().await
}
