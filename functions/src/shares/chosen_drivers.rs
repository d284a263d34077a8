//! Which drivers a call shares.

use shared::{
    http::Problem,
    table::{Items, Start, keys, share::SharedDriver, user::User},
};

use super::bulk_share::Sharing;

/// The drivers that are to be shared, and those that were.
#[derive(Default)]
pub struct Chosen {
    /// To be shared.
    pub drivers: Vec<User>,
    /// Shared before.
    pub already: usize,
    /// Shared by an earlier attempt at this same call.
    pub done: usize,
    /// Where the next call goes on, if there are more.
    pub rest: Option<Start>,
}

impl Chosen {
    /// Sorts a driver in by what was read of them.
    pub(super) fn add<B: Sync>(
        &mut self,
        sharing: &Sharing<'_, B>,
        user: User,
        read: &Items,
    ) -> Result<(), Problem> {
        let key = keys::shared_driver(sharing.recipient.account_id, user.user_id);
        match read.get::<SharedDriver>(&key)? {
            Some(shared) if sharing.did(&shared) => self.done += 1,
            Some(_) => self.already += 1,
            None => self.drivers.push(user),
        }
        Ok(())
    }
}
