//! How drivers are shown.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;
use shared::{
    app::App,
    domain::{AccountId, AccountName, Email, PersonName, Phone, UserId},
    http::Problem,
    table::{Items, account::Account, keys, user::User},
};

/// A driver, as their own account shows them, or an account that they are shared with.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Driver")]
pub struct DriverView {
    /// The driver's membership of their home account.
    pub id: UserId,
    /// The home account's record of the name.
    pub name: Option<PersonName>,
    /// The home account's record of the phone number.
    pub phone: Option<Phone>,
    /// Their address.
    pub email: Email,
    /// Whose driver it is.
    pub home_account: AccountRef,
    /// The accounts that the driver is shared with: told to the home account only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shared_with: Option<Vec<AccountRef>>,
}

/// An account, as others name it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AccountRef {
    /// Which.
    pub id: AccountId,
    /// Its name.
    pub name: AccountName,
}

impl DriverView {
    /// How a driver is shown to an account that they are shared with.
    pub fn of(user: User, home: &Account) -> Self {
        Self {
            id: user.user_id,
            name: user.name,
            phone: user.phone,
            email: user.email,
            home_account: AccountRef::of(home),
            shared_with: None,
        }
    }
}

impl AccountRef {
    /// How an account is named.
    pub fn of(account: &Account) -> Self {
        Self { id: account.account_id, name: account.name.clone() }
    }
}

/// Accounts that were read by their names.
pub struct Named(Items);

impl Named {
    /// Reads the names of some accounts; of none, without asking.
    pub async fn read(app: &App, accounts: &BTreeSet<AccountId>) -> Result<Self, Problem> {
        if accounts.is_empty() {
            return Ok(Self(Items::default()));
        }
        Ok(Self(app.table.get_many(accounts.iter().copied().map(keys::account)).await?))
    }

    /// One of them, if it is there.
    pub fn get(&self, account: AccountId) -> Result<Option<AccountRef>, Problem> {
        let account: Option<Account> = self.0.get(&keys::account(account))?;
        Ok(account.as_ref().map(AccountRef::of))
    }

    /// Some of them, in the order of their names.
    pub fn pick(&self, accounts: &BTreeSet<AccountId>) -> Result<Vec<AccountRef>, Problem> {
        let mut picked = Vec::with_capacity(accounts.len());
        for account in accounts {
            picked.extend(self.get(*account)?);
        }
        picked.sort_by_cached_key(|account| account.name.folded());
        Ok(picked)
    }
}
