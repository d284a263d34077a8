//! The account's groups, or those that a manager is kept to.

use std::collections::BTreeSet;

use shared::{
    domain::GroupId,
    http::{Account, Call, Json, List, Listed, Problem, input::NoBody},
    table::{Entity, group::Group, keys},
};

use super::views::GroupView;
use crate::scope::groups_within;

type Listing = Call<Account, NoBody, Listed>;

/// Lists groups, the oldest first.
pub async fn list_groups(call: Listing) -> Result<Json<List<GroupView>>, Problem> {
    Ok(Json(match groups_within(&call.who.within) {
        None => of_account(&call).await?,
        Some(scope) => of_scope(&call, scope).await?,
    }))
}

async fn of_account(call: &Listing) -> Result<List<GroupView>, Problem> {
    let (app, account) = (&call.app, call.who.account);
    let list = format!("groups of {account}");
    let start = call.query.start(app, &list).await?;
    let page = app.table.page(&keys::groups_of(account), call.query.limit(), start, false).await?;
    let groups = page.items.into_iter().map(Group::from_item).collect::<Result<Vec<_>, _>>()?;
    let views = groups.into_iter().map(GroupView::of).collect();
    call.query.page(app, &list, views, page.next).await
}

/// The groups of a manager's scope that are still there.
async fn of_scope(call: &Listing, scope: &BTreeSet<GroupId>) -> Result<List<GroupView>, Problem> {
    let (app, account, limit) = (&call.app, call.who.account, call.query.limit());
    let list = format!("groups of a scope in {account}");
    let start: Option<GroupId> = call.query.start(app, &list).await?;
    let after = scope.iter().copied().filter(|id| start.is_none_or(|start| *id > start));
    let mut groups = app.table.groups(account, after).await?;
    let goes_on = groups.len() > limit;
    groups.truncate(limit);
    let next = groups.last().map(|group| group.group_id).filter(|_| goes_on);
    let views = groups.into_iter().map(GroupView::of).collect();
    call.query.page(app, &list, views, next).await
}
