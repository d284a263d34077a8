//! Whatever is sent as a text: it is stored as it is, composed and without what nobody sees, and can
//! be sent; or it is refused by name.

use proptest::prelude::*;
use serde_json::Value;
use shared::domain::text_signs::kept;
use tests::{Answer, standing::text};

use super::{body, company, path, preview, read};

/// Pieces of which texts are made that are right, wrong, or nearly either.
fn piece() -> impl Strategy<Value = String> {
    let known = [
        "\n{{ activation_link }}\n",
        "\r\n\t{{activation_link}} \n",
        "{{ activation_link }}",
        "{{ account_name }}",
        "{{ user_name }}",
        "{{user_email}}",
        "{{ inviter }}",
        "{{ expires_on }}",
    ];
    let odd = [
        "{{ nobody }}",
        "{{7*7}}",
        "{{",
        "}}",
        "{",
        "}",
        "{%",
        "#}",
        "\n",
        "\r\n",
        "\n\n",
        "\r",
        "\0",
        "\u{2028}",
        "\u{202e}",
        "<script>",
        "&amp;",
        "\"",
        "\\u0000",
    ];
    prop_oneof![
        4 => prop::sample::select(known.to_vec()).prop_map(str::to_owned),
        2 => prop::sample::select(odd.to_vec()).prop_map(str::to_owned),
        3 => "[a-zA-Z ,.]{1,20}",
        1 => any::<String>(),
    ]
}

fn any_text() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..6).prop_map(|pieces| pieces.concat())
}

/// Fails unless the text was taken or its fields are named.
fn taken(answer: &Answer) -> bool {
    if answer.is_success() {
        return true;
    }
    assert_eq!((answer.status, answer.code()), (422, "invalid_input"), "{}", answer.text);
    let errors = answer.body["errors"].as_array().expect("errors");
    assert!(!errors.is_empty(), "{}", answer.text);
    for error in errors {
        assert!(["subject", "body"].contains(&text(&error["field"])), "{}", answer.text);
    }
    false
}

/// Sends every text, and gives how many were taken.
async fn send(texts: Vec<Value>) -> usize {
    let (_service, acme) = company().await;
    let (mut count, mut last) = (0, read(&acme).await);
    for own in texts {
        let set = acme.holder.put(&path(&acme), own.clone()).await;
        let shown = preview(&acme, &own).await;
        assert_eq!(taken(&set), taken(&shown), "{own}");
        if set.is_success() {
            count += 1;
            for field in ["subject", "body"] {
                assert_eq!(text(&set.body[field]), kept(text(&own[field])));
            }
            let link = "http://127.0.0.1:3000/activate#preview";
            assert!(text(&shown.body["text"]).contains(link), "{own}: {}", shown.text);
            assert!(!text(&shown.body["subject"]).contains(['\r', '\n']), "{own}");
            assert!(!text(&shown.body["html"]).contains("<script"), "{own}");
            last = set.body;
        }
        assert_eq!(read(&acme).await, last);
    }
    count
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 1,
        failure_persistence: None,
        max_shrink_iters: 60,
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_text_is_stored_as_it_is_or_refused_by_name(
        texts in prop::collection::vec((any_text(), any_text()), 160..240),
    ) {
        let texts = texts.iter().map(|(subject, text)| body(subject, text)).collect();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        // Were none taken, the texts would not be near enough to right ones.
        prop_assert!(runtime.block_on(send(texts)) > 0);
    }
}
