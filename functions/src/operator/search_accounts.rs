//! Accounts by the beginning of their names.

use deserr::Deserr;
use schemars::JsonSchema;
use shared::{
    domain::{FieldErrors, folding::fold, text::SearchText},
    http::{Call, Json, List, Listed, Operator, Problem, input::NoBody},
    table::{account::Account, keys},
};

use crate::accounts::views::AccountView;

/// Which accounts.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Filter {
    /// Those whose name begins so, letter case and runs of spaces ignored; left out, all.
    #[deserr(default)]
    q: Option<SearchText>,
}

/// Lists accounts, in the order of their names.
pub async fn search_accounts(
    call: Call<Operator, NoBody, Listed<Filter>>,
) -> Result<Json<List<AccountView>>, Problem> {
    let (app, list) = (&call.app, "accounts by name");
    let beginning = call.query.filter.q.as_ref().map(|q| fold(q.as_str())).unwrap_or_default();
    let start = call.query.start(app, list).await?;
    let ranges = keys::accounts_beginning(&beginning);
    let page = app.table.page_of_spread::<Account>(ranges, call.query.limit(), start).await?;
    // The index may still name an account by the name that it had.
    let found = |account: &&Account| account.name.folded().starts_with(&beginning);
    let accounts = page.items.iter().filter(found);
    let views = accounts.map(|account| AccountView::of(account, None)).collect();
    Ok(Json(call.query.page(app, list, views, page.next).await?))
}
