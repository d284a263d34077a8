//! A person's contexts page by page, the current one leading the first page whatever its place. On
//! a page those come first that were used last.

use std::cmp::Reverse;

use futures::try_join;
use serde::{Deserialize, Serialize};
use shared::{
    app::App,
    domain::AccountId,
    http::Problem,
    table::{
        Entity, StoreError, keys,
        person::{Context, Person},
        read::{Start, start_after},
    },
};

/// Where the next page begins.
#[derive(Serialize, Deserialize)]
pub struct Rest {
    /// After this; the whole list if the first page had room for its leader only.
    after: Option<Start>,
    /// The context that led the first page out of its place: it does not come again.
    led_by: Option<AccountId>,
}

/// Reads a page of those that are wanted, the first if none has begun. Who has many contexts gets a page in as many round
/// trips as who has one: the current context is read beside the page.
pub async fn page_of_contexts(
    app: &App,
    person: &Person,
    limit: usize,
    begun: Option<Rest>,
    is_wanted: impl Fn(&Context) -> bool,
) -> Result<(Vec<Context>, Option<Rest>), Problem> {
    let current = person.current_account_id.filter(|_| begun.is_none());
    let (after, led_by) = begun.map_or((None, None), |rest| (rest.after, rest.led_by));
    let range = keys::contexts_of(person.person_id);
    let page = app.table.page_of_some(&range, limit, after, &is_wanted);
    let (page, leader) = try_join!(page, context(app, person, current))?;
    let (leader, mut contexts) = (leader.filter(is_wanted), page.items);
    let mut next = page.next.map(|after| Rest { after: Some(after), led_by });
    contexts.retain(|context| Some(context.account_id) != led_by);
    let listed = |leader: &Context| contexts.iter().any(|one| one.account_id == leader.account_id);
    if let Some(leader) = leader.filter(|leader| next.is_some() && !listed(leader)) {
        let led_by = Some(leader.account_id);
        next = next.map(|rest| Rest { led_by, ..rest });
        if contexts.len() == limit {
            contexts.truncate(limit - 1);
            let after = contexts.last().map(|last| start_after(&range, &last.to_item()));
            next = Some(Rest { after, led_by });
        }
        contexts.push(leader);
    }
    contexts.sort_by_key(|one| (current != Some(one.account_id), Reverse(one.last_used_at)));
    Ok((contexts, next))
}

async fn context(
    app: &App,
    person: &Person,
    account: Option<AccountId>,
) -> Result<Option<Context>, StoreError> {
    match account {
        Some(account) => app.table.get(&keys::context(person.person_id, account)).await,
        None => Ok(None),
    }
}
