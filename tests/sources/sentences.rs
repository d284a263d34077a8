//! What the texts say that can be done, sentence by sentence, and the tests that show it.

use std::collections::BTreeSet;

use super::{adding_users, managing_several_companies, sharing_drivers};

/// A sentence as its text words it, and the tests that together show the whole of it: one for each
/// thing that it promises.
pub struct Sentence(pub &'static str, pub &'static [&'static str]);

/// One of the texts.
pub struct Text {
    /// What it says that can be done, in its order.
    pub sentences: &'static [Sentence],
    /// What says nothing that can be done, or nothing that no sentence says: headings, steps to a
    /// place on a screen, what stands below a picture, praise.
    pub silent: &'static [&'static str],
    /// The files with the tests, as they are written.
    pub files: &'static [&'static str],
}

impl Text {
    /// What the tests in the text's files are called.
    fn tests(&self) -> Vec<&'static str> {
        self.files.iter().flat_map(|file| tests_in(file)).collect()
    }
}

const TEXTS: [Text; 3] =
    [adding_users::TEXT, managing_several_companies::TEXT, sharing_drivers::TEXT];

/// What the tests in a file are called: each stands below the line that makes it one.
fn tests_in(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.split("\n#[tokio::test]\nasync fn ").skip(1).map(|test| {
        let (name, _) = test.split_once('(').expect("a function");
        name
    })
}

#[test]
fn every_sentence_has_a_test_that_is_there_and_every_test_there_a_sentence() {
    for text in TEXTS {
        let (tests, mut named) = (text.tests(), BTreeSet::new());
        for Sentence(quote, shown_by) in text.sentences {
            assert!(!shown_by.is_empty(), "nothing shows: {quote}");
            for test in *shown_by {
                assert!(tests.contains(test), "no test {test}: {quote}");
                assert!(named.insert(test), "{test} shows two sentences");
            }
        }
        let nameless: Vec<_> = tests.iter().filter(|test| !named.contains(test)).collect();
        assert!(nameless.is_empty(), "of no sentence: {nameless:?}");
    }
}

#[test]
fn a_test_of_a_sentence_is_no_other_kind_of_function() {
    for file in TEXTS.iter().flat_map(|text| text.files) {
        assert_eq!(file.matches("::test").count(), tests_in(file).count(), "{file}");
        assert!(!file.contains("#[ignore"), "a test that is left out shows nothing: {file}");
    }
}

#[test]
fn sentences_are_counted() {
    let counts = TEXTS.map(|text| text.sentences.len());
    assert_eq!(counts, [19, 25, 14]);
    let quotes = TEXTS.iter().flat_map(|text| text.sentences).map(|Sentence(quote, _)| quote);
    let silent = TEXTS.iter().flat_map(|text| text.silent);
    let mut seen = BTreeSet::new();
    for quote in quotes.chain(silent) {
        assert!(seen.insert(quote), "it counts once, or not: {quote}");
    }
}
