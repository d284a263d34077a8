//! Reads an account.

use shared::{
    http::{Account, Call, Json, Problem},
    table::{account::Account as AccountItem, keys},
};

use super::views::AccountView;

/// Reads the account of the path.
pub async fn get_account(call: Call<Account>) -> Result<Json<AccountView>, Problem> {
    let account: AccountItem = call.found(&keys::account(call.who.account))?;
    Ok(Json(AccountView::of(&account, call.who.role)))
}
