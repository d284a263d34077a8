//! The audit trail, newest first: all of it, or by who, to what, what and when.

use deserr::Deserr;
use schemars::JsonSchema;
use shared::{
    domain::{
        EventId, FieldErrors, Invalid, UserId,
        event::{Action, ActorId, SubjectId},
    },
    http::{
        Account, Call, Json, List, Listed, Problem,
        input::{NoBody, Time},
    },
    table::event::Event,
};

use super::trail::{EventView, Wanted};

/// Which entries. A page may be short, even empty, and the list go on: `next_cursor` tells.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Filter {
    /// What this person or API key did.
    #[deserr(default)]
    actor: Option<ActorId>,
    /// What was done to this.
    #[deserr(default)]
    subject: Option<SubjectId>,
    /// What was done so.
    #[deserr(default)]
    action: Option<Action>,
    /// From then on.
    #[deserr(default)]
    from: Option<Time>,
    /// Before then.
    #[deserr(default)]
    to: Option<Time>,
}

/// Lists the account's audit trail. What a person, a key or a user is named in is found by them and
/// costs the same however long the trail is; it may be seconds old. The rest is picked after reading.
pub async fn list_events(
    call: Call<Account, NoBody, Listed<Filter>>,
) -> Result<Json<List<EventView>>, Problem> {
    let (app, account, filter) = (&call.app, call.who.account, &call.query.filter);
    let wanted = Wanted {
        account,
        named: filter.found_by().map(|named| vec![named.to_owned()]),
        from: filter.from.map(|time| time.0),
        to: filter.to.map(|time| time.0),
        picks: &|event| filter.picks(event),
    };
    filter.check()?;
    let list = format!("events of {account}");
    let before: Option<EventId> = call.query.start(app, &list).await?;
    let (events, next) = wanted.read(app, call.query.limit(), before).await?;
    let views = events.into_iter().map(EventView::of).collect();
    Ok(Json(call.query.page(app, &list, views, next).await?))
}

impl Filter {
    fn check(&self) -> Result<(), Problem> {
        let (from, to) = (self.from.map(|time| time.0), self.to.map(|time| time.0));
        if from.zip(to).is_some_and(|(from, to)| to <= from) {
            let bad = Invalid::new("not_after_start", "Must be after from.");
            return Err(Problem::field("to", bad));
        }
        Ok(())
    }

    /// Who of those that the filter asks for is named by mentions. A user is in fewer entries than who
    /// does things.
    fn found_by(&self) -> Option<&str> {
        let user = self.subject.as_ref().map(SubjectId::as_str);
        let user = user.filter(|id| id.parse::<UserId>().is_ok());
        user.or(self.actor.as_ref().map(ActorId::as_str))
    }

    fn picks(&self, event: &Event) -> bool {
        let by = |actor: &ActorId| event.actor.id.as_deref() == Some(actor.as_str());
        self.actor.as_ref().is_none_or(by)
            && self.subject.as_ref().is_none_or(|subject| event.subject.id == subject.as_str())
            && self.action.is_none_or(|action| event.action == action)
    }
}
