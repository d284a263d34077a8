//! The report's counts by status and by course.

use shared::{
    http::{Account, Call, JsonOrCsv, Problem},
    table::{account, keys},
};

use super::summary::{Counted, Summary};

/// Counts an account's enrolments, or those within the caller's scope.
pub async fn summarise_report(call: Call<Account>) -> Result<JsonOrCsv<Summary>, Problem> {
    let account: account::Account = call.found(&keys::account(call.who.account))?;
    let counted = Counted::read(&call.app, account.account_id, &call.who.within).await?;
    let summary = counted.summary(&call.app, &account, &call.who.within).await?;
    JsonOrCsv::answer(&call, summary)
}
