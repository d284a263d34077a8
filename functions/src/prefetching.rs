//! What operations want read together with their caller's standing, so that it costs no round
//! trip of its own.

use std::str::FromStr;

use serde_json::Value;
use shared::{
    app::App,
    domain::{AccountName, Email, MailKind, code::Code},
    http::{
        page::MOST,
        route::{Asking, Reading},
        rows::MOST_ROWS,
    },
    seal::token::Credential,
    table::{Key, client::MOST_PEOPLE, keys, limit, mail_room::MailRoom},
};

use crate::{
    enrolments::assignment::assigned_key,
    firms::people::People,
    links::url::LinkUrl,
    managers::{invitation::ManagerInvitation, invite_url::InviteUrl, scope_input},
    records::certificate::code,
    shares::bulk_share::between,
    training::input::MOST as MOST_ATTENDEES,
};

/// Keys that are known without asking anybody.
fn known<'a>(keys: impl IntoIterator<Item = Key>) -> Reading<'a> {
    let keys = keys.into_iter().collect();
    Box::pin(async { Ok(keys) })
}

/// A text of the body. What is not there or not well-formed is refused later, by its name.
fn text<'a>(asking: &Asking<'a>, field: &str) -> Option<&'a str> {
    asking.body?.get(field).and_then(Value::as_str)
}

/// The account of the path.
pub fn account<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    known(asking.path.account().ok().map(keys::account))
}

/// The account's own text of the path's kind of mail.
pub fn mail_text<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    let account = asking.path.account().ok();
    known(
        account.zip(asking.path.kind().ok()).map(|(account, kind)| keys::mail_text(account, kind)),
    )
}

/// The account's own texts of all kinds of mails.
pub fn mail_texts<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    let account = asking.path.account().ok().into_iter();
    known(
        account.flat_map(|account| {
            MailKind::ALL.iter().map(move |kind| keys::mail_text(account, *kind))
        }),
    )
}

/// What the account of the path has its people reminded of.
pub fn reminder_settings<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    known(asking.path.account().ok().map(keys::reminder_settings))
}

/// What the account of the path asks the operator for.
pub fn reseller_request<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    known(asking.path.account().ok().map(keys::reseller_request))
}

/// How the caller stands in the account that they choose.
pub fn chosen_context<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    let Some(Credential::Session(token)) = asking.credential else { return known(None) };
    let account = text(asking, "account_id").and_then(|text| text.parse().ok());
    known(
        account
            .into_iter()
            .flat_map(|account| [keys::context(token.person, account), keys::account(account)]),
    )
}

/// How the caller stands in the account of the path, of which nothing else is asked.
pub fn own_context<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    let Some(Credential::Session(token)) = asking.credential else { return known(None) };
    known(asking.path.account().ok().map(|account| keys::context(token.person, account)))
}

/// The caller, where they download a table: its times are in their zone.
pub fn reader_of_csv<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    match asking.credential {
        Some(Credential::Session(token)) if asking.wants_csv => known([keys::person(token.person)]),
        _ => known(None),
    }
}

/// The caller and the course that the query names, where the answer is a document: its times are in their
/// zone, and it says which course it is of.
pub fn named_in_pdf<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    if !asking.wants_pdf {
        return known(None);
    }
    let reader = match asking.credential {
        Some(Credential::Session(token)) => Some(keys::person(token.person)),
        _ => None,
    };
    let course = asking.query.get("course").and_then(Value::as_str);
    let course = course.and_then(|text| text.parse().ok()).map(keys::course);
    known(reader.into_iter().chain(course))
}

/// The caller's invitation to the account of the path.
pub fn own_invitation<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    let Some(Credential::Session(token)) = asking.credential else { return known(None) };
    known(asking.path.account().ok().map(|account| keys::invited(token.person, account)))
}

/// The company that has the name of the query.
pub fn named_account<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    let name = asking.query.get("name").and_then(Value::as_str);
    let name = name.and_then(|name| AccountName::parse(name).ok());
    known(name.map(|name| keys::name(&name.unique())))
}

/// The course of the path.
pub fn course<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    known(asking.path.course().ok().map(keys::course))
}

/// The course that the body names.
pub fn course_of_body<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    known(text(asking, "course_id").and_then(|text| text.parse().ok()).map(keys::course))
}

/// Whose address the body names.
pub fn owner_of_email<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    known(text(asking, "email").and_then(|text| Email::parse(text).ok()).as_ref().map(keys::email))
}

/// Who made the invitation URL of the body.
pub fn maker_of_invite_url<'a>(app: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    maker(app, text(asking, "invite_url"))
}

/// Who made the invitation URL that is the body's token.
pub fn maker_of_token<'a>(app: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    maker(app, text(asking, "token"))
}

fn maker<'a>(app: &'a App, token: Option<&'a str>) -> Reading<'a> {
    Box::pin(async move {
        match token {
            Some(token) => Ok(InviteUrl::key(app, token).await?.into_iter().collect()),
            None => Ok(vec![]),
        }
    })
}

/// The report link of the body's token, and what tells whether it opens.
pub fn link_of_token<'a>(app: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    let token = text(asking, "token");
    Box::pin(async move {
        let Some(token) = token else { return Ok(vec![]) };
        let url: Option<LinkUrl> = app.seal.open(token).await?;
        Ok(url.map(LinkUrl::keys).unwrap_or_default())
    })
}

/// How many mails the account and the address of the body have had today, if it names one, by itself
/// or by who made an invitation URL.
pub fn mails_to_email<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    let email = text(asking, "email").and_then(|text| Email::parse(text).ok());
    let names_one = email.is_some() || text(asking, "invite_url").is_some();
    let account = asking.path.account().ok().filter(|_| names_one);
    known(account.into_iter().flat_map(|account| MailRoom::keys(account, &email)))
}

/// The groups that the body names: no more than a call may name.
pub fn groups_of_body<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    let Some(account) = asking.path.account().ok() else { return known(None) };
    let groups = asking.body.and_then(|body| body.get("group_ids")?.as_array());
    let groups = groups.into_iter().flatten().take(MOST_ROWS);
    known(
        groups
            .filter_map(|group| group.as_str()?.parse().ok())
            .map(move |group| keys::group(account, group)),
    )
}

/// The group that the body names.
pub fn group_of_body<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    let group = text(asking, "group_id").and_then(|text| text.parse().ok());
    known(asking.path.account().ok().zip(group).map(|(account, group)| keys::group(account, group)))
}

/// The API key whose place one of the body takes.
pub fn replaced_key<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    let key = text(asking, "replaces").and_then(|text| text.parse().ok());
    known(asking.path.account().ok().zip(key).map(|(account, key)| keys::api_key(account, key)))
}

/// The user that the body names.
pub fn user_of_body<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    let user = text(asking, "user_id").and_then(|text| text.parse().ok());
    known(asking.path.account().ok().zip(user).map(|(account, user)| keys::user(account, user)))
}

/// The account's licences of the course that the body names.
pub fn pool_of_body<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    let course = text(asking, "course_id").and_then(|text| text.parse().ok());
    let account = asking.path.account().ok();
    known(account.zip(course).map(|(account, course)| keys::pool(account, course)))
}

/// The manager of the path.
pub fn manager<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    let account = asking.path.account().ok();
    let manager = asking.path.manager().ok();
    known(account.zip(manager).map(|(account, manager)| keys::manager(account, manager)))
}

/// The groups and users that the scope of the body names, as many as one may.
pub fn scope_of_body<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    let scope = asking.body.and_then(|body| body.get("scope"));
    let Some((account, scope)) = asking.path.account().ok().zip(scope) else { return known(None) };
    let named = |field: &str| {
        let ids = scope.get(field).and_then(Value::as_array).into_iter().flatten();
        ids.filter_map(Value::as_str).take(scope_input::MOST)
    };
    let groups = named("group_ids").filter_map(|id| Some(keys::group(account, id.parse().ok()?)));
    let users = named("user_ids").filter_map(|id| Some(keys::user(account, id.parse().ok()?)));
    known(groups.chain(users))
}

/// The manager whom the body's invitation is for, the account, and how the caller stands in it.
pub fn invitation_of_body<'a>(app: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    let token = text(asking, "token");
    Box::pin(async move {
        let (Some(token), Some(Credential::Session(caller))) = (token, asking.credential) else {
            return Ok(vec![]);
        };
        let invitation = ManagerInvitation::read(app, token).await?;
        Ok(invitation.map_or(vec![], |invitation| {
            let account = invitation.account_id;
            let context = keys::context(caller.person, account);
            vec![invitation.key(), keys::account(account), context]
        }))
    })
}

/// The firm that the body invites.
pub fn firm_of_body<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    known(text(asking, "firm_id").and_then(|text| text.parse().ok()).map(keys::account))
}

/// The client of the path, as its firm has it.
pub fn client<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    let place = asking.path.account().ok().zip(asking.path.client().ok());
    known(place.map(|(firm, client)| keys::client(firm, client)))
}

/// The account of the path that a firm looks after.
pub fn client_account<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    known(asking.path.client().ok().map(keys::account))
}

/// The people whom the body sends to a client, as many as it may, and as what they are of the firm.
pub fn people_of_body<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    let Ok(firm) = asking.path.account() else { return known(None) };
    let people = ids(asking, "person_ids").take(MOST_PEOPLE);
    known(people.flat_map(move |person| People::keys(firm, person)))
}

/// As what the person of the query is of the account.
pub fn person_of_query<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    let person = asking.query.get("person").and_then(Value::as_str);
    let person = person.and_then(|text| text.parse().ok());
    let place = asking.path.account().ok().zip(person);
    known(place.map(|(firm, person)| keys::context(person, firm)))
}

/// The order of the path.
pub fn order<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    known(asking.path.order().ok().map(keys::order))
}

/// The batch of the path.
pub fn batch<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    let batch = asking.path.batch().ok();
    known(batch.map(|batch| keys::batch(shared::domain::code::BatchNumber::of(batch))))
}

/// The user of the path.
pub fn user<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    let account = asking.path.account().ok();
    known(account.zip(asking.path.user().ok()).map(|(account, user)| keys::user(account, user)))
}

/// The group of the path.
pub fn group<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    let account = asking.path.account().ok();
    known(account.zip(asking.path.group().ok()).map(|(account, group)| keys::group(account, group)))
}

/// The group that the query names.
pub fn group_of_query<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    let group = asking.query.get("group").and_then(Value::as_str);
    let group = group.and_then(|text| text.parse().ok());
    known(asking.path.account().ok().zip(group).map(|(account, group)| keys::group(account, group)))
}

/// The course that the query names.
pub fn course_of_query<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    let course = asking.query.get("course").and_then(Value::as_str);
    known(course.and_then(|text| text.parse().ok()).map(keys::course))
}

/// The user that the query names.
pub fn user_of_query<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    let user = asking.query.get("user").and_then(Value::as_str);
    let user = user.and_then(|text| text.parse().ok());
    known(asking.path.account().ok().zip(user).map(|(account, user)| keys::user(account, user)))
}

/// The users that the body names: no more than a call may name.
pub fn users_of_body<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    let account = asking.path.account().ok();
    let listed = asking.body.and_then(|body| body.get("user_ids")?.as_array());
    let listed = listed.into_iter().flatten().take(MOST_ROWS);
    let users = listed.filter_map(|user| user.as_str()?.parse().ok());
    known(users.filter_map(|user| Some(keys::user(account?, user))))
}

/// What the trail tells of the assignment of the path's enrolment.
pub fn assignment<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    let place = asking.path.account().ok().zip(asking.path.enrolment().ok());
    known(place.map(|(account, enrolment)| assigned_key(account, enrolment)))
}

/// The training session of the path.
pub fn training_session<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    let place = asking.path.account().ok().zip(asking.path.session().ok());
    known(place.map(|(account, session)| keys::training_session(account, session)))
}

/// The users and groups that the body chooses for a training session. More than one may have are
/// refused later, unread.
pub fn attendees_of_body<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    let Ok(account) = asking.path.account() else { return known(None) };
    let users = ids(asking, "user_ids").map(|user| keys::user(account, user));
    known(users.chain(ids(asking, "group_ids").map(|group| keys::group(account, group))))
}

/// The identifiers of a list of the body, as many as a training session may have attendees.
fn ids<'a, T: FromStr>(asking: &Asking<'a>, field: &str) -> impl Iterator<Item = T> + use<'a, T> {
    let all = asking.body.and_then(|body| body.get(field)).and_then(Value::as_array);
    all.into_iter().flatten().take(MOST_ATTENDEES).filter_map(|id| id.as_str()?.parse().ok())
}

/// The account of the path that drivers are shared with.
pub fn recipient<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    known(asking.path.recipient().ok().map(keys::account))
}

/// The account of the path that is refused.
pub fn other<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    known(asking.path.other().ok().map(keys::account))
}

/// The user of the path as the account's own, with whom they are shared, and as one that is shared
/// with the account.
pub fn driver<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    let account = asking.path.account().ok();
    known(account.zip(asking.path.user().ok()).into_iter().flat_map(|(account, user)| {
        [
            keys::user(account, user),
            keys::sharing(account, user),
            keys::shared_driver(account, user),
        ]
    }))
}

/// The share of the path's user with the path's recipient.
pub fn share<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    let recipient = asking.path.recipient().ok();
    let share = recipient.zip(asking.path.user().ok());
    known(share.map(|(recipient, user)| keys::shared_driver(recipient, user)))
}

/// The drivers that the body names, and whether they are shared with the path's recipient; where it
/// says all, how far that has come; and how often both were told of shares today.
pub fn drivers_of_body<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    let accounts = asking.path.account().ok().zip(asking.path.recipient().ok());
    let ids = asking.body.and_then(|body| body.get("driver_ids")).and_then(Value::as_array);
    let ids = ids.into_iter().flatten().take(MOST).filter_map(|id| id.as_str()?.parse().ok());
    let all = asking.body.and_then(|body| body.get("all")) == Some(&Value::Bool(true));
    let progress = accounts.filter(|_| all).map(|(from, to)| keys::share_progress(from, to));
    let told = accounts.map(|(from, to)| limit::SHARINGS.key(&between(from, to)));
    let first = progress.into_iter().chain(told);
    known(first.chain(accounts.into_iter().flat_map(|(account, recipient)| {
        let both = |id| [keys::user(account, id), keys::shared_driver(recipient, id)];
        ids.clone().flat_map(both).collect::<Vec<_>>()
    })))
}

/// The record of the path, as its account keeps it.
pub fn record<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    let record = asking.path.account().ok().zip(asking.path.record().ok());
    known(record.map(|(account, record)| keys::record(account, record)))
}

/// The record of the path, as the caller keeps it.
pub fn own_record<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    let Some(Credential::Session(token)) = asking.credential else { return known(None) };
    known(asking.path.record().ok().map(|record| keys::own_record(token.person, record)))
}

/// What the code of the certificate of the path's record leads to.
pub fn certificate<'a>(app: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    Box::pin(async move {
        match asking.path.record() {
            Ok(record) => Ok(vec![code::key(app, record).await?]),
            Err(_) => Ok(vec![]),
        }
    })
}

/// The route of the path.
pub fn route<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    let account = asking.path.account().ok();
    known(account.zip(asking.path.route().ok()).map(|(account, route)| keys::route(account, route)))
}

/// What became of the body's code, and its batch unless that is remembered.
pub fn code_of_body<'a>(app: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    let code = text(asking, "code").and_then(|text| Code::parse(text).ok());
    Box::pin(async move {
        let Some(code) = code else { return Ok(vec![]) };
        let Some((number, index)) = app.seal.codes().await?.open(&code) else { return Ok(vec![]) };
        let batch = Some(keys::batch(number)).filter(|batch| !app.table.remembers(batch));
        Ok(batch.into_iter().chain([keys::code(number, index)]).collect())
    })
}

/// How many unknown codes the caller has tried lately.
pub fn unknown_codes<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    known(asking.credential.map(|credential| {
        limit::UNKNOWN_CODES.key(&match credential {
            Credential::Session(token) => token.person.to_string(),
            Credential::ApiKey(token) => token.key.to_string(),
        })
    }))
}
