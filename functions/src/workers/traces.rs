//! Keeps by what is found, when somebody is to be forgotten, what names them though they have left it.
//! A trace follows from the change that ended what they had there, so making it again changes nothing.

use shared::{
    app::App,
    domain::{AccountId, PersonId},
    http::Problem,
    table::{
        batch::UsedCode,
        client::Client,
        forgetting::{Trace, Traced},
        manager::Manager,
        user::User,
    },
};

use super::{Record, record::read};

/// Writes what the changes that records tell of leave behind of people.
pub async fn keep(app: &App, records: &[&Record]) -> Result<(), Problem> {
    let mut traces = vec![];
    for record in records {
        traces.extend(of_user(record)?);
        traces.extend(of_manager(record)?);
        traces.extend(of_client(record)?);
        traces.extend(of_code(record)?);
    }
    Ok(app.table.write_all(&traces, &[]).await?)
}

fn of_account(person_id: PersonId, account_id: AccountId, was: &impl ToString) -> Trace {
    Trace { person_id, of: Traced::Account { account_id, was: was.to_string() } }
}

/// Of a user who is gone, or is another person since their address was corrected.
fn of_user(record: &Record) -> Result<Option<Trace>, Problem> {
    let Some(was) = read::<User>(record.old.as_ref())? else { return Ok(None) };
    let is = read::<User>(record.new.as_ref())?;
    let gone = is.is_none_or(|is| is.person_id != was.person_id);
    Ok(gone.then(|| of_account(was.person_id, was.account_id, &was.user_id)))
}

fn of_manager(record: &Record) -> Result<Option<Trace>, Problem> {
    let (Some(was), None) = (read::<Manager>(record.old.as_ref())?, &record.new) else {
        return Ok(None);
    };
    let person = was.person().map(|person| person.person_id);
    Ok(person.map(|person| of_account(person, was.account_id, &was.manager_id)))
}

/// Of those of a firm who look after a client no longer.
fn of_client(record: &Record) -> Result<Vec<Trace>, Problem> {
    let Some(was) = read::<Client>(record.old.as_ref())? else { return Ok(vec![]) };
    let is = read::<Client>(record.new.as_ref())?;
    let called_back = was.people.iter().filter(|sent| {
        is.as_ref().is_none_or(|is| is.manager_id != was.manager_id || !is.has(sent.person_id))
    });
    let trace = |person| of_account(person, was.account_id, &was.manager_id);
    Ok(called_back.map(|sent| trace(sent.person_id)).collect())
}

fn of_code(record: &Record) -> Result<Option<Trace>, Problem> {
    let (None, Some(code)) = (&record.old, read::<UsedCode>(record.new.as_ref())?) else {
        return Ok(None);
    };
    let of = Traced::Code { batch: code.number(), index: code.index };
    let person = code.redemption.map(|redemption| redemption.person_id);
    Ok(person.map(|person_id| Trace { person_id, of }))
}
