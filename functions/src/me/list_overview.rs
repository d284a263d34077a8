//! One overview across all contexts: the summary of each whose reports the caller may read.

use futures::{StreamExt, TryFutureExt, TryStreamExt, stream, try_join};
use schemars::JsonSchema;
use serde::Serialize;
use shared::{
    app::App,
    http::{Call, Json, List, Listed, Person, Problem, Within, input::NoBody},
    policy::{self, Answer, Right},
    table::{account::Account, keys, person::Context},
};

use super::{
    context_pages::page_of_contexts,
    views::{ContextView, SIDE_BY_SIDE, firm_of},
};
use crate::reports::summary::{Counted, Summary};

/// A context with its report's counts.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Overview")]
pub struct Overview {
    /// Where.
    context: ContextView,
    /// The counts, within the caller's scope there.
    summary: Summary,
}

/// Lists a page of the overview: as many contexts as the list's, less those without reports.
pub async fn list_overview(
    call: Call<Person, NoBody, Listed>,
) -> Result<Json<List<Overview>>, Problem> {
    let (app, person) = (&call.app, &call.who.person);
    let list = format!("overview of {}", person.person_id);
    let begun = call.query.start(app, &list).await?;
    let (contexts, next) =
        page_of_contexts(app, person, call.query.limit(), begun, |_| true).await?;
    let contexts = app.table.standing(contexts).await?;
    let readable = contexts.into_iter().filter_map(|context| {
        let within = reports_within(&context)?;
        Some(overview(app, context, within))
    });
    let readable: Vec<_> = readable.collect();
    let items = stream::iter(readable).buffered(SIDE_BY_SIDE).try_collect().await?;
    Ok(Json(call.query.page(app, &list, items, next).await?))
}

/// Of what part of a context's account the caller may read reports, if of any.
fn reports_within(context: &Context) -> Option<Within> {
    match policy::answer(Right::Reports, context.role, context.scope.as_ref()) {
        Answer::Yes => Some(Within::Everything),
        Answer::InScope => context.scope.clone().map(Within::Scope),
        Answer::No => None,
    }
}

async fn overview(app: &App, context: Context, within: Within) -> Result<Overview, Problem> {
    let key = keys::account(context.account_id);
    let account = app.table.get::<Account>(&key).map_err(Problem::from);
    let counted = Counted::read(app, context.account_id, &within);
    let (account, counted, firm) = try_join!(account, counted, firm_of(app, &context))?;
    let account = account.ok_or_else(|| Problem::internal("a context without its account"))?;
    let context = Context { scope: counted.scope().or(context.scope), ..context };
    let summary = counted.summary(app, &account, &within).await?;
    Ok(Overview { context: ContextView::of(context, &account, firm, summary.drivers), summary })
}
