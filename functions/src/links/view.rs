//! How report links are shown to those who make them.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use shared::{
    app::App,
    domain::{
        Email, GroupId, GroupName, LinkId, PersonName, UserId, course::CourseRef, text::Label,
    },
    http::Problem,
    table::{
        Items,
        course::Course,
        report_link::{Link, OwnReportLink, ReportLink},
    },
};

use super::{
    standing::{LinkStatus, Shown, is_made_by_right},
    url::LinkUrl,
};

/// A report link.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ReportLink")]
pub struct ReportLinkView {
    /// Which.
    id: LinkId,
    /// Its maker's word for it: who opens it does not see it.
    name: Label,
    /// What is given to whoever is to see the report.
    url: String,
    /// It shows who is in this group when it is opened; `null` is not of a group.
    group: Option<LinkGroup>,
    /// It shows this driver alone; `null` is not of one.
    user: Option<LinkUser>,
    /// It shows this course alone; `null` is of all.
    course: Option<CourseRef>,
    /// Whether it opens.
    status: LinkStatus,
    /// When it ends; `null` is that it does not.
    expires_at: Option<Timestamp>,
    /// When it was last opened, to within five minutes.
    last_opened_at: Option<Timestamp>,
    /// How often it was opened; openings within five minutes of one that counts are of the same reading.
    openings: u64,
    /// When it was made.
    created_at: Timestamp,
}

/// The group of a link.
#[derive(Serialize, JsonSchema)]
struct LinkGroup {
    /// Which.
    id: GroupId,
    /// Its name; `null` once it is removed.
    name: Option<GroupName>,
}

/// The driver of a link.
#[derive(Serialize, JsonSchema)]
struct LinkUser {
    /// Which.
    id: UserId,
    /// The account's own record of the name.
    name: Option<PersonName>,
    /// The address; `null` once they are removed.
    email: Option<Email>,
}

impl ReportLinkView {
    /// How a link of an account is shown, by what was read of it and of its maker.
    pub async fn of(app: &App, link: ReportLink, read: &Items) -> Result<Self, Problem> {
        let shown = Shown::of(&link, read)?;
        let stands = shown.is_whole(&link) && is_made_by_right(&link, read)?;
        let url = LinkUrl::of(&link).text(app).await?;
        let group = link.group_id.map(|id| LinkGroup { id, name: shown.group.map(|one| one.name) });
        let user = link.user_id.map(|id| {
            let (name, email) = shown.user.map_or((None, None), |one| (one.name, Some(one.email)));
            LinkUser { id, name, email }
        });
        let view = Self::new(app, link.link, url, shown.course);
        let status = if stands { view.status } else { LinkStatus::Dead };
        Ok(Self { group, user, status, ..view })
    }

    /// How a person's own link is shown.
    pub async fn of_own(app: &App, link: OwnReportLink, read: &Items) -> Result<Self, Problem> {
        let shown = Shown::of_own(&link.link, read)?;
        let url = LinkUrl::of_own(&link).text(app).await?;
        Ok(Self::new(app, link.link, url, shown.course))
    }

    fn new(app: &App, link: Link, url: String, course: Option<Course>) -> Self {
        let ended = link.has_ended(app.clock.now());
        Self {
            id: link.link_id,
            url,
            group: None,
            user: None,
            course: course.map(|course| course.reference()),
            status: if ended { LinkStatus::Ended } else { LinkStatus::Live },
            name: link.name,
            expires_at: link.expires_at,
            last_opened_at: link.last_opened_at,
            openings: link.openings,
            created_at: link.created_at,
        }
    }
}
