//! The table of contents: who · method · path · operation, `by version` where it changes something
//! that has one, what it refuses with beside what follows from the rest, and what it wants read
//! together with its caller's standing.

use shared::http::{
    Account, Anyone, Code, Operator, Person, Route, SignedIn,
    operation::Operation,
    route::{Also, Place},
};

use crate::{
    accounts, codes, courses, drivers, enrolments, firms, groups, invitations, links, mails,
    managers, me, operator, orders, prefetching, records, reports, routing, service, settings,
    shares, sign_in, training, users,
};
use shared::policy::Right;

/// Makes, for each row, a function that gives its route, so that a binary links only its own.
macro_rules! routes {
    ($(
        $(#[doc = $doc:literal])+
        $who:ident$(($right:ident))? $method:ident $path:literal => $subject:ident::$name:ident
        $(by $version:ident)? $(refusing [$($code:ident),+])? $(prefetching [$($also:ident),+])?;
    )*) => {
        $(
            $(#[doc = $doc])+
            pub fn $name() -> Route {
                const ALSO: &[Also] = &[$($(prefetching::$also),+)?];
                let place = Place {
                    name: stringify!($name),
                    method: http::Method::$method,
                    path: $path,
                    summary: concat!($($doc),+),
                    also: ALSO,
                    versioned: !stringify!($($version)?).is_empty(),
                    subject: stringify!($subject),
                    refusals: &[$($(Code::$code),+)?],
                };
                Route::new(place, $who$((Right::$right))?, $subject::$name::$name)
            }
        )*

        /// The method and the path of every route.
        pub const PLACES: &[(&str, &str)] = &[$((stringify!($method), $path)),*];

        /// Every route.
        pub fn all() -> Vec<Route> {
            vec![$($name()),*]
        }

        /// Every route with what it takes and answers, of which the API's document is made.
        pub fn described() -> Vec<(Route, Operation)> {
            vec![$(($name(), Operation::described($path, $subject::$name::$name))),*]
        }
    };
}

routes! {
    /// Mails a sign-in link and code.
    Anyone POST "/v1/sign-in" => sign_in::request_sign_in;
    /// Signs in with a link or a code.
    Anyone POST "/v1/sign-in/confirm" => sign_in::confirm_sign_in
        refusing [SignInFailed];
    /// Ends this sign-in.
    Person POST "/v1/sign-out" => sign_in::sign_out;

    /// Who is calling, and where they may act.
    Person GET "/v1/me" => me::get_me;
    /// Changes the caller's own name, phone number and time zone.
    Person PATCH "/v1/me" => me::update_me;
    /// Everything about the caller, as one file.
    Person GET "/v1/me/export" => me::export_me;
    /// The caller's own sign-ins, with device and last use.
    Person GET "/v1/me/sign-ins" => me::list_sign_ins;
    /// Ends one of the caller's own sign-ins, at once.
    Person DELETE "/v1/me/sign-ins/{sign_in}" => me::end_sign_in;
    /// Ends all of the caller's own sign-ins but this one, at once.
    Person DELETE "/v1/me/sign-ins" => me::end_other_sign_ins;
    /// Asks for another address: its code is mailed there, and the older one is told.
    Person POST "/v1/me/email" => me::request_address
        refusing [TooManyRequests];
    /// Gives the caller the address that they have proved; all their other sign-ins end.
    Person POST "/v1/me/email/confirm" => me::confirm_address
        refusing [SignInFailed];
    /// The caller's own invitation URL, by which clients invite them.
    Person GET "/v1/me/invite-url" => me::get_invite_url;
    /// Makes the caller a new invitation URL; the older one is dead.
    Person POST "/v1/me/invite-url" => me::make_invite_url
        refusing [AccountHolderCannotManage];
    /// Which mails the caller gets, beside those that everybody must have.
    Person GET "/v1/me/mails" => me::get_my_mails;
    /// Chooses which mails the caller gets, and whose.
    Person PUT "/v1/me/mails" => me::set_my_mails;
    /// The accounts that the caller may act in, the current one first.
    Person GET "/v1/me/contexts" => me::list_contexts;
    /// The invitations that are open for the caller's address.
    Person GET "/v1/me/invitations" => me::list_my_invitations;
    /// Accepts an invitation signed in, as user or as manager; again: the same.
    Person POST "/v1/me/invitations/{account}/accept" => me::accept_my_invitation
        refusing [AccountHolderCannotManage] prefetching [own_invitation, own_context, account];
    /// Declines an invitation signed in, as user or as manager.
    Person POST "/v1/me/invitations/{account}/decline" => me::decline_my_invitation
        refusing [AlreadyActive] prefetching [own_invitation, own_context, account];
    /// Chooses the account that is offered first.
    Person PUT "/v1/me/current-context" => me::set_current_context
        refusing [NotFound] prefetching [chosen_context];
    /// Gives a context the caller's own labels.
    Person PUT "/v1/me/contexts/{account}/labels" => me::label_context
        prefetching [own_context, account];
    /// Forgets the caller: they leave every account, and nothing names them but what the law keeps.
    Person DELETE "/v1/me" => me::forget_me refusing [HolderCannotLeave];
    /// Leaves an account, at once.
    Person DELETE "/v1/me/contexts/{account}" => me::leave_context
        refusing [HolderCannotLeave] prefetching [own_context, account];
    /// The report's counts of every context, the current one first.
    Person GET "/v1/me/reports/overview" => me::list_overview;
    /// The caller's own courses, in every account.
    Person GET "/v1/me/enrolments" => me::list_my_enrolments;
    /// What the caller's completed courses have left to them, in every account.
    Person GET "/v1/me/records" => me::list_my_records;
    /// The certificate of a record of the caller's, as PDF.
    Person GET "/v1/me/records/{record}/certificate" => me::get_my_certificate
        prefetching [own_record, certificate];
    /// The training sessions that the caller attends, in every account.
    Person GET "/v1/me/sessions" => me::list_my_training_sessions;
    /// The caller's own routes, in every account.
    Person GET "/v1/me/routes" => me::list_my_routes;
    /// Takes in a module's result.
    Person POST "/v1/me/enrolments/{enrolment}/results" => me::record_result
        refusing [AccessEnded, NotOpenYet];

    /// Makes a company, held by the caller.
    Person POST "/v1/accounts" => accounts::create_account
        refusing [AccountNameTaken, AlreadyAccountHolder, ManagerCannotHoldAccount, TooManyRequests];
    /// Finds a company by its whole name.
    Person GET "/v1/accounts" => accounts::find_account
        refusing [TooManyRequests] prefetching [named_account];
    /// Reads an account.
    Account(ReadAccount) GET "/v1/accounts/{account}" => accounts::get_account;
    /// Renames an account, makes an individual one a company, or sets its time zone.
    Account(ManageAccount) PATCH "/v1/accounts/{account}" => accounts::update_account by version
        refusing [AccountNameTaken];
    /// Closes an account: it is there for nobody from the next request on.
    Account(HandOver) DELETE "/v1/accounts/{account}" => accounts::close_account by version;
    /// Asks for the company to become a reseller; again: says something else in the same request.
    Account(ManageAccount) POST "/v1/accounts/{account}/reseller-request"
        => accounts::request_reseller_status
        refusing [AlreadyAReseller] prefetching [reseller_request];
    /// The audit trail, newest first: all of it, or by who, to what, what and when.
    Account(ManageAccount) GET "/v1/accounts/{account}/events" => accounts::list_events;
    /// Makes an API key and shows its token once.
    Account(ManageAccount) POST "/v1/accounts/{account}/api-keys" => accounts::create_api_key
        prefetching [replaced_key];
    /// The account's API keys.
    Account(ManageAccount) GET "/v1/accounts/{account}/api-keys" => accounts::list_api_keys;
    /// Removes an API key, at once.
    Account(ManageAccount) DELETE "/v1/accounts/{account}/api-keys/{key}"
        => accounts::delete_api_key;

    /// Makes a user an admin.
    Account(HandOver) PUT "/v1/accounts/{account}/admins/{user}" => accounts::appoint_admin
        by version refusing [HolderCannotBeRemoved] prefetching [user];
    /// Makes an admin a driver again.
    Account(HandOver) DELETE "/v1/accounts/{account}/admins/{user}" => accounts::dismiss_admin
        by version refusing [HolderCannotBeRemoved] prefetching [user];
    /// Hands the account over to an admin; the old holder stays as admin.
    Account(HandOver) POST "/v1/accounts/{account}/holder" => accounts::hand_over_account
        by version refusing [AlreadyAccountHolder, ManagerCannotHoldAccount]
        prefetching [user_of_body];

    /// The accounts that this one refuses.
    Account(ManageAccount) GET "/v1/accounts/{account}/refused"
        => accounts::list_refused_accounts;
    /// Refuses another account's shares and invitations; what it shares now ends.
    Account(ManageAccount) PUT "/v1/accounts/{account}/refused/{other}"
        => accounts::refuse_account prefetching [other];
    /// Allows another account's shares and invitations again.
    Account(ManageAccount) DELETE "/v1/accounts/{account}/refused/{other}"
        => accounts::allow_account;

    /// The texts of the account's mails, each kind's own or the default.
    Account(ManageAccount) GET "/v1/accounts/{account}/settings/emails"
        => settings::list_mail_texts prefetching [mail_texts];
    /// The text of a kind of the account's mails: its own, else the default.
    Account(ManageAccount) GET "/v1/accounts/{account}/settings/emails/{kind}"
        => settings::get_mail_text prefetching [mail_text];
    /// Gives a kind of the account's mails a text of its own.
    Account(ManageAccount) PUT "/v1/accounts/{account}/settings/emails/{kind}"
        => settings::set_mail_text by version prefetching [mail_text];
    /// Gives a kind of the account's mails the default text again.
    Account(ManageAccount) DELETE "/v1/accounts/{account}/settings/emails/{kind}"
        => settings::reset_mail_text by version prefetching [mail_text];
    /// Shows a mail of this kind and text with sample values; changes nothing.
    Account(ManageAccount) POST "/v1/accounts/{account}/settings/emails/{kind}/preview"
        => settings::preview_mail_text;
    /// What the account's people are reminded of, and whether it wants a digest.
    Account(ManageAccount) GET "/v1/accounts/{account}/settings/reminders"
        => settings::get_reminder_settings prefetching [reminder_settings];
    /// Chooses what the account's people are reminded of, and whether it wants a digest.
    Account(ManageAccount) PUT "/v1/accounts/{account}/settings/reminders"
        => settings::set_reminder_settings prefetching [reminder_settings];

    /// Invites somebody as a user: they get an activation link by mail. Or only adds them.
    Account(ManageUsers) POST "/v1/accounts/{account}/users" => users::invite_user
        refusing [Refused, AlreadyAUser, AlreadyAManager, SeatLimitReached, MailLimitReached]
        prefetching [owner_of_email, mails_to_email, groups_of_body];
    /// Invites many at once, from CSV or JSON, or only adds them; each row is answered.
    Account(ManageUsers) POST "/v1/accounts/{account}/users/import" => users::import_users;
    /// The account's users, by status, role, group and text, as JSON or CSV.
    Account(ReadUsers) GET "/v1/accounts/{account}/users" => users::list_users
        prefetching [group_of_query, reader_of_csv];
    /// Reads a user.
    Account(ReadUsers) GET "/v1/accounts/{account}/users/{user}" => users::get_user
        prefetching [user];
    /// What a user did and what was done with them, newest first.
    Account(ReadUsers) GET "/v1/accounts/{account}/users/{user}/activity"
        => users::list_user_activity prefetching [user];
    /// Changes a user's record and groups; until they have activated, also their address.
    Account(ManageUsers) PATCH "/v1/accounts/{account}/users/{user}"
        => users::update_user by version
        refusing [Refused, AlreadyAUser, AlreadyAManager, AlreadyActive, MailLimitReached]
        prefetching [user, groups_of_body, owner_of_email, mails_to_email];
    /// Removes a user: seat, link and access go at once.
    Account(ManageUsers) DELETE "/v1/accounts/{account}/users/{user}" => users::remove_user
        by version refusing [HolderCannotBeRemoved] prefetching [user];
    /// Invites who was only added; mails others a new activation link, and the older one is dead.
    Account(ManageUsers) POST "/v1/accounts/{account}/users/{user}/invitation"
        => users::resend_invitation
        refusing [Refused, AlreadyActive, TooManyRequests, MailLimitReached] prefetching [user];
    /// Tells what an invitation is to, and changes nothing.
    Anyone POST "/v1/invitations/preview" => invitations::preview_invitation
        refusing [NotFound];
    /// Activates an invitation: joins the account, and signs in.
    Anyone POST "/v1/activations" => invitations::activate_invitation
        refusing [NotFound, AlreadyActive];
    /// Stops mails, with a mail's own token.
    Anyone POST "/v1/mails/stop" => mails::stop_mails
        refusing [NotFound];
    /// Makes a group.
    Account(ManageGroups) POST "/v1/accounts/{account}/groups" => groups::create_group
        refusing [GroupNameTaken];
    /// The account's groups, or those that a manager is kept to.
    Account(ReadGroups) GET "/v1/accounts/{account}/groups" => groups::list_groups;
    /// Renames a group.
    Account(ManageGroups) PATCH "/v1/accounts/{account}/groups/{group}"
        => groups::rename_group by version
        refusing [GroupNameTaken] prefetching [group];
    /// Removes a group; its users stay.
    Account(ManageGroups) DELETE "/v1/accounts/{account}/groups/{group}" => groups::delete_group
        by version prefetching [group];
    /// Puts users into a group.
    Account(GroupMembers) POST "/v1/accounts/{account}/groups/{group}/members"
        => groups::add_group_members prefetching [group, users_of_body];
    /// Takes a user out of a group.
    Account(GroupMembers) DELETE "/v1/accounts/{account}/groups/{group}/members/{user}"
        => groups::remove_group_member;

    /// Invites somebody to look after the account, by their address or by their invitation URL, or a firm.
    Account(ManageAccount) POST "/v1/accounts/{account}/managers" => managers::invite_manager
        refusing [Refused, AlreadyAManager, AlreadyAUser, AccountHolderCannotManage, MailLimitReached]
        prefetching [owner_of_email, maker_of_invite_url, mails_to_email, firm_of_body, scope_of_body];
    /// Tells whom an invitation URL invites, and changes nothing.
    Person POST "/v1/invite-urls/preview" => managers::preview_invite_url
        refusing [NotFound] prefetching [maker_of_token];
    /// Those who look after the account, or are invited to.
    Account(ManageAccount) GET "/v1/accounts/{account}/managers" => managers::list_managers;
    /// Changes a manager's scope, at once.
    Account(ManageAccount) PATCH "/v1/accounts/{account}/managers/{manager}"
        => managers::update_manager by version prefetching [manager, scope_of_body];
    /// Removes a manager, at once.
    Account(ManageAccount) DELETE "/v1/accounts/{account}/managers/{manager}"
        => managers::remove_manager by version prefetching [manager];
    /// Ends that one of a firm's people looks after the account, at once.
    Account(ManageAccount) DELETE "/v1/accounts/{account}/managers/{manager}/people/{person}"
        => managers::remove_firm_person prefetching [manager];
    /// Mails a manager's invitation again.
    Account(ManageAccount) POST "/v1/accounts/{account}/managers/{manager}/invitation"
        => managers::resend_manager_invitation
        refusing [Refused, AlreadyActive, TooManyRequests, MailLimitReached]
        prefetching [manager];
    /// Accepts the invitation to look after an account; again: the same.
    Person POST "/v1/invitations/accept" => managers::accept_invitation
        refusing [NotFound, InvitationForAnotherAddress, AccountHolderCannotManage]
        prefetching [invitation_of_body];
    /// Declines the invitation to look after an account.
    Person POST "/v1/invitations/decline" => managers::decline_invitation
        refusing [NotFound, InvitationForAnotherAddress, AlreadyActive]
        prefetching [invitation_of_body];

    /// The accounts that a firm looks after, and those that invite it to.
    Account(Clients) GET "/v1/accounts/{account}/clients" => firms::list_clients
        prefetching [person_of_query];
    /// Accepts, for a firm, to look after an account; again: the same.
    Account(Clients) POST "/v1/accounts/{account}/clients/{client}/accept" => firms::accept_client
        by version prefetching [client];
    /// Ends, for a firm, that it looks after an account, at once; or declines to.
    Account(Clients) DELETE "/v1/accounts/{account}/clients/{client}" => firms::end_client
        by version prefetching [client, client_account];
    /// Gives a client the labels that the firm's people share.
    Account(Clients) PUT "/v1/accounts/{account}/clients/{client}/labels" => firms::label_client
        by version prefetching [client];
    /// Chooses which of a firm's people look after a client, at once.
    Account(Clients) PUT "/v1/accounts/{account}/clients/{client}/people" => firms::send_people
        by version refusing [NotOpenYet] prefetching [client, people_of_body];

    /// The course catalogue.
    SignedIn GET "/v1/courses" => courses::list_courses;
    /// Reads a course.
    SignedIn GET "/v1/courses/{course}" => courses::get_course prefetching [course];

    /// Adds a course to the catalogue.
    Operator POST "/v1/operator/courses" => operator::create_course;
    /// Replaces what a course says.
    Operator PUT "/v1/operator/courses/{course}" => operator::replace_course by version;
    /// How the service does: whether mails get out, and whether numbers are as counted.
    Operator GET "/v1/operator/health" => operator::get_service_health;
    /// Orders by status: what waits.
    Operator GET "/v1/operator/orders" => operator::list_operator_orders;
    /// Fulfils an order; doing it twice gives once.
    Operator POST "/v1/operator/orders/{order}/fulfil" => operator::fulfil_order prefetching [order];
    /// Companies that ask to become resellers, who waits longest first.
    Operator GET "/v1/operator/requests" => operator::list_reseller_requests;
    /// Refuses to make a company a reseller that asked for it; its holder is told.
    Operator DELETE "/v1/operator/requests/{account}" => operator::refuse_reseller_request
        prefetching [reseller_request];
    /// Accounts by the beginning of their names.
    Operator GET "/v1/operator/accounts" => operator::search_accounts;
    /// Sets an account's seats and reseller status; a request to become one is granted by it.
    Operator PUT "/v1/operator/accounts/{account}" => operator::set_account_plan by version
        prefetching [account, reseller_request];
    /// Counts everything of an account again; what differs is mended and told.
    Operator POST "/v1/operator/accounts/{account}/recount" => operator::recount_account;

    /// Orders licences or codes.
    Account(Orders) POST "/v1/accounts/{account}/orders" => orders::create_order
        refusing [NotAReseller]
        prefetching [course_of_body];
    /// The account's orders, newest first.
    Account(Orders) GET "/v1/accounts/{account}/orders" => orders::list_orders;
    /// Reads an order.
    Account(Orders) GET "/v1/accounts/{account}/orders/{order}" => orders::get_order
        prefetching [order];
    /// What the account bought of each course, and what of it is assigned.
    Account(ReadLicences) GET "/v1/accounts/{account}/licences" => orders::list_licences;

    /// Assigns a course to users and groups, now or scheduled.
    Account(Enrolments) POST "/v1/accounts/{account}/enrolments" => enrolments::assign_course
        prefetching [course_of_body, pool_of_body, users_of_body, groups_of_body];
    /// Takes a user's access to a course away; its licence returns if it was not started.
    Account(Enrolments) DELETE "/v1/accounts/{account}/enrolments/{enrolment}"
        => enrolments::revoke_enrolment prefetching [assignment];

    /// The account's code batches, newest first.
    Account(Batches) GET "/v1/accounts/{account}/code-batches" => codes::list_code_batches;
    /// Reads a code batch.
    Account(Batches) GET "/v1/accounts/{account}/code-batches/{batch}" => codes::get_code_batch
        prefetching [batch];
    /// A batch's codes, as JSON or CSV.
    Account(Batches) GET "/v1/accounts/{account}/code-batches/{batch}/codes" => codes::list_codes
        prefetching [batch, reader_of_csv];
    /// Voids some codes, or every unused one.
    Account(Batches) POST "/v1/accounts/{account}/code-batches/{batch}/void" => codes::void_codes
        prefetching [batch];
    /// Sends unused codes to drivers by mail.
    Account(Batches) POST "/v1/accounts/{account}/code-batches/{batch}/send" => codes::send_codes
        prefetching [batch];
    /// Redeems a code: opens its course for the caller.
    Person POST "/v1/redemptions" => codes::redeem_code
        refusing [UnknownCode, NotFound, MistypedCode, CodeAlreadyUsed, CodeVoided, ManagerCannotHoldAccount, TooManyRequests] prefetching [code_of_body, unknown_codes];
    /// Redeems the reseller's own codes for drivers.
    Account(RedeemForDrivers) POST "/v1/accounts/{account}/redemptions"
        => codes::redeem_for_drivers
        refusing [NotAReseller, TooManyRequests] prefetching [unknown_codes];

    /// Schedules a training session.
    Account(Enrolments) POST "/v1/accounts/{account}/sessions"
        => training::create_training_session prefetching [course_of_body, attendees_of_body];
    /// The account's training sessions, by date.
    Account(Enrolments) GET "/v1/accounts/{account}/sessions" => training::list_training_sessions;
    /// Reads a training session.
    Account(Enrolments) GET "/v1/accounts/{account}/sessions/{session}"
        => training::get_training_session prefetching [training_session];
    /// Changes a training session and who attends it.
    Account(Enrolments) PATCH "/v1/accounts/{account}/sessions/{session}"
        => training::update_training_session by version refusing [MailLimitReached]
        prefetching [training_session, course_of_body, attendees_of_body];
    /// Cancels a training session.
    Account(Enrolments) DELETE "/v1/accounts/{account}/sessions/{session}"
        => training::cancel_training_session by version prefetching [training_session];

    /// Drivers by course, with status and progress, as JSON, CSV or PDF.
    Account(Reports) GET "/v1/accounts/{account}/reports" => reports::list_report
        prefetching [group_of_query, reader_of_csv, named_in_pdf];
    /// The report's counts by status and by course.
    Account(Reports) GET "/v1/accounts/{account}/reports/summary" => reports::summarise_report;
    /// A user's profile, with every module's result.
    Account(Reports) GET "/v1/accounts/{account}/users/{user}/report" => reports::get_user_report
        prefetching [user, reader_of_csv];

    /// Makes a report link of the account, of a group or of a user.
    Account(ManageAccount) POST "/v1/accounts/{account}/report-links" => links::create_report_link
        prefetching [group_of_body, user_of_body, course_of_body];
    /// The account's report links, with their URLs.
    Account(ManageAccount) GET "/v1/accounts/{account}/report-links" => links::list_report_links;
    /// Revokes a report link of the account: it is dead at once.
    Account(ManageAccount) DELETE "/v1/accounts/{account}/report-links/{link}"
        => links::delete_report_link;
    /// Makes a report link of the caller's own courses and records.
    Person POST "/v1/me/report-links" => links::create_my_report_link prefetching [course_of_body];
    /// The caller's own report links, with their URLs.
    Person GET "/v1/me/report-links" => links::list_my_report_links;
    /// Revokes one of the caller's own report links: it is dead at once.
    Person DELETE "/v1/me/report-links/{link}" => links::delete_my_report_link;
    /// Shows a report to whoever has its link, as JSON, CSV or PDF.
    Anyone POST "/v1/reports/open" => links::open_report
        refusing [NotFound] prefetching [link_of_token];

    /// What completed courses have left to the account, also of who has left, as JSON or CSV.
    Account(Reports) GET "/v1/accounts/{account}/records" => records::list_records
        prefetching [course_of_query, user_of_query, reader_of_csv];
    /// The certificate of a record, as PDF: one page.
    Account(Reports) GET "/v1/accounts/{account}/records/{record}/certificate"
        => records::get_certificate prefetching [record, certificate];
    /// Tells what stands on the certificate that has a code, and whether it still counts.
    Anyone POST "/v1/certificates/check" => records::check_certificate
        refusing [NotFound];

    /// Drivers: the account's own, then those that others share with it.
    Account(Routes) GET "/v1/accounts/{account}/drivers" => drivers::list_drivers;
    /// The driver card.
    Account(Routes) GET "/v1/accounts/{account}/drivers/{user}" => drivers::get_driver
        prefetching [driver];
    /// Gives a shared driver back, at once.
    Account(ManageAccount) DELETE "/v1/accounts/{account}/drivers/{user}"
        => drivers::give_back_driver refusing [OwnDriver] prefetching [driver];
    /// Which of the account's own drivers another account sees.
    Account(ManageAccount) GET "/v1/accounts/{account}/shares/{recipient}" => shares::list_shares
        prefetching [recipient];
    /// Shares some of the account's own drivers with another account, or all.
    Account(ManageAccount) POST "/v1/accounts/{account}/shares/{recipient}"
        => shares::share_drivers refusing [Refused, MailLimitReached]
        prefetching [recipient, drivers_of_body];
    /// Takes a driver back from another account, at once.
    Account(ManageAccount) DELETE "/v1/accounts/{account}/shares/{recipient}/{user}"
        => shares::unshare_driver prefetching [share];
    /// Makes a route.
    Account(Routes) POST "/v1/accounts/{account}/routes" => routing::create_route;
    /// The account's routes, by date.
    Account(Routes) GET "/v1/accounts/{account}/routes" => routing::list_routes;
    /// Reads a route.
    Account(Routes) GET "/v1/accounts/{account}/routes/{route}" => routing::get_route
        prefetching [route];
    /// Renames a route, moves it or changes its note.
    Account(Routes) PATCH "/v1/accounts/{account}/routes/{route}"
        => routing::update_route by version
        refusing [DriverUnavailable, DriverNotAssignable] prefetching [route];
    /// Removes a route and frees its drivers.
    Account(Routes) DELETE "/v1/accounts/{account}/routes/{route}"
        => routing::delete_route by version prefetching [route];
    /// Puts a driver on a route.
    Account(Routes) PUT "/v1/accounts/{account}/routes/{route}/drivers/{user}"
        => routing::assign_driver by version
        refusing [DriverUnavailable] prefetching [route, driver];
    /// Takes a driver off a route.
    Account(Routes) DELETE "/v1/accounts/{account}/routes/{route}/drivers/{user}"
        => routing::unassign_driver by version prefetching [route];

    /// Tells that the service answers.
    Anyone GET "/v1/health" => service::get_health;
    /// This document.
    Anyone GET "/v1/openapi.json" => service::get_openapi;
    /// What an error code means and what to do about it, as a page.
    Anyone GET "/v1/problems/{code}" => service::get_problem;
}
