//! Records which calls of AWS each function makes, as IAM judges them. Where `CODRIVER_TEST_CALLS`
//! names a file, those of the whole suite are added to it, a line for each.

use std::{
    collections::BTreeSet,
    env,
    fs::OpenOptions,
    io::Write,
    sync::{Arc, Mutex},
};

use aws_sdk_dynamodb::{
    config::{ConfigBag, Intercept, interceptors::BeforeSerializationInterceptorContextRef},
    error::BoxError,
    operation::{
        batch_get_item::BatchGetItemInput, batch_write_item::BatchWriteItemInput,
        query::QueryInput, transact_write_items::TransactWriteItemsInput,
    },
    types::TransactWriteItem,
};
use aws_sdk_sqs::operation::send_message_batch::SendMessageBatchInput;
use local::{acting::acting, stack::TABLE};
use serde_json::json;
use shared::{email::SendEmail, seal::kms::GenerateMac};

/// A call that a function makes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Call {
    /// The function, as its binary is called.
    pub function: &'static str,
    /// IAM's action.
    pub action: String,
    /// On what: an ARN.
    pub resource: String,
    /// The address that a mail is from.
    pub from: Option<String>,
}

/// Sees every call of the clients that it is given to.
#[derive(Debug, Clone)]
pub struct Recorder {
    table: Arc<str>,
    calls: Arc<Mutex<BTreeSet<Call>>>,
}

/// The calls of all recorders that are in the file.
static WRITTEN: Mutex<BTreeSet<Call>> = Mutex::new(BTreeSet::new());

impl Recorder {
    /// A recorder of functions whose table has this name; it calls it as the local stack does.
    pub fn new(table: &str) -> Self {
        Self { table: table.into(), calls: Arc::default() }
    }

    /// The calls that were made so far.
    pub fn calls(&self) -> BTreeSet<Call> {
        self.calls.lock().expect("no panic").clone()
    }

    fn note(&self, function: &'static str, asked: Asked) {
        let Asked { action, resource, from } = asked;
        let (ours, usual) = (format!(":table/{}", self.table), format!(":table/{TABLE}"));
        let resource = resource.replace(&ours, &usual);
        let call = Call { function, action: action.to_owned(), resource, from };
        write(&call);
        self.calls.lock().expect("no panic").insert(call);
    }
}

impl Call {
    /// Its action, with the index that it is made on.
    pub fn action_and_index(&self) -> String {
        let index = self.resource.split_once("/index/").map(|(_, index)| format!(" {index}"));
        format!("{}{}", self.action, index.unwrap_or_default())
    }
}

/// Adds a call to the file, if there is one and it does not have it.
fn write(call: &Call) {
    let Ok(file) = env::var("CODRIVER_TEST_CALLS") else { return };
    let mut written = WRITTEN.lock().expect("no panic");
    if !written.insert(call.clone()) {
        return;
    }
    let Call { function, action, resource, from } = call;
    let line =
        json!({ "function": function, "action": action, "resource": resource, "from": from });
    let mut file = OpenOptions::new().create(true).append(true).open(file).expect("a file");
    file.write_all(format!("{line}\n").as_bytes()).expect("a line");
}

/// What a call asks IAM for.
struct Asked {
    action: &'static str,
    resource: String,
    from: Option<String>,
}

impl Intercept for Recorder {
    fn name(&self) -> &'static str {
        "Recorder"
    }

    // What others make of the call, so that it fails or finds less, comes after.
    fn read_before_execution(
        &self,
        context: &BeforeSerializationInterceptorContextRef<'_>,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        // What a test does itself is no function's call.
        let Some(function) = acting() else { return Ok(()) };
        let asked = asked(context);
        if asked.is_empty() {
            return Err(format!("what does IAM want for {:?}?", context.input()).into());
        }
        asked.into_iter().for_each(|asked| self.note(function, asked));
        Ok(())
    }
}

fn asked(context: &BeforeSerializationInterceptorContextRef<'_>) -> Vec<Asked> {
    let input = context.input();
    if let Some(read) = input.downcast_ref::<BatchGetItemInput>() {
        let tables = read.request_items().into_iter().flatten();
        tables.map(|(name, _)| on_table("dynamodb:BatchGetItem", name)).collect()
    } else if let Some(query) = input.downcast_ref::<QueryInput>() {
        let index = query.index_name().map(|index| format!("/index/{index}"));
        let place = query.table_name().unwrap_or_default().to_owned() + &index.unwrap_or_default();
        vec![on_table("dynamodb:Query", &place)]
    } else if let Some(write) = input.downcast_ref::<TransactWriteItemsInput>() {
        write.transact_items().iter().filter_map(of_item).collect()
    } else if let Some(batch) = input.downcast_ref::<BatchWriteItemInput>() {
        let tables = batch.request_items().into_iter().flatten();
        tables.map(|(name, _)| on_table("dynamodb:BatchWriteItem", name)).collect()
    } else if let Some(mac) = input.downcast_ref::<GenerateMac>() {
        let resource = mac.key_id.clone();
        vec![Asked { action: "kms:GenerateMac", resource, from: None }]
    } else if let Some(messages) = input.downcast_ref::<SendMessageBatchInput>() {
        let queue = messages.queue_url().and_then(|url| url.rsplit('/').next());
        let resource = arn("sqs", queue.unwrap_or_default());
        vec![Asked { action: "sqs:SendMessage", resource, from: None }]
    } else if let Some(mail) = input.downcast_ref::<SendEmail>() {
        of_mail(mail)
    } else {
        vec![]
    }
}

/// A transaction is judged item by item.
fn of_item(item: &TransactWriteItem) -> Option<Asked> {
    let put = item.put().map(|put| on_table("dynamodb:PutItem", put.table_name()));
    let update = || Some(on_table("dynamodb:UpdateItem", item.update()?.table_name()));
    let delete = || Some(on_table("dynamodb:DeleteItem", item.delete()?.table_name()));
    let check =
        || Some(on_table("dynamodb:ConditionCheckItem", item.condition_check()?.table_name()));
    put.or_else(update).or_else(delete).or_else(check)
}

/// A mail is judged by the identity that it is from and by its configuration set, and one with an
/// attachment is a raw one.
fn of_mail(mail: &SendEmail) -> Vec<Asked> {
    let from = mail.sender();
    let address = from.rsplit_once('<').map_or(from, |(_, rest)| rest.trim_end_matches('>'));
    let domain = address.rsplit('@').next().unwrap_or_default();
    let action = if mail.has_attachments() { "ses:SendRawEmail" } else { "ses:SendEmail" };
    let set = mail.configuration_set().map(|set| format!("configuration-set/{set}"));
    let places = [Some(format!("identity/{domain}")), set].into_iter().flatten();
    let asked = |place: String| Asked {
        action,
        resource: arn("ses", &place),
        from: Some(address.to_owned()),
    };
    places.map(asked).collect()
}

fn on_table(action: &'static str, place: &str) -> Asked {
    Asked { action, resource: arn("dynamodb", &format!("table/{place}")), from: None }
}

fn arn(service: &str, name: &str) -> String {
    format!("arn:aws:{service}:eu-central-1:123456789012:{name}")
}
