//! A report link's URL. Its token is made of where the link lies, so it is stored nowhere and can be shown
//! again; nobody makes one up, since a sealed text has a tag of 128 bits. A wrong one costs no read.

use serde::{Deserialize, Serialize};
use shared::{
    app::App,
    domain::{AccountId, LinkId, PersonId},
    http::Problem,
    seal::{Purpose, Sealed},
    table::{
        Key, keys,
        report_link::{OwnReportLink, ReportLink},
    },
};

/// What a link's token says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum LinkUrl {
    /// A link of an account.
    Account {
        /// Whose.
        account: AccountId,
        /// Who made it: how they stand is read together with the link.
        maker: PersonId,
        /// Which.
        link: LinkId,
    },
    /// A link of a person's own.
    Own {
        /// Whose.
        person: PersonId,
        /// Which.
        link: LinkId,
    },
}

impl Sealed for LinkUrl {
    const PURPOSE: Purpose = Purpose::ReportLink;
    const CONTEXT: &'static [u8] = b"report-link";
}

impl LinkUrl {
    /// That of an account's link.
    pub fn of(link: &ReportLink) -> Self {
        let (account, maker) = (link.account_id, link.maker_person_id);
        Self::Account { account, maker, link: link.link.link_id }
    }

    /// That of a person's own link.
    pub fn of_own(link: &OwnReportLink) -> Self {
        Self::Own { person: link.person_id, link: link.link.link_id }
    }

    /// Its text, its token behind the `#`.
    pub async fn text(self, app: &App) -> Result<String, Problem> {
        Ok(format!("{}/report#{}", app.settings.app_url, app.seal.seal(&self).await?))
    }

    /// What is read to tell whether it opens, as far as it is known without the link.
    pub fn keys(self) -> Vec<Key> {
        match self {
            Self::Account { account, maker, link } => vec![
                keys::report_link(account, link),
                keys::account(account),
                keys::context(maker, account),
            ],
            Self::Own { person, link } => {
                vec![keys::own_report_link(person, link), keys::person(person)]
            }
        }
    }
}
