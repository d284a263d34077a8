"""moto as AWS, taught what template.yaml needs of CloudFormation and moto lacks.

CloudFormation turns AWS::Serverless resources into others; here SAM's translator does. Of resources that moto has no like
of, only the name is kept, and what the template asks of them is made up; `noted` says which types these are.
"""

import copy
import functools

from moto.cloudformation import models, parsing
from moto.server import ThreadedMotoServer
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator

noted = set()
parse_as_moto = models.Stack.parse_template
update_as_moto = parsing.parse_and_update_resource


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
    """As moto's own; then what was deleted is gone, and the stack's outputs and parameters are those of the change."""
    stack = change_set.stack
    there = set(stack.resource_map.resources)
    stack.resource_map.update(change_set.template_dict, change_set.parameters)
    for name in there.difference(change_set.template_dict["Resources"]):
        stack.resource_map._parsed_resources.pop(name, None)
    stack.template_dict, stack.parameters = change_set.template_dict, change_set.parameters
    stack.output_map = stack._create_output_map()


def update_resource(logical_id, resource_json, resources_map, **where):
    """As moto's own; what is not there for its condition stays so, and what moto cannot change stays as it was."""
    there = resources_map[logical_id]
    return there and (update_as_moto(logical_id, resource_json, resources_map, **where) or there)


def serve():
    """Starts it on a free port, and gives its address."""
    models.Stack.parse_template = staticmethod(parse)
    models.ChangeSet._parse_template = parse_change
    models.ChangeSet.apply = apply_change
    parsing.resource_class_from_type = class_of
    parsing.parse_and_update_resource = update_resource
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    # By this name moto knows the addresses of templates in its own S3.
    return f"http://localhost:{server.get_host_and_port()[1]}"
