//! Accepts an invitation signed in, without its mail: as user or as manager.

use shared::{
    http::{Call, Json, Person, Problem},
    table::Attempts,
};

use super::{
    my_invitation::{Standing, standing},
    views::ContextView,
};
use crate::{
    invitations::{
        joining::join,
        open::{OpenInvitation, ToBe},
    },
    managers::accept_invitation::accept,
};

/// Accepts the caller's invitation to an account; again: the same context.
pub async fn accept_my_invitation(call: Call<Person>) -> Result<Json<ContextView>, Problem> {
    let (attempts, mut anew) = (Attempts::begin(), false);
    while attempts.go_on() {
        let OpenInvitation { account, to_be } = match standing(&call, anew).await? {
            Standing::Invited(invitation) => invitation,
            Standing::There(context, account) => {
                return Ok(Json(ContextView::read(&call.app, *context, &account).await?));
            }
        };
        match to_be {
            ToBe::Manager(manager) => return accept(&call, *manager, &account).await,
            ToBe::User(user) => {
                if let Some((context, account)) = join(&call, *user, account).await? {
                    return Ok(Json(ContextView::read(&call.app, context, &account).await?));
                }
            }
        }
        anew = true;
    }
    Err(Problem::unavailable("an invitation kept changing"))
}
