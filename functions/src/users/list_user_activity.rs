//! What a user did and what was done with them, newest first.

use std::collections::BTreeSet;

use serde_json::Value;
use shared::{
    domain::{EventId, PersonId, Role, UserId},
    http::{Account, Call, Json, List, Listed, Problem, input::NoBody},
    table::{event::Event, keys, user::User},
};

use crate::{
    accounts::trail::{EventView, Wanted},
    scope::sees,
};

/// Lists the entries of the account's trail that name a user. Who may not read the trail sees what was
/// done with this user, and not what they did with others and the account; a manager of groups or
/// drivers sees of the others whom an entry names nothing.
pub async fn list_user_activity(
    call: Call<Account, NoBody, Listed>,
) -> Result<Json<List<EventView>>, Problem> {
    let (app, account) = (&call.app, call.who.account);
    let user: User = call.found(&keys::user(account, call.path.user()?))?;
    if !sees(app, &call.who.within, &user).await? {
        return Err(Problem::not_found());
    }
    let reads_trail = matches!(call.who.role, Some(Role::Holder | Role::Admin));
    let is_narrow = !call.who.sees_everything();
    let wanted = Wanted {
        account,
        named: Some(vec![user.user_id.to_string(), user.person_id.to_string()]),
        from: None,
        to: None,
        picks: &|event| {
            reads_trail || concerns(event, &user) && (!is_narrow || is_alone_in(event, &user))
        },
    };
    let list = format!("activity of {}", user.user_id);
    let before: Option<EventId> = call.query.start(app, &list).await?;
    let (events, next) = wanted.read(app, call.query.limit(), before).await?;
    let events = events.into_iter().map(|event| match is_narrow {
        true => without_others(event, &user),
        false => event,
    });
    let views = events.map(EventView::of).collect();
    Ok(Json(call.query.page(app, &list, views, next).await?))
}

/// Whether something was done with this user, not just by them. Who else looks after the user, and after
/// whom besides, is not what was done with them.
fn concerns(event: &Event, user: &User) -> bool {
    let named = done_to(event.clone());
    event.subject.kind != "manager" && named.iter().any(|named| is_own(named, user))
}

/// Whether it was done with them alone once the lists are without others. A training session is seen
/// only with all who attend it.
fn is_alone_in(event: &Event, user: &User) -> bool {
    let is_shared = event.subject.kind == "training_session";
    let event = if is_shared { event.clone() } else { without_others(event.clone(), user) };
    done_to(event).iter().all(|named| is_own(named, user))
}

/// Whom an entry names beside who did it.
fn done_to(mut event: Event) -> BTreeSet<String> {
    event.actor.id = None;
    event.named()
}

fn is_own(id: &str, user: &User) -> bool {
    id == user.user_id.to_string() || id == user.person_id.to_string()
}

/// An entry whose lists name of all users and persons just this one.
fn without_others(mut event: Event, user: &User) -> Event {
    event.changes.values_mut().for_each(|value| leave_out_others(value, user));
    event
}

fn leave_out_others(value: &mut Value, user: &User) {
    match value {
        Value::Array(values) => {
            let is_others = |text: &str| {
                (text.parse::<UserId>().is_ok() || text.parse::<PersonId>().is_ok())
                    && !is_own(text, user)
            };
            values.retain(|value| !value.as_str().is_some_and(is_others));
            values.iter_mut().for_each(|value| leave_out_others(value, user));
        }
        Value::Object(fields) => {
            fields.values_mut().for_each(|value| leave_out_others(value, user));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
