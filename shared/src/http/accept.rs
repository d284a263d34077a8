//! What kind of answer a caller would like, by `Accept` with its weights
//! ([RFC 9110, 12.5.1](https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1)).

use http::{HeaderMap, header};

use super::{Code, Problem};

/// The one of the media types that an operation can answer with that the caller likes best; the
/// first one if they do not say, or say what cannot be read. None if it answers with nothing.
pub(super) fn negotiate(
    headers: &HeaderMap,
    offered: &'static [&'static str],
) -> Result<Option<&'static str>, Problem> {
    let lists = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    let ranges: Vec<_> = lists.flat_map(|list| list.split(',')).filter_map(range).collect();
    let Some(first) = offered.first().filter(|_| !ranges.is_empty()) else {
        return Ok(offered.first().copied());
    };
    let heavier = |best: &'static str, kind: &&'static str| {
        if weight(&ranges, kind) > weight(&ranges, best) { *kind } else { best }
    };
    let best = offered.iter().fold(*first, |best, kind| heavier(best, kind));
    if weight(&ranges, best) > 0.0 {
        return Ok(Some(best));
    }
    let detail = format!("This is answered as {}.", offered.join(" or "));
    Err(Problem::because(Code::NotAcceptable, detail))
}

/// A range of media types with its weight.
fn range(text: &str) -> Option<(String, f32)> {
    let mut parts = text.split(';').map(str::trim);
    let kind = parts.next().filter(|kind| kind.contains('/'))?.to_ascii_lowercase();
    let mut weights = parts.filter_map(|part| part.strip_prefix("q=")?.trim().parse().ok());
    Some((kind, weights.next().unwrap_or(1.0)))
}

/// How much a media type is liked: the range that fits it most closely says so.
fn weight(ranges: &[(String, f32)], kind: &str) -> f32 {
    let whole = kind.split_once('/').map_or_else(String::new, |(whole, _)| format!("{whole}/*"));
    let of = |name: &str| ranges.iter().find(|(range, _)| range == name).map(|(_, weight)| *weight);
    of(kind).or_else(|| of(&whole)).or_else(|| of("*/*")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO: &[&str] = &["application/json", "text/csv"];

    fn chosen(accept: &str) -> Option<&'static str> {
        let headers = HeaderMap::from_iter([(header::ACCEPT, accept.parse().unwrap())]);
        negotiate(&headers, TWO).ok().flatten()
    }

    #[test]
    fn what_the_caller_likes_best_is_chosen() {
        for (accept, json) in [
            ("*/*", true),
            ("", true),
            ("nonsense", true),
            ("application/json", true),
            ("text/csv;q=0, */*", true),
            ("application/json, text/csv;q=0.5", true),
            ("application/json;q=0.4, text/csv;q=0.5", false),
            ("text/csv", false),
            ("TEXT/CSV", false),
            ("text/*", false),
            ("text/html, text/csv;q=0.1", false),
        ] {
            let expected = if json { "application/json" } else { "text/csv" };
            assert_eq!(chosen(accept), Some(expected), "{accept}");
        }
    }

    #[test]
    fn where_nothing_fits_nothing_is_chosen() {
        for accept in
            ["text/csvx", "text/html", "text/csv;q=0", "application/json;q=0, text/csv;q=0"]
        {
            assert_eq!(chosen(accept), None, "{accept}");
        }
    }
}
