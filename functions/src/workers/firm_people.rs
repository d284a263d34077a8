//! Clears what a firm's people had of its clients when it has ended: with the client, or because
//! somebody is of the firm no longer. None of it counts from the moment of that end on
//! ([`shared::table::person::Context::behind`]); here the contexts go, and with each, in the same
//! write, the count of what its person manages: so however often it is told, each goes once.

use futures::future::try_join_all;
use serde_json::json;
use shared::{
    app::App,
    domain::{PersonId, Role, event::Action},
    http::Problem,
    table::{
        Change, Condition, Write, WriteError,
        client::Client,
        keys,
        manager::Manager,
        person::{Context, Membership, Via},
        user::User,
    },
};

use super::{Record, record::read};
use crate::{
    firms::trail::{By, entries},
    managers::removal::end_context,
};

/// How many contexts of somebody are ended in one write: each takes up to four of its hundred items.
const AT_ONCE: usize = 20;
/// How often a write is tried that others get in the way of; then the record is told again.
const TRIES: usize = 8;

/// Clears what a change ends.
pub async fn clear(app: &App, record: &Record) -> Result<(), Problem> {
    if let (Some(client), None) = (read::<Client>(record.old.as_ref())?, &record.new) {
        return of_client(app, &client).await;
    }
    match left(record)? {
        Some((person, via)) => of_person(app, person, via).await,
        None => Ok(()),
    }
}

/// Who is of a firm no longer by this change, and by what they were.
fn left(record: &Record) -> Result<Option<(PersonId, Via)>, Problem> {
    if let Some(was) = read::<User>(record.old.as_ref())? {
        let is = read::<User>(record.new.as_ref())?;
        let ended = was.role == Role::Admin && is.is_none_or(|is| is.role != Role::Admin);
        let membership = Membership::UserId(was.user_id);
        let via = Via { firm_id: was.account_id, membership };
        return Ok(ended.then_some((was.person_id, via)));
    }
    let (Some(was), None) = (read::<Manager>(record.old.as_ref())?, &record.new) else {
        return Ok(None);
    };
    let person = was.person().filter(|_| was.accepted_at.is_some());
    let membership = Membership::ManagerId(was.manager_id);
    let via = Via { firm_id: was.account_id, membership };
    Ok(person.map(|person| (person.person_id, via)))
}

/// Ends the contexts of all who were sent to a client that has ended. Nobody was sent there since: that
/// takes the client's item.
async fn of_client(app: &App, client: &Client) -> Result<(), Problem> {
    let grant = (client.account_id, client.manager_id);
    let ends = client.people.iter().map(async |sent| {
        match end_context(app.table.write(), grant, sent.person_id, ()).run().await {
            // They have left already.
            Ok(()) | Err(WriteError::Refused(..)) => Ok(()),
            Err(WriteError::Store(error)) => Err(Problem::from(error)),
        }
    });
    try_join_all(ends).await?;
    Ok(())
}

/// Ends all contexts that somebody had for a firm, some at a time.
async fn of_person(app: &App, person: PersonId, via: Via) -> Result<(), Problem> {
    let (range, is_of) = (keys::contexts_of(person), |one: &Context| one.via == Some(via));
    let (mut after, mut tries) = (None, 0);
    loop {
        let page = app.table.page_of_some(&range, AT_ONCE, after.clone(), is_of).await?;
        if page.items.is_empty() || end_some(app, via, &page.items).await? {
            (after, tries) = (page.next, 0);
            if after.is_none() {
                return Ok(());
            }
            continue;
        }
        tries += 1;
        if tries == TRIES {
            return Err(Problem::unavailable("what somebody leaves behind kept changing"));
        }
    }
}

/// What the write holds.
#[derive(Clone, Copy)]
enum Rule {
    Gone,
    Unchanged,
}

/// Ends some contexts, and takes their person off the firm's clients. Tells whether that was done: else
/// it is to be looked at again.
async fn end_some(app: &App, via: Via, contexts: &[Context]) -> Result<bool, Problem> {
    let Some(person) = contexts.first().map(|context| context.person_id) else { return Ok(true) };
    let clients = contexts.iter().map(|context| keys::client(via.firm_id, context.account_id));
    let clients = app.table.get_many(clients).await?;
    let fewer = Change::of(keys::person(person));
    let fewer = fewer.count("manages", -i64::try_from(contexts.len()).unwrap_or_default());
    let write = app.table.write().change(fewer, Condition::Present, Rule::Unchanged);
    // Who was an admin and is one again stays with the clients.
    let mut write = match via.membership {
        Membership::UserId(_) => {
            let own = keys::context(person, via.firm_id);
            let gone = Condition::Any(vec![
                Condition::Absent,
                Condition::is("role", Role::Driver),
                Condition::is("role", Role::Holder),
                Condition::is("role", Role::Manager),
            ]);
            write.check(&own, gone, Rule::Gone)
        }
        Membership::ManagerId(_) => write,
    };
    for context in contexts {
        let key = keys::context(person, context.account_id);
        write = write.delete(&key, same(context), Rule::Unchanged);
        let client: Option<Client> = clients.get(&keys::client(via.firm_id, context.account_id))?;
        let client = client.filter(|client| Some(client.manager_id) == context.manager_id);
        if let Some(client) = client.filter(|client| client.has(person)) {
            write = taken_off(app, write, &client, person);
        }
    }
    match write.run().await {
        Ok(()) | Err(WriteError::Refused(Rule::Gone, _)) => Ok(true),
        Err(WriteError::Refused(Rule::Unchanged, _)) => Ok(false),
        Err(WriteError::Store(error)) => Err(error.into()),
    }
}

/// The condition that a context is for the firm still as it was read.
fn same(context: &Context) -> Condition {
    let by = match context.via.map(|via| via.membership) {
        Some(Membership::UserId(user)) => Condition::is("via.membership.user_id", user),
        Some(Membership::ManagerId(manager)) => Condition::is("via.membership.manager_id", manager),
        None => Condition::Lacks("via"),
    };
    Condition::All(vec![Condition::is("manager_id", context.manager_id), by])
}

fn taken_off<'t>(
    app: &App,
    write: Write<'t, Rule>,
    client: &Client,
    person: PersonId,
) -> Write<'t, Rule> {
    let actions = (Action::ManagerPeopleChanged, Action::ClientPeopleChanged);
    let changes = json!({ "removed": [person] });
    let [clients, firms] = entries(app, client, By::System, actions, &changes);
    let change = client.without(|sent| sent.person_id == person);
    write.change(change, client.unchanged(), Rule::Unchanged).put(&clients).put(&firms)
}
