//! While a release is rolled out, and after a way back, functions of two releases work on one
//! table: each reads what the other writes. `written.json` is what the last release wrote; it is
//! written anew when a release is made, and with nothing else (`UPDATE=1`).
//!
//! So a new attribute is one that may be missing; one that goes, or is read otherwise, goes in two
//! releases, of which the first only stops to need it; a new word (a status, a kind) is read by
//! one release and written by the next. The trail's actions alone may be new at once: one that is
//! not known is shown as it was written.

pub mod kinds;
mod shape;

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    path::Path,
    sync::{Arc, Mutex},
};

use aws_sdk_dynamodb::{error::BoxError, types::AttributeValue};
use aws_sdk_dynamodbstreams::types::Record;
use local::{
    stack::TableAt,
    store::{Data, Store},
    stream::{Consumer, Failed, Patience, Poller},
};
use serde_json::{Value, json};
use shared::{
    domain::event::Told,
    table::{
        Entity, Item, account::Account, counters::MOVES, course::Course, enrolment::Enrolment,
        event::Event, mail::Mail, person::Person,
    },
};

use self::{kinds::KINDS, shape::Shape};
use crate::costs::walk::Walk;

/// How many items of a kind are kept.
const KEPT: usize = 3;
/// What comes of large answers, crowds and names in groups alone, and of nothing that the walk does.
const UNSEEN: [&str; 5] = ["answer_part", "departure", "name_word", "probe", "share_progress"];
/// What the last release knows too, and the walk writes only where a mail comes so late that it is no
/// longer good, as on a busy machine.
const LATE: [&str; 2] =
    [r#"mail.status may be "dropped""#, r#"user.invitation.status may be "dropped""#];

fn file() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("rollout/written.json")
}

/// What the last release wrote, by kind.
fn last_release() -> BTreeMap<String, Value> {
    serde_json::from_str(&fs::read_to_string(file()).unwrap()).unwrap()
}

/// Keeps every item as it was after each write.
#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<Item>>>);

impl Consumer for Written {
    async fn position(&self, _: &str) -> Result<Option<String>, BoxError> {
        Ok(None)
    }

    async fn consume(&self, _: &str, records: &[Record]) -> Result<(), Failed> {
        let images = records.iter().filter_map(|record| record.dynamodb()?.new_image().cloned());
        let items = images.map(|image| Item::from(serde_dynamo::Item::from(image)));
        self.0.lock().expect("no panic").extend(items);
        Ok(())
    }
}

/// What this release writes when every operation is called, by kind.
async fn this_release() -> BTreeMap<String, Vec<Item>> {
    let store = Store::open(&Data::Memory).unwrap();
    let (url, table) = (store.endpoint().to_owned(), "rollout".to_owned());
    let mut walk =
        Walk::start_at(true, Some(TableAt::Endpoint { url, table: table.clone() })).await;
    Box::pin(walk.everything()).await;
    Box::pin(walk.unasked()).await;
    walk.service.settle().await;
    let (source, written) = (walk.service.stack().source(), Written::default());
    let poller = Poller::start(source.clone(), written.clone(), Patience::default());
    assert!(poller.settled().await, "the stream is read to its end");
    poller.stop().await;
    let mut by_kind: BTreeMap<String, Vec<Item>> = BTreeMap::new();
    for item in written.0.lock().unwrap().drain(..) {
        let kind = item["entity"].as_s().unwrap().clone();
        by_kind.entry(kind).or_default().push(item);
    }
    by_kind
}

fn shape_of(items: &[Item]) -> Shape {
    let mut shape = Shape::default();
    items.iter().for_each(|item| shape.add(item));
    shape
}

/// Some items that differ in what they have.
fn examples(items: &[Item]) -> Vec<Value> {
    let mut seen = BTreeSet::new();
    let names = |item: &Item| item.keys().cloned().collect::<BTreeSet<_>>();
    let differ = items.iter().filter(|item| seen.insert(names(item)));
    let written = differ
        .take(KEPT)
        .map(|item| serde_json::to_value(serde_dynamo::Item::from(item.clone())).unwrap());
    written.collect()
}

#[test]
fn what_the_last_release_wrote_is_read_and_written_again_whole() {
    let release = last_release();
    let mut lost = vec![];
    for (kind, again) in KINDS {
        let Some(written) = release.get(*kind) else { continue };
        for item in written["items"].as_array().unwrap() {
            let item: serde_dynamo::Item = serde_json::from_value(item.clone()).unwrap();
            let item = Item::from(item);
            let now = again(item.clone()).unwrap();
            // What others only add to is in no item that is written whole.
            let gone =
                item.iter().filter(|(name, value)| *name != MOVES && now.get(*name) != Some(value));
            lost.extend(
                gone.map(|(name, value)| {
                    format!("{kind}.{name}: {value:?} is {:?}", now.get(name))
                }),
            );
        }
    }
    assert!(lost.is_empty(), "{lost:#?}");
}

/// Items of a kind as the last release wrote them, less what only this one writes.
fn without(kind: &str, attributes: &[&str]) -> Vec<Item> {
    let release = last_release();
    let items = release[kind]["items"].as_array().unwrap().iter();
    let items = items.map(|item| serde_json::from_value::<serde_dynamo::Item>(item.clone()));
    let mut items: Vec<_> = items.map(|item| Item::from(item.unwrap())).collect();
    items.iter_mut().for_each(|item| item.retain(|name, _| !attributes.contains(&name.as_str())));
    items
}

#[test]
fn an_account_that_has_no_zone_yet_has_utc_and_a_person_none() {
    for item in without("account", &["time_zone"]) {
        assert!(Account::from_item(item).unwrap().time_zone.is_utc());
    }
    for item in without("person", &["time_zone"]) {
        assert_eq!(Person::from_item(item).unwrap().time_zone, None);
    }
    for item in without("mail", &["reader"]) {
        assert_eq!(Mail::from_item(item).unwrap().reader, None);
    }
    for item in without("enrolment", &["due_on"]) {
        assert_eq!(Enrolment::from_item(item).unwrap().due_on, None);
    }
}

#[test]
fn a_course_of_before_counts_for_ever_and_who_completed_it_has_no_record_yet() {
    for item in without("course", &["valid_months"]) {
        assert_eq!(Course::from_item(item).unwrap().valid_months, None);
    }
    for item in without("enrolment", &["recorded"]) {
        assert_eq!(Enrolment::from_item(item).unwrap().recorded, None);
    }
}

#[test]
fn what_a_newer_release_tells_in_the_trail_is_shown_as_it_was_written() {
    let mut item = without("event", &[]).remove(0);
    let told = AttributeValue::S("driver_promoted".to_owned());
    item.insert("action".to_owned(), told.clone());
    let event = Event::from_item(item).unwrap();
    assert_eq!(event.action, Told::Newer("driver_promoted".to_owned()));
    assert_eq!(event.to_item().get("action"), Some(&told));
}

#[tokio::test]
async fn what_this_release_writes_is_what_the_last_one_reads() {
    let now = this_release().await;
    if env::var("UPDATE").is_ok() {
        let written = now.iter().map(|(kind, items)| {
            (kind, json!({ "shape": shape_of(items).written(), "items": examples(items) }))
        });
        let written: BTreeMap<_, _> = written.collect();
        fs::write(file(), serde_json::to_string_pretty(&written).unwrap() + "\n").unwrap();
    }
    let release = last_release();
    let known: BTreeSet<_> = KINDS.iter().map(|(kind, _)| *kind).collect();
    let seen: BTreeSet<_> = now.keys().map(String::as_str).chain(UNSEEN).collect();
    assert_eq!(seen, known, "the walk writes every kind of item, but for what is unseen");
    let mut unknown = vec![];
    for (kind, items) in &now {
        // The last release reads none of a kind that it does not have.
        let Some(written) = release.get(kind) else { continue };
        let kept = serde_json::from_value(written["shape"].clone()).unwrap();
        let of_kind = shape_of(items).unknown_to(&kept);
        let of_kind = of_kind.into_iter().map(|what| format!("{kind}{what}"));
        unknown.extend(of_kind.filter(|what| !LATE.contains(&what.as_str())));
    }
    assert!(unknown.is_empty(), "the last release does not know: {unknown:#?}");
}
