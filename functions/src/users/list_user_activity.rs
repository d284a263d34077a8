//! What a user did and what was done with them, newest first.

use serde_json::Value;
use shared::{
    domain::{EventId, Scope, UserId},
    http::{Account, Call, Json, List, Listed, Problem, Within, input::NoBody},
    table::{event::Event, keys, user::User},
};

use crate::{
    accounts::trail::{EventView, Wanted},
    scope::sees,
};

/// Lists the entries of the account's trail that name a user. A manager of groups or drivers sees what
/// concerns this user, and of the others whom an entry names nothing.
pub async fn list_user_activity(
    call: Call<Account, NoBody, Listed>,
) -> Result<Json<List<EventView>>, Problem> {
    let (app, account) = (&call.app, call.who.account);
    let user: User = call.found(&keys::user(account, call.path.user()?))?;
    if !sees(app, &call.who.within, &user).await? {
        return Err(Problem::not_found());
    }
    let is_narrow = match &call.who.within {
        Within::Everything | Within::Scope(Scope::Company) => false,
        Within::Scope(Scope::Groups { .. } | Scope::Drivers { .. }) => true,
    };
    let wanted = Wanted {
        account,
        named: Some(vec![user.user_id.to_string(), user.person_id.to_string()]),
        from: None,
        to: None,
        picks: &|event| !is_narrow || concerns(event, &user),
    };
    let list = format!("activity of {}", user.user_id);
    let before: Option<EventId> = call.query.start(app, &list).await?;
    let (events, next) = wanted.read(app, call.query.limit(), before).await?;
    let events = events.into_iter().map(|event| match is_narrow {
        true => without_others(event, user.user_id),
        false => event,
    });
    let views = events.map(EventView::of).collect();
    Ok(Json(call.query.page(app, &list, views, next).await?))
}

/// Whether something was done with this user: not just by them. A training session is seen only with
/// all who attend it.
fn concerns(event: &Event, user: &User) -> bool {
    let (id, person) = (user.user_id.to_string(), user.person_id.to_string());
    let mut done = event.clone();
    done.actor.id = None;
    let named = done.named();
    let is_shared = event.subject.kind == "training_session";
    (named.contains(&id) || named.contains(&person)) && !(is_shared && named.len() > 1)
}

/// An entry that names of all users just this one.
fn without_others(mut event: Event, user: UserId) -> Event {
    let own = user.to_string();
    let stays = |value: &Value| {
        value.as_str().is_none_or(|text| text == own || text.parse::<UserId>().is_err())
    };
    for value in event.changes.values_mut() {
        if let Value::Array(values) = value {
            values.retain(stays);
        }
    }
    event
}
