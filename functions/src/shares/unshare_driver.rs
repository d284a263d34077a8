//! Takes a driver back from another account, at once.

use shared::{
    http::{Account, Call, NoContent, Problem},
    table::{keys, share::SharedDriver},
};

use crate::drivers::{route_release::unshare, share_end::Ender};

/// Ends the share, and with it the driver's coming routes of that account.
pub async fn unshare_driver(call: Call<Account>) -> Result<NoContent, Problem> {
    let key = keys::shared_driver(call.path.recipient()?, call.path.user()?);
    let shared: SharedDriver = call.found(&key)?;
    if shared.home_account_id != call.who.account {
        return Err(Problem::not_found());
    }
    unshare(&call.app, Ender::Home(&call.who.caller.actor), &shared).await?;
    Ok(NoContent)
}
