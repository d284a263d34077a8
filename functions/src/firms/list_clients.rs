//! The accounts that a firm looks after, and those that invite it to.

use deserr::Deserr;
use schemars::JsonSchema;
use shared::{
    domain::{FieldErrors, Invalid, ManagerStatus, PersonId, text::Label},
    http::{Account, Call, Json, List, Listed, Problem, input::NoBody},
    table::{client::Client, keys, person::Context},
};

use super::views::{ClientView, views};

/// Which clients. A page looks at 1,000 at most: of a firm that has more it may be short, even empty,
/// and the list go on: `next_cursor` tells.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Filter {
    /// Those that the firm has accepted, or not.
    #[deserr(default)]
    status: Option<Status>,
    /// Those that carry this label.
    #[deserr(default)]
    label: Option<Label>,
    /// Those that this one of the firm's people looks after.
    #[deserr(default)]
    person: Option<PersonId>,
}

/// Whether a client is accepted.
#[derive(Debug, Clone, Copy, Deserr, JsonSchema)]
#[deserr(rename_all = lowercase)]
#[schemars(rename = "ClientStatus", rename_all = "snake_case")]
enum Status {
    /// The invitation was not accepted yet.
    Invited,
    /// The firm has accepted.
    Active,
}

impl Filter {
    fn wants(&self, client: &Client) -> bool {
        let status = self.status.is_none_or(|status| match status {
            Status::Invited => client.status() == ManagerStatus::Invited,
            Status::Active => client.status() == ManagerStatus::Active,
        });
        status
            && self.label.as_ref().is_none_or(|label| client.labels.contains(label))
            && self.person.is_none_or(|person| client.has(person))
    }
}

/// Lists a firm's clients.
pub async fn list_clients(
    call: Call<Account, NoBody, Listed<Filter>>,
) -> Result<Json<List<ClientView>>, Problem> {
    let (app, firm, filter) = (&call.app, call.who.account, &call.query.filter);
    if let Some(person) = filter.person {
        // Who is not of the firm cannot be asked for.
        let own: Option<Context> = call.read.get(&keys::context(person, firm))?;
        own.ok_or_else(|| Problem::field("person", Invalid::not_found()))?;
    }
    let list = format!("clients of {firm}");
    let start = call.query.start(app, &list).await?;
    let wants = |client: &Client| filter.wants(client);
    let range = keys::clients_of(firm);
    let page = app.table.page_of_some(&range, call.query.limit(), start, wants).await?;
    let views = views(app, page.items).await?;
    Ok(Json(call.query.page(app, &list, views, page.next).await?))
}
