//! What DynamoDB refuses and the embedded engine takes: keys of indexes that are too long, in what
//! is written and in what is asked for. All else that DynamoDB refuses the engine refuses too; the
//! tests beside this file hold both.

use aws_smithy_runtime_api::{
    box_error::BoxError,
    client::{
        interceptors::{
            Intercept,
            context::{
                BeforeDeserializationInterceptorContextMut, BeforeTransmitInterceptorContextMut,
            },
        },
        runtime_components::RuntimeComponents,
    },
};
use aws_smithy_types::config_bag::ConfigBag;
use serde_json::Value;

use super::instead::{Instead, asked};

/// The attributes that are partition keys, of the table and its indexes; the others' names of
/// sort keys follow from them.
const PARTITION_KEYS: [&str; 3] = ["pk", "gsi1pk", "gsi2pk"];
const SORT_KEYS: [&str; 3] = ["sk", "gsi1sk", "gsi2sk"];

const LONGEST_PARTITION_KEY: usize = 2_048;
const LONGEST_SORT_KEY: usize = 1_024;

/// Refuses what DynamoDB refuses.
#[derive(Debug)]
pub struct Rules;

impl Intercept for Rules {
    fn name(&self) -> &'static str {
        "Rules"
    }

    fn modify_before_signing(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        bag: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let target = context.request().headers().get("x-amz-target").unwrap_or_default();
        let refused = match target.rsplit_once('.') {
            Some((_, "TransactWriteItems")) => refused_write(&asked(context.request())),
            Some((_, "BatchWriteItem")) => refused_batch(&asked(context.request()))
                .map(|words| Instead::exception("ValidationException", words)),
            Some((_, "Query")) => refused_query(&asked(context.request()))
                .map(|words| Instead::exception("ValidationException", words)),
            _ => None,
        };
        if let Some(refused) = refused {
            refused.replace_call(context, bag);
        }
        Ok(())
    }

    fn modify_before_deserialization(
        &self,
        context: &mut BeforeDeserializationInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        bag: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        Instead::put(context, bag)
    }
}

/// What is said of a key attribute that is too long.
fn too_long(name: &str, value: &Value) -> Option<&'static str> {
    let size = value["S"].as_str().map_or(0, str::len);
    if PARTITION_KEYS.contains(&name) && size > LONGEST_PARTITION_KEY {
        return Some(
            "One or more parameter values were invalid: \
             Size of hashkey has exceeded the maximum size limit of2048 bytes",
        );
    }
    (SORT_KEYS.contains(&name) && size > LONGEST_SORT_KEY).then_some(
        "One or more parameter values were invalid: \
         Aggregated size of all range keys has exceeded the size limit of 1024 bytes",
    )
}

fn refused_write(asked: &Value) -> Option<Instead> {
    let items = asked["TransactItems"].as_array()?;
    let refused = |item: &Value| {
        let put = item["Put"]["Item"].as_object().into_iter().flatten();
        put.map(|(name, value)| (name.as_str(), value))
            .chain(set(&item["Update"]))
            .find_map(|(name, value)| too_long(name, value))
    };
    let reasons: Vec<_> = items.iter().map(refused).collect();
    reasons.iter().any(Option::is_some).then(|| Instead::refused(&reasons))
}

/// A batch is refused whole.
fn refused_batch(asked: &Value) -> Option<&'static str> {
    let requests = asked["RequestItems"].as_object()?.values().filter_map(Value::as_array);
    let items = requests.flatten().filter_map(|request| request["PutRequest"]["Item"].as_object());
    items.flatten().find_map(|(name, value)| too_long(name, value))
}

/// What an update sets: the names of attributes, and their values.
fn set(update: &Value) -> Vec<(&str, &Value)> {
    let expression = update["UpdateExpression"].as_str().unwrap_or_default();
    let words: Vec<_> = expression
        .split(|sign: char| sign.is_whitespace() || sign == ',')
        .filter(|word| !word.is_empty())
        .collect();
    let named = |name| update["ExpressionAttributeNames"][name].as_str().unwrap_or(name);
    let settings = words.windows(3).filter(|words| words[1] == "=");
    settings
        .map(|words| (named(words[0]), &update["ExpressionAttributeValues"][words[2]]))
        .collect()
}

fn refused_query(asked: &Value) -> Option<&'static str> {
    let condition = asked["KeyConditionExpression"].as_str()?;
    let sort_key = condition.split_once(" AND ").map_or("", |(_, rest)| rest);
    let values = asked["ExpressionAttributeValues"].as_object()?;
    values.iter().find_map(|(alias, value)| {
        let is_of_sort_key = sort_key.split_whitespace().any(|word| word == alias);
        too_long(if is_of_sort_key { "sk" } else { "pk" }, value)
    })
}
