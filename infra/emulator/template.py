"""Reads template.yaml: its functions, their environment and its table."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Function:
    """One function of the template; a worker has neither method nor path."""

    logical_id: str
    binary: str
    timeout: int
    method: str | None
    path: str | None
    variables: dict


class Loader(yaml.SafeLoader):
    """A YAML loader that keeps CloudFormation's short forms: `!Ref X` becomes `{"Ref": "X"}`."""


def _short_form(loader, tag, node):
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)
    return {tag if tag == "Ref" else f"Fn::{tag}": value}


Loader.add_multi_constructor("!", _short_form)


def load():
    """The template as plain data."""
    return yaml.load((ROOT / "template.yaml").read_text(), Loader)


def functions(template):
    """The template's functions, in its order."""
    usual = template["Globals"]["Function"]["Timeout"]
    requests = _requests(template)
    found = []
    for logical_id, resource in template["Resources"].items():
        if resource["Type"] != "AWS::Serverless::Function":
            continue
        properties = resource["Properties"]
        method, path = requests.get(logical_id, (None, None))
        binary = resource["Metadata"]["BuildProperties"]["Binary"]
        timeout = properties.get("Timeout", usual)
        own = properties.get("Environment", {}).get("Variables", {})
        found.append(Function(logical_id, binary, timeout, method, path, own))
    return found


def _requests(template):
    """Method and path of the request that calls a function, by its logical id."""
    found = {}
    for path, operations in template["Resources"]["Api"]["Properties"]["DefinitionBody"]["paths"].items():
        for method, operation in operations.items():
            uri = operation["x-amazon-apigateway-integration"]["uri"]["Fn::Sub"]
            if path != "$default":
                found[re.search(r"\${(\w+)\.Arn}", uri)[1]] = method.upper(), path
    return found


def stream_filters(template, function="ConsumeStream"):
    """The patterns of the changes that a function is given of the stream."""
    event = template["Resources"][function]["Properties"]["Events"]["Stream"]["Properties"]
    return [json.loads(f["Pattern"]) for f in event["FilterCriteria"]["Filters"]]


def environment(template, function, references):
    """What the template gives to a function, with `references` for what it refers to."""
    variables = template["Globals"]["Function"]["Environment"]["Variables"] | function.variables
    return {k: _value(v, references) for k, v in variables.items()}


def _value(written, references):
    """What the template means where nothing is given that was there before, and no name of the API's own."""
    if not isinstance(written, dict):
        return str(written)
    if "Fn::If" in written:
        condition, given, otherwise = written["Fn::If"]
        return _value(otherwise if condition.startswith("Has") else given, references)
    if "Fn::Sub" in written:
        meant = re.sub(r"\{\{resolve:secretsmanager:(.+):SecretString\}\}", r"\1", written["Fn::Sub"])
        return re.sub(r"\$\{([^}]+)\}", lambda name: str(references[name[1]]), meant)
    return str(references[written["Ref"] if "Ref" in written else written["Fn::GetAtt"]])


def table(template, name):
    """The body of a CreateTable call for the template's table."""
    properties = template["Resources"]["Table"]["Properties"]
    kept = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")
    body = {"TableName": name} | {k: properties[k] for k in kept}
    body["StreamSpecification"] = properties["StreamSpecification"] | {"StreamEnabled": True}
    return body


def sample(path):
    """A path with well-formed ids in it, and the ids by the name that the path gives them."""
    prefixes = {"account": "acc", "batch": "bat", "course": "crs", "enrolment": "enr", "key": "key", "order": "ord", "user": "usr"}
    ids = {n: f"{prefixes.get(n, n[:3])}_01KATQ5Z8M6W3V9R2T4X7C1D0F" for n in re.findall(r"{(\w+)}", path)}
    ids = {n: "not_found" if n == "code" else id for n, id in ids.items()}
    return path.format_map(ids), ids
