//! Which mails the caller gets, and how it is shown.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;
use shared::{
    app::App,
    domain::{AccountId, Email, MailClass},
    http::Problem,
    table::{
        StoreError,
        account::Account,
        keys,
        mail_stop::{MailStop, Stopped},
    },
};

use crate::drivers::views::AccountRef;

/// Which mails the caller gets, beside those that everybody must have: those of their sign-ins, their
/// address, and what they answer for.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "MyMails")]
pub struct MyMailsView {
    /// Whether they get reminders: that a course is due, or an invitation open.
    reminders: bool,
    /// Whether they get digests of the accounts that they look after.
    digest: bool,
    /// Whether they get all else that accounts mail: invitations, assignments, routes, sessions, codes.
    notices: bool,
    /// The accounts whose mails they get none of, of whatever kind.
    stopped_accounts: Vec<AccountRef>,
}

/// What the readers of a mailbox want no more of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// These classes.
    pub classes: BTreeSet<MailClass>,
    /// Whatever these accounts cause.
    pub accounts: BTreeSet<AccountId>,
}

/// What lies there that stops mails to an address.
pub async fn stops_of(app: &App, email: &Email) -> Result<Vec<MailStop>, StoreError> {
    app.table.all(&keys::mail_stops_of(&email.mailbox())).await
}

impl Choice {
    /// The choice that is made by what lies there: who wants no mails of any account wants none of any
    /// class.
    pub fn of(stops: &[MailStop]) -> Self {
        let (mut classes, mut accounts) = (BTreeSet::new(), BTreeSet::new());
        for stop in stops {
            match stop.of {
                Stopped::Account(account) => drop(accounts.insert(account)),
                Stopped::Class(class) => drop(classes.insert(class)),
                Stopped::All => classes.extend(MailClass::ALL),
            }
        }
        Self { classes, accounts }
    }

    /// How it is shown. Of an account that is not there any more nothing comes.
    pub async fn shown(&self, app: &App) -> Result<MyMailsView, Problem> {
        let found = app.table.get_many(self.accounts.iter().copied().map(keys::account)).await?;
        let mut stopped_accounts = vec![];
        for account in &self.accounts {
            let account: Option<Account> = found.get(&keys::account(*account))?;
            stopped_accounts.extend(account.as_ref().map(AccountRef::of));
        }
        let gets = |class| !self.classes.contains(&class);
        Ok(MyMailsView {
            reminders: gets(MailClass::Reminders),
            digest: gets(MailClass::Digest),
            notices: gets(MailClass::Notices),
            stopped_accounts,
        })
    }
}
