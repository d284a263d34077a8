//! The accounts that the caller may act in, the current one first.

use deserr::Deserr;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::{
    domain::{AccountId, FieldErrors, text::Label},
    http::{Call, Json, List, Listed, Person, Problem, input::NoBody},
    table::{
        Entity, keys,
        person::Context,
        read::{Start, start_after},
    },
};

use super::views::{ContextView, views};

/// Which contexts.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Filter {
    /// Those that carry this label.
    #[deserr(default)]
    label: Option<Label>,
}

/// Where the next page begins.
#[derive(Serialize, Deserialize)]
struct Rest {
    /// After this; the whole list if the first page had room for its leader only.
    after: Option<Start>,
    /// The context that led the first page out of its place: it does not come again.
    led_by: Option<AccountId>,
}

/// Lists the caller's contexts. The current one leads the first page, whatever its place.
pub async fn list_contexts(
    call: Call<Person, NoBody, Listed<Filter>>,
) -> Result<Json<List<ContextView>>, Problem> {
    let (app, person) = (&call.app, &call.who.person);
    let list = format!("contexts of {}", person.person_id);
    let begun: Option<Rest> = call.query.start(app, &list).await?;
    let first_page = begun.is_none();
    let (after, led_by) = begun.map_or((None, None), |rest| (rest.after, rest.led_by));
    let range = keys::contexts_of(person.person_id);
    let page = app.table.page(&range, call.query.limit(), after, false).await?;
    let mut contexts =
        page.items.into_iter().map(Context::from_item).collect::<Result<Vec<_>, _>>()?;
    let mut next = page.next.map(|after| Rest { after: Some(after), led_by });
    contexts.retain(|context| Some(context.account_id) != led_by);
    if let Some(current) = person.current_account_id.filter(|_| first_page && next.is_some()) {
        let listed = contexts.iter().any(|context| context.account_id == current);
        let leader = keys::context(person.person_id, current);
        let leader = if listed { None } else { app.table.get::<Context>(&leader).await? };
        if let Some(leader) = leader {
            contexts.truncate(call.query.limit() - 1);
            let after = contexts.last().map(|last| start_after(&range, &last.to_item()));
            next = Some(Rest { after, led_by: Some(current) });
            contexts.push(leader);
        }
    }
    if let Some(label) = &call.query.filter.label {
        contexts.retain(|context| context.labels.contains(label));
    }
    let views = views(app, contexts, person.current_account_id).await?;
    Ok(Json(call.query.page(app, &list, views, next).await?))
}
