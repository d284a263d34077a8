//! Those who look after the account, and those who are invited to, in the order of inviting.

use shared::{
    http::{Account, Call, Json, List, Listed, Problem, input::NoBody},
    table::{Entity, keys, manager::Manager},
};

use super::views::{ManagerView, views};

/// Lists the account's managers.
pub async fn list_managers(
    call: Call<Account, NoBody, Listed>,
) -> Result<Json<List<ManagerView>>, Problem> {
    let (app, account) = (&call.app, call.who.account);
    let list = format!("managers of {account}");
    let start = call.query.start(app, &list).await?;
    let page =
        app.table.page(&keys::managers_of(account), call.query.limit(), start, false).await?;
    let managers = page.items.into_iter().map(Manager::from_item).collect::<Result<Vec<_>, _>>()?;
    let views = views(app, managers).await?;
    Ok(Json(call.query.page(app, &list, views, page.next).await?))
}
