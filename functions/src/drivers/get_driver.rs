//! The driver card.

use shared::{
    http::{Account, Call, Json, Problem},
    table::{
        account::Account as AccountItem,
        keys,
        share::{SharedDriver, Sharing},
        user::User,
    },
};

use super::{
    eligibility::is_driver,
    views::{DriverView, Named},
};

/// Reads a driver: an own one with whom they are shared, or one that is shared with the account.
pub async fn get_driver(call: Call<Account>) -> Result<Json<DriverView>, Problem> {
    let (account, user) = (call.who.account, call.path.user()?);
    let own: Option<User> = call.read.get(&keys::user(account, user))?;
    if let Some(own) = own {
        return get_own(&call, own).await;
    }
    let shared: SharedDriver = call.found(&keys::shared_driver(account, user))?;
    let home = keys::account(shared.home_account_id);
    let key = keys::user(shared.home_account_id, user);
    let found = call.app.table.get_many([home.clone(), key.clone()]).await?;
    let (home, user): (Option<AccountItem>, Option<User>) = (found.get(&home)?, found.get(&key)?);
    let driver = home.zip(user).filter(|(home, user)| is_driver(user, home));
    let (home, user) = driver.ok_or_else(Problem::not_found)?;
    Ok(Json(DriverView::of(user, &home)))
}

async fn get_own(call: &Call<Account>, user: User) -> Result<Json<DriverView>, Problem> {
    let home: AccountItem = call.found(&keys::account(user.account_id))?;
    if !is_driver(&user, &home) {
        return Err(Problem::not_found());
    }
    let sharing: Option<Sharing> = call.read.get(&keys::sharing(user.account_id, user.user_id))?;
    let recipients = sharing.map(|sharing| sharing.recipients).unwrap_or_default();
    let shared_with = Some(Named::read(&call.app, &recipients).await?.pick(&recipients)?);
    Ok(Json(DriverView { shared_with, ..DriverView::of(user, &home) }))
}
