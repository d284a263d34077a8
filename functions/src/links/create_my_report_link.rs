//! Makes a report link of the caller's own courses and records.

use deserr::Deserr;
use schemars::JsonSchema;
use shared::{
    domain::{CourseId, FieldErrors, LinkId, text::Label},
    http::{Call, Code, Created, Person, Problem, input::Time},
    table::{
        Condition, keys,
        report_link::{LinkOwner, LinkSet, OwnReportLink},
    },
};

use super::{
    making::{self, Rule},
    view::ReportLinkView,
};

/// The new link.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Input {
    /// The caller's word for it: who opens it does not see it.
    name: Label,
    /// It shows this course alone.
    #[deserr(default)]
    course_id: Option<CourseId>,
    /// When it ends; left out, it does not.
    #[deserr(default)]
    expires_at: Option<Time>,
}

/// Makes a link of what the caller has done and is doing, in every account.
pub async fn create_my_report_link(
    call: Call<Person, Input>,
) -> Result<Created<ReportLinkView>, Problem> {
    let (app, person_id, body) = (&call.app, call.who.person.person_id, &call.body);
    let (id, course) = (LinkId::from_ulid(call.ulid), (body.course_id, &call.read));
    let link = making::link(id, body.name.clone(), course, body.expires_at, app.clock.now())?;
    let link = OwnReportLink { person_id, link };
    let remembered = vec![Condition::Present, Condition::Lacks("forgotten_at")];
    let more = LinkSet::more(LinkOwner::Person(person_id), id);
    let write = app
        .table
        .write()
        .create(&link, Rule::New)
        .change(more, LinkSet::has_room(), Rule::Room)
        .check(&keys::person(person_id), Condition::All(remembered), Rule::Owner);
    let link = making::make(link, write, || Problem::new(Code::Unauthenticated)).await?;
    Ok(Created(ReportLinkView::of_own(app, link, &call.read).await?))
}
