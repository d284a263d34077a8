//! Gives a driver back to the account that shares them, at once.

use shared::{
    http::{Account, Call, Code, NoContent, Problem},
    table::{account::Account as AccountItem, keys, share::SharedDriver, user::User},
};

use super::{eligibility::is_driver, route_release::unshare, share_end::Ender};

/// Ends the share, and with it the driver's coming routes of this account.
pub async fn give_back_driver(call: Call<Account>) -> Result<NoContent, Problem> {
    let (account, user) = (call.who.account, call.path.user()?);
    let own: Option<User> = call.read.get(&keys::user(account, user))?;
    let home: AccountItem = call.found(&keys::account(account))?;
    if own.is_some_and(|own| is_driver(&own, &home)) {
        return Err(Problem::new(Code::OwnDriver));
    }
    let shared: SharedDriver = call.found(&keys::shared_driver(account, user))?;
    unshare(&call.app, Ender::Recipient(&call.who.caller.actor), &shared).await?;
    Ok(NoContent)
}
