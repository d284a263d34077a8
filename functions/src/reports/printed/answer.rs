//! Reads what a document shows, and makes it.
//!
//! What a reader expects of its summary is that it sums up the report that follows. So it is that of the
//! account or of the caller's scope, of a group or of a course, whole, where the report is of one of these:
//! it stands in the first document. The other filters are of single rows, and no count is kept of what
//! they leave: with one of them each document sums up its own rows, and says so.

use std::collections::BTreeSet;

use futures::try_join;
use shared::{
    domain::Scope,
    http::{Account, Call, Listed, PdfPage, Problem, Within, input::NoBody, page::MOST_CSV},
    table::{account, course::Course, group::Group, keys},
};

use super::{
    Line, MOST, Naming, Report, Summed,
    document::{Place, document},
    figures::Figures,
    wording::{counted, label},
};
use crate::reports::{
    filter::Filter,
    rows::{Bounds, Wanted},
    summary::Counted,
};

type Asked = Call<Account, NoBody, Listed<Filter>>;

/// Makes the document that the caller asks for.
pub async fn answer(call: &Asked, wanted: &Wanted) -> Result<PdfPage, Problem> {
    let list = format!("printed report of {}", call.who.account);
    let place: Option<Place<_>> = call.query.start(&call.app, &list).await?;
    let is_first = place.is_none();
    let Place { before, after } = place.unwrap_or_else(Place::first);
    let read = wanted.read(&call.app, after, bounds(call));
    let ((rows, next), whole) = try_join!(read, whole(call, is_first))?;
    let next = next.map(|after| Place { before: before + rows.len(), after: Some(after) });
    let page = call.query.page(&call.app, &list, rows, next).await?;
    let rows = page.items;
    let summary = match whole {
        None if picks(&call.query.filter) => Some(Summed::Rows(Figures::of_rows(&rows))),
        whole => whole.map(Summed::Whole),
    };
    let report = Report {
        of: account(call)?.name.to_string(),
        at: call.app.clock.now(),
        zone: call.zone()?,
        filters: filters(call)?,
        naming: Naming::Addressed,
        before,
        rows: rows.into_iter().map(Line::addressed).collect(),
        goes_on: page.next_cursor.is_some(),
        summary,
    };
    document(report, page.next_cursor, call.uri.clone()).await
}

/// How much a document reads: what it shows, or more where rows are picked after reading.
fn bounds(call: &Asked) -> Bounds {
    let rows = call.query.csv_limit().min(MOST);
    Bounds { rows, entries: if picks(&call.query.filter) { MOST_CSV } else { rows } }
}

/// Whether rows are picked one by one.
fn picks(filter: &Filter) -> bool {
    filter.status.is_some() || filter.validity.is_some() || filter.q.is_some()
}

/// The figures of all that the report shows, if it is known without looking at each row and stands in this
/// document. A group that a caller may see is all within what they may see.
async fn whole(call: &Asked, is_first: bool) -> Result<Option<Figures>, Problem> {
    let filter = &call.query.filter;
    if !is_first || picks(filter) {
        return Ok(None);
    }
    let within = match filter.group {
        Some(group) => Within::Scope(Scope::Groups { group_ids: BTreeSet::from([group]) }),
        None => call.who.within.clone(),
    };
    let counted = Counted::read(&call.app, call.who.account, &within).await?;
    let summary = counted.summary(&call.app, &account(call)?, &within).await?;
    Ok(Some(Figures::of_summary(&summary, filter.course)))
}

fn account(call: &Asked) -> Result<account::Account, Problem> {
    call.found(&keys::account(call.who.account))
}

/// Which rows are shown, in words.
fn filters(call: &Asked) -> Result<Vec<String>, Problem> {
    let Filter { course, group, status, validity, q } = &call.query.filter;
    let mut said = vec![];
    if let Within::Scope(Scope::Groups { .. } | Scope::Drivers { .. }) = call.who.within {
        said.push("Only drivers whom the reader looks after".to_owned());
    }
    if let Some(course) = course {
        let course: Course = call.found(&keys::course(*course))?;
        said.push(format!("Course: {}", course.title));
    }
    if let Some(group) = group {
        let group: Group = call.found(&keys::group(call.who.account, *group))?;
        let members = counted(group.member_count.into(), "member", "members");
        said.push(format!("Group: {} ({members})", group.name));
    }
    said.extend(status.map(|status| format!("Status: {}", label(status.as_str()))));
    said.extend(validity.map(|validity| format!("Validity: {}", label(validity.as_str()))));
    said.extend(q.as_ref().map(|q| format!("Name or address with a word that begins: {q}")));
    Ok(said)
}
