"""Runs the commands of infra/README.md's section on deploying, as they stand there, against an emulator of AWS, and answers
the questions that `sam deploy --guided` asks. What a reader is told to edit is edited; nothing else is added but what the
emulator cannot do.

    python infra/emulated/readme.py        # with aws, sam and cargo-lambda on the PATH

Leaves the built functions in infra/.aws-sam/build."""

import json
import os
import re
import secrets
import select
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import yaml
from samtranslator.yaml_helper import yaml_parse

from deployment import adapted, transformed
from emulator import KEY_ID, REGION, SECRET, Emulator
from run import ROOT, check, say

COMMAND_S_MAX = 3600
KEY = secrets.token_hex(16)
# What `sam deploy --guided` asks, and what somebody on this machine would answer. Everything else: the default.
ANSWERS = [
    (r"Parameter Architecture ", os.uname().machine.replace("aarch64", "arm64")),
    (r"Parameter SplitConfiguration ", "true"),
    (r"has no authentication", "y"),
    (r"Save arguments to configuration file", "n"),
    (r"Deploy this changeset", "y"),
]


def commands(text):
    """The lines of the shell blocks in the section on deploying, joined where one goes on."""
    section = re.search(r"^## Deploying\n(.*?)^## ", text, re.DOTALL | re.MULTILINE).group(1)
    blocks = re.findall(r"^```sh\n(.*?)^```", section, re.DOTALL | re.MULTILINE)
    return [line for block in blocks for line in block.replace("\\\n", " ").splitlines() if line.strip()]


class Shell:
    """One shell, so that `cd` holds for the next command. Prompts are answered."""

    def __init__(self, environment):
        self.process = subprocess.Popen(
            ["bash", "--norc"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def run(self, command):
        say(f"$ {command}")
        # One compound command: a line after it would be an answer to the first question of the command.
        self.process.stdin.write(f"{{ {command}\n}}; echo \"[status $?]\"\n".encode())
        self.process.stdin.flush()
        text, deadline = "", time.monotonic() + COMMAND_S_MAX
        answered = 0
        while not (ended := re.search(r"\[status (\d+)\]\n$", text)):
            if time.monotonic() > deadline:
                raise SystemExit(f"FAILED: {command} takes too long")
            if select.select([self.process.stdout], [], [], 0.5)[0]:
                text += os.read(self.process.stdout.fileno(), 65536).decode(errors="replace")
                continue
            # Quiet, and the last line is a question.
            question = text[answered:].rsplit("\n", 1)[-1]
            if question.rstrip().endswith(("]:", "]: ", "?:")):
                answer = next((answer for pattern, answer in ANSWERS if re.search(pattern, question)), "")
                say(f"  {question.strip()} {answer}")
                answered = len(text)
                self.process.stdin.write(f"{answer}\n".encode())
                self.process.stdin.flush()
        if ended.group(1) != "0":
            raise SystemExit(f"FAILED: {command}\n{text[-4000:]}")
        return text

    def close(self):
        self.process.stdin.close()
        self.process.wait(timeout=30)


def build_all():
    """Builds what `sam build` is about to ask for one by one: at once, so that no processor waits while one function is linked. Those
    that send are built apart from the others, which link nothing that sends: together they would have the same `recovery`."""
    folders = [folder for folder in sorted((ROOT / "functions").iterdir()) if (folder / "Cargo.toml").exists()]
    sends = {folder: '"outbox"' in (folder / "Cargo.toml").read_text(encoding="utf-8") for folder in folders}
    # As sam calls it.
    build = ["cargo", "lambda", "build", "--release", *(["--arm64"] if ANSWERS[0][1] == "arm64" else [])]
    environment = os.environ | {"CARGO_LAMBDA_COMPILER": "cargo"}
    for group in (False, True):
        names = [folder.name for folder in folders if sends[folder] == group]
        command = [*build, *(word for name in names for word in ("-p", name))]
        say(f"$ {' '.join(command)}")
        subprocess.run(command, cwd=ROOT, env=environment, check=True)


def edit(document):
    """What the README says of the printed configuration: leave out what is of a laptop, name a channel of your own."""
    document = re.sub(r"^allow_loopback_channels.*\n", "", document, flags=re.MULTILINE)
    # A deployment takes no short key and none for two roles: the printed ones are for a laptop.
    for keys, prefix in (("write_keys", "sk_"), ("read_keys", "rk_"), ("case_keys", "ck_")):
        document = document.replace(f'[[{keys}]]\nkey = "local"', f'[[{keys}]]\nkey = "{prefix}{KEY}"', 1)
    return document.replace("{address}/_local/inbox/slack", "https://hooks.example.com/moments")


def for_the_emulator(file):
    """Takes out of the built template what the emulator does not know."""
    template = yaml_parse(file.read_text(encoding="utf-8"))
    for name, resource in list(template["Resources"].items()):
        if "Metrics" in resource.get("Properties", {}):
            del template["Resources"][name]
            say(f"  left out: {name}, because the emulator has no metric math")
        elif resource["Type"] == "AWS::S3::BucketPolicy":
            del template["Resources"][name]
            say(f"  left out: {name}, because it refuses plain HTTP, which is all that the emulator speaks")
    file.write_text(yaml.safe_dump(json.loads(json.dumps(template)), sort_keys=False), encoding="utf-8")


def write_out_routes(emulator, stack):
    """The emulator reads no OpenAPI body: makes the API's routes by its own calls."""
    gateway, cloudformation = emulator.client("apigatewayv2"), emulator.client("cloudformation")
    resources, _ = adapted(transformed(ROOT / "infra/template.yaml", lambda folder: f"s3://moments-code/{folder}.zip"))
    found = cloudformation.describe_stack_resources(StackName=stack)["StackResources"]
    ids = {resource["LogicalResourceId"]: resource["PhysicalResourceId"] for resource in found}
    routes = [it["Properties"] for it in resources["Resources"].values() if it["Type"] == "AWS::ApiGatewayV2::Route"]
    for route in routes:
        integration = re.search(r"\{(\w+)\}", route["Target"]["Fn::Sub"]).group(1)
        uri = json.dumps(resources["Resources"][integration]["Properties"]["IntegrationUri"])
        function = ids[re.search(r"\$\{(\w+)\.Arn\}", uri).group(1)]
        made = gateway.create_integration(
            ApiId=ids["Api"],
            IntegrationType="AWS_PROXY",
            IntegrationUri=f"arn:aws:lambda:{REGION}:000000000000:function:{function}",
            PayloadFormatVersion="2.0",
        )
        target = f"integrations/{made['IntegrationId']}"
        gateway.create_route(ApiId=ids["Api"], RouteKey=route["RouteKey"], Target=target)
    say(f"  written out: {len(routes)} routes, because the emulator reads no OpenAPI body")


def main():
    lines = commands((ROOT / "infra/README.md").read_text(encoding="utf-8"))
    log = Path(tempfile.gettempdir()) / "moments-emulator-readme.log"
    with Emulator(log) as emulator:
        environment = os.environ | {
            "AWS_ENDPOINT_URL": emulator.endpoint,
            "AWS_ACCESS_KEY_ID": KEY_ID,
            "AWS_SECRET_ACCESS_KEY": SECRET,
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_PAGER": "",
            "SAM_CLI_TELEMETRY": "0",
            "CARGO_LAMBDA_COMPILER": "cargo",
            # The parameter's default is the other processor, for which not every machine can build.
            "SAM_CLI_ARCHITECTURE": "",
        }
        shell = Shell(environment)
        production = ROOT / "production.toml"
        try:
            for line in lines:
                if line.startswith("sam build"):
                    build_all()
                    line += " --parameter-overrides Architecture=" + ANSWERS[0][1]
                text = shell.run(line)
                if "> production.toml" in line and production.exists():
                    production.write_text(edit(production.read_text(encoding="utf-8")), encoding="utf-8")
                    say("  edited as the README says")
                if line.startswith("sam build"):
                    for_the_emulator(ROOT / "infra/.aws-sam/build/template.yaml")
                if line.startswith("sam deploy"):
                    check("Successfully created/updated stack" in text, "sam says that the stack is there")
            shell.close()
        finally:
            production.unlink(missing_ok=True)
        write_out_routes(emulator, "moments")
        send_the_first_touchpoint(emulator)
    say("done")


def send_the_first_touchpoint(emulator):
    """The output `Curl`, with a key put in, as it stands but for the address, which does not resolve here."""
    stack = emulator.client("cloudformation").describe_stacks(StackName="moments")["Stacks"][0]
    outputs = {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}
    check({"Url", "Curl", "FormSnippet", "AlarmTopic"} <= outputs.keys(), f"its outputs: {', '.join(sorted(outputs))}")
    api = re.search(r"https://(\w+)\.execute-api\.[^/]*", outputs["Curl"])
    curl = outputs["Curl"].replace(api.group(0), emulator.endpoint).replace("WRITE_KEY", f"sk_{KEY}")
    curl = curl.replace("curl ", f"curl -sS -m 60 -H 'Host: {api.group(1)}.execute-api.localhost' ", 1)
    answer = subprocess.run(curl, shell=True, capture_output=True, text=True, timeout=120, check=False)
    check('"accepted"' in answer.stdout, f"the curl of the outputs: {answer.stdout.strip()}{answer.stderr.strip()}")


if __name__ == "__main__":
    sys.exit(main())
