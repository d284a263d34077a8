//! The invitations that are open for a person, whatever became of the mails with them. The person's
//! side names them, so one query finds them; the account's side says what each is to, and whether it
//! is open: one that has ended is not, nor one of an account that was closed.

use jiff::Timestamp;
use shared::{
    app::App,
    domain::PersonId,
    table::{
        Entity, Items, Page, Start, StoreError, account::Account, invited::Invited, keys,
        manager::Manager, user::User,
    },
};

/// An open invitation.
pub struct OpenInvitation {
    /// The account that invites.
    pub account: Account,
    /// What to be.
    pub to_be: ToBe,
}

/// What somebody is invited to be, as the account's side has it.
pub enum ToBe {
    /// A user.
    User(Box<User>),
    /// Somebody who looks after the account.
    Manager(Box<Manager>),
}

/// A page of what the person's side names.
pub async fn page_of_invited(
    app: &App,
    person: PersonId,
    limit: usize,
    after: Option<Start>,
) -> Result<Page<Invited>, StoreError> {
    let page = app.table.page(&keys::invitations_of(person), limit, after, false).await?;
    let items = page.items.into_iter().map(Invited::from_item).collect::<Result<_, _>>()?;
    Ok(Page { items, next: page.next })
}

/// Those that are open, read from the account's side.
pub async fn open_of(app: &App, invited: &[Invited]) -> Result<Vec<OpenInvitation>, StoreError> {
    let mut sides = vec![];
    for one in invited {
        sides.extend(one.other_side().map(|side| [keys::account(one.account_id), side]));
    }
    let sides = sides.into_iter().flatten();
    let (found, now) = (app.table.get_many(sides).await?, app.clock.now());
    let open = invited.iter().map(|one| OpenInvitation::among(&found, one, now));
    open.filter_map(Result::transpose).collect()
}

impl OpenInvitation {
    /// The one that the person's side names, if what was read has it, and it is open.
    pub fn among(
        read: &Items,
        invited: &Invited,
        now: Timestamp,
    ) -> Result<Option<Self>, StoreError> {
        let account: Option<Account> = read.get(&keys::account(invited.account_id))?;
        let to_be = ToBe::among(read, invited)?.filter(|to_be| to_be.is_open(invited, now));
        Ok(account.zip(to_be).map(|(account, to_be)| Self { account, to_be }))
    }
}

impl ToBe {
    fn among(read: &Items, invited: &Invited) -> Result<Option<Self>, StoreError> {
        let Some(key) = invited.other_side() else { return Ok(None) };
        Ok(match invited.manager_id {
            Some(_) => read.get(&key)?.map(|manager| Self::Manager(Box::new(manager))),
            None => read.get(&key)?.map(|user| Self::User(Box::new(user))),
        })
    }

    /// Whether it waits for this person's answer. Both sides are read one after the other: what
    /// happened in between is seen on this one.
    fn is_open(&self, invited: &Invited, now: Timestamp) -> bool {
        match self {
            Self::User(user) => {
                user.person_id == invited.person_id && user.open_invitation(now).is_some()
            }
            Self::Manager(manager) => {
                manager.is_person(invited.person_id) && manager.accepted_at.is_none()
            }
        }
    }

    /// When it was made.
    pub fn invited_at(&self) -> Option<Timestamp> {
        match self {
            Self::User(user) => user.invited_at,
            Self::Manager(manager) => Some(manager.invited_at),
        }
    }
}
