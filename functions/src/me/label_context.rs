//! Gives a context the caller's own labels, to filter by.

use std::collections::BTreeSet;

use deserr::Deserr;
use futures::{TryFutureExt, try_join};
use schemars::JsonSchema;
use shared::{
    domain::{FieldErrors, Invalid, text::Label},
    http::{Call, Code, Json, Person, Problem, input::Few},
    table::{Change, Condition, account::Account, keys, person::Context},
};

use super::views::ContextView;

/// The labels that it has from now on.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Input {
    /// Each once.
    labels: Few<Label, 0, 20>,
}

/// Labels a context. Nobody else sees the labels, so no trail tells of them.
pub async fn label_context(call: Call<Person, Input>) -> Result<Json<ContextView>, Problem> {
    let (person, account) = (call.who.person.person_id, call.path.account()?);
    let key = keys::context(person, account);
    let standing = call.app.table.standing(vec![call.found(&key)?]).await?.pop();
    let context = standing.ok_or_else(Problem::not_found)?;
    let account: Account = call.found(&keys::account(account))?;
    let labels = distinct(&call.body.labels.0)?;
    let change = Change::of(key).set("labels", &labels);
    let write = call.app.table.write().change(change, Condition::Present, Code::NotFound);
    let context = Context { labels, ..context };
    let view = ContextView::read(&call.app, context, &account);
    let ((), view) = try_join!(write.run().map_err(Problem::from), view)?;
    Ok(Json(view))
}

/// Labels as they are given, each once.
pub fn distinct(labels: &[Label]) -> Result<Vec<Label>, FieldErrors> {
    let mut seen = BTreeSet::new();
    let repeated = labels.iter().enumerate().filter(|(_, label)| !seen.insert(*label));
    let errors = repeated.map(|(index, _)| {
        Invalid::new("repeated", "Must be given once.").at(format!("labels[{index}]"))
    });
    errors.reduce(FieldErrors::and).map_or_else(|| Ok(labels.to_vec()), Err)
}
