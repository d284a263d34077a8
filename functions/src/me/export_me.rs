//! Everything about the caller, as one file: what lies under the person and their address, and how each
//! account has them. What of it is told stands in the table of `table/personal.rs`.

use std::collections::BTreeMap;

use futures::future::try_join;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};
use shared::{
    app::App,
    domain::Email,
    http::{Call, Listed, Person, Problem, input::NoBody, reply::JsonFile},
    table::{
        Entity, Item, Key, StoreError,
        invited::Invited,
        keys::{self, Range},
        person::Context,
        personal::exported,
        read::Start,
    },
};

/// The file.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Export")]
pub struct Output {
    /// When it was made.
    exported_at: Timestamp,
    /// What there is, by what it is: sign-ins, contexts, enrolments with their results, records …
    sections: BTreeMap<&'static str, Vec<Map<String, Value>>>,
    /// `null`, unless there is so much that it takes several files: give it as `cursor` for the next.
    next_cursor: Option<String>,
}

/// How many of the person's items a file has, at most.
const MOST: usize = 1_000;

/// Makes the file.
pub async fn export_me(call: Call<Person, NoBody, Listed>) -> Result<JsonFile<Output>, Problem> {
    let (app, person) = (&call.app, &call.who.person);
    let list = format!("export of {}", person.person_id);
    let start: Option<Start> = call.query.start(app, &list).await?;
    let count = call.query.csv_limit().min(MOST);
    let own = keys::everything_of_person(person.person_id);
    let is_first = start.is_none();
    let (page, of_address) = try_join(app.table.page(&own, count, start, false), async {
        match is_first {
            true => of_address(app, &person.email).await,
            false => Ok(vec![]),
        }
    })
    .await?;
    let with_accounts = app.table.get_many(other_sides(&page.items)?).await?;
    // One whose address was corrected at this moment is somebody else's.
    let own_id = person.person_id.to_string();
    let is_own = |item: &Item| item.get("person_id").and_then(|id| id.as_s().ok()) == Some(&own_id);
    let with_accounts = with_accounts.into_all().filter(is_own);
    let items = page.items.into_iter().chain(of_address).chain(with_accounts);
    let mut sections: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (section, item) in items.filter_map(exported) {
        sections.entry(section).or_default().push(shown(item)?);
    }
    let page = call.query.page::<()>(app, &list, vec![], page.next).await?;
    let exported_at = app.clock.now();
    Ok(JsonFile(
        "codriver-export.json",
        Output { exported_at, sections, next_cursor: page.next_cursor },
    ))
}

/// Where the accounts have those who belong to them, look after them or are invited.
fn other_sides(items: &[Item]) -> Result<Vec<Key>, Problem> {
    let mut sides = vec![];
    for item in items {
        match item.get("entity").and_then(|kind| kind.as_s().ok()).map(String::as_str) {
            Some(Context::KIND) => {
                let context = Context::from_item(item.clone())?;
                let account = context.account_id;
                sides.extend(context.user_id.map(|user| keys::user(account, user)));
                sides.extend(context.manager_id.map(|manager| keys::manager(account, manager)));
            }
            Some(Invited::KIND) => sides.extend(Invited::from_item(item.clone())?.other_side()),
            _ => {}
        }
    }
    Ok(sides)
}

/// What lies under an address, with what stops mails to its mailbox: of `ann+tag@` that lies under
/// `ann@`, where the rest is another's.
async fn of_address(app: &App, email: &Email) -> Result<Vec<Item>, StoreError> {
    let mailbox = email.mailbox();
    let (own, stops) = (keys::everything_of_address(email), keys::mail_stops_of(&mailbox));
    if mailbox == *email {
        return all(app, &own).await;
    }
    let (own, stops) = try_join(all(app, &own), all(app, &stops)).await?;
    Ok([own, stops].concat())
}

async fn all(app: &App, range: &Range) -> Result<Vec<Item>, StoreError> {
    let (mut items, mut start) = (vec![], None);
    loop {
        let page = app.table.page(range, MOST, start, false).await?;
        items.extend(page.items);
        start = page.next;
        if start.is_none() {
            return Ok(items);
        }
    }
}

fn shown(item: Item) -> Result<Map<String, Value>, Problem> {
    let shown: Result<Map<String, Value>, _> = serde_dynamo::from_item(item);
    let mut shown = shown.map_err(|error| Problem::internal(error.to_string()))?;
    // The table keeps no order of a map's entries; people read them in one.
    shown.sort_keys();
    shown.values_mut().for_each(Value::sort_all_objects);
    Ok(shown)
}
