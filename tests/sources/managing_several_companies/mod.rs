//! [M] What instructors and coordinators who look after several clients, and the clients who invite
//! them, are promised.

mod choosing;
mod firms;
mod inviting;
mod many_clients;
mod own_account;
mod own_accounts_of_students;

use std::collections::BTreeSet;

use serde_json::{Value, json};
use tests::{
    Answer, Caller, Service,
    service::Company,
    standing::{Member, invitation_token, text},
};

use super::{
    redeem,
    sentences::{Sentence, Text},
};

pub const TEXT: Text = Text {
    sentences: &[
        Sentence(
            "It allows them to manage multiple independent drivers and companies with many drivers from one account.",
            &["multiple_independent_drivers_and_companies_are_managed_from_one_account"],
        ),
        Sentence(
            "A manager, but not an account holder, can manage multiple companies.",
            &["a_manager_but_not_an_account_holder_can_manage_multiple_companies"],
        ),
        Sentence(
            "This is useful if you have a lot of clients who want you to monitor their progress.",
            &["you_monitor_the_progress_of_a_lot_of_clients"],
        ),
        Sentence(
            "This is not an automated process - the client must choose to invite you (or you can do it when you help them set up their account).",
            &[
                "the_client_must_choose_to_invite_you",
                "you_can_do_it_when_you_help_them_set_up_their_account",
            ],
        ),
        Sentence(
            "The client can also remove you at any time.",
            &["the_client_can_also_remove_you_at_any_time"],
        ),
        Sentence(
            "If you are the account holder and you also want to be a manager with this ability you will have to set up a separate email account.",
            &[
                "an_account_holder_who_also_wants_to_be_a_manager_sets_up_a_separate_email_account",
                "a_manager_who_also_wants_to_hold_an_account_sets_up_a_separate_email_account",
            ],
        ),
        Sentence("Any Gmail account will do.", &["any_gmail_account_will_do"]),
        Sentence(
            "However, if you already have managers, then they are already ready to manage multiple clients as well as your internal drivers.",
            &[
                "managers_you_already_have_are_ready_to_manage_clients_as_well_as_your_internal_drivers",
            ],
        ),
        Sentence(
            "If you have multiple companies that you are managing, you will get a pop-up window when you log in so that you can choose which company you want to manage.",
            &["when_you_log_in_you_can_choose_which_company_you_want_to_manage"],
        ),
        Sentence(
            "To change the company, go to the Reports page and choose to change the company you are managing.",
            &["you_choose_to_change_the_company_you_are_managing"],
        ),
        Sentence(
            "You can have unlimited manager accounts therefore you can segment your clients to stop the list becoming too large.",
            &["you_can_have_unlimited_manager_accounts_and_segment_your_clients"],
        ),
        Sentence(
            "For example, you could have students in one manager account and corporate clients in another manager account.",
            &["students_are_in_one_manager_account_and_corporate_clients_in_another"],
        ),
        Sentence(
            "If you have people working for you managing clients, you can choose which of your managers can deal with different clients.",
            &["you_can_choose_which_of_your_managers_can_deal_with_different_clients"],
        ),
        Sentence(
            "You could choose to divide it by region",
            &["you_could_choose_to_divide_it_by_region"],
        ),
        Sentence(
            "If your managers have their own clients, but they're part of your larger corporate entity, they can manage their own clients without interfering with other managers' clients.",
            &[
                "managers_of_your_larger_corporate_entity_manage_their_own_clients_without_interfering",
            ],
        ),
        Sentence(
            "Because companies are invited using our invitation URLs, these don't expire.",
            &["invitation_urls_do_not_expire", "your_own_invitation_url_does_not_expire"],
        ),
        Sentence(
            "If you have students who with you for several weeks then the quickest way of monitoring them all in one go is to use your own account.",
            &[
                "students_who_are_with_you_for_weeks_are_monitored_all_in_one_go_in_your_own_account",
            ],
        ),
        Sentence(
            "Simply purchase course licences and assign them to your students.",
            &["simply_purchase_course_licences_and_assign_them_to_your_students"],
        ),
        Sentence(
            "You will be able to see all students' results from your reports page and will be able to click through to view each user profile.",
            &[
                "you_see_all_students_results_from_your_reports_page",
                "you_click_through_to_view_each_user_profile",
            ],
        ),
        Sentence("Option 2: Give students their own account", &["give_students_their_own_account"]),
        Sentence(
            "If you become a reseller you can pre-buy invitation codes which don't expire.",
            &[
                "you_become_a_reseller",
                "if_you_become_a_reseller_you_can_pre_buy_invitation_codes",
                "codes_that_you_pre_buy_do_not_expire",
            ],
        ),
        Sentence(
            "Once they are used, they give the driver access to the course for the stated duration.",
            &["once_they_are_used_codes_give_the_driver_access_for_the_stated_duration"],
        ),
        Sentence(
            "This is much better for them, but it means that you will rely on them inviting you as a manager",
            &["you_rely_on_students_with_their_own_account_inviting_you_as_a_manager"],
        ),
        Sentence(
            "If you've been invited by other organisation to manage either a group of drivers or an individual driver, you will see this when you log into your Manager account and you can choose which one you'd like to manage.",
            &[
                "invited_to_manage_a_group_of_drivers_you_see_this_when_you_log_in",
                "invited_to_manage_an_individual_driver_you_see_this_when_you_log_in",
                "you_can_choose_which_one_you_would_like_to_manage",
            ],
        ),
        Sentence(
            "Once you're logged in, you can also change your selection from the Reports page by clicking Manage another company",
            &["once_you_are_logged_in_you_can_also_change_your_selection"],
        ),
    ],
    silent: &[
        "There are two options that are perfect for driving instructors and health and safety coordinators working on contract to a company, or with their own independent clients.",
        "Why is it this way?",
        "Option 1: Manage drivers within your own account (quicker for reports, but you own their account)",
        "Choosing which company to manage",
    ],
    files: &[
        include_str!("choosing.rs"),
        include_str!("firms.rs"),
        include_str!("inviting.rs"),
        include_str!("many_clients.rs"),
        include_str!("own_account.rs"),
        include_str!("own_accounts_of_students.rs"),
    ],
};

/// The names of the accounts that somebody may act in.
async fn clients_of(who: &Caller) -> BTreeSet<String> {
    let contexts = who.list("/v1/me/contexts").await;
    contexts.iter().map(|one| text(&one["account"]["name"]).to_owned()).collect()
}

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

async fn accept(who: &Caller, invited: &Value) -> Answer {
    who.post("/v1/invitations/accept", json!({ "token": invitation_token(invited) })).await
}

/// A student with an own account, which a code has opened.
async fn student(service: &Service, email: &str) -> Company {
    let reseller = service.reseller(&format!("Reseller of {email}")).await;
    let (_, codes) = service.batch(&reseller, 1).await;
    let holder = service.sign_in_by_mail(email).await;
    let opened = redeem(&holder, &codes[0]).await.expect(201);
    let id = text(&opened["account"]["id"]).to_owned();
    Company { holder, path: format!("/v1/accounts/{id}"), id }
}

/// Who is in the report of an account, by name.
async fn reported(to: &Caller, of: &Company) -> Vec<Value> {
    let rows = to.list(&format!("{}/reports", of.path)).await;
    rows.iter().map(|row| row["user"]["name"].clone()).collect()
}

/// A driver of a company who is enrolled in the first sample course.
async fn enrolled(service: &Service, of: &Company, name: &str) -> Member {
    let driver = service.driver_of(of, name).await;
    let course = of.holder.list("/v1/courses").await.remove(0);
    service.enrol(of, &driver, &course, service.open_window()).await;
    driver
}
