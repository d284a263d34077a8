//! What each operation answers to those for whom it is not, or not all of it, as the API's page has
//! it: the page's table, row by row, apart from the code that holds it.

/// They may: it is theirs to do, so it is not called here.
pub const MAY: &str = "may";
/// An operation that the role never has.
pub const NO: &str = "403 forbidden";
/// Outside the scope, a single thing is not there.
pub const NONE: &str = "404 not_found";
/// A list, less what lies outside the scope.
pub const IN_PART: &str = "in part";
/// A call of many rows, each of which fails since what it names lies outside the scope.
pub const FAIL: &str = "rows fail";
/// A call of many rows of which some do not fail.
pub const ALL: &str = "rows done";
/// A field names what lies outside the scope.
const FIELD: &str = "422 invalid_input";
/// An invitation of somebody else.
const NOT_YOURS: &str = "403 invitation_for_another_address";

/// A code of nobody's.
const FAILED: &str = "401 sign_in_failed";

/// What an operation answers.
pub enum Row {
    /// In an account, to those who belong to it: its driver, admin, manager of the company, manager
    /// of other groups, manager of other drivers; and to a program whose key has another scope.
    InAccount([&'static str; 6]),
    /// To another person than the one whose own it is.
    Own(&'static str),
    /// It is the operator's.
    Operators,
    /// It is for everybody who is signed in: there is nothing of anybody's in it.
    OfAllSignedIn,
    /// It is for anyone.
    Public,
}

/// The row of an operation.
#[rustfmt::skip]
pub fn row(operation: &str) -> Row {
    use Row::{InAccount, OfAllSignedIn, Operators, Own, Public};
    match operation {
        //                                   driver admin company groups   drivers  key
        "get_account"           => InAccount([MAY,  MAY,  MAY,    MAY,     MAY,     MAY]),
        "list_licences"         => InAccount([NO,   MAY,  MAY,    MAY,     MAY,     MAY]),

        "update_account" | "list_events" | "create_api_key" | "list_api_keys" | "delete_api_key"
        | "invite_manager" | "list_managers" | "update_manager" | "remove_manager"
        | "resend_manager_invitation" | "list_mail_texts" | "get_mail_text" | "set_mail_text"
        | "reset_mail_text" | "preview_mail_text" | "get_reminder_settings" | "set_reminder_settings"
        | "remove_firm_person" | "list_clients" | "accept_client" | "end_client" | "label_client"
        | "send_people" | "list_refused_accounts" | "refuse_account" | "allow_account" | "request_reseller_status"
        | "create_report_link" | "list_report_links" | "delete_report_link"
                                => InAccount([NO,   MAY,  NO,     NO,      NO,      NO]),
        "appoint_admin" | "dismiss_admin" | "hand_over_account" | "close_account"
                                => InAccount([NO,   NO,   NO,     NO,      NO,      NO]),
        "create_order" | "list_orders" | "get_order"
        | "list_code_batches" | "get_code_batch" | "list_codes" | "void_codes" | "send_codes"
        | "redeem_for_drivers"
                                => InAccount([NO,   MAY,  NO,     NO,      NO,      NO]),

        "list_users"            => InAccount([NO,   MAY,  MAY,    IN_PART, IN_PART, NO]),
        "get_user" | "list_user_activity"
                                => InAccount([NO,   MAY,  MAY,    NONE,    NONE,    NO]),
        "invite_user"           => InAccount([NO,   MAY,  MAY,    FIELD,   NO,      NO]),
        "import_users"          => InAccount([NO,   MAY,  MAY,    FAIL,    NO,      NO]),
        "update_user" | "remove_user" | "resend_invitation"
                                => InAccount([NO,   MAY,  MAY,    NONE,    NO,      NO]),

        "list_groups"           => InAccount([NO,   MAY,  MAY,    IN_PART, NO,      NO]),
        "create_group" | "rename_group" | "delete_group"
                                => InAccount([NO,   MAY,  MAY,    NO,      NO,      NO]),
        "add_group_members" | "remove_group_member"
                                => InAccount([NO,   MAY,  MAY,    NONE,    NO,      NO]),

        "assign_course"         => InAccount([NO,   MAY,  MAY,    FAIL,    FAIL,    NO]),
        "revoke_enrolment"      => InAccount([NO,   MAY,  MAY,    NONE,    NONE,    NO]),

        "list_training_sessions"
                                => InAccount([NO,   MAY,  MAY,    IN_PART, IN_PART, NO]),
        "create_training_session"
                                => InAccount([NO,   MAY,  MAY,    FIELD,   FIELD,   NO]),
        "get_training_session" | "update_training_session" | "cancel_training_session"
                                => InAccount([NO,   MAY,  MAY,    NONE,    NONE,    NO]),

        "list_shares" | "share_drivers" | "unshare_driver" | "give_back_driver"
                                => InAccount([NO,   MAY,  NO,     NO,      NO,      NO]),
        "list_drivers" | "get_driver" | "create_route" | "list_routes" | "get_route"
        | "update_route" | "delete_route" | "assign_driver" | "unassign_driver"
                                => InAccount([NO,   MAY,  MAY,    NO,      NO,      NO]),

        "list_report" | "summarise_report" | "list_records"
                                => InAccount([NO,   MAY,  MAY,    IN_PART, IN_PART, NO]),
        "get_user_report" | "get_certificate"
                                => InAccount([NO,   MAY,  MAY,    NONE,    NONE,    NO]),

        // What these list or change is the caller's own, whoever calls.
        "get_me" | "export_me" | "list_contexts" | "list_overview" | "list_my_enrolments" | "list_my_records"
        | "list_my_training_sessions" | "list_my_routes" | "get_invite_url" | "list_my_report_links"
        | "get_my_mails"
            => Own(IN_PART),
        "list_sign_ins" | "list_my_invitations" => Own(IN_PART),
        "end_sign_in" => Own(NONE),
        "end_other_sign_ins" => Own(MAY),
        "sign_out" | "update_me" | "create_account" | "redeem_code" | "make_invite_url"
        | "create_my_report_link" => Own(MAY),
        "request_address" => Own(MAY),
        // The attempt that it is called with is nobody's.
        "confirm_address" => Own(FAILED),
        // A company is found by its whole name, by anybody.
        "find_account" => Own(MAY),
        "label_context" | "leave_context" | "record_result" | "get_my_certificate"
        | "delete_my_report_link" => Own(NONE),
        // What is called with is the link of an invitation: it is no invitation URL.
        "preview_invite_url" => Own(NONE),
        "accept_my_invitation" | "decline_my_invitation" => Own(NONE),
        "set_current_context" | "forget_me" | "set_my_mails" => Own(FIELD),
        "accept_invitation" | "decline_invitation" => Own(NOT_YOURS),

        "create_course" | "replace_course" | "get_service_health" | "list_operator_orders"
        | "fulfil_order" | "search_accounts" | "set_account_plan" | "recount_account" | "list_reseller_requests"
        | "refuse_reseller_request" => Operators,
        "list_courses" | "get_course" => OfAllSignedIn,
        "request_sign_in" | "confirm_sign_in" | "preview_invitation" | "activate_invitation"
        | "get_health" | "get_openapi" | "get_problem" | "stop_mails"
        | "check_certificate" | "open_report" => Public,
        other => panic!("{other}: say here what outsiders are answered"),
    }
}
