//! An account's report links, with their URLs.

use shared::{
    http::{Account, Call, Json, List, Listed, Problem, input::NoBody},
    table::{Entity, keys, report_link::ReportLink},
};

use super::{
    standing::{maker_of, wanted},
    view::ReportLinkView,
};

/// Lists the account's links, whoever made them, in the order in which they were made.
pub async fn list_report_links(
    call: Call<Account, NoBody, Listed>,
) -> Result<Json<List<ReportLinkView>>, Problem> {
    let (app, account) = (&call.app, call.who.account);
    let list = format!("report links of {account}");
    let start = call.query.start(app, &list).await?;
    let range = keys::report_links_of(account);
    let page = app.table.page(&range, call.query.limit(), start, false).await?;
    let links = page.items.into_iter().map(ReportLink::from_item).collect::<Result<Vec<_>, _>>()?;
    let of_links = links.iter().flat_map(|link| wanted(link).chain([maker_of(link)]));
    let read = app.table.get_many(of_links).await?;
    let mut views = Vec::with_capacity(links.len());
    for link in links {
        views.push(ReportLinkView::of(app, link, &read).await?);
    }
    Ok(Json(call.query.page(app, &list, views, page.next).await?))
}
