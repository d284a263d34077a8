//! Which of the account's own drivers another account sees.

use schemars::JsonSchema;
use serde::Serialize;
use shared::{
    domain::{PersonName, UserId},
    http::{Account, Call, Json, List, Listed, Problem, input::NoBody},
    table::{account::Account as AccountItem, keys, user::User},
};

use super::recipient::recipient_of;
use crate::drivers::eligibility::{drivers_of, is_driver};

/// Whether a driver is shared with the account.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Share")]
pub struct ShareView {
    /// The driver.
    driver: SharedDriverRef,
    /// Whether they are shared.
    shared: bool,
}

/// A driver, by name.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ShareDriver")]
pub struct SharedDriverRef {
    /// Which.
    id: UserId,
    /// The account's own record of the name.
    name: Option<PersonName>,
}

/// Lists the account's own drivers by address, each with whether they are shared.
pub async fn list_shares(
    call: Call<Account, NoBody, Listed>,
) -> Result<Json<List<ShareView>>, Problem> {
    let (app, account) = (&call.app, call.who.account);
    let recipient = recipient_of(&call)?.account_id;
    let home: AccountItem = call.found(&keys::account(account))?;
    let list = format!("shares of {account} with {recipient}");
    let start = call.query.start(app, &list).await?;
    let page = app.table.page(&drivers_of(&home, ""), call.query.limit(), start, false).await?;
    let users: Vec<_> = page.items.iter().filter_map(keys::user_of).collect();
    let wanted = users
        .iter()
        .flat_map(|user| [keys::user(account, *user), keys::shared_driver(recipient, *user)]);
    let found =
        if users.is_empty() { Default::default() } else { app.table.get_many(wanted).await? };
    let mut views = Vec::with_capacity(users.len());
    for id in users {
        let user: Option<User> = found.get(&keys::user(account, id))?;
        let Some(user) = user.filter(|user| is_driver(user, &home)) else { continue };
        let shared = found.has(&keys::shared_driver(recipient, id));
        views.push(ShareView { driver: SharedDriverRef { id, name: user.name }, shared });
    }
    Ok(Json(call.query.page(app, &list, views, page.next).await?))
}
