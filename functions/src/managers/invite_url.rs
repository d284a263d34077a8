//! A manager's own invitation URL: a client that has it invites them without typing their address.
//! Its token is made from whose URL it is and which of theirs, so it is stored nowhere and can be shown
//! again; it is good until they make another.
//!
//! All that it gives is to know the name and address of who made it, and to invite them. It opens
//! nothing of theirs, and they are asked as anybody is who is invited.

use serde::{Deserialize, Serialize};
use shared::{
    app::App,
    domain::{InviteUrlId, PersonId},
    http::Problem,
    seal::{Purpose, Sealed},
    table::{
        Items, Key, keys,
        person::{OwnInviteUrl, Person},
    },
};

/// What a URL's token says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct InviteUrl {
    /// Whose it is.
    person: PersonId,
    /// Which of theirs.
    url: InviteUrlId,
}

impl Sealed for InviteUrl {
    const PURPOSE: Purpose = Purpose::InviteUrl;
    const CONTEXT: &'static [u8] = b"invite-url";
}

impl InviteUrl {
    /// The URL that is a person's own.
    pub fn of(person: PersonId, own: &OwnInviteUrl) -> Self {
        Self { person, url: own.url_id }
    }

    /// Its text, its token behind the `#`.
    pub async fn text(self, app: &App) -> Result<String, Problem> {
        Ok(format!("{}/invite-me#{}", app.settings.app_url, app.seal.seal(&self).await?))
    }

    /// The key of who made it, whom [`Self::maker`] wants read.
    pub async fn key(app: &App, token: &str) -> Result<Option<Key>, Problem> {
        Ok(app.seal.open::<Self>(token).await?.map(|url| keys::person(url.person)))
    }

    /// Who made the URL with this token, if it is the one that they have now: among what was read
    /// of [`Self::key`].
    pub async fn maker(
        app: &App,
        token: &str,
        read: &Items,
    ) -> Result<Option<(Person, InviteUrlId)>, Problem> {
        let Some(Self { person, url }) = app.seal.open(token).await? else { return Ok(None) };
        let person: Option<Person> = read.get(&keys::person(person))?;
        let now = |person: &Person| person.invite_url.is_some_and(|own| own.url_id == url);
        Ok(person.filter(now).map(|person| (person, url)))
    }
}
