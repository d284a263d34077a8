//! All of an account's drivers on their way to being shared, in as many calls as it takes. Each call
//! goes on where the one before stopped, so that all of them together look at each driver once.

use shared::{
    http::Problem,
    table::{
        Condition, Entity, WriteError, keys,
        read::{Start, start_after},
        share::ShareProgress,
        user::User,
    },
};

use super::{bulk_share::Sharing, chosen_drivers::Chosen};
use crate::drivers::eligibility::{drivers_of, is_driver};

/// How many drivers one call shares.
const MOST: usize = 1_000;
/// How many drivers one call looks at, about.
const LOOKED_AT: usize = 5_000;
/// How many drivers are looked at together.
const PAGE: usize = 500;

/// The account's drivers that are not shared yet, as many as one call shares, from where the call
/// before stopped.
pub async fn every<B: Sync>(sharing: &Sharing<'_, B>) -> Result<Chosen, Problem> {
    let table = &sharing.call.app.table;
    let (home, range) = (sharing.home.account_id, drivers_of(sharing.home, ""));
    let (mut chosen, mut last, mut looked_at) = (Chosen::default(), begin(sharing)?, 0);
    loop {
        let page = table.page(&range, PAGE, last.clone(), false).await?;
        let named = page.items.iter().filter_map(|entry| Some((keys::user_of(entry)?, entry)));
        let named: Vec<_> = named.collect();
        let wanted = named.iter().flat_map(|(id, _)| {
            [keys::user(home, *id), keys::shared_driver(sharing.recipient.account_id, *id)]
        });
        let found = table.get_many(wanted).await?;
        for (id, entry) in named {
            if chosen.drivers.len() + chosen.done == MOST {
                chosen.rest = last;
                return Ok(chosen);
            }
            let user: Option<User> = found.get(&keys::user(home, id))?;
            if let Some(user) = user.filter(|user| is_driver(user, sharing.home)) {
                chosen.add(sharing, user, &found)?;
            }
            last = Some(start_after(&range, entry));
        }
        looked_at += page.items.len();
        if page.next.is_none() || looked_at >= LOOKED_AT {
            chosen.rest = page.next;
            return Ok(chosen);
        }
    }
}

fn progress<B: Sync>(sharing: &Sharing<'_, B>) -> Result<Option<ShareProgress>, Problem> {
    let (home, recipient) = (sharing.home.account_id, sharing.recipient.account_id);
    Ok(sharing.call.read.get(&keys::share_progress(home, recipient))?)
}

/// Where this call begins.
fn begin<B: Sync>(sharing: &Sharing<'_, B>) -> Result<Option<Start>, Problem> {
    let (call, now) = (sharing.call.ulid.to_string(), sharing.call.app.clock.now());
    Ok(progress(sharing)?.and_then(|progress| progress.begin(&call, now)))
}

/// Whether this call goes on where one before it stopped.
pub fn goes_on<B: Sync>(sharing: &Sharing<'_, B>) -> Result<bool, Problem> {
    Ok(begin(sharing)?.is_some())
}

/// Notes where the next call goes on, or that there is none to come. That no other call has noted
/// anything since this one began is the condition: else the other knows as well.
pub async fn note<B: Sync>(sharing: &Sharing<'_, B>, rest: Option<Start>) -> Result<(), Problem> {
    let before = progress(sharing)?;
    let same = match &before {
        Some(before) => Condition::is("call", &before.call),
        None => Condition::Absent,
    };
    let write = sharing.call.app.table.write();
    let write = match (rest, before) {
        (None, None) => return Ok(()),
        (None, Some(before)) => write.delete(&before.key(), same, ()),
        (Some(to), _) => {
            let next = ShareProgress {
                account_id: sharing.home.account_id,
                recipient_id: sharing.recipient.account_id,
                call: sharing.call.ulid.to_string(),
                from: begin(sharing)?,
                to,
                at: sharing.call.app.clock.now(),
            };
            write.put_if(&next, same, ())
        }
    };
    match write.run().await {
        Ok(()) | Err(WriteError::Refused(..)) => Ok(()),
        Err(WriteError::Store(error)) => Err(error.into()),
    }
}
