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
        // The firm's account, whether it refuses this one and its side of the client beside the usual.
        ("invite_manager", "firm") => at_most(2, 7),
        // The grant is read once its identifier is known; then the write, and what is shown.
        ("accept_client", "") => at_most(6, 4),
        ("accept_client", _) => at_most(4, 0),
        ("label_client", _) => at_most(5, 2),
        // Of each who is sent: their context here and in the firm, invitation, and person.
        ("send_people", "two sent") => at_most(5, 11),
        ("send_people", _) => at_most(5, 7),
        // Whom to tell is found in two lists that may be asked for one after the other.
        ("end_client", "declined") => at_most(4, 5),
        ("end_client", _) => at_most(2, 4),
        // The client's grant, account and people, then the drivers in scope.
        ("list_clients", _) => at_most(4, 0),
        // Who was sent is known once the firm's side is read.
        ("list_managers", "with a firm") => at_most(4, 0),
        ("remove_firm_person", _) => at_most(3, 5),
        ("leave_context" | "label_context", "for a firm") => at_most(4, 5),
        // What stands behind the contexts is read before what is shown of them.
        ("list_contexts" | "list_overview", "for a firm") => at_most(6, 0),
        // Two are written; the mark of a voided batch and the person are looked at only.
        ("redeem_code", "account holder") => at_most(2, 4),
        // Six are written; the mark is looked at only.
        ("redeem_code", "new driver") => at_most(2, 7),
        ("redeem_code", "same again") => at_most(2, 0),
        ("create_order", _) => at_most(2, 3),
        // Who ordered is known once the orders are read.
        ("list_operator_orders", _) => at_most(4, 0),
        ("assign_course", "one" | "one, by a manager of drivers") => at_most(2, 4),
        // Four writes, and two reads of who is in the group and what they have.
        ("assign_course", _) => at_most(8, 304),
        ("revoke_enrolment", "not started") => at_most(3, 3),
        ("revoke_enrolment", _) => at_most(4, 3),
        // No name is taken or freed.
        ("update_account", "time zone") => at_most(2, 2),
        ("create_account" | "update_account" | "create_api_key" | "delete_api_key", _) => {
            at_most(2, 6)
        }
        ("update_me", "time zone") => at_most(2, 1),
        // Which account somebody holds is known only once they are read.
        ("update_me", _) => at_most(3, 3),
        ("create_group" | "rename_group" | "delete_group" | "remove_group_member", _) => {
            at_most(2, 6)
        }
        // Whether the groups that are left are there is read first: one that is gone has no count.
        ("update_user", "leaves a group") => at_most(3, 6),
        // Who holds an account turns out by the write; whether that refuses is looked at in another.
        ("invite_user" | "invite_manager", "account holder") => at_most(3, 10),
        // The day's first mail to somebody begins a count.
        ("resend_invitation", "who was added") => at_most(3, 9),
        // Two of them count mails to strangers: the account's, and those to the one who gets it.
        (
            "invite_user" | "resend_invitation" | "invite_manager" | "resend_manager_invitation",
            _,
        ) => at_most(2, 9),
        // Both people's sides, and the counts of mails to strangers, as for an invitation.
        ("update_user", "address" | "address of somebody known") => at_most(2, 9),
        ("update_user" | "remove_user" | "appoint_admin" | "dismiss_admin", _) => at_most(2, 6),
        ("add_group_members", "one") => at_most(2, 4),
        // Whom the manager sees is asked once more.
        ("add_group_members", "one, manager of groups") => at_most(3, 4),
        ("add_group_members", "100") => at_most(4, 206),
        ("list_groups", _) => at_most(2, 0),
        // To whom codes were sent is found in an index, and then their mails are read.
        ("list_codes", _) => at_most(4, 0),
        ("list_report", "of a group of 101") => at_most(5, 0),
        // What an index finds is read, and then who is there. Of users each one's own are read, and of a
        // group it is read who is in it.
        ("list_records", "of a group of 101") => at_most(5, 0),
        ("list_records", _) => at_most(4, 0),
        ("set_mail_text" | "reset_mail_text", _) => at_most(2, 2),
        ("list_mail_texts" | "get_mail_text" | "preview_mail_text", _) => at_most(1, 0),
        ("get_reminder_settings", _) => at_most(1, 0),
        // That the account is there is looked at only.
        ("set_reminder_settings", _) => at_most(2, 3),
        // What lies under the address, then what is named there.
        ("get_my_mails", _) => at_most(3, 0),
        // The same, and whether an account is one's own, then the write: every class, and the person is
        // looked at only.
        ("set_my_mails", _) => at_most(5, 6),
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
        // The coming route is read, and the driver leaves it in the same write.
        ("unshare_driver" | "give_back_driver", _) => at_most(4, 9),
        ("create_route", _) => at_most(2, 2),
        ("update_route", "renamed") => at_most(2, 2),
        ("delete_route", "no driver") => at_most(2, 2),
        // Own drivers join with whom they are shared, and that with the accounts' names.
        ("list_drivers", "own, shared with another") => at_most(4, 0),
        ("list_orders", "by API key, first in an hour") => at_most(3, 1),
        // The mentions of who is asked for, then the entries that they are of.
        ("list_user_activity", _) | ("list_events", "by who did it") => at_most(3, 0),
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
        // User and account name the person and the inviter; then the write, and what it opens.
        ("activate_invitation", _) => at_most(5, 8),
        ("preview_invitation" | "preview_invite_url", _) => at_most(1, 0),
        ("get_invite_url", _) => at_most(1, 0),
        ("make_invite_url", _) => at_most(2, 1),
        // The person's side names the account's; a user's names who is told; then the write.
        ("accept_my_invitation", _) => at_most(4, 6),
        // Whom to tell is found in two lists that may be asked for one after the other.
        ("decline_my_invitation", "as manager") => at_most(5, 5),
        ("decline_my_invitation", _) => at_most(4, 5),
        // The invitations, what they are to, and what their scopes name.
        ("list_my_invitations", _) => at_most(4, 0),
        // The invitation's account, then whom to tell of it; the two may be asked for one after the other.
        ("decline_invitation", _) => at_most(4, 5),
        // The enrolment is found under its identifier, then read with its course, then changed.
        // Its record too, for the account and for the driver.
        // With the first in an hour the user's last use of the account is noted.
        ("record_result", "completes the course") => at_most(4, 4),
        ("record_result", _) => at_most(4, 2),
        ("request_sign_in", _) => at_most(2, 4),
        // A try is counted beside the read of its attempt; then the address, the write, the accounts.
        ("confirm_sign_in", case) if case.starts_with("code") => at_most(4, 5),
        // Somebody who is known is read, too.
        ("confirm_sign_in", _) => at_most(5, 3),
        // Whose the address is and what room there is; then the attempt, two counts and two mails.
        ("request_address", _) => at_most(3, 5),
        // A try is counted beside the read of its attempt; then the sign-ins, one of which ends, and the
        // write.
        ("confirm_address", "code") => at_most(4, 10),
        ("confirm_address", _) => at_most(2, 1),
        // The person, what they hold and their sign-ins are read one after the other.
        ("forget_me", _) => at_most(5, 7),
        ("sign_out", _) => at_most(2, 1),
        // The caller's sign-ins are found in a query; one is ended here.
        ("end_sign_in" | "end_other_sign_ins", _) => at_most(3, 1),
        // Who calls, both sides, the write: two users, contexts, people, and the trail.
        ("hand_over_account", _) => at_most(3, 7),
        // The groups of the one who holds it are read once that one is; the mail that tells them is owed by it.
        ("close_account", _) => at_most(3, 9),
        ("share_drivers", "one") => at_most(2, 9),
        // Three items a driver, in writes side by side, and what they have in common.
        ("share_drivers", "100") => at_most(3, 318),
        // A page of drivers, and what is shared of it; nothing is written.
        ("share_drivers", _) => at_most(3, 0),
        ("refuse_account" | "allow_account", _) => at_most(2, 2),
        // The next free codes are found in the batch, then written with their mails.
        ("send_codes", "one") => at_most(3, 6),
        // Three items a code, in writes that each take the batch's next codes.
        ("send_codes", _) => at_most(6, 312),
        ("void_codes", "one") => at_most(2, 3),
        // The mark, the stripes, what is redeemed already, and the end: one after the other.
        ("void_codes", _) => at_most(5, 13),
        // The addresses name the people, and these what they have; then writes side by side.
        ("redeem_for_drivers", "one new driver") => at_most(4, 10),
        ("redeem_for_drivers", _) => at_most(4, 50),
        // Its drivers' calendars are read, then what these name; one write moves all.
        ("update_route", _) => at_most(4, 8),
        ("delete_route", _) => at_most(3, 5),
        // Six items a row, in writes of as many rows as fit.
        ("import_users", "100 only added") => at_most(9, 514),
        // Each is read, as an address, a membership and a user; and six items each.
        ("import_users", "100 who were added") => at_most(11, 614),
        ("import_users", "100 new people") => at_most(9, 614),
        ("import_users", "10 new people") => at_most(3, 62),
        ("import_users", "10 who are there" | "100 who are there") => at_most(3, 0),
        // Who is known is asked whether they want it.
        ("import_users", _) => at_most(5, 9),
        ("redeem_code", "extends") => at_most(3, 4),
        // What lies there is found by the first write; the round that is over is moved by the second.
        ("redeem_code", "takes it again") => at_most(3, 5),
        // Whether it asks to become a reseller is looked at or answered where it becomes one.
        ("set_account_plan", _) => at_most(2, 3),
        ("create_course", _) => at_most(2, 2),
        // That it is a company and no reseller is looked at only.
        ("request_reseller_status", _) => at_most(2, 3),
        ("refuse_reseller_request", _) => at_most(2, 2),
        // Who calls, what the course was, and the write with its next revision.
        ("replace_course", _) => at_most(3, 2),
        ("fulfil_order", _) => at_most(2, 3),
        // Everything that an account counts is read; what is wrong is written and looked at again.
        ("recount_account", "nothing to mend") => at_most(14, 0),
        ("recount_account", _) => at_most(19, 2),
        ("set_current_context", _) => at_most(2, 3),
        ("stop_mails", _) => at_most(1, 1),
        // That the account is there is looked at only.
        ("create_report_link", _) => at_most(2, 4),
        ("create_my_report_link", _) => at_most(2, 3),
        ("delete_report_link", _) => at_most(2, 3),
        ("delete_my_report_link", _) => at_most(2, 2),
        // What it is of is read once the link is, and its members once the group is; then what an index
        // finds, beside the counts.
        ("open_report", _) => at_most(6, 1),
        // What its code leads to is written when it is first made.
        ("get_certificate" | "get_my_certificate", "again") => at_most(1, 0),
        ("get_certificate" | "get_my_certificate", _) => at_most(2, 1),
        // What the code leads to, and then the record.
        ("check_certificate", _) => at_most(2, 0),
        // Searches are counted: guessing addresses ends.
        ("find_account", _) => at_most(3, 1),
        // What an index finds is read.
        ("search_accounts" | "summarise_report" | "export_me", _) => at_most(3, 0),
        (name, _) if name.starts_with("list_") => at_most(3, 0),
        (name, _) if name.starts_with("get_") => at_most(3, 0),
        _ => panic!("{operation} {case} has no limit: {cost:?}"),
    }
}
