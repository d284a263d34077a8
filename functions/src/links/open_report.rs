//! Shows a report to whoever has its link.
//!
//! All that decides is read now, consistently: the link, its account, how its maker stands there, and the
//! group or driver that it is of. A link that is revoked, has ended or is dead is as one that never was.

use std::collections::BTreeSet;

use futures::{join, try_join};
use shared::{
    app::App,
    domain::{Scope, UserId},
    http::{JsonCsvOrPdf, Problem, Within},
    table::{
        Key, WriteError,
        account::Account,
        keys,
        person::Person,
        report_link::{Link, OwnReportLink, ReportLink},
    },
};

use super::{
    answered::Answered,
    opened::{OpenedReport, OpenedRow, title},
    opening::Opening,
    own_courses::OwnCourses,
    part::{Part, most},
    standing::{Shown, course_of, is_made_by_right, wanted},
    url::LinkUrl,
};
use crate::reports::{
    printed::Naming,
    rows::{Bounds, Wanted},
    summary::{Counted, Summary},
};

/// Shows a report, 100 rows at a time, or 10,000 as CSV, or 2,000 made for printing. An opening is noted by
/// its first page.
pub async fn open_report(call: Opening) -> Result<JsonCsvOrPdf<OpenedReport>, Problem> {
    let url: Option<LinkUrl> = call.app.seal.open(&call.body.token).await?;
    let opened = match url.ok_or_else(Problem::not_found)? {
        LinkUrl::Account { account, link, .. } => {
            let link = call.found(&keys::report_link(account, link))?;
            of_account(&call, link, call.found(&keys::account(account))?).await?
        }
        LinkUrl::Own { person, link } => {
            let link = call.found(&keys::own_report_link(person, link))?;
            of_person(&call, link, call.found(&keys::person(person))?).await?
        }
    };
    opened.answer(&call).await
}

async fn of_account(
    call: &Opening,
    link: ReportLink,
    account: Account,
) -> Result<Answered, Problem> {
    let (app, id) = (&call.app, account.account_id);
    if link.link.has_ended(app.clock.now()) || !is_made_by_right(&link, &call.read)? {
        return Err(Problem::not_found());
    }
    let shown = Shown::of(&link, &app.table.get_many(wanted(&link)).await?)?;
    if !shown.is_whole(&link) {
        return Err(Problem::not_found());
    }
    let mut part = Part::of(call, &link.link).await?;
    let start = part.after();
    let (users, within) = whom(app, &link).await?;
    let course = link.link.course_id;
    let wanted =
        Wanted { account: id, users, course, status: None, validity: None, beginning: None };
    let summary = async {
        let counted = Counted::read(app, id, &within).await?;
        counted.summary_of(app, &account, &within, course).await
    };
    let bounds = Bounds { rows: most(call), entries: most(call) };
    let read = async { try_join!(wanted.read(app, start, bounds), summary) };
    let (read, ()) = join!(read, note(call, &link.link, keys::report_link(id, link.link.link_id)));
    let ((rows, next), summary) = read?;
    let rows = part.with(call, rows.into_iter().map(OpenedRow::of).collect(), next).await?;
    let report = OpenedReport::of(title_of(&account, &shown), app.clock.now(), summary, rows);
    let (zone, before) = (account.time_zone, part.before());
    Ok(Answered { report, zone, naming: Naming::Drivers, shown, before })
}

fn title_of(account: &Account, shown: &Shown) -> String {
    title([
        Some(account.name.as_str()),
        shown.group.as_ref().map(|group| group.name.as_str()),
        shown.user.as_ref().and_then(|user| user.name.as_ref()).map(|name| name.as_str()),
        shown.course.as_ref().map(|course| course.title.as_str()),
    ])
}

/// The users that a link of an account shows, where it is not everybody; and the same as its summary
/// has it.
async fn whom(app: &App, link: &ReportLink) -> Result<(Option<BTreeSet<UserId>>, Within), Problem> {
    if let Some(group) = link.group_id {
        let members = app.table.users_in_group(link.account_id, group).await?;
        let scope = Scope::Groups { group_ids: BTreeSet::from([group]) };
        return Ok((Some(members.into_iter().collect()), Within::Scope(scope)));
    }
    if let Some(user) = link.user_id {
        let users = BTreeSet::from([user]);
        let scope = Scope::Drivers { user_ids: users.clone() };
        return Ok((Some(users), Within::Scope(scope)));
    }
    Ok((None, Within::Everything))
}

async fn of_person(
    call: &Opening,
    link: OwnReportLink,
    person: Person,
) -> Result<Answered, Problem> {
    let app = &call.app;
    if link.link.has_ended(app.clock.now()) || person.forgotten_at.is_some() {
        return Err(Problem::not_found());
    }
    let mut part = Part::of(call, &link.link).await?;
    let key = keys::own_report_link(person.person_id, link.link.link_id);
    let own = OwnCourses::read(app, &person, link.link.course_id);
    let (own, ()) = join!(own, note(call, &link.link, key));
    let (rows, next, sums) = own?.page(part.after(), most(call));
    let rows = part.with(call, rows, next).await?;
    let shown = Shown::of_own(&link.link, &app.table.get_many(course_of(&link.link)).await?)?;
    let title = title([
        person.name.as_ref().map(|name| name.as_str()),
        shown.course.as_ref().map(|course| course.title.as_str()),
    ]);
    let summary = Summary::of(app, sums, 1).await?;
    let report = OpenedReport::of(title, app.clock.now(), summary, rows);
    let (zone, before) = (person.time_zone.unwrap_or_default(), part.before());
    Ok(Answered { report, zone, naming: Naming::Accounts, shown, before })
}

/// Notes that a link was opened, unless that is of a later page. Nobody waits for it to succeed: an
/// opening at the same moment may have been noted instead, and the next one is noted too.
async fn note(call: &Opening, link: &Link, key: Key) {
    let is_first = call.body.cursor.is_none() && call.query.cursor.is_none();
    let opening = link.opening(key, call.app.clock.now()).filter(|_| is_first);
    let Some((change, seldom)) = opening else { return };
    let noted = call.app.table.write().change(change, seldom, ()).run().await;
    if let Err(WriteError::Store(error)) = noted {
        tracing::warn!(%error, "an opening was not noted");
    }
}
