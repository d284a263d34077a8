//! Leaves an account: the caller's right to act in it is gone at once.

use serde_json::json;
use shared::{
    domain::{ManagerId, Role, event::Action},
    http::{Call, Code, NoContent, Person, Problem},
    table::{Condition, account::Account, keys, person::Context, user::User},
};

use crate::{
    firms::{call_back::call_back, trail::By},
    managers::removal::remove_accepted,
    users::removal::{remove, told},
};

/// Leaves an account. Who holds it hands it over first.
pub async fn leave_context(call: Call<Person>) -> Result<NoContent, Problem> {
    let account = call.path.account()?;
    // One that was closed has nobody any more, though it may take a while until none is left.
    call.found::<Account>(&keys::account(account))?;
    let context: Context = call.found(&keys::context(call.who.person.person_id, account))?;
    match (context.role, context.manager_id) {
        (Role::Holder, _) => Err(Problem::new(Code::HolderCannotLeave)),
        (Role::Manager, Some(manager)) => leave_as_manager(&call, &context, manager).await,
        _ => leave_as_user(&call, &context).await,
    }
}

/// A manager leaves as they are removed. Both sides being there is the condition: one who is
/// removed at this moment is gone already.
async fn leave_as_manager(
    call: &Call<Person>,
    context: &Context,
    manager: ManagerId,
) -> Result<NoContent, Problem> {
    let (account, person) = (context.account_id, context.person_id);
    if let Some(via) = context.via {
        // The firm's grant stays: just this one of its people leaves.
        let (client, by) =
            (keys::client(via.firm_id, account), By::FirmPerson(&call.who.caller.actor));
        call_back(&call.app, &client, person, by, Action::ManagerLeft).await?;
        return Ok(NoContent);
    }
    let subject = ("manager", manager.to_string());
    let changes = json!({ "email": call.who.person.email });
    let actor = &call.who.caller.actor;
    let event = call.event(account, actor, Action::ManagerLeft, subject, changes);
    let (write, there) = (call.app.table.write(), Condition::Present);
    let write = remove_accepted(write, (account, manager), person, there, Code::NotFound);
    write.put(&event).run().await?;
    Ok(NoContent)
}

/// A user leaves as they are removed, with all that follows from it.
async fn leave_as_user(call: &Call<Person>, context: &Context) -> Result<NoContent, Problem> {
    let user = context.user_id.ok_or_else(Problem::not_found)?;
    let user = call.app.table.get::<User>(&keys::user(context.account_id, user)).await?;
    let user = user.ok_or_else(Problem::not_found)?;
    let event = told(call, &call.who.caller.actor, &user);
    match remove(&call.app, user, |_| Ok(()), &event).await {
        // They came to hold the account at this moment.
        Err(problem) if problem.code == Code::HolderCannotBeRemoved => {
            Err(Problem::new(Code::HolderCannotLeave))
        }
        outcome => outcome.map(|()| NoContent),
    }
}
