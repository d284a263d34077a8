//! Keys of whatever is valid are keys that DynamoDB takes.

use proptest::{prelude::*, string::string_regex};

use super::keys::*;
use crate::domain::{
    AccountId, AccountName, Email, GroupName, PersonName, Role, RouteId, Span, UserId, UserStatus,
    folding::fold, search::later_words, text::SearchText,
};

const LONGEST_PARTITION_KEY: usize = 2_048;
const LONGEST_SORT_KEY: usize = 1_024;

fn fits(pk: &str, sk: &str) -> Result<(), TestCaseError> {
    prop_assert!((1..=LONGEST_PARTITION_KEY).contains(&pk.len()), "{} {pk}", pk.len());
    prop_assert!((1..=LONGEST_SORT_KEY).contains(&sk.len()), "{} {sk}", sk.len());
    Ok(())
}

fn key_fits(key: &Key) -> Result<(), TestCaseError> {
    fits(&key.pk, &key.sk)
}

fn place_fits((_, pk, sk): &IndexKey) -> Result<(), TestCaseError> {
    fits(pk, sk)
}

fn range_fits(range: &Range) -> Result<(), TestCaseError> {
    prop_assert!(range.from.len() <= LONGEST_SORT_KEY, "{}", range.from.len());
    fits(&range.pk, &range.to)
}

/// Texts of up to so many characters: any, and those that swell most when they are folded.
fn texts(most: usize) -> impl Strategy<Value = String> {
    let of = |signs: &str| string_regex(&format!("{signs}{{1,{most}}}")).unwrap();
    prop_oneof![
        of("\\PC"),
        of("[\u{390}\u{3b0}\u{1fb7}\u{fb03}\u{fdfa}\u{958}\u{1f4a5}ß ]"),
        Just("\u{390}".repeat(most)),
        Just("\u{fdfa}".repeat(most)),
        Just("\u{1f4a5}".repeat(most)),
    ]
}

fn addresses() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z]{1,64}@[a-z]{1,60}\\.[a-z]{1,60}\\.example",
        Just(format!("{}@{}.example", "x".repeat(64), vec!["y".repeat(60); 3].join("."))),
    ]
}

proptest! {
    #[test]
    fn keys_of_any_name_fit(name in texts(200), group in texts(100)) {
        let account = AccountId::new(jiff::Timestamp::UNIX_EPOCH);
        let user = UserId::new(jiff::Timestamp::UNIX_EPOCH);
        if let Ok(name) = AccountName::parse(&name) {
            key_fits(&super::keys::name(&name.unique()))?;
            place_fits(&account_by_name(account, &name.folded()))?;
        }
        if let Ok(name) = PersonName::parse(&name) {
            let folded = fold(name.as_str());
            let (role, status) = (Role::Driver, UserStatus::Invited);
            place_fits(&user_by_name(account, role, status, &folded, user))?;
            for word in later_words(&folded) {
                key_fits(&name_word(account, word, user))?;
            }
        }
        if let Ok(group) = GroupName::parse(&group) {
            key_fits(&group_name(account, &group.unique()))?;
        }
        if let Ok(text) = SearchText::parse(&name) {
            let folded = fold(text.as_str());
            let (role, status) = (Role::Driver, UserStatus::Invited);
            range_fits(&users_with_name(account, role, status, &folded))?;
            range_fits(&users_with_address(account, role, status, &folded))?;
            range_fits(&users_with_word(account, &folded))?;
            accounts_beginning(&folded).iter().try_for_each(range_fits)?;
        }
    }

    #[test]
    fn a_name_is_found_by_its_beginning_however_long(name in texts(200), size in 1_usize..200) {
        let (account, user) = (AccountId::new(jiff::Timestamp::UNIX_EPOCH), UserId::new(jiff::Timestamp::UNIX_EPOCH));
        let (folded, (role, status)) = (fold(&name), (Role::Driver, UserStatus::Active));
        let beginning: String = folded.chars().take(size).collect();
        let (_, _, sk) = user_by_name(account, role, status, &folded, user);
        let range = users_with_name(account, role, status, &beginning);
        prop_assert!(range.from <= sk && sk <= range.to);
    }

    #[test]
    fn keys_of_any_address_fit(address in addresses(), second in 0_i64..253_402_207_200) {
        let Ok(email) = Email::parse(&address) else { return Ok(()) };
        let account = AccountId::new(jiff::Timestamp::UNIX_EPOCH);
        key_fits(&super::keys::email(&email))?;
        key_fits(&signed_in(&email))?;
        key_fits(&sign_in_mails(&email.mailbox()))?;
        key_fits(&limit("resend", email.as_str()))?;
        place_fits(&user_by_email(account, Role::Driver, UserStatus::Active, &email))?;
        let at = jiff::Timestamp::from_second(second).unwrap();
        let route = RouteId::new(jiff::Timestamp::UNIX_EPOCH);
        place_fits(&route_by_start(account, Span { starts_at: at, ends_at: at }, route))?;
        let timetable = routes_of(account, (Some(at), Some(at)));
        timetable.maybe.iter().chain([&timetable.starting]).try_for_each(range_fits)?;
    }
}
