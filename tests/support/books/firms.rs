//! Firms and their clients: both sides, and who was sent where.

use std::collections::HashSet;

use super::Books;

impl Books {
    /// A firm's client is the client's manager, and accepted as that is; whoever was sent there has a
    /// context there, for this right.
    pub(super) fn check_clients(&self) {
        let of_clients = self
            .managers
            .iter()
            .filter_map(|one| Some((one.firm()?, one.account_id, one.manager_id, one.accepted_at)));
        let of_firms = self
            .clients
            .iter()
            .map(|one| (one.firm_id, one.account_id, one.manager_id, one.accepted_at));
        assert_eq!(of_clients.collect::<HashSet<_>>(), of_firms.collect(), "clients' two sides");
        let there = self.for_firms();
        for sent in self.sent() {
            assert!(there.contains(&sent), "somebody was sent and has no context: {sent:?}");
        }
    }

    /// Once everything was consumed nobody has a context for a firm that did not send them, or is of the
    /// firm no longer.
    pub(super) fn check_sent(&self) {
        assert_eq!(self.for_firms(), self.sent().collect(), "who was sent");
        for context in self.contexts.iter().filter(|one| one.via.is_some()) {
            let via = context.via.expect("a firm");
            let of_firm = |one: &&_| {
                let one: &shared::table::person::Context = one;
                (one.person_id, one.account_id) == (context.person_id, via.firm_id)
            };
            let own = self.contexts.iter().find(of_firm).and_then(|own| own.membership());
            assert_eq!(own, Some(via.membership), "{context:?}");
        }
    }

    fn for_firms(&self) -> HashSet<String> {
        let of = self.contexts.iter().filter_map(|one| {
            let via = one.via?;
            let (person, account) = (one.person_id, one.account_id);
            Some(format!("{person} {account} {:?} {via:?}", one.manager_id))
        });
        of.collect()
    }

    fn sent(&self) -> impl Iterator<Item = String> {
        self.clients.iter().flat_map(|client| {
            client.people.iter().map(|sent| {
                let membership = sent.membership;
                let via = shared::table::person::Via { firm_id: client.firm_id, membership };
                let (person, account) = (sent.person_id, client.account_id);
                format!("{person} {account} {:?} {via:?}", Some(client.manager_id))
            })
        })
    }
}
