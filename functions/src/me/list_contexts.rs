//! The accounts that the caller may act in, the current one first.

use deserr::Deserr;
use schemars::JsonSchema;
use shared::{
    domain::{FieldErrors, text::Label},
    http::{Call, Json, List, Listed, Person, Problem, input::NoBody},
    table::person::Context,
};

use super::{
    context_pages::page_of_contexts,
    views::{ContextView, views},
};

/// Which contexts.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Filter {
    /// Those that carry this label. A page looks at 1,000 contexts at most: of who has more, or acts for
    /// a firm, it may be short, even empty, and the list go on: `next_cursor` tells.
    #[deserr(default)]
    label: Option<Label>,
}

/// Lists the caller's contexts.
pub async fn list_contexts(
    call: Call<Person, NoBody, Listed<Filter>>,
) -> Result<Json<List<ContextView>>, Problem> {
    let (app, person) = (&call.app, &call.who.person);
    let list = format!("contexts of {}", person.person_id);
    let begun = call.query.start(app, &list).await?;
    let (label, limit) = (&call.query.filter.label, call.query.limit());
    // What labels a firm's people share is read with what stands behind their contexts.
    let is_wanted = |context: &Context| {
        let carries = |label| context.via.is_some() || context.labels.contains(label);
        label.as_ref().is_none_or(carries)
    };
    let (contexts, next) = page_of_contexts(app, person, limit, begun, is_wanted).await?;
    let mut views = views(app, contexts).await?;
    views.retain(|view| label.as_ref().is_none_or(|label| view.carries(label)));
    Ok(Json(call.query.page(app, &list, views, next).await?))
}
