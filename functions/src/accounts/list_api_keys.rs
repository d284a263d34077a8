//! The account's API keys, without their tokens.

use shared::{
    http::{Account, Call, Json, List, Listed, Problem, input::NoBody},
    table::{Entity, api_key::ApiKey, keys},
};

use super::views::ApiKeyView;

/// Lists the account's API keys.
pub async fn list_api_keys(
    call: Call<Account, NoBody, Listed>,
) -> Result<Json<List<ApiKeyView>>, Problem> {
    let (app, account) = (&call.app, call.who.account);
    let list = format!("api keys of {account}");
    let start = call.query.start(app, &list).await?;
    let page =
        app.table.page(&keys::api_keys_of(account), call.query.limit(), start, false).await?;
    let keys = page.items.into_iter().map(ApiKey::from_item).collect::<Result<Vec<_>, _>>()?;
    let views = keys.into_iter().map(ApiKeyView::of).collect();
    Ok(Json(call.query.page(app, &list, views, page.next).await?))
}
