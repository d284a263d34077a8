//! Which parts of a text run from left to right and which from right to left: what the rules of Unicode
//! ([UAX 9](https://www.unicode.org/reports/tr9/)) come to for a text on its own, in which nobody says so.

use std::ops::Range;

/// How a part of a text runs: one of an even level from left to right, one of an odd level from right to
/// left; one that lies within another has a higher one.
pub type Level = u8;

/// The highest: a number, or a word from left to right, in what runs from right to left.
pub const HIGHEST: Level = 2;

#[derive(Clone, Copy, PartialEq)]
enum Class {
    Left,
    Right,
    Digit,
    Neutral,
}

/// The parts of a text that run in one way, in order.
pub fn runs(text: &str) -> Vec<(Range<usize>, Level)> {
    if !text.chars().any(is_right) {
        return vec![(0..text.len(), 0)];
    }
    let levels = levels(&classes(text));
    let mut runs = Vec::<(Range<usize>, Level)>::new();
    for ((start, sign), level) in text.char_indices().zip(levels) {
        let end = start + sign.len_utf8();
        match runs.last_mut() {
            Some((run, last)) if *last == level => run.end = end,
            _ => runs.push((start..end, level)),
        }
    }
    runs
}

/// Of each sign. A mark is as what it stands on; what is between two digits belongs to the number; a number
/// after a word from left to right is as the word.
fn classes(text: &str) -> Vec<Class> {
    let signs: Vec<_> = text.chars().collect();
    let (mut classes, mut strong) = (Vec::with_capacity(signs.len()), Class::Neutral);
    for (at, sign) in signs.iter().enumerate() {
        let is_digit = |at: usize| signs.get(at).is_some_and(char::is_ascii_digit);
        let in_number = ".,:/-".contains(*sign) && at > 0 && is_digit(at - 1) && is_digit(at + 1);
        let class = match sign {
            _ if is_mark(*sign) => classes.last().copied().unwrap_or(Class::Neutral),
            _ if is_right(*sign) => Class::Right,
            _ if sign.is_ascii_digit() || in_number => match strong {
                Class::Left => Class::Left,
                _ => Class::Digit,
            },
            _ if sign.is_alphanumeric() => Class::Left,
            _ => Class::Neutral,
        };
        if [Class::Left, Class::Right].contains(&class) {
            strong = class;
        }
        classes.push(class);
    }
    classes
}

/// What is neither is as what is on both of its sides, else as the whole, which is as its first word.
fn levels(classes: &[Class]) -> Vec<Level> {
    let strong = |class: &&Class| [Class::Left, Class::Right].contains(*class);
    let is_right_whole = classes.iter().find(strong) == Some(&Class::Right);
    let whole = if is_right_whole { Class::Right } else { Class::Left };
    let mut levels = Vec::with_capacity(classes.len());
    for (at, class) in classes.iter().enumerate() {
        let class = match class {
            Class::Neutral => {
                let decided = |class: &&Class| **class != Class::Neutral;
                let before = classes[..at].iter().rfind(decided).map_or(whole, as_side);
                let after = classes[at..].iter().find(decided).map_or(whole, as_side);
                if before == after { before } else { whole }
            }
            class => *class,
        };
        levels.push(match class {
            Class::Right => 1,
            Class::Digit => HIGHEST,
            Class::Left | Class::Neutral => {
                if is_right_whole {
                    HIGHEST
                } else {
                    0
                }
            }
        });
    }
    levels
}

/// A number is beside what is neither as if it ran from right to left.
fn as_side(class: &Class) -> Class {
    if *class == Class::Left { Class::Left } else { Class::Right }
}

/// Whether a sign is of a script that runs from right to left.
fn is_right(sign: char) -> bool {
    matches!(u32::from(sign),
        0x0590..=0x08ff | 0x200f | 0xfb1d..=0xfdff | 0xfe70..=0xfeff | 0x1_0800..=0x1_0fff
        | 0x1_e800..=0x1_efff)
}

/// Whether a sign stands on the one before it.
fn is_mark(sign: char) -> bool {
    matches!(u32::from(sign),
        0x0300..=0x036f | 0x1ab0..=0x1aff | 0x1dc0..=0x1dff | 0x200d | 0x20d0..=0x20ff
        | 0xfe00..=0xfe0f | 0xfe20..=0xfe2f)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Vec<(&str, Level)> {
        runs(text).into_iter().map(|(range, level)| (&text[range], level)).collect()
    }

    #[test]
    fn what_runs_one_way_is_one_part() {
        for (text, level) in
            [("", 0), ("Ann Lee, 12", 0), ("Ґалаґан", 0), ("12", 0), ("יוסף כהן", 1)]
        {
            assert_eq!(parts(text), [(text, level)]);
        }
    }

    #[test]
    fn a_number_or_a_word_within_what_runs_the_other_way_keeps_its_own() {
        assert_eq!(parts("קורס 12"), [("קורס ", 1), ("12", 2)]);
        assert_eq!(parts("קורס 10:30, א"), [("קורס ", 1), ("10:30", 2), (", א", 1)]);
        assert_eq!(parts("נהיגה Eco Plus (ב)"), [("נהיגה ", 1), ("Eco Plus", 2), (" (ב)", 1)]);
        assert_eq!(
            parts("Course: קורס 12 (4 members)"),
            [("Course: ", 0), ("קורס ", 1), ("12", 2), (" (", 1), ("4", 2), (" members)", 0)]
        );
        assert_eq!(parts("Ann כהן"), [("Ann ", 0), ("כהן", 1)]);
    }
}
