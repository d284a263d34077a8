//! Reads a user.

use shared::{
    http::{Account, Call, Json, Problem},
    table::{keys, user::User},
};

use super::views::{UserView, views};
use crate::scope::sees;

/// Reads a user.
pub async fn get_user(call: Call<Account>) -> Result<Json<UserView>, Problem> {
    let user: User = call.found(&keys::user(call.who.account, call.path.user()?))?;
    if !sees(&call.app, &call.who.within, &user).await? {
        return Err(Problem::not_found());
    }
    let view = views(&call.app, vec![user], &call.who).await?.pop();
    Ok(Json(view.ok_or_else(Problem::not_found)?))
}
