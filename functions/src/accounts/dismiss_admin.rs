//! Makes an admin a driver again.

use shared::{
    domain::{Role, event::Action},
    http::{Account, Call, NoContent, Problem},
    table::{keys, user::User},
};

use super::roles::set_role;

/// Dismisses an admin; who is none is not found here.
pub async fn dismiss_admin(call: Call<Account>) -> Result<NoContent, Problem> {
    let user: User = call.found(&keys::user(call.who.account, call.path.user()?))?;
    if user.role == Role::Driver {
        return Err(Problem::not_found());
    }
    set_role(&call, user, Role::Driver, Action::AdminDismissed).await?;
    Ok(NoContent)
}
