//! The list of drivers is several ranges one after the other: own drivers by address, those found
//! by their name only, by a later word of it, and those that others share. A page reads what it
//! may need of each side by side, then everything that its rows are made of at once.

use std::collections::BTreeSet;

use deserr::Deserr;
use futures::future::try_join_all;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::{
    app::App,
    domain::{AccountId, UserStatus, search::Beginning},
    http::{Problem, page::MOST},
    table::{
        Entity, Item, Items, Key, Start,
        account::Account,
        keys::{self, Range},
        read::start_after,
        share::{SharedDriver, Sharing},
        user::User,
    },
};

use super::{
    eligibility::{drivers_of, is_driver, role_of_drivers},
    views::{DriverView, Named},
};
use crate::users::sight::Sight;

/// Where a driver comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserr, JsonSchema)]
#[deserr(rename_all = lowercase)]
#[schemars(rename_all = "lowercase")]
pub enum Origin {
    /// The account's own.
    Own,
    /// Shared by another account.
    Shared,
}

/// A range of the list, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Part {
    /// Own drivers by address.
    OwnByAddress,
    /// Own drivers by name, but for those whose address was found already.
    OwnByName,
    /// Own drivers by later words of their names, but for those who were found already.
    OwnByWord,
    /// Drivers that others share.
    Shared,
}

/// Where a page begins: after a place of a part, or with the part.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Begin {
    part: Part,
    after: Option<Start>,
}

/// A list of drivers.
pub struct Listing<'a> {
    /// The application.
    pub app: &'a App,
    /// Whose.
    pub account: &'a Account,
    /// Of which origin; of both if left out.
    pub origin: Option<Origin>,
    /// How the address or a word of the name begins.
    pub beginning: Option<Beginning>,
}

/// An entry of a part, and where the list goes on after it.
struct Entry {
    item: Item,
    next: Begin,
}

/// A driver, and for an own one with whom they are shared.
struct Row {
    driver: DriverView,
    recipients: Option<BTreeSet<AccountId>>,
}

impl Listing<'_> {
    /// Reads a page, and the place where the next begins.
    pub async fn read(
        &self,
        begin: Option<Begin>,
        limit: usize,
    ) -> Result<(Vec<DriverView>, Option<Begin>), Problem> {
        let (entries, rest) = self.entries(begin, limit).await?;
        let found = self.join(&entries).await?;
        let (mut rows, mut next) = (Vec::new(), rest);
        let mut entries = entries.into_iter().peekable();
        while let Some(entry) = entries.next() {
            rows.extend(self.row(&entry, &found)?);
            if rows.len() == limit {
                if entries.peek().is_some() {
                    next = Some(entry.next);
                }
                break;
            }
        }
        Ok((self.shown(rows).await?, next))
    }

    /// The parts that are wanted, from where the page begins.
    fn parts(&self, begin: Option<Begin>) -> Vec<(Part, Range, Option<Start>)> {
        let begin = begin.unwrap_or(Begin { part: Part::OwnByAddress, after: None });
        let beginning = self.beginning.as_ref().map(Beginning::as_str);
        let names = |beginning| {
            let (id, role) = (self.account.account_id, role_of_drivers(self.account));
            keys::users_with_name(id, role, UserStatus::Active, beginning)
        };
        let words = |beginning| keys::users_with_word(self.account.account_id, beginning);
        let own = self.origin != Some(Origin::Shared);
        let shared = self.origin != Some(Origin::Own);
        let all = [
            Some((Part::OwnByAddress, drivers_of(self.account, beginning.unwrap_or_default())))
                .filter(|_| own),
            beginning.map(|beginning| (Part::OwnByName, names(beginning))).filter(|_| own),
            beginning.map(|beginning| (Part::OwnByWord, words(beginning))).filter(|_| own),
            Some((Part::Shared, keys::shared_with(self.account.account_id))).filter(|_| shared),
        ];
        let wanted = all.into_iter().flatten().filter(|(part, _)| *part >= begin.part);
        let after = |part| begin.after.clone().filter(|_| part == begin.part);
        wanted.map(|(part, range)| (part, range, after(part))).collect()
    }

    /// Entries of the parts one after the other, as many as the page may need, and where the list
    /// goes on after them.
    async fn entries(
        &self,
        begin: Option<Begin>,
        limit: usize,
    ) -> Result<(Vec<Entry>, Option<Begin>), Problem> {
        let parts = self.parts(begin);
        // Whether what is shared begins as asked, and who has the words is a driver, is known only
        // once it is read.
        let picks =
            |part| matches!(part, Part::OwnByWord | Part::Shared) && self.beginning.is_some();
        let most = |part| if picks(part) { MOST.max(4 * limit) } else { limit };
        let pages = parts.iter().map(|(part, range, after)| {
            self.app.table.page(range, most(*part), after.clone(), false)
        });
        let pages = try_join_all(pages).await?;
        let mut entries = Vec::new();
        for ((part, range, _), page) in parts.into_iter().zip(pages) {
            let place = |after| Begin { part, after: Some(after) };
            entries.extend(page.items.into_iter().map(|item| {
                let next = place(start_after(&range, &item));
                Entry { item, next }
            }));
            if self.beginning.is_none() && entries.len() > limit {
                entries.truncate(limit);
                let next = entries.last().map(|last| last.next.clone());
                return Ok((entries, next));
            }
            if let Some(after) = page.next {
                return Ok((entries, Some(place(after))));
            }
        }
        Ok((entries, None))
    }

    /// Reads what the entries' rows are made of.
    async fn join(&self, entries: &[Entry]) -> Result<Items, Problem> {
        let mut wanted = Vec::with_capacity(2 * entries.len());
        for entry in entries {
            match self.shared_driver(entry)? {
                Some(SharedDriver { home_account_id: home, user_id, .. }) => {
                    wanted.extend([keys::account(home), keys::user(home, user_id)]);
                }
                None => wanted.extend(self.own(entry).into_iter().flatten()),
            }
        }
        if wanted.is_empty() {
            return Ok(Items::default());
        }
        Ok(self.app.table.get_many(wanted).await?)
    }

    /// The user of an entry of own drivers, and with whom they are shared.
    fn own(&self, entry: &Entry) -> Option<[Key; 2]> {
        let account = self.account.account_id;
        let user = match entry.next.part {
            Part::OwnByWord => keys::user_of_word(&entry.item)?,
            _ => keys::user_of(&entry.item)?,
        };
        Some([keys::user(account, user), keys::sharing(account, user)])
    }

    fn shared_driver(&self, entry: &Entry) -> Result<Option<SharedDriver>, Problem> {
        let shared = (entry.next.part == Part::Shared).then(|| entry.item.clone());
        Ok(shared.map(SharedDriver::from_item).transpose()?)
    }

    /// The row of an entry, if there is one as it is asked for: an index may lag, and a share may
    /// have lost its driver a moment ago.
    fn row(&self, entry: &Entry, found: &Items) -> Result<Option<Row>, Problem> {
        let shared = self.shared_driver(entry)?;
        let (home, user, recipients) = match (shared, self.own(entry)) {
            (Some(SharedDriver { home_account_id: home, user_id, .. }), _) => {
                (found.get(&keys::account(home))?, found.get(&keys::user(home, user_id))?, None)
            }
            (None, Some([user, sharing])) => {
                let sharing: Option<Sharing> = found.get(&sharing)?;
                let recipients = sharing.map(|sharing| sharing.recipients).unwrap_or_default();
                (Some(self.account.clone()), found.get(&user)?, Some(recipients))
            }
            (None, None) => return Ok(None),
        };
        let Some((home, user)): Option<(Account, User)> = home.zip(user) else { return Ok(None) };
        let wanted = is_driver(&user, &home) && self.shows(entry, &user);
        Ok(wanted.then(|| Row { driver: DriverView::of(user, &home), recipients }))
    }

    /// Whether this driver is shown at an entry.
    fn shows(&self, entry: &Entry, user: &User) -> bool {
        let Some(text) = &self.beginning else { return true };
        let sight = match entry.next.part {
            Part::OwnByAddress => Sight::Address,
            Part::OwnByName => Sight::Name,
            Part::OwnByWord => Sight::Word,
            Part::Shared => return text.find(&user.email, user.name.as_ref()).is_some(),
        };
        sight.shows(&entry.item, user, text)
    }

    /// Adds to own drivers with whom they are shared.
    async fn shown(&self, rows: Vec<Row>) -> Result<Vec<DriverView>, Problem> {
        let all = rows.iter().filter_map(|row| row.recipients.as_ref()).flatten().copied();
        let named = Named::read(self.app, &all.collect()).await?;
        let shown = rows.into_iter().map(|Row { driver, recipients }| {
            let shared_with = recipients.map(|recipients| named.pick(&recipients)).transpose()?;
            Ok(DriverView { shared_with, ..driver })
        });
        shown.collect()
    }
}
