//! Drivers by course, with status and progress, as JSON or CSV.

use deserr::Deserr;
use schemars::JsonSchema;
use shared::{
    domain::{
        CourseId, EnrolmentStatus, FieldErrors, GroupId, Invalid, account::fold, text::SearchText,
    },
    http::{
        Account, Call, JsonOrCsv, List, Listed, Problem,
        input::NoBody,
        page::{MOST, MOST_CSV},
    },
};

use super::{
    rows::{Bounds, Row, Wanted},
    within::users_within,
};

/// Which rows.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Filter {
    /// Those of this course.
    #[deserr(default)]
    course: Option<CourseId>,
    /// Those of this group's users.
    #[deserr(default)]
    group: Option<GroupId>,
    /// Those of this status now. A page may then be short, even empty, and the report go on:
    /// `next_cursor` tells.
    #[deserr(default)]
    status: Option<EnrolmentStatus>,
    /// Those of users whose name or address begins so, whatever the letter case. A page may then
    /// be short, even empty, and the report go on: `next_cursor` tells.
    #[deserr(default)]
    q: Option<SearchText>,
}

/// Lists the report's rows by course. `status` and `q` are looked at after reading, and a page
/// reads a bounded part of the report, so with them it may be short while the report goes on.
pub async fn list_report(
    call: Call<Account, NoBody, Listed<Filter>>,
) -> Result<JsonOrCsv<List<Row>>, Problem> {
    let (app, account, filter) = (&call.app, call.who.account, &call.query.filter);
    if filter.group.is_some() {
        // Groups come in here; until then no account has any.
        return Err(Problem::field("group", Invalid::not_found()));
    }
    let wanted = Wanted {
        account,
        users: users_within(&call.who.within),
        course: filter.course,
        status: filter.status,
        beginning: filter.q.as_ref().map(|q| fold(q.as_str())),
    };
    let list = format!("report of {account}");
    let start = call.query.start(app, &list).await?;
    let (rows, next) = wanted.read(app, start, bounds(&call)).await?;
    let page = call.query.page(app, &list, rows, next).await?;
    Ok(JsonOrCsv::answer(&call, page))
}

/// How much a page reads: what it shows, or somewhat more where rows are picked after reading.
fn bounds(call: &Call<Account, NoBody, Listed<Filter>>) -> Bounds {
    let filter = &call.query.filter;
    let picks = filter.status.is_some() || filter.q.is_some();
    let (rows, most) = match call.wants_csv {
        true => (call.query.csv_limit(), MOST_CSV),
        false => (call.query.limit(), MOST.max(4 * call.query.limit())),
    };
    Bounds { rows, entries: if picks { most } else { rows } }
}
