//! How people are searched for: by the beginning of their address, or of any word of their name.

use unicode_segmentation::UnicodeSegmentation;

use super::{Email, PersonName, folding::fold, text::SearchText};

/// By how many of its words a name is found at most: each but the first has an item of its own.
const MOST_WORDS: usize = 10;

/// What is searched for, folded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beginning(String);

/// By what a search finds somebody: the first of these that there is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// Their address begins so.
    Address,
    /// Their name begins so.
    Name,
    /// Their folded name begins so from a later word on: this.
    Word(String),
}

impl From<&SearchText> for Beginning {
    fn from(text: &SearchText) -> Self {
        Self(fold(text.as_str()))
    }
}

impl Beginning {
    /// The folded text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// By what it finds somebody of this address and name, if it does.
    pub fn find(&self, email: &Email, name: Option<&PersonName>) -> Option<Found> {
        if email.as_str().starts_with(&self.0) {
            return Some(Found::Address);
        }
        let name = fold(name?.as_str());
        if name.starts_with(&self.0) {
            return Some(Found::Name);
        }
        later_words(&name)
            .find(|rest| rest.starts_with(&self.0))
            .map(|rest| Found::Word(rest.into()))
    }
}

/// A folded name from each of its words on but where it begins. What a word is says UAX 29: `o'brien`
/// is one, `meyer-berg` is two.
pub fn later_words(folded: &str) -> impl Iterator<Item = &str> {
    let words = folded.unicode_word_indices().map(|(at, _)| at).filter(|at| *at > 0);
    words.take(MOST_WORDS - 1).map(|at| &folded[at..])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn beginning(text: &str) -> Beginning {
        Beginning::from(&SearchText::parse(text).unwrap())
    }

    fn find(text: &str, name: &str) -> Option<Found> {
        let email = Email::parse("driver.7@example.com").unwrap();
        beginning(text).find(&email, PersonName::parse(name).ok().as_ref())
    }

    #[test]
    fn somebody_is_found_by_the_beginning_of_address_name_or_any_word() {
        for (text, name, found) in [
            ("driver", "Ann Berg", Some(Found::Address)),
            ("ANN", "Ann Berg", Some(Found::Name)),
            ("ann  be", "Ann Berg", Some(Found::Name)),
            ("Berg", "Ann Berg", Some(Found::Word("berg".into()))),
            ("berg", "Ann Meyer-Berg Sr.", Some(Found::Word("berg sr.".into()))),
            ("müller w", "Ann-Kathrin MÜLLER Weiß", Some(Found::Word("müller weiss".into()))),
            ("berg", "Ann Berg Bergson", Some(Found::Word("berg bergson".into()))),
            ("太郎", "山田 太郎", Some(Found::Word("太郎".into()))),
            ("erg", "Ann Berg", None),
            ("brien", "Ann O'Brien", None),
            ("7", "Ann Berg", None),
        ] {
            assert_eq!(find(text, name), found, "{text} in {name}");
        }
        assert_eq!(find("ann", ""), None);
    }

    #[test]
    fn a_name_has_ten_words_at_most() {
        assert_eq!(later_words(&"a ".repeat(100)).count(), 9);
    }

    proptest! {
        #[test]
        fn each_word_of_a_name_finds_it(words in prop::collection::vec("[a-zäöß]{1,9}", 1..=10), nth in 0..10_usize) {
            let (name, word) = (words.join(" "), &words[nth % words.len()]);
            prop_assert!(find(word, &name).is_some(), "{} in {}", word, name);
        }

        #[test]
        fn no_name_makes_the_search_panic(name in any::<String>(), text in any::<String>()) {
            if let (Ok(name), Ok(text)) = (PersonName::parse(&name), SearchText::parse(&text)) {
                let email = Email::parse("a@example.com").unwrap();
                Beginning::from(&text).find(&email, Some(&name));
            }
        }
    }
}
