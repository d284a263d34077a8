//! What template.yaml declares: the table, made on whatever answers as DynamoDB, and the functions
//! that make codes and links.

use std::{collections::BTreeSet, sync::LazyLock, time::Duration};

use aws_sdk_dynamodb::{
    Client,
    error::{BoxError, SdkError},
    operation::create_table::{CreateTableError, builders::CreateTableFluentBuilder},
    types::{
        AttributeDefinition, BillingMode, GlobalSecondaryIndex, KeySchemaElement, KeyType,
        Projection, ProjectionType, ScalarAttributeType, StreamSpecification, StreamViewType,
        TableStatus,
    },
};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;

const TEMPLATE: &str = include_str!("../../../template.yaml");

/// Read once: it takes longer than making the table does.
static DECLARED: LazyLock<Result<Declared, String>> =
    LazyLock::new(|| declared(TEMPLATE).map_err(|error| error.to_string()));

const ACTIVE_WITHIN: Duration = Duration::from_secs(10);

/// Makes the table that the deployed system has, under this name. One that is there already is
/// left as it is.
///
/// Time to live is not switched on: it only tidies up, and no rule leans on it.
pub async fn create_table(client: &Client, name: &str) -> Result<(), BoxError> {
    let declared = DECLARED.as_ref().map_err(String::as_str)?;
    let made = declared.table.request(client, name)?.send().await;
    match made.map_err(SdkError::into_service_error) {
        Ok(_) => Ok(tokio::time::timeout(ACTIVE_WITHIN, active(client, name)).await??),
        Err(CreateTableError::ResourceInUseException(_)) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

async fn active(client: &Client, name: &str) -> Result<(), BoxError> {
    loop {
        let described = client.describe_table().table_name(name).send().await?;
        let status = described.table().and_then(|table| table.table_status());
        if status == Some(&TableStatus::Active) {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Whether a function of this name has the key of codes and links.
pub fn has_seal_key(binary: &str) -> bool {
    DECLARED.as_ref().is_ok_and(|declared| declared.with_seal_key.contains(binary))
}

/// What the template declares.
struct Declared {
    table: Table,
    with_seal_key: BTreeSet<String>,
}

/// Reads a template. It is our own: that few anchors are named by very many aliases, as what all
/// functions have in common is, is no attack.
pub fn read<T: DeserializeOwned>(template: &str) -> Result<T, serde_saphyr::Error> {
    let ours = serde_saphyr::options! {
        budget: serde_saphyr::budget! { enforce_alias_anchor_ratio: false },
    };
    serde_saphyr::from_str_with_options(template, ours)
}

fn declared(template: &str) -> Result<Declared, BoxError> {
    let template: Template = read(template)?;
    let resources = || template.resources.values();
    let with_seal_key = resources()
        .filter(|one| !one["Properties"]["Environment"]["Variables"]["CODRIVER_SEAL_KEY"].is_null())
        .filter_map(|one| one["Metadata"]["BuildProperties"]["Binary"].as_str());
    let mut tables = resources().filter(|resource| resource["Type"] == "AWS::DynamoDB::Table");
    match (tables.next(), tables.next()) {
        (Some(table), None) => Ok(Declared {
            table: serde_json::from_value(table["Properties"].clone())?,
            with_seal_key: with_seal_key.map(str::to_owned).collect(),
        }),
        _ => Err("template.yaml should declare exactly one table".into()),
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Template {
    resources: std::collections::BTreeMap<String, Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Table {
    attribute_definitions: Vec<Attribute>,
    key_schema: Vec<Key>,
    global_secondary_indexes: Vec<Index>,
    stream_specification: Stream,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Attribute {
    attribute_name: String,
    attribute_type: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Key {
    attribute_name: String,
    key_type: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Index {
    index_name: String,
    key_schema: Vec<Key>,
    projection: Projected,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Projected {
    projection_type: String,
    #[serde(default)]
    non_key_attributes: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Stream {
    stream_view_type: String,
}

impl Table {
    fn request(&self, client: &Client, name: &str) -> Result<CreateTableFluentBuilder, BoxError> {
        let attributes = self.attribute_definitions.iter().map(Attribute::sdk);
        let indexes = self.global_secondary_indexes.iter().map(Index::sdk);
        let view = StreamViewType::from(self.stream_specification.stream_view_type.as_str());
        let stream = StreamSpecification::builder().stream_enabled(true).stream_view_type(view);
        Ok(client
            .create_table()
            .table_name(name)
            .billing_mode(BillingMode::PayPerRequest)
            .set_attribute_definitions(Some(attributes.collect::<Result<_, _>>()?))
            .set_key_schema(Some(keys(&self.key_schema)?))
            .set_global_secondary_indexes(Some(indexes.collect::<Result<_, _>>()?))
            .stream_specification(stream.build()?))
    }
}

impl Attribute {
    fn sdk(&self) -> Result<AttributeDefinition, BoxError> {
        Ok(AttributeDefinition::builder()
            .attribute_name(&self.attribute_name)
            .attribute_type(ScalarAttributeType::from(self.attribute_type.as_str()))
            .build()?)
    }
}

impl Index {
    fn sdk(&self) -> Result<GlobalSecondaryIndex, BoxError> {
        let kind = ProjectionType::from(self.projection.projection_type.as_str());
        let others = &self.projection.non_key_attributes;
        let projection = Projection::builder()
            .projection_type(kind)
            .set_non_key_attributes((!others.is_empty()).then(|| others.clone()));
        Ok(GlobalSecondaryIndex::builder()
            .index_name(&self.index_name)
            .set_key_schema(Some(keys(&self.key_schema)?))
            .projection(projection.build())
            .build()?)
    }
}

fn keys(schema: &[Key]) -> Result<Vec<KeySchemaElement>, BoxError> {
    let element = |key: &Key| {
        KeySchemaElement::builder()
            .attribute_name(&key.attribute_name)
            .key_type(KeyType::from(key.key_type.as_str()))
            .build()
    };
    Ok(schema.iter().map(element).collect::<Result<_, _>>()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        sdk,
        store::{Data, Store},
    };

    #[tokio::test]
    async fn the_table_has_what_the_template_declares() {
        let store = Store::open(&Data::Memory).unwrap();
        let client = sdk::dynamodb(store.endpoint(), "local");
        create_table(&client, "codriver").await.unwrap();
        let described = client.describe_table().table_name("codriver").send().await.unwrap();
        let table = described.table.unwrap();
        let names = |keys: &[KeySchemaElement]| {
            keys.iter().map(|key| key.attribute_name().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(names(table.key_schema()), ["pk", "sk"]);
        let indexes: Vec<_> = table.global_secondary_indexes().iter().collect();
        assert_eq!(indexes[0].index_name(), Some("by_gsi1"));
        assert_eq!(names(indexes[1].key_schema()), ["gsi2pk", "gsi2sk"]);
        let projected = indexes[0].projection().and_then(Projection::projection_type);
        assert_eq!(projected, Some(&ProjectionType::KeysOnly));
        let stream = table.stream_specification.unwrap();
        assert_eq!(stream.stream_view_type, Some(StreamViewType::NewAndOldImages));
    }

    #[tokio::test]
    async fn making_a_table_that_is_there_is_fine() {
        let store = Store::open(&Data::Memory).unwrap();
        let client = sdk::dynamodb(store.endpoint(), "local");
        create_table(&client, "codriver").await.unwrap();
        create_table(&client, "codriver").await.unwrap();
    }

    #[test]
    fn a_template_without_its_table_is_refused() {
        let none =
            "Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n    Properties: { Name: !Ref X }\n";
        assert!(declared(none).is_err());
    }
}
