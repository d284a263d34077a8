"""Prints what each function may do, by its binary, what API Gateway may, and what the keys' own policies say: as
CloudFormation makes it of what SAM makes of template.yaml.

Names are those of the local stack, whose calls are held against it.
"""

import json
import os
from pathlib import Path

os.environ.setdefault("AWS_DEFAULT_REGION", "eu-central-1")

import yaml
from samcli.lib.intrinsic_resolver.intrinsic_property_resolver import IntrinsicResolver
from samcli.lib.intrinsic_resolver.intrinsics_symbol_table import IntrinsicsSymbolTable
from samcli.lib.translate.sam_template_validator import SamTemplateValidator
from samtranslator.yaml_helper import yaml_parse

TEMPLATE = Path(__file__).resolve().parents[1] / "template.yaml"
ACCOUNT = "eu-central-1:123456789012"
KEYS = {
    "SealKey": f"arn:aws:kms:{ACCOUNT}:key/00000000-0000-0000-0000-000000000000",
    "PassingKey": f"arn:aws:kms:{ACCOUNT}:key/11111111-1111-1111-1111-111111111111",
}


def queue(name):
    """A queue of this name."""
    return {"Arn": f"arn:aws:sqs:{ACCOUNT}:{name}"}


NAMES = {
    "AWS::AccountId": "123456789012",
    "AWS::Partition": "aws",
    "AWS::Region": "eu-central-1",
    "AWS::StackName": "codriver",
    "SenderAddress": {"Ref": "no-reply@codriver.test"},
    "Table": {"Ref": "codriver"},
    **{name: {"Arn": arn} for name, arn in KEYS.items()},
    "Mails": {"Ref": "codriver"},
    "SignInMails": queue("sign-in-mails"),
    "OtherMails": queue("other-mails"),
    "StreamDeadLetters": queue("stream-dead-letters"),
    "WorkerDeadLetters": queue("worker-dead-letters"),
}


class NoManagedPolicies:
    """No policy of AWS's is named but by its ARN."""

    def load(self):
        """None."""
        return {}


def transformed():
    """The template as SAM makes it, and the binaries of its functions."""
    written = yaml_parse(TEMPLATE.read_text())
    functions = {n: r for n, r in written["Resources"].items() if r["Type"] == "AWS::Serverless::Function"}
    binaries = {name: r["Metadata"]["BuildProperties"]["Binary"] for name, r in functions.items()}
    made = SamTemplateValidator(written, NoManagedPolicies()).get_translated_template_if_valid()
    return yaml.safe_load(made), binaries


def main():
    template, binaries = transformed()
    resources, resolver = template["Resources"], IntrinsicResolver(template, IntrinsicsSymbolTable(template, NAMES))

    def resolved(resource, name):
        return resolver.intrinsic_property_resolver(resources[resource]["Properties"].get(name, []), False)

    def allowed(role):
        return {"managed": resolved(role, "ManagedPolicyArns"), "policies": resolved(role, "Policies")}

    functions = {binary: allowed(resources[name]["Properties"]["Role"]["Fn::GetAtt"][0]) for name, binary in binaries.items()}
    gateway = allowed("ApiCalls") | {"trusted": resolved("ApiCalls", "AssumeRolePolicyDocument")["Statement"]}
    gateway["calls"] = [f"arn:aws:lambda:{ACCOUNT}:function:{NAMES['AWS::StackName']}-{name}-0123456789ab" for name in binaries]
    keys = {arn: resolved(name, "KeyPolicy") for name, arn in KEYS.items()}
    print(json.dumps({"functions": functions, "gateway": gateway, "resources": keys}))


if __name__ == "__main__":
    main()
