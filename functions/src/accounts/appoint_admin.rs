//! Makes a user an admin, who acts for the holder.

use shared::{
    domain::{Role, event::Action},
    http::{Account, Call, Json, Problem},
    table::{keys, user::User},
};

use super::roles::set_role;
use crate::users::views::UserView;

/// Appoints an admin; one who is an admin stays so.
pub async fn appoint_admin(call: Call<Account>) -> Result<Json<UserView>, Problem> {
    let user: User = call.found(&keys::user(call.who.account, call.path.user()?))?;
    Ok(Json(set_role(&call, user, Role::Admin, Action::AdminAppointed).await?))
}
