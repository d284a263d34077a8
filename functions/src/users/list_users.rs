//! The account's users, by status, role, group and text, as JSON or CSV.

use deserr::Deserr;
use schemars::JsonSchema;
use shared::{
    domain::{
        FieldErrors, GroupId, Invalid, Role, UserStatus, search::Beginning, text::SearchText,
    },
    http::{Account, Call, JsonOrCsv, List, Listed, Problem, input::NoBody},
    table::keys,
};

use super::{
    user_pages::Wanted,
    views::{UserView, views},
};
use crate::scope::{sees_group, users_within};

/// Which users. With several of these a page may be short, even empty, and the list go on:
/// `next_cursor` tells.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Filter {
    /// Those of this status.
    #[deserr(default)]
    status: Option<UserStatus>,
    /// Those of this role.
    #[deserr(default)]
    role: Option<Role>,
    /// Those of this group.
    #[deserr(default)]
    group: Option<GroupId>,
    /// Those whose address, or any word of whose name, begins so, whatever the letter case.
    #[deserr(default)]
    q: Option<SearchText>,
}

/// Lists users. A page of a spreadsheet has more of them.
pub async fn list_users(
    call: Call<Account, NoBody, Listed<Filter>>,
) -> Result<JsonOrCsv<List<UserView>>, Problem> {
    let (app, account, filter) = (&call.app, call.who.account, &call.query.filter);
    if let Some(group) = filter.group {
        let there = call.read.has(&keys::group(account, group));
        if !there || !sees_group(&call.who.within, group) {
            return Err(Problem::field("group", Invalid::not_found()));
        }
    }
    let wanted = Wanted {
        account,
        within: users_within(app, account, &call.who.within).await?,
        status: filter.status,
        role: filter.role,
        group: filter.group,
        beginning: filter.q.as_ref().map(Beginning::from),
    };
    let list = format!("users of {account}");
    let start = call.query.start(app, &list).await?;
    let limit = if call.wants_csv { call.query.csv_limit() } else { call.query.limit() };
    let page = wanted.read(app, limit, start).await?;
    let (users, next) = page.ok_or_else(|| {
        let other = Invalid::new("invalid_cursor", "Not a cursor of this list and these filters.");
        Problem::field("cursor", other)
    })?;
    let users = views(app, users, &call.who).await?;
    let page = call.query.page(app, &list, users, next).await?;
    JsonOrCsv::answer(&call, page)
}
