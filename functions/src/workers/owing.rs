//! Mails that follow from what was changed: whoever consumes it owes them, so no operation can forget them.

use shared::{
    app::App,
    domain::{AccountId, Email, MailId, Role, UserStatus},
    http::{Code, Problem},
    table::{WriteError, keys, mail::Mail},
};
use ulid::Ulid;

/// The address of an account's holder.
pub async fn holder(app: &App, account: AccountId) -> Result<Email, Problem> {
    let range = keys::users_with_address(account, Role::Holder, UserStatus::Active, "");
    let page = app.table.page(&range, 1, None, false).await?;
    let holder = page.items.first().and_then(keys::address_of);
    holder.ok_or_else(|| Problem::unavailable("the index lacks the holder"))
}

/// Owes a mail that is named by what it tells of: told of that again, it owes no second one.
pub async fn owe(app: &App, mail: &Mail) -> Result<(), Problem> {
    match app.table.write().create(mail, Code::Forbidden).run().await {
        Ok(()) | Err(WriteError::Refused(..)) => Ok(()),
        Err(WriteError::Store(error)) => Err(error.into()),
    }
}

/// Owes some mails in one write, which costs what a write for each does and is made sooner. Where one of
/// them was owed before, each is owed by itself.
pub async fn owe_some(app: &App, mails: &[Mail]) -> Result<(), Problem> {
    let write = app.table.write();
    match mails.iter().fold(write, |write, mail| write.create(mail, ())).run().await {
        Ok(()) => Ok(()),
        Err(WriteError::Refused(..)) => {
            for mail in mails {
                owe(app, mail).await?;
            }
            Ok(())
        }
        Err(WriteError::Store(error)) => Err(error.into()),
    }
}

/// A name for a mail that follows from what it tells of and from nothing else: from which thing, of
/// what kind the news are, and of which of its versions.
pub fn mail_id(of: Ulid, kind: u128, version: u64) -> MailId {
    MailId::from_ulid(Ulid::from(of.0 ^ (kind << 64) ^ u128::from(version)))
}
