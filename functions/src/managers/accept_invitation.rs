//! Accepts the invitation to look after an account: it joins the caller's contexts.
//!
//! | rule | condition in the write |
//! |---|---|
//! | an invitation that is removed is dead, and accepting twice is harmless (11) | the manager has the version that was read, and has not accepted |
//! | who holds an account cannot manage (2) | the person holds none |
//! | who manages cannot come to hold one (2) | the person's count of managed accounts goes up in the same write |

use shared::{
    domain::{Role, event::Action},
    http::{Call, Code, Json, Person, Problem},
    table::{
        Change, Condition, Entity, Write, WriteError,
        account::Account,
        keys,
        manager::Manager,
        person::{Context, Person as PersonItem},
    },
};

use super::invitation::{Input, invited};
use crate::me::views::ContextView;

/// The rules that the write holds.
#[derive(Clone, Copy)]
enum Rule {
    Unchanged,
    HoldsNone,
    /// The person is invited and has no context there: the manager's item says so.
    Guard,
}

/// How often accepting is tried while the manager is being changed.
const TRIES: usize = 8;

/// Accepts an invitation.
pub async fn accept_invitation(call: Call<Person, Input>) -> Result<Json<ContextView>, Problem> {
    let manager = invited(&call).await?;
    let account: Account = call.found(&keys::account(manager.account_id))?;
    accept(&call, manager, &account).await
}

/// Accepts as the caller, to whom this manager's invitation is.
pub async fn accept<B>(
    call: &Call<Person, B>,
    mut manager: Manager,
    account: &Account,
) -> Result<Json<ContextView>, Problem> {
    for _ in 0..TRIES {
        if manager.accepted_at.is_some() {
            return accepted_before(call, &manager, account).await;
        }
        if call.who.person.holds.is_some() {
            return Err(holds_one());
        }
        let context = context(call, &manager);
        match write(call, &manager, &context).run().await {
            Ok(()) => return Ok(Json(ContextView::read(&call.app, context, account).await?)),
            Err(WriteError::Refused(Rule::Unchanged, newer)) => {
                manager = Manager::from_item(newer.ok_or_else(Problem::not_found)?)?;
            }
            Err(WriteError::Refused(Rule::HoldsNone, _)) => {
                return Err(holds_one());
            }
            Err(WriteError::Refused(Rule::Guard, _)) => {
                return Err(Problem::internal("an invitation without its other side"));
            }
            Err(WriteError::Store(error)) => return Err(error.into()),
        }
    }
    Err(Problem::unavailable("a manager kept changing"))
}

/// The refusal of somebody who holds an account, perhaps since somebody redeemed a code for them.
fn holds_one() -> Problem {
    let detail = "You hold an account, and who does cannot manage others. Use a separate e-mail \
                  address for it, or close your own account first (DELETE /v1/accounts/{account}) \
                  and accept again.";
    Problem::because(Code::AccountHolderCannotManage, detail)
}

/// The context that an earlier acceptance made, perhaps at this moment.
async fn accepted_before<B>(
    call: &Call<Person, B>,
    manager: &Manager,
    account: &Account,
) -> Result<Json<ContextView>, Problem> {
    let key = keys::context(call.who.person.person_id, manager.account_id);
    let context: Option<Context> = match call.read.get(&key)? {
        Some(context) => Some(context),
        None => call.app.table.get(&key).await?,
    };
    let context = context.ok_or_else(Problem::not_found)?;
    Ok(Json(ContextView::read(&call.app, context, account).await?))
}

fn context<B>(call: &Call<Person, B>, manager: &Manager) -> Context {
    Context {
        person_id: call.who.person.person_id,
        account_id: manager.account_id,
        role: Role::Manager,
        user_id: None,
        manager_id: Some(manager.manager_id),
        scope: Some(manager.scope.clone()),
        via: None,
        labels: vec![],
        firm_labels: vec![],
        last_used_at: call.app.clock.now(),
    }
}

fn write<'c, B>(
    call: &'c Call<Person, B>,
    manager: &Manager,
    context: &Context,
) -> Write<'c, Rule> {
    let (person_id, account_id) = (call.who.person.person_id, manager.account_id);
    let accepted = Change::of(manager.key())
        .set("accepted_at", call.app.clock.now())
        .set_or_remove("name", call.who.person.name.as_ref())
        .set("version", manager.version + 1);
    let unchanged = Condition::is("version", manager.version);
    let manages = Change::of(keys::person(person_id));
    let manages = manages.count("manages", 1).count("invited_to_manage", -1);
    let holds_none = PersonItem::holds_none();
    let subject = ("manager", manager.manager_id.to_string());
    let changes = manager.named();
    let actor = &call.who.caller.actor;
    let event = call.event(account_id, actor, Action::ManagerAccepted, subject, changes);
    call.app
        .table
        .write()
        .change(accepted, unchanged, Rule::Unchanged)
        .change(manages, holds_none, Rule::HoldsNone)
        .create(context, Rule::Guard)
        .delete(&keys::invited(person_id, account_id), Condition::Present, Rule::Guard)
        .put(&event)
}
