//! How a manager comes to be one no longer: by those who manage the account, or by themselves.

use shared::{
    domain::{AccountId, ManagerId, PersonId},
    table::{
        Change, Condition, Write, keys,
        manager::{Manager, ManagingPerson},
    },
};

/// Adds to a write that this manager is gone, with what they had of the account, where the
/// condition on their item holds: it names whether they had accepted.
pub fn remove<'t, R: Clone>(
    write: Write<'t, R>,
    manager: &Manager,
    unchanged: Condition,
    rule: R,
) -> Write<'t, R> {
    let Manager { account_id, manager_id, .. } = *manager;
    // What a firm's people have of the account counts only while the firm's grant is there: its
    // going away is all that it takes, however many they are.
    let Some(&ManagingPerson { person_id, .. }) = manager.person() else {
        let write = write.delete(&keys::manager(account_id, manager_id), unchanged, rule.clone());
        return match manager.firm() {
            Some(firm) => {
                let same = Condition::is("manager_id", manager_id);
                write.delete(&keys::client(firm, account_id), same, rule)
            }
            None => write,
        };
    };
    if manager.accepted_at.is_some() {
        return remove_accepted(write, (account_id, manager_id), person_id, unchanged, rule);
    }
    let invited = keys::invited(person_id, account_id);
    let fewer = Change::of(keys::person(person_id)).count("invited_to_manage", -1);
    write
        .delete(&keys::manager(account_id, manager_id), unchanged, rule.clone())
        .delete(&invited, Condition::Present, rule.clone())
        .change(fewer, Condition::Present, rule)
}

/// The same of one who had accepted: both sides of the right go together, and the person manages
/// one account less.
pub fn remove_accepted<'t, R: Clone>(
    write: Write<'t, R>,
    (account, manager): (AccountId, ManagerId),
    person: PersonId,
    unchanged: Condition,
    rule: R,
) -> Write<'t, R> {
    let write = write.delete(&keys::manager(account, manager), unchanged, rule.clone());
    end_context(write, (account, manager), person, rule)
}

/// Adds to a write that a person looks after an account no longer: their side of it goes. By itself
/// it ends one of a firm's people, and the firm goes on.
pub fn end_context<'t, R: Clone>(
    write: Write<'t, R>,
    (account, manager): (AccountId, ManagerId),
    person: PersonId,
    rule: R,
) -> Write<'t, R> {
    let own = Condition::is("manager_id", manager);
    let fewer = Change::of(keys::person(person)).count("manages", -1);
    write.delete(&keys::context(person, account), own, rule.clone()).change(
        fewer,
        Condition::greater("manages", 0),
        rule,
    )
}
