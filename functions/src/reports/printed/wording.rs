//! Words and figures as people read them.

/// A word of the API for people: `not_started` is `Not started`.
pub fn label(word: &str) -> String {
    let words = word.replace('_', " ");
    let mut signs = words.chars();
    signs.next().map_or_else(String::new, |first| first.to_uppercase().chain(signs).collect())
}

/// A whole number, in groups of three digits.
pub fn number(count: i64) -> String {
    let digits = count.unsigned_abs().to_string();
    let mut grouped = String::from(if count < 0 { "-" } else { "" });
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// How many there are of something.
pub fn counted(count: i64, one: &str, many: &str) -> String {
    format!("{} {}", number(count), if count == 1 { one } else { many })
}

/// A share of a whole, from 0 to 1.
pub fn share(part: i64, whole: i64) -> f32 {
    if whole > 0 { (part as f32 / whole as f32).clamp(0.0, 1.0) } else { 0.0 }
}

/// The same in whole percent. What is not all is not said to be all, nor what is something nothing.
pub fn percent(part: i64, whole: i64) -> String {
    let rounded = (share(part, whole) * 100.0).round();
    match rounded {
        0.0 if part > 0 => "<1%".to_owned(),
        100.0 if part < whole => ">99%".to_owned(),
        _ => format!("{rounded}%"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_figures_are_those_of_people() {
        assert_eq!(label("not_started"), "Not started");
        let numbers = [0, 7, 999, 1_000, 1_234_567].map(number);
        assert_eq!(numbers, ["0", "7", "999", "1,000", "1,234,567"]);
        assert_eq!(counted(1, "row", "rows"), "1 row");
        assert_eq!(counted(0, "row", "rows"), "0 rows");
    }

    #[test]
    fn percents_do_not_round_to_nothing_or_all() {
        for (part, whole, said) in
            [(0, 0, "0%"), (0, 9, "0%"), (1, 1_000, "<1%"), (999, 1_000, ">99%"), (9, 9, "100%")]
        {
            assert_eq!(percent(part, whole), said);
        }
    }
}
