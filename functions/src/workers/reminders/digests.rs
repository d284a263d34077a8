//! The weekly digest: what waits in an account, to each of those who look after it, of what they see
//! there. On Mondays at five in the morning, UTC: before Europe's work begins.

use futures::{StreamExt, TryStreamExt, stream};
use jiff::{Timestamp, civil::Weekday, tz::TimeZone};
use shared::{
    app::App,
    domain::AccountId,
    http::Problem,
    table::{
        Item,
        account::Account,
        keys::{self, Range},
        mail::{Content, GOOD_DIGEST, Mail},
        reminder_cursor::Reminder,
        reminder_settings::{Digest, ReminderSettings},
    },
};
use ulid::Ulid;

use super::{
    super::owing::mail_id,
    digest_readers::{Readers, readers},
    later,
    waiting::waiting,
};

/// The hour of its Monday.
const HOUR: i8 = 5;
/// How many accounts are looked at side by side: each may have many readers, of whom each sees another
/// part of it.
const SIDE_BY_SIDE: usize = 8;
/// Which kind of news it is, among those that name mails: as of the other reminders.
const KIND: u128 = 10 + Reminder::WeeklyDigest as u128;

/// The moment of a digest behind one moment and not behind another, which are of one day.
pub fn moment(after: Timestamp, up_to: Timestamp) -> Option<Timestamp> {
    let date = up_to.to_zoned(TimeZone::UTC).date();
    let moment = date.at(HOUR, 0, 0, 0).to_zoned(TimeZone::UTC).ok()?.timestamp();
    let is_it = date.weekday() == Weekday::Monday && after < moment && moment <= up_to;
    is_it.then_some(moment)
}

/// Among what accounts are looked for that get the digest of a moment: none if that is long ago.
pub fn accounts(moment: Option<Timestamp>, now: Timestamp) -> Vec<Range> {
    match moment {
        Some(moment) if now < later(moment, GOOD_DIGEST) => keys::digests(),
        _ => vec![],
    }
}

/// The digests of a moment of the accounts that entries of an index name.
pub async fn mails(app: &App, moment: Timestamp, entries: &[Item]) -> Result<Vec<Mail>, Problem> {
    let ids: Vec<AccountId> = entries.iter().filter_map(keys::account_of).collect();
    let wanted = ids.iter().flat_map(|id| [keys::account(*id), keys::reminder_settings(*id)]);
    let read = app.table.get_many(wanted).await?;
    let mut accounts: Vec<Account> = Vec::with_capacity(ids.len());
    for id in ids {
        if ReminderSettings::of(id, &read)?.digest == Digest::Weekly {
            accounts.extend(read.get(&keys::account(id))?);
        }
    }
    let digests = stream::iter(accounts).map(|account| of_account(app, account, moment));
    digests.buffered(SIDE_BY_SIDE).try_concat().await
}

async fn of_account(app: &App, account: Account, moment: Timestamp) -> Result<Vec<Mail>, Problem> {
    let Readers { readers, invited } = readers(app, account.account_id).await?;
    let mut seen = vec![];
    for reader in &readers {
        if !seen.contains(&reader.within) {
            seen.push(reader.within.clone());
        }
    }
    let waiting = waiting(app, &account, &seen, &invited).await?;
    let mut mails = vec![];
    for reader in readers {
        let mut counted = seen.iter().zip(&waiting);
        let of_theirs = counted.find(|(within, _)| **within == reader.within);
        let Some((_, waiting)) = of_theirs.filter(|(_, waiting)| !waiting.is_nothing()) else {
            continue;
        };
        // An account has a person once.
        let of = Ulid(account.account_id.ulid().0 ^ reader.person.ulid().0);
        let mail_id = mail_id(of, KIND, moment.as_second().unsigned_abs());
        let content = Content::WeeklyDigest {
            account: account.name.clone(),
            waiting: *waiting,
            name: reader.name,
        };
        let now = app.clock.now();
        let mail = Mail::owed(mail_id, account.account_id, reader.email, content, now);
        mails.push(mail.read_by(reader.person));
    }
    Ok(mails)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_on_monday_at_five_and_once() {
        let time = |text: &str| -> Timestamp { text.parse().expect("a time") };
        let monday = time("2026-11-30T05:00:00Z");
        let found = |after, up_to| moment(time(after), time(up_to));
        assert_eq!(found("2026-11-30T00:00:00Z", "2026-11-30T04:59:59Z"), None);
        assert_eq!(found("2026-11-30T04:59:59Z", "2026-11-30T05:00:00Z"), Some(monday));
        assert_eq!(found("2026-11-30T05:00:00Z", "2026-11-30T06:00:00Z"), None);
        assert_eq!(found("2026-12-01T04:00:00Z", "2026-12-01T06:00:00Z"), None);
    }

    #[test]
    fn one_that_is_three_days_late_makes_no_sense_any_more() {
        let monday: Timestamp = "2026-11-30T05:00:00Z".parse().expect("a time");
        let after = |hours| later(monday, jiff::SignedDuration::from_hours(hours));
        assert!(!accounts(Some(monday), after(71)).is_empty());
        assert!(accounts(Some(monday), after(72)).is_empty());
        assert!(accounts(None, after(1)).is_empty());
    }
}
