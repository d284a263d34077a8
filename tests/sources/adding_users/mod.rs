//! [U] What a company with employees is promised.

mod adding;
mod afterwards;
mod groups;
mod inviting;
mod listing;

use serde_json::{Value, json};
use tests::{Service, service::Company, standing::text};

use super::sentences::{Sentence, Text};

pub const TEXT: Text = Text {
    sentences: &[
        Sentence(
            "This means you can add as many users as your Company account plan allows.",
            &["you_can_add_as_many_users_as_your_plan_allows"],
        ),
        Sentence(
            "In the Users section, you can see the list of the users you have added under your Company account.",
            &["you_can_see_the_list_of_the_users_you_have_added"],
        ),
        Sentence(
            "You can also see their last login date, in which group they are added and track down their progress and actions.",
            &[
                "you_can_see_their_last_login_date",
                "you_can_see_in_which_group_they_are_added",
                "you_can_track_down_their_progress",
                "you_can_track_down_their_actions",
            ],
        ),
        Sentence(
            "You can add a new user by simply adding him as a new user.",
            &["you_can_add_a_new_user_by_simply_adding_him"],
        ),
        Sentence(
            "Edit details of your new user – his email address and join him to one of your groups.",
            &[
                "you_edit_your_new_users_email_address",
                "you_join_your_new_user_to_one_of_your_groups",
            ],
        ),
        Sentence(
            "You need to enter an email address of a person you want to invite to your Company account.",
            &["you_need_to_enter_an_email_address"],
        ),
        Sentence(
            "You can select in which of the Company account’s User groups your user will be added.",
            &["you_can_select_in_which_groups_your_user_will_be_added"],
        ),
        Sentence(
            "Of course, users can be added in multiple groups.",
            &["users_can_be_added_in_multiple_groups"],
        ),
        Sentence(
            "Don’t worry, if you are not yet sure which group you will add your user, you can do this step later.",
            &["if_you_are_not_yet_sure_which_group_you_can_do_this_later"],
        ),
        Sentence(
            "If you didn’t create a group for your user to be added to, don’t worry you can click on Add / edit user groups, which will lead you directly to adding User group section.",
            &[
                "if_you_did_not_create_a_group_for_your_user_you_add_it_then",
                "groups_that_you_did_not_create_are_made_as_users_are_imported",
            ],
        ),
        Sentence(
            "You can add or edit user groups to add your user in one or multiple groups",
            &["you_can_add_or_edit_user_groups"],
        ),
        Sentence(
            "After you are finished – you can send an invitation to your new user.",
            &["after_you_are_finished_you_can_send_an_invitation_to_your_new_user"],
        ),
        Sentence(
            "This invite will come as an email with an activation link to a user.",
            &["this_invite_comes_as_an_email_with_an_activation_link"],
        ),
        Sentence(
            "Send an invitation which will notify your new user to activate his account and connects to your Company account",
            &["an_invitation_notifies_your_new_user_who_activates_and_connects_to_your_account"],
        ),
        Sentence(
            "If you want to edit a default invitation that we prepared for you, just click on Edit invite email, which will lead you directly to Notification settings where you can edit your default emails.",
            &["you_edit_a_default_invitation_that_we_prepared", "you_can_edit_your_default_emails"],
        ),
        Sentence(
            "You can edit an invitation mail text as you like",
            &["you_can_edit_an_invitation_mail_text_as_you_like"],
        ),
        Sentence(
            "Once he activates his account you will be notified.",
            &[
                "once_he_activates_his_account_you_will_be_notified",
                "you_will_be_notified_of_whom_your_program_invited",
            ],
        ),
        Sentence(
            "Now go and schedule some courses and sessions for him.",
            &["schedule_some_courses_for_him", "schedule_some_sessions_for_him"],
        ),
        Sentence(
            "In the Users section of your Company account you see a list of all your employees and their details as well",
            &["you_see_a_list_of_all_your_employees_and_their_details"],
        ),
    ],
    silent: &[
        "Your Company account is an online tool for organizing effective learning for your employees.",
        "Here you can see the list of your users in your Company account",
        "How to add a user to your Company account?",
        "Step 1 – Add a new user through the section in your Company account",
        "You can add a new user in the “Add new users” section of your company account.",
        "Add your employee to your Company account in the Add new users section",
        "Step 2 – Add an email address",
        "Add an email address of the person you want to invite to your Company account",
        "Step 3 – Add your user in the User group",
        "Add user in one of your Company account User groups",
        "Step 4 – Send an invitation",
        "Step 5 – You are all set!",
        "You sent an invitation to your user!",
    ],
    files: &[
        include_str!("adding.rs"),
        include_str!("afterwards.rs"),
        include_str!("groups.rs"),
        include_str!("inviting.rs"),
        include_str!("listing.rs"),
    ],
};

/// A company with nobody but its holder.
async fn company() -> (Service, Company) {
    let service = Service::start().await;
    let company = service.company("Acme").await;
    (service, company)
}

fn users(of: &Company) -> String {
    format!("{}/users", of.path)
}

fn user(of: &Company, user: &Value) -> String {
    format!("{}/users/{}", of.path, text(&user["id"]))
}

/// Adds somebody, invited at once.
async fn add(to: &Company, body: Value) -> Value {
    to.holder.post(&users(to), body).await.expect(201)
}

/// The rows of the Users section, without the holder's own.
async fn listed(of: &Company) -> Vec<Value> {
    of.holder.list(&format!("{}?role=driver", users(of))).await
}

async fn make_group(of: &Company, name: &str) -> Value {
    let path = format!("{}/groups", of.path);
    of.holder.post(&path, json!({ "name": name })).await.expect(201)
}

/// The names of the groups that a user is in, sorted.
fn groups_of(user: &Value) -> Vec<&str> {
    let groups = user["groups"].as_array().expect("groups").iter();
    let mut names: Vec<_> = groups.map(|group| text(&group["name"])).collect();
    names.sort_unstable();
    names
}
