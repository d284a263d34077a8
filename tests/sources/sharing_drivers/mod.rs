//! [S] What companies that share drivers are promised.

mod finding;
mod sharing;
mod unsharing;

use tests::{
    Service,
    service::Company,
    standing::{Member, text},
};

use super::sentences::{Sentence, Text};

pub const TEXT: Text = Text {
    sentences: &[
        Sentence(
            "Drivers added to your account are only visible to users on your account.",
            &["drivers_added_to_your_account_are_only_visible_to_users_on_your_account"],
        ),
        Sentence(
            "If you want users on other accounts to assign your drivers to routes, you need to share your drivers.",
            &["users_on_other_accounts_assign_your_drivers_to_routes_once_you_share_them"],
        ),
        Sentence(
            "First, go to the Drivers page by clicking on ‘Account’ in the left-side menu",
            &["the_drivers_page_has_your_drivers"],
        ),
        Sentence(
            "Enter the name of the account with which you want to share drivers.",
            &["you_enter_the_name_of_the_account_with_which_you_want_to_share_drivers"],
        ),
        Sentence(
            "You need to enter the name correctly as we'll only display when there's a direct match.",
            &["an_account_is_only_displayed_when_there_is_a_direct_match"],
        ),
        Sentence(
            "If there's an account name that matches your query, we'll show as \"success message\".",
            &["an_account_name_that_matches_your_query_is_shown"],
        ),
        Sentence(
            "You can now select what drivers you wish to share with the account by ticking the checkbox in the right-side column.",
            &["you_can_select_drivers_one_by_one", "you_can_select_all_drivers"],
        ),
        Sentence(
            "Click 'Confirm' and the selected drivers have now been shared with the account.",
            &["the_selected_drivers_have_now_been_shared_with_the_account"],
        ),
        Sentence(
            "Drivers that are share with the account has the checkbox already ticked.",
            &["drivers_that_are_shared_with_the_account_are_already_ticked"],
        ),
        Sentence(
            "Click on \"Unshare\" next to the driver name.",
            &["you_unshare_the_driver_whose_name_it_stands_next_to"],
        ),
        Sentence(
            "You can only unshare one driver at the time, so you need to repeat the previous step on all drivers you wish to unshare.",
            &["you_can_only_unshare_one_driver_at_the_time_and_repeat_it_for_all_you_wish"],
        ),
        Sentence(
            "The driver has instantly been unshared and there's no need to confirm the action.",
            &["the_driver_has_instantly_been_unshared_without_confirming"],
        ),
        Sentence(
            "The driver card consists information about the driver, including phone number and email address.",
            &["the_driver_card_has_phone_number_and_email_address"],
        ),
        Sentence(
            "There's also a section named 'Shared with accounts' that will display what accounts the driver has been shared with.",
            &["shared_with_accounts_displays_what_accounts_the_driver_has_been_shared_with"],
        ),
    ],
    silent: &[
        "In this article we'll show you how to share your drivers with another Last Mile account.",
        "Click on ‘Drivers’ in the top menu.",
        "Click on the ‘Share Drivers’ button in the top right corner.",
        "Click 'Search'.",
        "Unshare driver",
        "You might want to remove the shared connection between a driver and another account.",
        "This is how to do it.",
        "Follow step 1-3 above.",
        "How can I see what accounts a driver is shared with?",
        "Navigate to 'Drivers' under 'Account'.",
        "Did this answer your question?",
    ],
    files: &[include_str!("finding.rs"), include_str!("sharing.rs"), include_str!("unsharing.rs")],
};

/// Two companies; the first has two drivers, Ann and Ben.
struct Two {
    service: Service,
    own: Company,
    other: Company,
    ann: Member,
    ben: Member,
}

impl Two {
    async fn new() -> Self {
        let service = Service::start().await;
        let (own, other) = (service.company("Own").await, service.company("Other").await);
        let ann = service.driver_of(&own, "Ann").await;
        let ben = service.driver_of(&own, "Ben").await;
        Self { service, own, other, ann, ben }
    }

    /// The names of the drivers that the other company sees, sorted.
    async fn seen(&self) -> Vec<String> {
        names(&self.other).await
    }

    /// The drivers as they are listed for the other company: who, sorted, and whether it has them.
    async fn ticked(&self) -> Vec<(String, bool)> {
        let path = format!("{}/shares/{}", self.own.path, self.other.id);
        let rows = self.own.holder.list(&path).await;
        let ticked = rows.iter().map(|row| (&row["driver"]["name"], row["shared"] == true));
        let mut ticked: Vec<_> = ticked.map(|(name, on)| (text(name).to_owned(), on)).collect();
        ticked.sort();
        ticked
    }
}

/// The names of the drivers on a company's Drivers page, sorted.
async fn names(of: &Company) -> Vec<String> {
    let drivers = of.holder.list(&format!("{}/drivers", of.path)).await;
    let mut names: Vec<_> = drivers.iter().map(|one| text(&one["name"]).to_owned()).collect();
    names.sort();
    names
}
