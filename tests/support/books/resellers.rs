//! What the books say of requests to become a reseller.

use shared::domain::AccountKind;

use super::Books;

impl Books {
    /// Nobody waits for an answer but a company that is no reseller.
    pub(super) fn check_requests(&self) {
        for request in self.requests.iter().filter(|request| request.is_open()) {
            let account = self.accounts.iter().find(|one| one.account_id == request.account_id);
            let may_ask = account.map(|one| one.kind == AccountKind::Company && !one.reseller);
            assert_eq!(may_ask, Some(true), "{request:?}");
        }
    }

    /// Whoever was answered was told, unless the account is closed.
    pub(super) fn check_answers(&self) {
        for request in &self.requests {
            let Some(answer) = request.answer else { continue };
            let told = self.mails.iter().any(|mail| mail.mail_id == answer.mail_id);
            let is_there = self.accounts.iter().any(|one| one.account_id == request.account_id);
            assert!(told || !is_there, "{request:?}");
        }
    }
}
