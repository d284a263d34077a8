//! Chooses which mails the caller gets, and whose.
//!
//! | rule | condition in the write |
//! |---|---|
//! | of two choices at once one holds, whole | it writes every class, stopped or not |
//! | what is chosen is of the address that the person has | the person has it |
//!
//! What a mail program stops at the same moment stays stopped, or comes after.

use std::collections::BTreeSet;

use deserr::Deserr;
use schemars::JsonSchema;
use shared::{
    domain::{AccountId, Email, FieldErrors, Invalid, MailClass},
    http::{Call, Code, Json, Person, Problem, input::Few},
    table::{
        Attempts, Entity, Key, WriteError, keys,
        mail_stop::{MailStop, Stopped},
        person::{Context, Person as PersonItem},
    },
};

use super::my_mails::{Choice, MyMailsView, stops_of};

/// Which mails are wanted.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
#[schemars(rename = "MyMailsInput")]
pub struct Input {
    /// Reminders: that a course is due, or an invitation open.
    reminders: bool,
    /// Digests of the accounts that the caller looks after.
    digest: bool,
    /// All else that accounts mail: invitations, assignments, routes, sessions, codes.
    notices: bool,
    /// The accounts whose mails are not wanted, of whatever kind: of those that are stopped already, and
    /// of the caller's contexts. Without it, they stay as they are.
    #[deserr(default)]
    stopped_accounts: Option<Few<AccountId, 0, 1_000>>,
}

/// How many items one write takes, beside the person's.
const AT_ONCE: usize = 99;

/// Chooses. Where all mails were stopped at once and some are wanted again, the others stay stopped class
/// by class. Doing it again changes nothing.
pub async fn set_my_mails(call: Call<Person, Input>) -> Result<Json<MyMailsView>, Problem> {
    let mut person = call.who.person.clone();
    let mut attempts = Attempts::begin();
    while attempts.go_on() {
        let stops = stops_of(&call.app, &person.email).await?;
        let old = Choice::of(&stops);
        let new = chosen(&call, &old).await?;
        if old == new {
            return new.shown(&call.app).await.map(Json);
        }
        match write(&call, &person, &stops, &new).await {
            Ok(()) => return new.shown(&call.app).await.map(Json),
            Err(WriteError::Refused((), Some(newer))) => {
                person = attempts.newest(&call.app.table, newer).await?;
            }
            Err(WriteError::Refused((), None)) => return Err(Problem::new(Code::Unauthenticated)),
            Err(WriteError::Store(error)) => return Err(error.into()),
        }
    }
    Err(Problem::unavailable("a person's address kept changing"))
}

/// What the body chooses, where this was chosen before.
async fn chosen(call: &Call<Person, Input>, old: &Choice) -> Result<Choice, Problem> {
    let body = &call.body;
    let wanted = [
        (MailClass::Reminders, body.reminders),
        (MailClass::Digest, body.digest),
        (MailClass::Notices, body.notices),
    ];
    let unwanted = wanted.into_iter().filter(|(_, wanted)| !wanted);
    let accounts = match &body.stopped_accounts {
        None => old.accounts.clone(),
        Some(Few(accounts)) => known(call, accounts, &old.accounts).await?,
    };
    Ok(Choice { classes: unwanted.map(|(class, _)| class).collect(), accounts })
}

/// Accounts of which the caller knows: those that are stopped, and those in which they may act.
async fn known(
    call: &Call<Person, Input>,
    accounts: &[AccountId],
    stopped: &BTreeSet<AccountId>,
) -> Result<BTreeSet<AccountId>, Problem> {
    let (table, person) = (&call.app.table, call.who.person.person_id);
    let others = accounts.iter().filter(|account| !stopped.contains(account));
    let keys: BTreeSet<_> = others.map(|account| keys::context(person, *account)).collect();
    let found = table.get_many(keys.iter().cloned()).await?;
    let contexts = keys.iter().filter_map(|key| found.get::<Context>(key).transpose());
    let standing = table.standing(contexts.collect::<Result<_, _>>()?).await?;
    let own: BTreeSet<_> = standing.iter().map(|context| context.account_id).collect();
    let unknown = accounts
        .iter()
        .enumerate()
        .filter(|(_, account)| !stopped.contains(account) && !own.contains(account));
    let errors =
        unknown.map(|(index, _)| Invalid::not_found().at(format!("stopped_accounts[{index}]")));
    match errors.reduce(FieldErrors::and) {
        Some(errors) => Err(errors.into()),
        None => Ok(accounts.iter().copied().collect()),
    }
}

/// Something that is stopped, or is not any more.
enum Part {
    Stop(MailStop),
    Allow(Key),
}

/// Writes a choice: its classes whole, and what differs of the accounts. More than one write takes is
/// written in several, of which each is true by itself.
async fn write(
    call: &Call<Person, Input>,
    person: &PersonItem,
    stops: &[MailStop],
    new: &Choice,
) -> Result<(), WriteError<()>> {
    let mailbox = person.email.mailbox();
    for some in parts(call, &mailbox, stops, new).chunks(AT_ONCE) {
        let write = call.app.table.write();
        let write = write.check(&person.key(), person.has_same_address(), ());
        let write = some.iter().fold(write, |write, part| match part {
            Part::Stop(stop) => write.put(stop),
            Part::Allow(key) => write.delete_always(key),
        });
        write.run().await?;
    }
    Ok(())
}

fn parts(
    call: &Call<Person, Input>,
    mailbox: &Email,
    stops: &[MailStop],
    new: &Choice,
) -> Vec<Part> {
    let since = |of| stops.iter().find(|stop| stop.of == of).map(|stop| stop.at);
    let part = |of: Stopped, is_stopped: bool| match is_stopped {
        true => {
            let at = since(of).unwrap_or_else(|| call.app.clock.now());
            Part::Stop(MailStop { email: mailbox.clone(), of, at })
        }
        false => Part::Allow(of.key(mailbox)),
    };
    let classes =
        MailClass::ALL.map(|class| part(Stopped::Class(class), new.classes.contains(&class)));
    let some_wanted = new.classes.len() < MailClass::ALL.len();
    let of_all = some_wanted.then(|| part(Stopped::All, false));
    let old = Choice::of(stops).accounts;
    let differ = old.symmetric_difference(&new.accounts);
    let accounts = differ.map(|one| part(Stopped::Account(*one), new.accounts.contains(one)));
    classes.into_iter().chain(of_all).chain(accounts).collect()
}
