//! The limits of the design: how many round trips an operation makes, and how many items it writes.

use shared::table::meter::Cost;

/// Fails where a call costs more than it may.
pub fn within_limits(operation: &str, case: &str, cost: &Cost) {
    let at_most = |trips: u32, items: u32| {
        assert!(
            cost.round_trips <= trips && cost.items_written <= items,
            "{operation} {case}: {cost:?}"
        );
    };
    match (operation, case) {
        // Two are written; the mark of a voided batch and the person are looked at only.
        ("redeem_code", "account holder") => at_most(2, 4),
        // Six are written; the mark is looked at only.
        ("redeem_code", "new driver") => at_most(2, 7),
        ("redeem_code", "same again") => at_most(2, 0),
        ("create_order", _) => at_most(2, 3),
        ("assign_course", "one" | "one, by a manager of drivers") => at_most(2, 4),
        // Four writes, and two reads of who is in the group and what they have.
        ("assign_course", _) => at_most(8, 304),
        ("revoke_enrolment", "not started") => at_most(3, 3),
        ("revoke_enrolment", _) => at_most(4, 3),
        ("create_account" | "update_account" | "create_api_key" | "delete_api_key", _) => {
            at_most(2, 6)
        }
        // Which account somebody holds is known only once they are read.
        ("update_me", _) => at_most(3, 3),
        ("create_group" | "rename_group" | "delete_group" | "remove_group_member", _) => {
            at_most(2, 6)
        }
        // Whether the groups that are left are there is read first: one that is gone has no count.
        ("update_user", "leaves a group") => at_most(3, 6),
        // Who holds an account turns out by the write; whether that refuses is looked at in another.
        ("invite_user" | "invite_manager", "account holder") => at_most(3, 10),
        // Two of them count mails to strangers: the account's, and those to the one who gets it.
        (
            "invite_user" | "resend_invitation" | "invite_manager" | "resend_manager_invitation",
            _,
        ) => at_most(2, 9),
        ("update_user" | "remove_user" | "appoint_admin" | "dismiss_admin", _) => at_most(2, 6),
        ("add_group_members", "one") => at_most(2, 4),
        // Whom the manager sees is asked once more.
        ("add_group_members", "one, manager of groups") => at_most(3, 4),
        ("add_group_members", "100") => at_most(4, 206),
        ("list_groups", _) => at_most(2, 0),
        // To whom codes were sent is found in an index, and then their mails are read.
        ("list_codes", _) => at_most(4, 0),
        ("list_report", "of a group of 101") => at_most(5, 0),
        ("set_invitation_email" | "reset_invitation_email", _) => at_most(2, 2),
        ("get_invitation_email" | "preview_invitation_email", _) => at_most(1, 0),
        ("update_training_session" | "create_training_session", case) if case.contains("group") => {
            at_most(4, 6)
        }
        ("create_training_session" | "update_training_session" | "cancel_training_session", _) => {
            at_most(2, 6)
        }
        // Whom a driver's calendar names is known only once the driver is read.
        ("assign_driver", "own") => at_most(3, 6),
        ("assign_driver", _) => at_most(3, 7),
        ("unassign_driver", _) => at_most(3, 5),
        ("unshare_driver" | "give_back_driver", "") => at_most(3, 6),
        ("create_route", _) => at_most(2, 2),
        ("update_route", "renamed") => at_most(2, 2),
        ("delete_route", "no driver") => at_most(2, 2),
        // Own drivers join with whom they are shared, and that with the accounts' names.
        ("list_drivers", "own, shared with another") => at_most(4, 0),
        ("list_orders", "by API key, first in an hour") => at_most(3, 1),
        // What an index finds is read, and then its groups and progress.
        ("list_users", _) => at_most(4, 0),
        // Whom they were to the account is read in between.
        ("leave_context", "as user") => at_most(3, 6),
        // Contexts, then each account with its counts, then the courses.
        ("list_overview", _) => at_most(5, 0),
        (
            "accept_invitation" | "update_manager" | "remove_manager" | "leave_context"
            | "label_context",
            _,
        ) => at_most(2, 6),
        (name, _) if name.starts_with("list_") => at_most(3, 0),
        (name, _) if name.starts_with("get_") => at_most(3, 0),
        _ => {}
    }
}
