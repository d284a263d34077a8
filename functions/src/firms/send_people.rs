//! Chooses which of a firm's people look after a client.
//!
//! | rule | condition in the write |
//! |---|---|
//! | of two who choose at once neither undoes what the other did | the client has the version that was read |
//! | nobody looks after a client who leaves the firm at this moment (42) | their context in the firm is that of its admin or manager by which they were chosen |
//! | who holds an account cannot manage (2) | the person holds none |
//! | who manages cannot come to hold one (2) | the person's count of managed accounts goes up in the same write |
//! | an account has a person once, as user or as manager | neither a context nor an invitation of the person lies there |
//!
//! The client's item is there for as long as its grant is, and both are accepted in one write: so its
//! version stands for the grant too.

use std::collections::BTreeSet;

use deserr::Deserr;
use schemars::JsonSchema;
use serde_json::json;
use shared::{
    domain::{FieldErrors, Invalid, PersonId, Role, event::Action},
    http::{Account, Call, Code, Json, Problem, input::Few},
    table::{
        Attempts, Change, Condition, Write, WriteError,
        client::{Client, MOST_PEOPLE, Sent},
        keys,
        person::{Context, Person, Via},
    },
};

use super::{
    people::People,
    trail::{By, entries},
    views::{ClientView, view},
};
use crate::managers::removal::end_context;

/// Who looks after the client from now on.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Input {
    /// Admins and managers of the firm who hold no account, each once.
    person_ids: Few<PersonId, 0, MOST_PEOPLE>,
}

/// The rules that the write holds, some of somebody at a place of the body.
#[derive(Clone, Copy)]
enum Rule {
    Client,
    OfFirm(usize),
    HoldsNone(usize),
    Once(usize),
    /// Who is called back has a context: the client's item says so.
    Guard,
}

/// What changes by a choice.
struct Choice {
    people: Vec<Sent>,
    /// Who is new, and their place in the body.
    added: Vec<(usize, Sent)>,
    removed: Vec<PersonId>,
}

/// Sends just these people to a client, and calls all others back.
pub async fn send_people(call: Call<Account, Input>) -> Result<Json<ClientView>, Problem> {
    let mut client: Client = call.found(&keys::client(call.who.account, call.path.client()?))?;
    let chosen = chosen(&call)?;
    let mut attempts = Attempts::begin();
    while attempts.go_on() {
        call.expect_version(client.version)?;
        if client.accepted_at.is_none() {
            let detail = "Accept the client's invitation first.";
            return Err(Problem::because(Code::NotOpenYet, detail));
        }
        let choice = Choice::of(&client, &chosen);
        if choice.changes_nothing() {
            return Ok(Json(view(&call.app, client).await?));
        }
        match write(&call, &client, &choice).run().await {
            Ok(()) => {
                let people = choice.people;
                let sent = Client { people, version: client.version + 1, ..client };
                return Ok(Json(view(&call.app, sent).await?));
            }
            Err(WriteError::Refused(Rule::Client, Some(newer))) => {
                client = attempts.newest(&call.app.table, newer).await?
            }
            Err(WriteError::Refused(Rule::Client, None)) => return Err(Problem::not_found()),
            Err(WriteError::Refused(Rule::OfFirm(at), _)) => return Err(unknown(at).into()),
            Err(WriteError::Refused(Rule::HoldsNone(at), _)) => return Err(holds_one(at).into()),
            Err(WriteError::Refused(Rule::Once(at), _)) => return Err(is_there(at).into()),
            Err(WriteError::Refused(Rule::Guard, _)) => {
                return Err(Problem::internal("somebody was sent to a client without a context"));
            }
            Err(WriteError::Store(error)) => return Err(error.into()),
        }
    }
    Err(Problem::unavailable("a client kept changing"))
}

/// Who is chosen, by what they are of the firm.
fn chosen(call: &Call<Account, Input>) -> Result<Vec<Sent>, Problem> {
    let (mut seen, mut chosen, mut errors) = (BTreeSet::new(), vec![], vec![]);
    for (at, &person_id) in call.body.person_ids.0.iter().enumerate() {
        let [person, own] = People::keys(call.who.account, person_id);
        let own: Option<Context> = call.read.get(&own)?;
        let person: Option<Person> = call.read.get(&person)?;
        match (own, person) {
            _ if !seen.insert(person_id) => {
                errors.push(Invalid::new("repeated", "Must be given once.").at(place(at)));
            }
            (Some(_), Some(person)) if person.holds.is_some() => errors.push(holds_one(at)),
            (Some(own), Some(_)) => match own.membership() {
                Some(membership) => chosen.push(Sent { person_id, membership }),
                None => errors.push(no_manager(at)),
            },
            _ => errors.push(unknown(at)),
        }
    }
    match errors.into_iter().reduce(FieldErrors::and) {
        Some(errors) => Err(errors.into()),
        None => Ok(chosen),
    }
}

impl Choice {
    fn of(client: &Client, chosen: &[Sent]) -> Self {
        let is_new = |sent: &Sent| !client.people.contains(sent);
        let added = chosen.iter().copied().enumerate().filter(|(_, sent)| is_new(sent));
        let stays = |sent: &Sent| chosen.contains(sent);
        let removed = client.people.iter().filter(|sent| !stays(sent));
        Self {
            people: chosen.to_vec(),
            added: added.collect(),
            removed: removed.map(|sent| sent.person_id).collect(),
        }
    }

    fn changes_nothing(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty()
    }
}

fn write<'c>(call: &'c Call<Account, Input>, client: &Client, choice: &Choice) -> Write<'c, Rule> {
    let grant = (client.account_id, client.manager_id);
    let write = call.app.table.write();
    let change = client.next().set("people", &choice.people);
    let mut write = write.change(change, client.unchanged(), Rule::Client);
    // Who left the firm and came again is sent anew: one item cannot be ended and made in one write.
    let again = |person: PersonId| choice.added.iter().any(|(_, sent)| sent.person_id == person);
    for &person in choice.removed.iter().filter(|person| !again(**person)) {
        write = end_context(write, grant, person, Rule::Guard);
    }
    for &(at, sent) in &choice.added {
        let is_there = choice.removed.contains(&sent.person_id);
        write = send(write, client, (at, sent), is_there, call.app.clock.now());
    }
    let added: Vec<_> = choice.added.iter().map(|(_, sent)| sent.person_id).collect();
    let changes = json!({ "added": added, "removed": choice.removed });
    let actions = (Action::ManagerPeopleChanged, Action::ClientPeopleChanged);
    let by = By::Firm(&call.who.caller.actor);
    let [clients, firms] = entries(&call.app, client, by, actions, &changes);
    write.put(&clients).put(&firms)
}

/// Adds to a write that somebody is sent to a client; who was there by an older membership already
/// counts among its managers.
fn send<'t>(
    write: Write<'t, Rule>,
    client: &Client,
    (at, sent): (usize, Sent),
    is_there: bool,
    now: jiff::Timestamp,
) -> Write<'t, Rule> {
    let Sent { person_id, membership } = sent;
    let (firm_id, account_id) = (client.firm_id, client.account_id);
    let context = Context {
        person_id,
        account_id,
        role: Role::Manager,
        user_id: None,
        manager_id: Some(client.manager_id),
        scope: None,
        via: Some(Via { firm_id, membership }),
        labels: vec![],
        firm_labels: vec![],
        last_used_at: now,
    };
    let holds_none = Person::holds_none();
    let write =
        write.check(&keys::context(person_id, firm_id), membership.stands(), Rule::OfFirm(at));
    if is_there {
        let older = Condition::is("manager_id", client.manager_id);
        let write = write.put_if(&context, older, Rule::Once(at));
        return write.check(&keys::person(person_id), holds_none, Rule::HoldsNone(at));
    }
    let more = Change::of(keys::person(person_id)).count("manages", 1);
    write
        .create(&context, Rule::Once(at))
        .check(&keys::invited(person_id, account_id), Condition::Absent, Rule::Once(at))
        .change(more, holds_none, Rule::HoldsNone(at))
}

fn place(at: usize) -> String {
    format!("person_ids[{at}]")
}

fn unknown(at: usize) -> FieldErrors {
    Invalid::not_found().at(place(at))
}

fn no_manager(at: usize) -> FieldErrors {
    let detail = "Admins and managers of the firm can be sent to its clients only.";
    Invalid::new("no_manager", detail).at(place(at))
}

fn holds_one(at: usize) -> FieldErrors {
    let detail = "Who holds an account cannot manage others; it takes a separate e-mail address.";
    Invalid::new("account_holder_cannot_manage", detail).at(place(at))
}

fn is_there(at: usize) -> FieldErrors {
    let detail = "This person is of the client's account already, or is invited to it.";
    Invalid::new("already_a_manager", detail).at(place(at))
}
