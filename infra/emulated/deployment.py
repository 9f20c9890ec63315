"""infra/template.yaml as CloudFormation gets it after SAM, changed only where the emulator cannot follow, and deployed by
change set. Each change is said in the output: what is not shown must not look as if it were."""

import copy
import json
import os
import time
from datetime import datetime, timezone
from pathlib import Path

from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator
from samtranslator.yaml_helper import yaml_parse

from emulator import REGION

CHANGE_S_MAX = 180


def transformed(template, code_uri):
    """The template after the transform of SAM, with the code of each function at `code_uri(folder)`."""
    os.environ.setdefault("AWS_DEFAULT_REGION", REGION)
    source = yaml_parse(Path(template).read_text(encoding="utf-8"))
    for resource in source["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = code_uri(Path(resource["Properties"]["CodeUri"]).name)
    return Translator({}, Parser()).translate(source, {})


def adapted(template):
    """The transformed template as the emulator takes it, and what was changed for it."""
    template, told = copy.deepcopy(template), []
    resources = template["Resources"]
    for name in [name for name, resource in resources.items() if "Metrics" in resource.get("Properties", {})]:
        del resources[name]
        told.append(f"left out: {name}, because the emulator has no metric math")
    for name in [name for name, resource in resources.items() if resource["Type"] == "AWS::S3::BucketPolicy"]:
        del resources[name]
        told.append(f"left out: {name}, because it refuses plain HTTP, which is all that the emulator speaks")
    for name, resource in resources.items():
        if resource["Type"] == "AWS::Lambda::Function":
            logging = resource["Properties"]["LoggingConfig"]
            variables = resource["Properties"]["Environment"]["Variables"]
            variables["AWS_LAMBDA_LOG_FORMAT"] = logging["LogFormat"]
            variables["AWS_LAMBDA_LOG_LEVEL"] = logging["ApplicationLogLevel"]
        if resource["Type"] == "AWS::Lambda::EventSourceMapping":
            resource["Properties"]["Enabled"] = False
            told.append(f"put aside: {name}; the emulator's own pump loses records, OUR pump reads the stream instead")
        if resource["Type"] == "AWS::Scheduler::Schedule":
            target = resource["Properties"]["Target"]
            target["Input"] = target["Input"].replace("<aws.scheduler.scheduled-time>", now())
            told.append(f"filled in: the scheduled time of {name}, because the emulator does not")
    for name in [name for name, resource in resources.items() if resource["Type"] == "AWS::ApiGatewayV2::Api"]:
        routes = routes_of(name, resources[name]["Properties"].pop("Body"))
        resources[name]["Properties"].update({"Name": "moments", "ProtocolType": "HTTP"})
        resources.update(routes)
        told.append(f"written out: the {len(routes) // 2} routes of {name}, because the emulator reads no OpenAPI body")
    told.append("not shown: dynamodb:LeadingKeys, limits of routes and TLS only; taken as they are, but not enforced by the emulator")
    told.append("set: the variables of LoggingConfig, which the platform sets and the emulator does not")
    return template, told


def now():
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def routes_of(api, body):
    """What API Gateway makes of an OpenAPI body: an integration and a route for each operation."""
    resources = {}
    for path, operations in body["paths"].items():
        outer, operations = conditional(operations)
        for method, operation in operations.items():
            inner, operation = conditional(operation)
            condition = {"Condition": outer or inner} if outer or inner else {}
            named = operation.get("x-amazon-apigateway-integration")
            if named is None:
                continue
            number = len(resources) // 2
            resources[f"Integration{number}"] = {
                **condition,
                "Type": "AWS::ApiGatewayV2::Integration",
                "Properties": {
                    "ApiId": {"Ref": api},
                    "IntegrationType": "AWS_PROXY",
                    "IntegrationUri": named["uri"],
                    "PayloadFormatVersion": named["payloadFormatVersion"],
                },
            }
            resources[f"Route{number}"] = {
                **condition,
                "Type": "AWS::ApiGatewayV2::Route",
                "Properties": {
                    "ApiId": {"Ref": api},
                    "RouteKey": f"{method_of(method)} {path}",
                    "Target": {"Fn::Sub": f"integrations/${{Integration{number}}}"},
                },
            }
    return resources


def conditional(value):
    """The condition of a part of an OpenAPI body that may be left out, and the part."""
    if set(value) != {"Fn::If"}:
        return None, value
    condition, part, _ = value["Fn::If"]
    return condition, part


def method_of(name):
    """The method of a route; `ANY` has a name of its own in an OpenAPI body."""
    return "ANY" if name == "x-amazon-apigateway-any-method" else name.upper()


class Stack:
    """One deployed stack."""

    def __init__(self, emulator, name, parameters):
        self.cloudformation = emulator.client("cloudformation")
        self.s3 = emulator.client("s3")
        self.name = name
        self.parameters = parameters
        self.changes = 0

    def change(self, template):
        """Deploys a template by change set: the first creates the stack, each other one updates it."""
        self.changes += 1
        bucket, key = "moments-code", f"template-{self.changes}.json"
        self.s3.put_object(Bucket=bucket, Key=key, Body=json.dumps(template).encode())
        change = f"change-{self.changes}"
        self.cloudformation.create_change_set(
            StackName=self.name,
            ChangeSetName=change,
            ChangeSetType="CREATE" if self.changes == 1 else "UPDATE",
            TemplateURL=f"{self.s3.meta.endpoint_url}/{bucket}/{key}",
            Capabilities=["CAPABILITY_IAM"],
            Parameters=[{"ParameterKey": name, "ParameterValue": value} for name, value in self.parameters.items()],
        )
        self.wait(
            lambda: self.cloudformation.describe_change_set(StackName=self.name, ChangeSetName=change),
            "CREATE_COMPLETE",
        )
        self.cloudformation.execute_change_set(StackName=self.name, ChangeSetName=change)
        wanted = "CREATE_COMPLETE" if self.changes == 1 else "UPDATE_COMPLETE"
        self.wait(lambda: self.cloudformation.describe_stacks(StackName=self.name)["Stacks"][0], wanted, "StackStatus")

    def wait(self, look, wanted, field="Status"):
        deadline = time.monotonic() + CHANGE_S_MAX
        while True:
            seen = look()
            if seen[field] == wanted:
                return
            ended = seen[field].endswith(("_FAILED", "ROLLBACK_COMPLETE")) or time.monotonic() > deadline
            if ended:
                events = self.cloudformation.describe_stack_events(StackName=self.name)["StackEvents"]
                why = [event.get("ResourceStatusReason") for event in events if "FAILED" in event["ResourceStatus"]]
                raise RuntimeError(f"{self.name} is {seen[field]}: {seen.get('StatusReason', '')} {why}")
            time.sleep(0.3)

    def outputs(self):
        outputs = self.cloudformation.describe_stacks(StackName=self.name)["Stacks"][0]["Outputs"]
        return {output["OutputKey"]: output["OutputValue"] for output in outputs}

    def physical(self, logical):
        detail = self.cloudformation.describe_stack_resource(StackName=self.name, LogicalResourceId=logical)
        return detail["StackResourceDetail"]["PhysicalResourceId"]


if __name__ == "__main__":
    # For linters: the template as CloudFormation gets it.
    print(json.dumps(transformed(Path(__file__).parents[1] / "template.yaml", lambda it: f"s3://moments-code/{it}.zip")))
