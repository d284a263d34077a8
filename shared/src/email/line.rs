//! What users typed, on one line.

/// Puts a text on one line and takes out what cannot be seen and could mislead: control characters
/// and those that turn the direction of writing.
pub(super) fn one_line(text: &str) -> String {
    let visible = |c: &char| {
        c.is_whitespace()
            || !(c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
    };
    let text: String = text.chars().filter(visible).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
