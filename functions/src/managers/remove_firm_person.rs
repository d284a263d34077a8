//! Ends that one of a firm's people looks after the account: it holds from the next request on, and the
//! firm goes on.

use shared::{
    domain::event::Action,
    http::{Account, Call, NoContent, Problem},
    table::{keys, manager::Manager},
};

use crate::firms::{call_back::call_back, trail::By};

/// Removes one of a firm's people.
pub async fn remove_firm_person(call: Call<Account>) -> Result<NoContent, Problem> {
    let (account, person) = (call.who.account, call.path.person()?);
    let manager: Manager = call.found(&keys::manager(account, call.path.manager()?))?;
    let firm = manager.firm().ok_or_else(Problem::not_found)?;
    let (client, by) = (keys::client(firm, account), By::Client(&call.who.caller.actor));
    call_back(&call.app, &client, person, by, Action::ManagerPeopleChanged).await?;
    Ok(NoContent)
}
