//! Watches every write: each attribute is written as `shared::table::counters` says.

use std::collections::{BTreeSet, HashMap};
use std::sync::Mutex;

use aws_sdk_dynamodb::{
    config::{
        ConfigBag, Intercept, RuntimeComponents,
        interceptors::BeforeSerializationInterceptorContextRef,
    },
    error::BoxError,
    operation::{
        batch_write_item::BatchWriteItemInput, transact_write_items::TransactWriteItemsInput,
    },
    types::{AttributeValue, Put, TransactWriteItem, Update},
};
use shared::table::counters::{ITEMS, MOVES, VERSION, Written};

/// Refuses a write that is against the table of how attributes are written.
#[derive(Debug)]
pub struct Writes;

impl Intercept for Writes {
    fn name(&self) -> &'static str {
        "Writes"
    }

    fn read_before_serialization(
        &self,
        context: &BeforeSerializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if let Some(write) = context.input().downcast_ref::<TransactWriteItemsInput>() {
            check(write)?;
        } else if let Some(batch) = context.input().downcast_ref::<BatchWriteItemInput>() {
            check_batch(batch)?;
        }
        Ok(())
    }
}

/// What was added to so far, in this process: kind and attribute.
static ADDED: Mutex<BTreeSet<(&str, &str)>> = Mutex::new(BTreeSet::new());

/// Numbers of the table that no write of this process has added to yet.
pub fn never_added() -> Vec<(&'static str, &'static str)> {
    let seen = ADDED.lock().expect("no panic");
    let all = ITEMS.iter().flat_map(|item| item.added.iter().map(|name| (item.kind, *name)));
    all.filter(|one| !seen.contains(one)).collect()
}

/// Tells what is wrong with a write, if anything is.
pub fn check(write: &TransactWriteItemsInput) -> Result<(), String> {
    let puts = write.transact_items().iter().filter_map(TransactWriteItem::put);
    let new: Vec<_> =
        puts.filter(|put| is_new(put)).map(|put| text(put.item(), "entity")).collect();
    for item in write.transact_items() {
        if let Some(put) = item.put() {
            check_put(put, &new)?;
        }
        if let Some(update) = item.update() {
            check_update(update)?;
        }
    }
    Ok(())
}

/// An item of the table is made where nothing lies, or takes the place of another under its guard.
fn check_put(put: &Put, new: &[&str]) -> Result<(), String> {
    let kind = text(put.item(), "entity");
    let Some(written) = of_kind(kind) else { return Ok(()) };
    let condition = put.condition_expression().unwrap_or_default();
    let guarded = written.anew_under.is_some_and(|guard| names(condition, guard));
    let made = is_new(put) || written.made_with.iter().any(|other| new.contains(other));
    if guarded || made {
        return Ok(());
    }
    Err(format!("a whole {kind} is put over what lies there"))
}

/// A batch has no conditions: an item of the table is put by none.
fn check_batch(batch: &BatchWriteItemInput) -> Result<(), String> {
    let requests = batch.request_items().into_iter().flat_map(HashMap::values).flatten();
    let put = requests.filter_map(|request| request.put_request());
    match put.map(|put| text(put.item(), "entity")).find(|kind| of_kind(kind).is_some()) {
        Some(kind) => Err(format!("a whole {kind} is put by a batch")),
        None => Ok(()),
    }
}

fn of_kind(kind: &str) -> Option<&'static Written> {
    ITEMS.iter().find(|item| item.kind == kind)
}

/// Whether it is put only where nothing lies.
fn is_new(put: &Put) -> bool {
    put.condition_expression() == Some("attribute_not_exists(#pk)")
}

fn check_update(update: &Update) -> Result<(), String> {
    let written = written(update.key());
    let (kind, added) = written.map_or(("item", &[][..]), |item| (item.kind, item.added));
    let condition = update.condition_expression().unwrap_or_default();
    let parts = Parts::of(update.update_expression());
    for name in &parts.add {
        match added.iter().find(|known| *known == name) {
            Some(known) => drop(ADDED.lock().expect("no panic").insert((kind, *known))),
            None if name == VERSION || is_set(update, name) => {}
            None => return Err(format!("{kind}.{name} is added to: counters.rs does not say so")),
        }
    }
    let moving = added.contains(&MOVES) && parts.add.iter().any(|name| added.contains(&&**name));
    if moving && !parts.add.iter().any(|name| name == MOVES) {
        return Err(format!("{kind} counts without {MOVES}"));
    }
    for name in parts.set.iter().chain(&parts.remove) {
        if added.contains(&&**name) {
            return Err(format!("{kind}.{name} is added to by others and set here"));
        }
        let guard = guard(written, name);
        if !guard.is_none_or(|guard| names(condition, guard)) {
            return Err(format!("{kind}.{name} is set without its guard"));
        }
    }
    let of_set = parts.delete.iter().chain(parts.add.iter().filter(|name| is_set(update, name)));
    let advances = parts.add.iter().any(|name| name == VERSION) || names(condition, VERSION);
    for name in of_set {
        if guard(written, name) == Some(VERSION) && !advances {
            return Err(format!("{kind}.{name} changes and the version does not"));
        }
    }
    if parts.set.iter().any(|name| name == VERSION) && !names(condition, VERSION) {
        return Err(format!("{kind}.{VERSION} is set from what was read, without a condition"));
    }
    Ok(())
}

/// How the item under a key is written.
fn written(key: &HashMap<String, AttributeValue>) -> Option<&'static Written> {
    let (pk, sk) = (text(Some(key), "pk"), text(Some(key), "sk"));
    let of_person = pk.starts_with("PERSON#");
    ITEMS.iter().find(|item| {
        let exact = item.sk_start == sk || item.sk_start.ends_with('#') || item.sk_start.is_empty();
        // A person's own side of a route or session has no version.
        let side = of_person && ["ROUTE#", "TRAINING#"].contains(&item.sk_start);
        // What lies apart in partitions of its own has no prefix.
        let apart = ["#TALLY", "#VALID", "#PROGRESS"];
        let partition = apart.iter().any(|part| pk.contains(part)) == apart.contains(&item.pk_has);
        exact && !side && partition && pk.contains(item.pk_has) && sk.starts_with(item.sk_start)
    })
}

fn guard(written: Option<&Written>, name: &str) -> Option<&'static str> {
    let mut all = written?.set.iter();
    all.find(|(_, names)| names.contains(&name)).map(|(guard, _)| *guard)
}

/// Whether a condition compares an attribute with a value.
fn names(condition: &str, attribute: &str) -> bool {
    let alias = attribute.split('.').map(|part| format!("#{part}")).collect::<Vec<_>>().join(".");
    let holds = condition.contains(&format!("{alias} = "));
    holds || condition.contains(&format!("attribute_not_exists({alias})"))
}

fn is_set(update: &Update, name: &str) -> bool {
    let added = format!("#{name} :");
    let Some((_, value)) = update.update_expression().split_once(&added) else { return false };
    let alias: String = value.chars().take_while(char::is_ascii_digit).collect();
    let values = update.expression_attribute_values();
    values.and_then(|values| values.get(&format!(":{alias}"))).is_some_and(AttributeValue::is_ss)
}

fn text<'a>(item: impl Into<Option<&'a HashMap<String, AttributeValue>>>, name: &str) -> &'a str {
    let value = item.into().and_then(|item| item.get(name));
    value.and_then(|value| value.as_s().ok()).map_or("", String::as_str)
}

/// The attributes that an update names, by what it does to them.
#[derive(Default)]
struct Parts {
    set: Vec<String>,
    add: Vec<String>,
    remove: Vec<String>,
    delete: Vec<String>,
}

impl Parts {
    fn of(expression: &str) -> Self {
        let (mut parts, mut word) = (Self::default(), "");
        for token in expression.split([' ', ',']).filter(|token| !token.is_empty()) {
            match token {
                "SET" | "ADD" | "REMOVE" | "DELETE" => word = token,
                name if name.starts_with('#') => parts.list(word).push(plain(name)),
                _ => {}
            }
        }
        parts
    }

    fn list(&mut self, word: &str) -> &mut Vec<String> {
        match word {
            "SET" => &mut self.set,
            "ADD" => &mut self.add,
            "REMOVE" => &mut self.remove,
            _ => &mut self.delete,
        }
    }
}

/// An attribute's name, without the signs of its aliases.
fn plain(alias: &str) -> String {
    alias.replace('#', "")
}
