"""moto as AWS, taught what template.yaml needs of CloudFormation and moto lacks.

CloudFormation turns AWS::Serverless resources into others; here SAM's translator does. Of resources that moto has no like
of, only the name is kept, and what the template asks of them is made up; `noted` says which types these are.
"""

import copy
import datetime
import functools
import logging

from moto.awslambda.models import EventSourceMapping, LambdaBackend
from moto.cloudformation import models, parsing
from moto.core import DEFAULT_ACCOUNT_ID
from moto.dynamodb.models.dynamo_type import DynamoType
from moto.dynamodb.responses import DynamoHandler
from moto.s3.models import s3_backends
from moto.server import ThreadedMotoServer
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator

noted = set()
parse_as_moto = models.Stack.parse_template
update_as_moto = parsing.parse_and_update_resource
update_mapping_as_moto = EventSourceMapping.update_from_cloudformation_json
restore_as_moto = DynamoHandler.restore_table_to_point_in_time


class Noted:
    """A resource of a type that moto lacks."""

    def __init__(self, name):
        self.physical_resource_id = name

    @classmethod
    def create_from_cloudformation_json(cls, resource_name, *_, **__):
        return cls(resource_name)

    @classmethod
    def update_from_cloudformation_json(cls, original_resource, **_):
        return original_resource

    @classmethod
    def delete_from_cloudformation_json(cls, *_):
        pass

    @classmethod
    def has_cfn_attr(cls, _):
        return True

    def is_created(self):
        return True

    def get_cfn_attribute(self, name):
        return f"{self.physical_resource_id}.{name}"


def class_of(resource_type):
    known = parsing.get_model_map().get(resource_type)
    if not known:
        noted.add(resource_type)
    return known or Noted


@functools.cache
def translated(text):
    template = parse_as_moto(text)
    if "Transform" not in template:
        return template
    return Translator(None, Parser()).translate(template, {}, get_managed_policy_map=dict)


def parse(text):
    return copy.deepcopy(translated(text))


def parse_change(change_set):
    change_set.template_dict = parse(change_set.template)


def apply_change(change_set):
    """As moto's own; then what was deleted is gone, what its condition ends leaves the stack, and the stack's outputs and
    parameters are those of the change."""
    stack = change_set.stack
    there = set(stack.resource_map.resources)
    stack.resource_map.update(change_set.template_dict, change_set.parameters)
    for name in there.difference(change_set.template_dict["Resources"]):
        stack.resource_map._parsed_resources.pop(name, None)
    end_by_condition(stack.resource_map)
    stack.template_dict, stack.parameters = change_set.template_dict, change_set.parameters
    stack.output_map = stack._create_output_map()


def end_by_condition(resources):
    for name, its in resources._resource_json_map.items():
        if resources.lazy_condition_map.get(its.get("Condition"), True):
            continue
        ended = resources._parsed_resources.pop(name, None)
        if ended and its.get("DeletionPolicy") != "Retain":
            resources._delete_resource(ended, its)


def update_mapping(original_resource, cloudformation_json, account_id, region_name, **names):
    """As CloudFormation does: where it reads from cannot be changed, so another mapping takes its place."""
    where = {"cloudformation_json": cloudformation_json, "account_id": account_id, "region_name": region_name}
    if original_resource.event_source_arn == cloudformation_json["Properties"]["EventSourceArn"]:
        return update_mapping_as_moto(original_resource=original_resource, **where, **names)
    original_resource.delete(account_id, region_name)
    return EventSourceMapping.create_from_cloudformation_json(resource_name=original_resource.uuid, **where)


def restore(request):
    """As moto's own, which copies the table as it is now; then what its stream saw after the second is undone."""
    answer = restore_as_moto(request)
    tables = request.dynamodb_backend.tables
    source, target = tables[request.body["SourceTableName"]], tables[request.body["TargetTableName"]]
    for change in reversed(source.stream_shard.items):
        its = change.record["dynamodb"]
        if its["ApproximateCreationDateTime"] <= request.body["RestoreDateTime"]:
            break
        if "OldImage" in its:
            target.put_item(its["OldImage"])
        else:
            target.delete_item(DynamoType(its["Keys"]["pk"]), DynamoType(its["Keys"]["sk"]))
    return answer


def update_resource(logical_id, resource_json, resources_map, **where):
    """As moto's own; what is not there for its condition stays so, and what moto cannot change stays as it was."""
    there = resources_map[logical_id]
    return there and (update_as_moto(logical_id, resource_json, resources_map, **where) or there)


def age(bucket, key, days):
    """Lets an object have been put there so many days earlier."""
    its = s3_backends[DEFAULT_ACCOUNT_ID]["aws"].get_object(bucket, key)
    its.last_modified -= datetime.timedelta(days=days)


def serve():
    """Starts it on a free port, and gives its address."""
    models.Stack.parse_template = staticmethod(parse)
    models.ChangeSet._parse_template = parse_change
    models.ChangeSet.apply = apply_change
    parsing.resource_class_from_type = class_of
    parsing.parse_and_update_resource = update_resource
    EventSourceMapping.update_from_cloudformation_json = staticmethod(update_mapping)
    DynamoHandler.restore_table_to_point_in_time = restore
    # A function is a few bytes here: nothing runs it for what the table's stream has.
    LambdaBackend.send_dynamodb_items = lambda *_: None
    # Of some thousand calls none is news.
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    # By this name moto knows the addresses of templates in its own S3.
    return f"http://localhost:{server.get_host_and_port()[1]}"
