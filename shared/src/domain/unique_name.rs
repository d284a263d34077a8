//! Names that must be unique: two that people cannot tell apart are one (UTS 39).

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use unicode_security::skeleton;

use super::folding::fold;

/// How many bytes of a name stand in a key; of a longer one its digest does.
const LONGEST: usize = 500;

/// What companies' names have in common that look alike, whatever the script: whoever comes later
/// may mean to be taken for the first.
pub fn of_company(name: &str) -> String {
    bounded(fold(&skeleton(&in_one_script(name)).collect::<String>()))
}

/// The same of groups. Within ASCII nobody means to deceive, and a class "L" is no class "1": there
/// letters and figures stand for themselves.
pub fn of_group(name: &str) -> String {
    bounded(in_one_script(name))
}

/// A name with letters of ASCII for those of other scripts that look like them, small or capital:
/// letter case does not count, so the one stands for the other.
fn in_one_script(name: &str) -> String {
    let look = |text: &str| skeleton(text).collect::<String>();
    let looks = |c: char| {
        if c.is_ascii() {
            return c.to_string();
        }
        let small = look(&c.to_string());
        let capital = look(&c.to_uppercase().to_string());
        if !small.is_ascii() && capital.is_ascii() { capital } else { small }
    };
    fold(&fold(name).chars().map(looks).collect::<String>())
}

fn bounded(name: String) -> String {
    match name.len() {
        ..=LONGEST => name,
        _ => format!("#{}", HEXLOWER.encode(&Sha256::digest(&name))),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::text_signs::kept;

    proptest! {
        #[test]
        fn spellings_of_one_name_are_one(name in "[a-zA-Z0-9äÖéß Жλ\u{200d}]{1,40}") {
            for of in [of_company, of_group] {
                prop_assert_eq!(of(&name.to_uppercase()), of(&name));
                prop_assert_eq!(of(&kept(&name)), of(&name));
                prop_assert_eq!(of(&format!(" \u{200b}{name}\u{feff} ")), of(&name));
            }
        }

        #[test]
        fn any_name_fits_into_a_key(name in any::<String>(), times in 1_usize..50) {
            prop_assert!(of_company(&name.repeat(times)).len() <= LONGEST);
            prop_assert!(of_group(&name.repeat(times)).len() <= LONGEST);
        }

        #[test]
        fn words_that_look_different_stay_different(one in "[abcdefghijk]{1,12}", other in "[abcdefghijk]{1,12}") {
            prop_assert_eq!(of_company(&one) == of_company(&other), one == other);
            prop_assert_eq!(of_group(&one) == of_group(&other), one == other);
        }
    }

    #[test]
    fn names_that_look_alike_are_one() {
        for other in ["Аcme Ноld", "ACME HOLD", "Αcme Hоld", "𝐀cme Hold", "Acme  Hold\u{2060}"]
        {
            assert_eq!(of_company(other), of_company("Acme Hold"), "{other}");
            assert_eq!(of_group(other), of_group("Acme Hold"), "{other}");
        }
        for (one, other) in [("Acme", "Acrne"), ("Acme 1", "Acme l"), ("Line 0", "Line O")] {
            assert_eq!(of_company(one), of_company(other), "{one}");
            assert_ne!(of_group(one), of_group(other), "{one}");
        }
    }

    #[test]
    fn long_names_differ_to_their_ends() {
        let long = "\u{fdfa}".repeat(200);
        assert_ne!(of_company(&long), of_company(&format!("{long}x")));
        assert_ne!(of_group(&long), of_group(&format!("{long}x")));
    }
}
