//! Licences: what was bought by orders, and what the trail says was taken, returned and used up. It
//! is written together with the pool, and read consistently: no index has a say, which may lack what
//! is new for as long as it likes.

use std::collections::BTreeMap;

use serde_json::Value;
use shared::{
    app::App,
    domain::{
        AccountId, CourseId, OrderId,
        event::Action,
        order::{OrderKind, OrderStatus},
    },
    http::Problem,
    table::{Entity, Item, StoreError, event::Event, keys, order::Order, pool::Pool},
};

use crate::enrolments::{revocation::LICENCE_RETURNED, rounds::LICENCE_USED_UP};

use super::{
    Counting, Difference, LICENCES_UNTIL, Outcome, PAUSE, each,
    looks::{self, by_amount},
    rest,
};

/// Licences of one course.
#[derive(Default, Clone, Copy)]
struct Licences {
    purchased: i64,
    taken: i64,
    returned: i64,
    used_up: i64,
}

/// What the trail tells of an account's licences.
#[derive(Default)]
struct Trail {
    orders: Vec<OrderId>,
    licences: BTreeMap<CourseId, Licences>,
}

/// Counts an account's licences.
pub async fn recount(counting: Counting<'_>) -> Result<Outcome, Problem> {
    let Counting { app, account, .. } = counting;
    let look = |_| async move { Ok(by_amount(look(app, account).await?)) };
    looks::mend(counting, LICENCES_UNTIL, look, || rest(PAUSE)).await
}

/// Reads what is kept, and counts.
async fn look(app: &App, account: AccountId) -> Result<Vec<Difference>, Problem> {
    let mut pools = vec![];
    each(app, &keys::pools_of(account), |item| {
        pools.push(item);
        Ok(())
    })
    .await?;
    if pools.is_empty() {
        return Ok(vec![]);
    }
    let mut trail = Trail::default();
    each(app, &keys::events_of(account), |item| trail.add(item)).await?;
    count_orders(app, &mut trail).await?;
    let differences = pools.into_iter().map(|pool| difference(&pool, &trail.licences));
    Ok(differences.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
}

fn difference(
    kept: &Item,
    counted: &BTreeMap<CourseId, Licences>,
) -> Result<Option<Difference>, StoreError> {
    let course = Pool::from_item(kept.clone())?.course_id;
    let Licences { purchased, taken, returned, used_up } =
        counted.get(&course).copied().unwrap_or_default();
    let numbers = [("purchased", purchased), ("assigned", taken - returned), ("used_up", used_up)];
    Ok(Difference::held(kept, ("licences", course.to_string()), &numbers))
}

impl Trail {
    /// Notes what an entry of the trail tells. A licence is used up where its enrolment has ended after
    /// it was started, or another round follows.
    fn add(&mut self, item: Item) -> Result<(), StoreError> {
        let Some(action) = action(&item) else { return Ok(()) };
        let Event { changes, subject, .. } = Event::from_item(item)?;
        if action == Action::OrderCreated {
            self.orders.extend(subject.id.parse::<OrderId>());
            return Ok(());
        }
        let course = changes.get("course_id").and_then(|course| course.as_str()?.parse().ok());
        let Some(course) = course else { return Ok(()) };
        let says = |name: &str, what: bool| changes.get(name) == Some(&Value::Bool(what));
        let of_course = self.licences.entry(course).or_default();
        of_course.taken += i64::from(action == Action::CourseAssigned);
        of_course.returned += i64::from(says(LICENCE_RETURNED, true));
        of_course.used_up +=
            i64::from(says(LICENCE_RETURNED, false) || says(LICENCE_USED_UP, true));
        Ok(())
    }
}

/// What an entry of the trail tells of, if it may concern a licence.
fn action(item: &Item) -> Option<Action> {
    let action = item.get("action")?.as_s().ok()?;
    let action = serde_json::from_value(Value::from(action.as_str())).ok()?;
    let concerns =
        [Action::OrderCreated, Action::CourseAssigned, Action::CourseRevoked, Action::CodeRedeemed];
    concerns.contains(&action).then_some(action)
}

async fn count_orders(app: &App, trail: &mut Trail) -> Result<(), StoreError> {
    let keys: Vec<_> = trail.orders.iter().map(|order| keys::order(*order)).collect();
    let found = app.table.get_many(keys.iter().cloned()).await?;
    for key in &keys {
        let Some(order) = found.get::<Order>(key)? else { continue };
        if (order.kind, order.status) == (OrderKind::Licences, OrderStatus::Fulfilled) {
            let bought = &mut trail.licences.entry(order.course_id).or_default().purchased;
            *bought += i64::from(order.quantity);
        }
    }
    Ok(())
}
