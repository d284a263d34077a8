//! What a run has read of accounts and need not read again: of many that are due at once most are of few
//! accounts.

use std::collections::{BTreeMap, BTreeSet};

use shared::{
    app::App,
    domain::{AccountId, AccountName},
    http::Problem,
    table::{account::Account, keys, reminder_settings::ReminderSettings},
};

/// Accounts that were looked at; those that are gone are none.
#[derive(Default)]
pub struct Known(BTreeMap<AccountId, Option<Reminding>>);

/// What matters of an account.
pub struct Reminding {
    /// What it is called.
    pub name: AccountName,
    /// Of what it lets people be reminded.
    pub settings: ReminderSettings,
}

impl Known {
    /// Looks at those accounts that are not known.
    pub async fn look(
        &mut self,
        app: &App,
        accounts: impl Iterator<Item = AccountId>,
    ) -> Result<(), Problem> {
        let unknown: BTreeSet<_> = accounts.filter(|id| !self.0.contains_key(id)).collect();
        let wanted =
            unknown.iter().flat_map(|id| [keys::account(*id), keys::reminder_settings(*id)]);
        let read = app.table.get_many(wanted).await?;
        for id in unknown {
            let account: Option<Account> = read.get(&keys::account(id))?;
            let settings = ReminderSettings::of(id, &read)?;
            self.0.insert(id, account.map(|Account { name, .. }| Reminding { name, settings }));
        }
        Ok(())
    }

    /// What was found of an account.
    pub fn get(&self, account: AccountId) -> Option<&Reminding> {
        self.0.get(&account)?.as_ref()
    }
}
