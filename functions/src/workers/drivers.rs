//! What follows when somebody drives for a company no longer: shares and coming routes end.

use shared::{app::App, http::Problem, table::user::User};

use super::{Record, counts::read};
use crate::drivers::ending::end_driver;

/// Ends what a driver had who was removed, or has another role now.
pub async fn end(app: &App, record: &Record) -> Result<(), Problem> {
    let drives = |user: &User| user.is_active_driver();
    let was = read::<User>(record.old.as_ref())?.filter(drives);
    let is = read::<User>(record.new.as_ref())?.filter(drives);
    match (was, is) {
        (Some(was), None) => end_driver(app, was.account_id, was.user_id, was.person_id).await,
        _ => Ok(()),
    }
}
