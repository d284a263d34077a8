//! How the service does: whether mails get out, and whether numbers are as counted.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use shared::{
    email::Lane,
    http::{Call, Json, Operator, Problem},
    table::{
        Items, StoreError, keys,
        limit::{Count, MAILS_OF_NEW_ACCOUNTS},
        mail_mark::{Held, MailMark},
        recount_cursor::RecountCursor,
    },
};

/// How the service does.
#[derive(Serialize, JsonSchema)]
pub struct ServiceHealth {
    /// Whether mails get out.
    mails: MailsHealth,
    /// What the last nightly sample of accounts that were counted again came to; none before the first.
    counts: Option<CountsHealth>,
}

/// Whether mails get out.
#[derive(Serialize, JsonSchema)]
pub struct MailsHealth {
    /// Those that somebody waits for, to sign in.
    sign_ins: LaneHealth,
    /// All others.
    others: LaneHealth,
    /// How many more mails new accounts may send this hour, all together, to people who never agreed to it;
    /// what is more waits.
    new_accounts_left: u32,
    /// Of how many.
    new_accounts_most: u32,
}

/// Whether mails get out on one of their ways. Noted every five minutes.
#[derive(Serialize, JsonSchema)]
pub struct LaneHealth {
    /// When the newest left.
    sent_at: Option<Timestamp>,
    /// How many seconds it had been owed then, where that is known.
    waited_seconds: Option<u64>,
    /// When the newest was held up that had to be tried again.
    held_at: Option<Timestamp>,
    /// Why.
    held_because: Option<Held>,
}

/// What a sample of accounts that were counted again came to.
#[derive(Serialize, JsonSchema)]
pub struct CountsHealth {
    /// When it ended.
    counted_at: Timestamp,
    /// Accounts that were counted.
    accounts: usize,
    /// Numbers that were not as counted, and are now.
    mended: usize,
    /// Accounts that could not be counted.
    failed: usize,
}

/// Reads how the service does, as its workers note it.
pub async fn get_service_health(call: Call<Operator>) -> Result<Json<ServiceHealth>, Problem> {
    let new_accounts = MAILS_OF_NEW_ACCOUNTS.key("all");
    let marks = Lane::ALL.into_iter().flat_map(|lane| [MailMark::sent(lane), MailMark::held(lane)]);
    let wanted = marks.chain([new_accounts.clone(), keys::recount_cursor()]);
    let found = call.app.table.get_many(wanted).await?;
    let count: Option<Count> = found.get(&new_accounts)?;
    let left = MAILS_OF_NEW_ACCOUNTS.room(count.as_ref(), call.app.clock.now());
    let cursor: Option<RecountCursor> = found.get(&keys::recount_cursor())?;
    Ok(Json(ServiceHealth {
        mails: MailsHealth {
            sign_ins: lane(&found, Lane::SignIns)?,
            others: lane(&found, Lane::Others)?,
            new_accounts_left: left.unwrap_or_default(),
            new_accounts_most: MAILS_OF_NEW_ACCOUNTS.most,
        },
        counts: cursor.and_then(|cursor| cursor.last).map(|last| CountsHealth {
            counted_at: last.at,
            accounts: last.counted,
            mended: last.mended,
            failed: last.failed,
        }),
    }))
}

fn lane(found: &Items, lane: Lane) -> Result<LaneHealth, StoreError> {
    let sent: Option<MailMark> = found.get(&MailMark::sent(lane))?;
    let held: Option<MailMark> = found.get(&MailMark::held(lane))?;
    let waited_seconds = sent.as_ref().and_then(|mark| mark.waited_seconds);
    let held_because = held.as_ref().and_then(|mark| mark.because);
    Ok(LaneHealth {
        sent_at: sent.map(|mark| mark.at),
        waited_seconds,
        held_at: held.map(|mark| mark.at),
        held_because,
    })
}
