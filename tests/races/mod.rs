//! Many at once: whatever collides, each rule of the product holds.

mod accounts;
mod addresses;
mod batches;
mod busy;
mod closing;
mod codes;
mod firms;
mod forgotten;
mod groups;
mod invitations;
mod invite_urls;
mod licences;
mod managers;
mod orders;
mod records;
mod recount;
mod refusals;
mod reminders;
mod report_links;
mod resellers;
mod results;
mod rounds;
mod routing;
mod switches;
mod training;
mod users;

use std::collections::BTreeMap;

use tests::Answer;

/// How often each status and code was answered.
fn outcomes(answers: &[Answer]) -> BTreeMap<(u16, &str), usize> {
    let mut outcomes = BTreeMap::new();
    for answer in answers {
        *outcomes.entry((answer.status, answer.code())).or_default() += 1;
    }
    outcomes
}
