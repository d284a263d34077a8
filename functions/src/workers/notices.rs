//! Tells those who manage two accounts what happened between them: their holders and admins are
//! found now, and each is owed a mail. It says no more than the companies' names and how many
//! drivers it was.

use futures::{future::try_join_all, try_join};
use shared::{
    app::App,
    domain::{AccountId, Email, MailId, Role, UserStatus},
    http::{Code, Problem},
    table::{
        WriteError, keys,
        mail::{Content, Mail},
        notice::{Happened, Notice},
    },
};

use super::{Record, record::read};
use crate::drivers::route_release::take_off_rest;

/// How many of an account's admins are told at most.
const MOST: usize = 20;

/// Owes the mails of a new notice: all in one write, named by the notice, so that telling it again
/// owes none twice. What a call that took a driver back did not come to is done before.
pub async fn tell(app: &App, record: &Record) -> Result<(), Problem> {
    let made = if record.old.is_none() { read::<Notice>(record.new.as_ref())? } else { None };
    let Some(notice) = made else { return Ok(()) };
    if let Happened::Unshared { share } = &notice.what {
        take_off_rest(app, share).await?;
    }
    let mails = mails(app, &notice).await?;
    if mails.is_empty() {
        return Ok(());
    }
    let write =
        mails.iter().fold(app.table.write(), |write, mail| write.create(mail, Code::Forbidden));
    match write.run().await {
        // Who was told before is told no more.
        Ok(()) | Err(WriteError::Refused(..)) => Ok(()),
        Err(WriteError::Store(error)) => Err(error.into()),
    }
}

async fn mails(app: &App, notice: &Notice) -> Result<Vec<Mail>, Problem> {
    let (home, recipient) = (notice.home_account_id, notice.recipient_id);
    let names = try_join!(app.table.account_name(home), app.table.account_name(recipient))?;
    let (Some(ours), Some(theirs)) = names else { return Ok(vec![]) };
    let (drivers, shared) = match notice.what {
        Happened::Shared { drivers } => (drivers, true),
        Happened::Unshared { .. } => (1, false),
        Happened::GivenBack { drivers } => (drivers, false),
    };
    let mut ulid = notice.notice_id.ulid();
    let mut mails = vec![];
    for (account, to_home) in [(home, true), (recipient, false)] {
        for to in people(app, account).await? {
            let (home, recipient) = (ours.clone(), theirs.clone());
            let content = Content::Sharing { home, recipient, drivers, shared, to_home };
            // The drivers' account causes both: it is whose mails their reader may stop.
            mails.push(Mail::owed(
                MailId::from_ulid(ulid),
                notice.home_account_id,
                to,
                content,
                notice.at,
            ));
            ulid = ulid.increment().unwrap_or_else(|first| first);
        }
    }
    Ok(mails)
}

/// The addresses of those who manage an account.
async fn people(app: &App, account: AccountId) -> Result<Vec<Email>, Problem> {
    let ranges = [Role::Holder, Role::Admin]
        .map(|role| keys::users_with_address(account, role, UserStatus::Active, ""));
    let pages = ranges.iter().map(|range| app.table.page(range, MOST, None, false));
    let pages = try_join_all(pages).await?;
    Ok(pages.iter().flat_map(|page| &page.items).filter_map(keys::address_of).collect())
}
