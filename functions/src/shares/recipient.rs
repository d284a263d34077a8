//! The account that drivers are shared with.

use shared::{
    domain::{AccountKind, Invalid},
    http::{Account, Call, Problem},
    table::{account::Account as AccountItem, keys},
};

/// The company of the path, which was read with the caller's standing. Drivers are not shared
/// with their own account, nor with an individual one.
pub fn recipient_of<B, Q>(call: &Call<Account, B, Q>) -> Result<AccountItem, Problem> {
    let recipient = call.path.recipient()?;
    if recipient == call.who.account {
        let own = Invalid::new("own_account", "Drivers are shared with other accounts only.");
        return Err(Problem::field("recipient", own));
    }
    let recipient: AccountItem = call.found(&keys::account(recipient))?;
    match recipient.kind {
        AccountKind::Company => Ok(recipient),
        AccountKind::Individual => Err(Problem::not_found()),
    }
}
