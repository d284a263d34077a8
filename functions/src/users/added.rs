//! Users who were only added, as those find them who invite them later.

use std::collections::HashMap;

use shared::{
    domain::{Email, PersonId, UserId, UserStatus},
    http::{Account, Call, Problem},
    table::{Entity, Items, invited::Invited, keys, user::User},
};

use super::views::may_edit;
use crate::scope::seen;

/// Those of some people whom the account has only added, and whom the caller may invite.
pub async fn added<B, Q>(
    call: &Call<Account, B, Q>,
    people: &HashMap<Email, PersonId>,
    sides: &Items,
) -> Result<HashMap<Email, User>, Problem> {
    let (app, account) = (&call.app, call.who.account);
    let user = |person: &PersonId| -> Option<UserId> {
        let side = sides.item(&keys::invited(*person, account))?;
        let invited = Invited::from_item(side.clone()).ok()?;
        invited.user_id.filter(|_| invited.is_added)
    };
    let ids: Vec<_> = people.values().filter_map(user).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let keys: Vec<_> = ids.iter().map(|id| keys::user(account, *id)).collect();
    let found = app.table.get_many(keys.iter().cloned()).await?;
    let users: Vec<User> =
        keys.iter().filter_map(|key| found.get(key).transpose()).collect::<Result<_, _>>()?;
    let seen = seen(app, account, &call.who.within, &users).await?;
    let mine = users.into_iter().filter(|user| {
        user.status() == UserStatus::Added
            && seen.contains(&user.user_id)
            && may_edit(&call.who, user)
    });
    Ok(mine.map(|user| (user.email.clone(), user)).collect())
}
