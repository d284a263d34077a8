//! Whether a link shows anything, and of whom. It is looked at whenever it is opened: a link of somebody
//! who has lost the right to make it is dead, as one whose group or driver is gone. Who has the right
//! again, by the same membership, has their links again.

use schemars::JsonSchema;
use serde::Serialize;
use shared::{
    http::Problem,
    policy::{self, Answer, Right},
    table::{
        Items, Key,
        course::Course,
        group::Group,
        keys,
        person::Context,
        report_link::{Link, ReportLink},
        user::User,
    },
};

/// Whether a link opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LinkStatus {
    /// It opens.
    Live,
    /// It has ended by itself.
    Ended,
    /// Its group or user is gone, or who made it has lost the right to.
    Dead,
}

/// What a link shows, as it is now.
#[derive(Debug, Default)]
pub struct Shown {
    /// The group that it is of.
    pub group: Option<Group>,
    /// The user that it is of.
    pub user: Option<User>,
    /// The course that it is of.
    pub course: Option<Course>,
}

/// What is read to tell what a link shows.
pub fn wanted(link: &ReportLink) -> impl Iterator<Item = Key> + use<> {
    let account = link.account_id;
    let group = link.group_id.map(|group| keys::group(account, group));
    let user = link.user_id.map(|user| keys::user(account, user));
    group.into_iter().chain(user).chain(course_of(&link.link))
}

/// The course that a link is of.
pub fn course_of(link: &Link) -> Option<Key> {
    link.course_id.map(keys::course)
}

/// How its maker stood in the account when this was read.
pub fn maker_of(link: &ReportLink) -> Key {
    keys::context(link.maker_person_id, link.account_id)
}

/// Whether who made a link may still make it.
pub fn is_made_by_right(link: &ReportLink, read: &Items) -> Result<bool, Problem> {
    let maker: Option<Context> = read.get(&maker_of(link))?;
    Ok(maker.is_some_and(|maker| {
        let right = policy::answer(Right::ManageAccount, maker.role, maker.scope.as_ref());
        maker.user_id == Some(link.maker_user_id) && right == Answer::Yes
    }))
}

impl Shown {
    /// What a link of an account shows.
    pub fn of(link: &ReportLink, read: &Items) -> Result<Self, Problem> {
        let account = link.account_id;
        let group = link.group_id.map(|group| keys::group(account, group));
        let user = link.user_id.map(|user| keys::user(account, user));
        Ok(Self {
            group: group.map(|key| read.get(&key)).transpose()?.flatten(),
            user: user.map(|key| read.get(&key)).transpose()?.flatten(),
            ..Self::of_own(&link.link, read)?
        })
    }

    /// What a person's own link shows.
    pub fn of_own(link: &Link, read: &Items) -> Result<Self, Problem> {
        let course = course_of(link).map(|key| read.get(&key)).transpose()?.flatten();
        Ok(Self { course, ..Self::default() })
    }

    /// Whether all is there that a link of an account is of.
    pub fn is_whole(&self, link: &ReportLink) -> bool {
        self.group.is_some() == link.group_id.is_some()
            && self.user.is_some() == link.user_id.is_some()
            && self.course.is_some() == link.link.course_id.is_some()
    }
}
