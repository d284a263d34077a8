//! Reads a user.

use shared::{
    http::{Account, Call, Json, Problem},
    table::{keys, user::User},
};

use super::views::{UserView, view};
use crate::scope::sees;

/// Reads a user.
pub async fn get_user(call: Call<Account>) -> Result<Json<UserView>, Problem> {
    let user: User = call.found(&keys::user(call.who.account, call.path.user()?))?;
    if !sees(&call.app, &call.who.within, &user).await? {
        return Err(Problem::not_found());
    }
    Ok(Json(view(&call.app, user, &call.who).await?))
}
