//! Declines an invitation signed in, without its mail: as user or as manager.

use shared::http::{Call, Code, NoContent, Person, Problem};

use super::my_invitation::{Standing, standing};
use crate::{
    invitations::{
        joining::decline,
        open::{OpenInvitation, ToBe},
    },
    managers::decline_invitation,
};

/// Declines the caller's invitation to an account. One that was accepted at this moment stays so.
pub async fn decline_my_invitation(call: Call<Person>) -> Result<NoContent, Problem> {
    let OpenInvitation { account, to_be } = match standing(&call, false).await? {
        Standing::Invited(invitation) => invitation,
        Standing::There(..) => return Err(Problem::new(Code::AlreadyActive)),
    };
    match to_be {
        ToBe::User(user) => decline(&call, *user, &account).await?,
        ToBe::Manager(manager) => decline_invitation::decline(&call, *manager, &account).await?,
    }
    Ok(NoContent)
}
