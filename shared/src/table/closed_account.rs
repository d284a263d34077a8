//! Closed accounts: what is left of one in place of its item. Its name, for those who are told of
//! what ends with it; and the work of ending that, round by round, of which the stream tells.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Change, Condition, Entity, Key, StoreError, Table, account::Account, keys};
use crate::domain::{AccountId, AccountKind, AccountName};

/// An account that its holder has closed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ClosedAccount {
    /// Which.
    pub account_id: AccountId,
    /// What it was called.
    pub name: AccountName,
    /// What it was.
    pub kind: AccountKind,
    /// When it was closed.
    pub closed_at: Timestamp,
    /// How many rounds of ending what it had are over.
    #[serde(default)]
    pub round: u64,
}

impl ClosedAccount {
    /// What is left of an account.
    pub fn of(account: &Account, closed_at: Timestamp) -> Self {
        let Account { account_id, kind, .. } = *account;
        Self { account_id, name: account.name.clone(), kind, closed_at, round: 0 }
    }

    /// The change that asks for another round.
    pub fn another_round(&self) -> Change {
        Change::of(self.key()).add("round", 1)
    }

    /// The condition that no other round is over since it was read.
    pub fn same_round(&self) -> Condition {
        Condition::is("round", self.round)
    }
}

impl Entity for ClosedAccount {
    const KIND: &'static str = "closed_account";

    fn key(&self) -> Key {
        keys::closed_account(self.account_id)
    }
}

impl Table {
    /// What an account is called, or was when it was closed.
    pub async fn account_name(&self, id: AccountId) -> Result<Option<AccountName>, StoreError> {
        let (open, closed) = self.open_or_closed(id).await?;
        Ok(open.map(|one| one.name).or(closed.map(|one| one.name)))
    }

    /// What an account is, or was when it was closed.
    pub async fn account_kind(&self, id: AccountId) -> Result<Option<AccountKind>, StoreError> {
        let (open, closed) = self.open_or_closed(id).await?;
        Ok(open.map(|one| one.kind).or(closed.map(|one| one.kind)))
    }

    async fn open_or_closed(
        &self,
        id: AccountId,
    ) -> Result<(Option<Account>, Option<ClosedAccount>), StoreError> {
        let (open, closed) = (keys::account(id), keys::closed_account(id));
        let found = self.get_many([open.clone(), closed.clone()]).await?;
        Ok((found.get(&open)?, found.get(&closed)?))
    }
}
