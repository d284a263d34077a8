//! Orders licences or codes: one write, however many they are.

use deserr::Deserr;
use schemars::{JsonSchema, Schema};
use serde_json::{Value, json};
use shared::{
    app::Orders,
    domain::{
        CourseId, FieldErrors, Invalid, OrderId,
        code::MAX_QUANTITY,
        event::Action,
        order::{OrderKind, OrderStatus},
        text::Label,
    },
    http::{
        Account, Call, Code, Created, Problem,
        input::Whole,
        openapi::either::{Way, either},
    },
    table::{account::Account as AccountItem, course::Course, keys, order::Order},
};

use super::{
    fulfilment::{self, Rule},
    views::OrderView,
};

/// What is ordered.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
#[schemars(transform = ways)]
pub struct Input {
    /// Licences, or codes, which are for resellers.
    kind: OrderKind,
    /// An active course of the catalogue.
    course_id: CourseId,
    /// How many.
    quantity: Whole<1, MAX_QUANTITY>,
    /// How many days a code opens the course for: codes have it, licences do not.
    #[deserr(default)]
    duration_days: Option<Whole<1, 3_650>>,
    /// The client's own word for the batch of codes.
    #[deserr(default)]
    label: Option<Label>,
}

/// Licences, or codes.
fn ways(schema: &mut Schema) {
    let licences = Way { word: Some(("kind", "licences")), ..Way::default() };
    let codes =
        Way { word: Some(("kind", "codes")), needs: &["duration_days"], may_have: &["label"] };
    either(schema, &[licences, codes]);
}

/// Orders licences or codes. The order's identifier is the same in every attempt of a request, so
/// that of attempts with one `Idempotency-Key` the first makes the order and the others find it.
pub async fn create_order(call: Call<Account, Input>) -> Result<Created<OrderView>, Problem> {
    check_fields(&call.body)?;
    let account: AccountItem = call.found(&keys::account(call.who.account))?;
    if call.body.kind == OrderKind::Codes && !account.reseller {
        return Err(Problem::new(Code::NotAReseller));
    }
    let course: Option<Course> = call.read.get(&keys::course(call.body.course_id))?;
    if !course.is_some_and(|course| course.active) {
        let unknown = Invalid::new("not_found", "No course on sale has this identifier.");
        return Err(Problem::field("course_id", unknown));
    }
    let order = fulfilment::write(&call.app, order(&call), |order| {
        let subject = ("order", order.order_id.to_string());
        let actor = &call.who.caller.actor;
        let event = call.event(order.account_id, actor, Action::OrderCreated, subject, told(order));
        call.app.table.write().create(order, Rule::Order).put(&event)
    });
    Ok(Created(OrderView::of(order.await?)))
}

/// Codes open their course for a number of days and lie in a batch with a label; licences do not.
fn check_fields(body: &Input) -> Result<(), FieldErrors> {
    let only_codes = || Invalid::new("conflicting", "Only an order of codes has this.");
    let errors = match body.kind {
        OrderKind::Codes => {
            let missing = || Invalid::new("missing", "An order of codes needs it.");
            [body.duration_days.is_none().then(|| missing().at("duration_days")), None]
        }
        OrderKind::Licences => [
            body.duration_days.is_some().then(|| only_codes().at("duration_days")),
            body.label.is_some().then(|| only_codes().at("label")),
        ],
    };
    errors.into_iter().flatten().reduce(FieldErrors::and).map_or(Ok(()), Err)
}

fn order(call: &Call<Account, Input>) -> Order {
    Order {
        account_id: call.who.account,
        order_id: OrderId::from_ulid(call.ulid),
        kind: call.body.kind,
        status: match call.app.settings.orders {
            Orders::Automatic => OrderStatus::Fulfilled,
            Orders::Operator => OrderStatus::Pending,
        },
        course_id: call.body.course_id,
        quantity: call.body.quantity.0,
        duration_days: call.body.duration_days.map(|days| days.0),
        label: call.body.label.clone(),
        batch_id: None,
        created_at: call.app.clock.now(),
    }
}

/// What the audit trail tells of a new order.
fn told(order: &Order) -> Value {
    json!({
        "kind": order.kind,
        "status": order.status,
        "course_id": order.course_id,
        "quantity": order.quantity,
        "duration_days": order.duration_days,
        "label": order.label,
        "batch_id": order.batch_id,
    })
}
