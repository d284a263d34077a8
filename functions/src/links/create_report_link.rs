//! Makes a report link of an account, of one of its groups or of one of its users.

use deserr::Deserr;
use schemars::JsonSchema;
use serde_json::{Value, json};
use shared::{
    domain::{
        CourseId, FieldErrors, GroupId, Invalid, LinkId, PersonId, UserId, event::Action,
        text::Label,
    },
    http::{Account, Call, Code, Created, Problem, input::Time},
    table::{
        Condition, keys,
        report_link::{LinkOwner, LinkSet, ReportLink},
    },
};

use super::{
    making::{self, Rule},
    view::ReportLinkView,
};

/// The new link. Without group and user it is of the whole account.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Input {
    /// The account's word for it: who opens it does not see it.
    name: Label,
    /// It shows who is in this group when it is opened.
    #[deserr(default)]
    group_id: Option<GroupId>,
    /// It shows this user alone.
    #[deserr(default)]
    user_id: Option<UserId>,
    /// It shows this course alone.
    #[deserr(default)]
    course_id: Option<CourseId>,
    /// When it ends; left out, it does not.
    #[deserr(default)]
    expires_at: Option<Time>,
}

/// Makes a link. It opens for as long as its maker may make it, and what it is of is there.
pub async fn create_report_link(
    call: Call<Account, Input>,
) -> Result<Created<ReportLinkView>, Problem> {
    let (app, owner) = (&call.app, LinkOwner::Account(call.who.account));
    let link = link(&call)?;
    let id = link.link.link_id;
    let subject = ("report_link", id.to_string());
    let (actor, action) = (&call.who.caller.actor, Action::ReportLinkCreated);
    let event = call.event(link.account_id, actor, action, subject, told(&link));
    let write = app
        .table
        .write()
        .create(&link, Rule::New)
        .change(LinkSet::more(owner, id), LinkSet::has_room(), Rule::Room)
        .check(&keys::account(link.account_id), Condition::Present, Rule::Owner)
        .put(&event);
    let link = making::make(link, write, Problem::not_found).await?;
    Ok(Created(ReportLinkView::of(app, link, &call.read).await?))
}

/// The link that is asked for.
fn link(call: &Call<Account, Input>) -> Result<ReportLink, Problem> {
    let (body, account_id) = (&call.body, call.who.account);
    let Input { group_id, user_id, .. } = *body;
    if group_id.is_some() && user_id.is_some() {
        let both = Invalid::new("conflicting", "A link is of a group or of a user, not of both.");
        return Err(Problem::field("user_id", both));
    }
    if group_id.is_some_and(|group| !call.read.has(&keys::group(account_id, group))) {
        return Err(Problem::field("group_id", Invalid::not_found()));
    }
    if user_id.is_some_and(|user| !call.read.has(&keys::user(account_id, user))) {
        return Err(Problem::field("user_id", Invalid::not_found()));
    }
    let (id, course) = (LinkId::from_ulid(call.ulid), (body.course_id, &call.read));
    let now = call.app.clock.now();
    let link = making::link(id, body.name.clone(), course, body.expires_at, now)?;
    let forbidden = || Problem::new(Code::Forbidden);
    let maker: PersonId = call.who.caller.id.parse().map_err(|_| forbidden())?;
    let maker_user_id = call.who.user.ok_or_else(forbidden)?;
    Ok(ReportLink { account_id, maker_person_id: maker, maker_user_id, group_id, user_id, link })
}

/// What the trail tells of it.
fn told(link: &ReportLink) -> Value {
    let mut told = json!({
        "name": link.link.name,
        "group_id": link.group_id,
        "user_id": link.user_id,
        "course_id": link.link.course_id,
        "expires_at": link.link.expires_at,
    });
    if let Some(told) = told.as_object_mut() {
        told.retain(|_, value| !value.is_null());
    }
    told
}
