//! What spellings of one text have in common: names are sorted and searched by it.

use super::text_signs::{is_ignorable, plain};

/// Folds letter case, composed and wide forms, runs of white space, and leaves out what nobody sees.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return spaced(&text.to_ascii_lowercase());
    }
    let seen: String = text.chars().filter(|c| !is_ignorable(*c)).collect();
    // Folding case may leave letters and their marks apart, and composing may give letters that
    // have a case: two rounds settle all there are.
    let once = one_case(&plain(&seen));
    spaced(&plain(&one_case(&plain(&once))))
}

/// Upper then lower case also folds letters that have several forms of one case (ß, ς).
fn one_case(text: &str) -> String {
    text.to_uppercase().to_lowercase().replace('ς', "σ")
}

/// Single spaces between words, none at the edges.
fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::fold;
    use crate::domain::text_signs::kept;

    proptest! {
        #[test]
        fn folding_again_changes_nothing(text in any::<String>()) {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn a_text_and_what_is_kept_of_it_fold_alike(text in any::<String>()) {
            prop_assert_eq!(fold(&kept(&text)), fold(&text));
        }

        #[test]
        fn case_does_not_count(text in "[a-zA-ZäÖßéΣσЖж ]{0,20}") {
            prop_assert_eq!(fold(&text.to_uppercase()), fold(&text));
            prop_assert_eq!(fold(&text.to_lowercase()), fold(&text));
        }
    }

    #[test]
    fn spellings_of_one_name_fold_alike() {
        for (one, other) in [
            ("Acme  Haulage", "ACME\u{a0}haulage "),
            ("Straße", "STRASSE"),
            ("ΟΔΟΣ", "οδοσ"),
            ("Café", "CAFE\u{301}"),
            ("Acme", "Ａｃｍｅ"),
            ("Acme Haulage", "\u{feff}Acme\u{200b} Haul\u{ad}age"),
            ("می\u{200c}خواهم", "میخواهم"),
        ] {
            assert_eq!(fold(one), fold(other), "{one}");
        }
    }
}
