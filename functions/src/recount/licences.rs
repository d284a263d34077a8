//! Licences: what was bought by orders, what living enrolments took, and what the trail says is used
//! up.

use std::{collections::BTreeMap, time::Duration};

use shared::{
    app::App,
    domain::{
        AccountId, CourseId,
        event::Action,
        order::{OrderKind, OrderStatus},
    },
    http::Problem,
    table::{
        Entity, Item, StoreError, enrolment::Enrolment, event::Event, keys, order::Order,
        pool::Pool,
    },
};

use crate::enrolments::rounds::LICENCE_USED_UP;

use super::{
    Counting, Difference, LICENCES_UNTIL, Outcome, PAUSE, SETTLES, each,
    looks::{self, Turn, by_amount},
    rest,
};

/// Licences of one course.
#[derive(Default, Clone, Copy)]
struct Licences {
    purchased: i64,
    living: i64,
    used_up: i64,
}

type ByCourse = BTreeMap<CourseId, Licences>;

/// Counts an account's licences.
pub async fn recount(counting: Counting<'_>) -> Result<Outcome, Problem> {
    let Counting { app, account, .. } = counting;
    // Orders and enrolments are found by indexes: what is kept is read a while before.
    let look = |turn| async move {
        let wait = if turn == Turn::Again { SETTLES } else { Duration::ZERO };
        Ok(by_amount(look(app, account, wait).await?))
    };
    looks::mend(counting, LICENCES_UNTIL, look, || rest(PAUSE)).await
}

/// Reads what is kept, waits, and counts.
async fn look(app: &App, account: AccountId, wait: Duration) -> Result<Vec<Difference>, Problem> {
    let mut pools = vec![];
    each(app, &keys::pools_of(account), |item| {
        pools.push(item);
        Ok(())
    })
    .await?;
    if pools.is_empty() {
        return Ok(vec![]);
    }
    tokio::time::sleep(wait).await;
    let mut counted = ByCourse::new();
    count_orders(app, account, &mut counted).await?;
    count_enrolments(app, account, &mut counted).await?;
    count_used_up(app, account, &mut counted).await?;
    let differences = pools.into_iter().map(|pool| difference(&pool, &counted));
    Ok(differences.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
}

fn difference(kept: &Item, counted: &ByCourse) -> Result<Option<Difference>, StoreError> {
    let course = Pool::from_item(kept.clone())?.course_id;
    let Licences { purchased, living, used_up } = counted.get(&course).copied().unwrap_or_default();
    let numbers = [("purchased", purchased), ("assigned", living + used_up), ("used_up", used_up)];
    Ok(Difference::held(kept, ("licences", course.to_string()), &numbers))
}

async fn count_orders(
    app: &App,
    account: AccountId,
    counted: &mut ByCourse,
) -> Result<(), StoreError> {
    let mut start = None;
    loop {
        let page =
            app.table.page_of::<Order>(&keys::orders_of(account), 1_000, start, false).await?;
        for order in page.items {
            if (order.kind, order.status) == (OrderKind::Licences, OrderStatus::Fulfilled) {
                counted.entry(order.course_id).or_default().purchased += i64::from(order.quantity);
            }
        }
        start = page.next;
        if start.is_none() {
            return Ok(());
        }
    }
}

async fn count_enrolments(
    app: &App,
    account: AccountId,
    counted: &mut ByCourse,
) -> Result<(), StoreError> {
    let (range, mut start) = (keys::enrolments_of_account(account, None), None);
    loop {
        let page = app.table.page_of::<Enrolment>(&range, 1_000, start, false).await?;
        for enrolment in page.items.iter().filter(|one| one.licence) {
            counted.entry(enrolment.course_id).or_default().living += 1;
        }
        start = page.next;
        if start.is_none() {
            return Ok(());
        }
    }
}

/// A licence that was used up is told by the trail alone: its enrolment has ended, or another round
/// follows.
async fn count_used_up(
    app: &App,
    account: AccountId,
    counted: &mut ByCourse,
) -> Result<(), StoreError> {
    let told = [Action::CourseRevoked, Action::CourseAssigned, Action::CodeRedeemed];
    let told = told.map(|action| serde_json::to_value(action).unwrap_or_default());
    each(app, &keys::events_of(account), |item| {
        let action = item.get("action").and_then(|action| action.as_s().ok());
        if !told.iter().any(|told| told.as_str() == action.map(String::as_str)) {
            return Ok(());
        }
        let changes = Event::from_item(item)?.changes;
        let course = changes.get("course_id").and_then(|course| course.as_str()?.parse().ok());
        let says = |name: &str, what: bool| changes.get(name).is_some_and(|said| *said == what);
        let used_up = says("licence_returned", false) || says(LICENCE_USED_UP, true);
        if let Some(course) = course.filter(|_| used_up) {
            counted.entry(course).or_default().used_up += 1;
        }
        Ok(())
    })
    .await
}
