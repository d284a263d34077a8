//! What people paste without seeing it: what holds of every text and every address of every operation.

use serde_json::{Value, json};
use tests::Answer;

use super::{Field, World, fields, operations};

/// What free texts are called; those of rows come as any string.
const TEXTS: [&str; 10] = [
    "name",
    "title",
    "summary",
    "label",
    "labels[0]",
    "note",
    "place",
    "subject",
    "body",
    "groups[0]",
];

/// Sends each operation's right body with other values in every field that has one of these names.
async fn with_each(
    world: &World,
    names: &[&str],
    values: &[&str],
    mut see: impl FnMut(&str, &str, Answer),
) {
    let mut seen = 0;
    for operation in operations(&world.document) {
        let Some(schema) = &operation.body else { continue };
        let mut all: Vec<Field> = vec![];
        fields(&world.document, schema, "", "", &mut all);
        let wanted = |field: &&Field| names.contains(&field.name.rsplit('.').next().unwrap());
        for field in all.iter().filter(wanted) {
            for value in values {
                // The operator's own account is left alone: others are called as it is.
                let mut body = world.right_body(&operation.name);
                let place = body.pointer_mut(&field.pointer).unwrap();
                let right = place.as_str().unwrap_or_default().to_owned();
                *place = json!(value.replace("…", &right));
                let path = world.path(&operation.path);
                let answer = world.caller.send(operation.method.clone(), &path, Some(body)).await;
                let case = format!("{} {} = {value:?}", operation.name, field.name);
                see(&case, &field.name, answer);
                seen += 1;
            }
        }
    }
    assert!(seen > names.len(), "{seen}");
}

/// Fails unless the field is named with the code, by the problem or by the row that it stands in.
fn is_named(case: &str, field: &str, code: &str, answer: &Answer) {
    let problem = match answer.status {
        200 => &answer.body["results"][0]["error"],
        _ => &answer.body,
    };
    let errors = problem["errors"].as_array().cloned().unwrap_or_default();
    let named = |error: &Value| error["field"] == field && error["code"] == code;
    assert!(errors.iter().any(named), "{case}: {}", answer.text);
}

#[tokio::test]
async fn signs_that_turn_the_text_around_them_are_refused_in_every_text() {
    let world = World::start().await;
    let values = ["…\u{202e}gnp", "\u{202a}…", "…\u{2066}", "a\u{2069}…"];
    with_each(&world, &TEXTS, &values, |case, field, answer| {
        is_named(case, field, "bidi_control", &answer);
    })
    .await;
}

#[tokio::test]
async fn control_characters_are_refused_in_every_text() {
    let world = World::start().await;
    with_each(
        &world,
        &TEXTS,
        &["a\u{0}b…", "…\u{1b}[2J…", "…\u{7f}b"],
        |case, field, answer| {
            is_named(case, field, "control_character", &answer);
            assert!(!answer.text.contains("\\u0000") && !answer.text.contains("\\u001b"), "{case}");
        },
    )
    .await;
}

#[tokio::test]
async fn what_nobody_sees_round_or_within_a_text_is_not_kept() {
    let world = World::start().await;
    let unseen = ["\u{200b}\u{feff}…\u{ad}\u{a0}\u{2060}\u{200e}", "\u{200b}…\u{200b}x"];
    with_each(&world, &TEXTS, &unseen, |case, _, answer| {
        // Some right bodies meet what was made before; none is refused for its signs.
        assert!(
            answer.status != 422 || answer.code() != "invalid_input" || is_scope(&answer),
            "{case}: {}",
            answer.text
        );
        for sign in ["\u{200b}", "\u{feff}", "\u{ad}", "\u{2060}"] {
            assert!(!answer.text.contains(sign), "{case}: {}", answer.text);
        }
    })
    .await;
}

/// Whether it is something else of a right body that is refused.
fn is_scope(answer: &Answer) -> bool {
    let errors = answer.body["errors"].as_array().cloned().unwrap_or_default();
    let of_text = |error: &Value| {
        ["control_character", "bidi_control", "line_break", "empty", "too_long", "invalid_email"]
            .contains(&error["code"].as_str().unwrap_or_default())
    };
    !errors.iter().any(of_text)
}

#[tokio::test]
async fn an_address_that_only_looks_like_one_is_refused_everywhere() {
    let world = World::start().await;
    let values = [
        "\u{212a}ate@example.com",
        "kate@exa\u{ff4d}ple.com",
        "kät@example.com",
        "k\u{200b}ate@example.com",
    ];
    with_each(&world, &["email"], &values, |case, field, answer| {
        is_named(case, field, "invalid_email", &answer);
    })
    .await;
}

#[tokio::test]
async fn an_address_is_read_with_whatever_nobody_sees_round_it_everywhere() {
    let world = World::start().await;
    let values = [
        "\u{200b}…",
        "\u{feff}…\u{200e}",
        "\u{2060}…\u{ad}",
        "\u{a0}…\u{202c}",
        "x…@xn--bcher-kva.example",
    ];
    let values = values.map(|value| value.replace("…@", "x@"));
    let values: Vec<_> = values.iter().map(String::as_str).collect();
    with_each(&world, &["email"], &values, |case, _, answer| {
        assert!(!answer.text.contains("invalid_email"), "{case}: {}", answer.text);
        assert!(answer.status < 500, "{case}: {}", answer.text);
    })
    .await;
}
