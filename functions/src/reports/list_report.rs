//! Drivers by course, with status and progress, as JSON, CSV or PDF.

use std::collections::BTreeSet;

use shared::{
    domain::{Invalid, UserId, search::Beginning},
    http::{
        Account, Call, JsonCsvOrPdf, JsonOrCsv, List, Listed, Problem,
        input::NoBody,
        page::{MOST, MOST_CSV},
    },
    table::keys,
};

use super::{
    filter::Filter,
    printed,
    row::Row,
    rows::{Bounds, Wanted},
};
use crate::scope::{sees_group, users_within};

/// Lists the report's rows by course. `status`, `validity` and `q` are looked at after reading, and a page
/// reads a bounded part of the report, so with them it may be short while the report goes on.
pub async fn list_report(
    call: Call<Account, NoBody, Listed<Filter>>,
) -> Result<JsonCsvOrPdf<List<Row>>, Problem> {
    let (app, account, filter) = (&call.app, call.who.account, &call.query.filter);
    let users = users_within(app, account, &call.who.within).await?;
    let wanted = Wanted {
        account,
        users: of_group(&call, users).await?,
        course: filter.course,
        status: filter.status,
        validity: filter.validity,
        beginning: filter.q.as_ref().map(Beginning::from),
    };
    if call.wants_pdf {
        return Ok(JsonCsvOrPdf::Document(printed::answer(&call, &wanted).await?));
    }
    let list = format!("report of {account}");
    let start = call.query.start(app, &list).await?;
    let (rows, next) = wanted.read(app, start, bounds(&call)).await?;
    let page = call.query.page(app, &list, rows, next).await?;
    Ok(JsonCsvOrPdf::Table(JsonOrCsv::answer(&call, page)?))
}

/// Of the users who may be seen, those of the group that is asked for. A group that may not be
/// seen is as unknown as one that is not there.
async fn of_group(
    call: &Call<Account, NoBody, Listed<Filter>>,
    users: Option<BTreeSet<UserId>>,
) -> Result<Option<BTreeSet<UserId>>, Problem> {
    let (account, Some(group)) = (call.who.account, call.query.filter.group) else {
        return Ok(users);
    };
    if !sees_group(&call.who.within, group) || !call.read.has(&keys::group(account, group)) {
        return Err(Problem::field("group", Invalid::not_found()));
    }
    let members = call.app.table.users_in_group(account, group).await?.into_iter();
    Ok(Some(members.filter(|user| users.as_ref().is_none_or(|seen| seen.contains(user))).collect()))
}

/// How much a page reads: what it shows, or somewhat more where rows are picked after reading.
fn bounds(call: &Call<Account, NoBody, Listed<Filter>>) -> Bounds {
    let filter = &call.query.filter;
    let picks = filter.status.is_some() || filter.validity.is_some() || filter.q.is_some();
    let (rows, most) = match call.wants_csv {
        true => (call.query.csv_limit(), MOST_CSV),
        false => (call.query.limit(), MOST.max(4 * call.query.limit())),
    };
    Bounds { rows, entries: if picks { most } else { rows } }
}
