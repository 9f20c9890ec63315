"""Deploys infra/template.yaml with the zips of the functions into an emulator of AWS and lives through a day of a business
there: touchpoints over HTTP, an alert at an endpoint, a report by its schedule. Then the same with the permissions of each
function on the table taken away in turn, to show that each is needed.

    python infra/emulated/run.py ZIPS      # a folder with ingest.zip, classify.zip, …

Needs what .ci/run installs: ministack, boto3, aws-sam-translator, standardwebhooks. Everything listens on loopback only."""

import copy
import http.client
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from datetime import datetime, timedelta, timezone
from pathlib import Path

from deployment import Stack, adapted, transformed
from emulator import KEY_ID, REGION, Emulator
from emulator import SECRET as ROOT_SECRET
from post_office import PostOffice
from pump import Pump, Reader
from receiver import SECRET, Receiver

ROOT = Path(__file__).resolve().parents[2]
WRITE_KEY, READ_KEY, CASE_KEY, LINKS_KEY = "sk_of-this-emulator-only", "rk_of-this-emulator-only", "ck_of-this-emulator-only", "links-of-this-emulator-and-no-other"
SESSIONS_KEY = "sessions-of-this-emulator-and-no-other"
# What must be in no log: the customer, the customer's words, keys and secrets.
PRIVATE = ["ana-4815", "ben-2342", "eva@example.com", "tibia", WRITE_KEY, READ_KEY, CASE_KEY, LINKS_KEY, SESSIONS_KEY, SECRET]
ALERT_S_MAX, DELIVERY_S_MAX, REPORT_S_MAX = 60, 150, 150

CONFIGURATION = """
language = "en"
allow_loopback_channels = true
[[write_keys]]
key = "{write}"
name = "back-end"
kind = "secret"
[[read_keys]]
key = "{read}"
name = "emulated"
"""
# All of it is one parameter at first, and pushed in parts with the update.
CHANNELS = """
[console]
key = "{sessions}"
mail = "mail"
[[people]]
name = "Eva"
email = "eva@example.com"
role = "agent"
[[case_keys]]
key = "{case}"
name = "crm"
[links]
key = "{links}"
[[channels]]
name = "team"
kind = "webhook"
url = "{url}"
secret = "{secret}"
receives = ["alerts", "cases"]
# Links to sign in go by it.
[[channels]]
name = "mail"
kind = "email"
url = "{mail}"
from = "Moments <moments@example.com>"
to = ["duty@example.com"]
receives = ["escalations"]
"""


def say(text):
    print(f"[{time.monotonic() - BEGAN:6.1f} s] {text}", flush=True)


def check(held, what):
    """Says that something holds, or ends the run."""
    if not held:
        raise SystemExit(f"FAILED: {what}")
    say(f"ok: {what}")


class Business:
    """The deployed suite, as its users meet it."""

    def __init__(self, emulator, stack, template):
        self.emulator, self.stack, self.template = emulator, stack, template
        self.url = stack.outputs()["Url"]
        self.logs, self.functions = emulator.client("logs"), emulator.client("lambda")
        self.table = stack.physical("Table")

    def call(self, method, path, body=None, key=WRITE_KEY):
        """A request to the HTTP API. Its name does not resolve here, so it is said in the Host header."""
        host = self.url.split("//")[1].split("/")[0].split(".")[0] + ".execute-api.localhost"
        headers = {"Host": host, "Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.emulator.endpoint + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def console(self, path, form=None, cookie=""):
        """A request of a browser: status, body and the cookies that were set. Follows nothing."""
        host = self.url.split("//")[1].split("/")[0].split(".")[0] + ".execute-api.localhost"
        connection = http.client.HTTPConnection(self.emulator.endpoint.split("//")[1], timeout=60)
        headers = {"Host": host, "Accept": "text/html", "User-Agent": "rehearsal", "Cookie": cookie}
        data = None if form is None else urllib.parse.urlencode(form)
        if data is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request("GET" if form is None else "POST", path, data, headers)
        answer = connection.getresponse()
        cookies = [line.split(";")[0] for line in answer.headers.get_all("Set-Cookie") or []]
        return answer.status, answer.read().decode(), "; ".join(cookies)

    def post(self, *touchpoints, key=WRITE_KEY):
        return self.call("POST", "/v1/touchpoints", list(touchpoints), key)

    def acknowledge(self, alert):
        """Takes the case of an alert, as a CRM would."""
        path = f"/v1/cases/{alert['subject']}/acknowledge"
        return self.call("POST", path, {"actor": "Eva"}, CASE_KEY)

    def invoke(self, name, event):
        answer = self.functions.invoke(FunctionName=self.stack.physical(name), Payload=json.dumps(event).encode())
        return "FunctionError" in answer, answer["Payload"].read().decode()

    def items(self, prefix):
        pages = self.emulator.client("dynamodb").get_paginator("scan").paginate(TableName=self.table)
        items = [item for page in pages for item in page["Items"]]
        return [item for item in items if item["sk"]["S"].startswith(prefix)]

    def log(self, name):
        group = f"/moments/{self.stack.name}/{name.lower()}"
        events = self.logs.filter_log_events(logGroupName=group)["events"]
        return [event["message"] for event in events]

    def reader(self, mapping):
        properties = self.template["Resources"][mapping]["Properties"]
        function = self.stack.physical(properties["FunctionName"]["Ref"])
        return Reader(mapping, function, properties)


def ago(seconds):
    return (datetime.now(timezone.utc) - timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


def waffles(customer):
    """Two scoops promised, one eaten."""
    promise = {"id": f"{customer}-1", "customer_id": customer, "touchpoint_type": "search", "occurred_at": ago(120)}
    promise |= {"promise_id": f"{customer}-w", "expectation": {"waffles": 3, "scoops": 2}}
    eaten = {"id": f"{customer}-2", "customer_id": customer, "touchpoint_type": "product_use", "occurred_at": ago(60)}
    eaten |= {"promise_id": f"{customer}-w", "perception": {"waffles": 3, "scoops": 1}, "comment": "tibia y escasa"}
    return promise, eaten


def a_day(business, pump, team):
    """What a user does first, and what must come of it."""
    status, body = business.post(*waffles("ana-4815"))
    results = json.loads(body).get("results", []) if status == 202 else body
    check(status == 202 and [r["status"] for r in results] == ["accepted"] * 2, "two touchpoints posted: accepted")
    status, body = business.post(*waffles("ana-4815"))
    check("duplicate" in body or "conflict" in body, "posted again, they change nothing")
    status, _ = business.post(*waffles("ana-4815"), key="nobody")
    check(status == 401, "a wrong key: 401")
    status, body = business.post({"touchpoint_type": "visit", "ratings": {"csat": 9}})
    check(status == 422 and "`rating`" in body, "a misspelt field: 422 that says which was meant")
    status, body = business.call("GET", "/v1/quarantine", key=READ_KEY)
    records = json.loads(body)["records"] if status == 200 else [body]
    check(len(records) == 1 and records[0]["reason"] == "invalid", "and it is kept in quarantine")
    record = f"/v1/quarantine/{records[0]['id']}"
    status, body = business.call("GET", record, key=READ_KEY)
    check(status == 200 and "ratings" in json.loads(body)["request"]["text"], "with what was sent")
    status, _ = business.call("POST", record + "/replay")
    check(status == 422, "replayed, it still cannot be taken")
    status, _ = business.call("DELETE", record)
    check(status == 204, "and it can be removed")

    arrived = pump.until(lambda: team.of_type("case.opened"), ALERT_S_MAX)
    check(arrived and not team.refused, "the alert arrived, and its signature is right to somebody else's library")
    check("customer_id" not in json.dumps(arrived[0]), "it does not name the customer")
    pump.drain()
    check(len(business.items("MOMENT#")) == 2, "both touchpoints are judged")

    status, body = business.call("GET", "/v1/touchpoints/back-end/ana-4815-2?customer_id=ana-4815", key=READ_KEY)
    check(status == 200 and json.loads(body)["moment"]["outcome"] == "misery", "its sender is told: misery")
    status, body = business.acknowledge(arrived[0])
    check(status == 200 and json.loads(body)["state"] == "acknowledged", "its case is taken by Eva")
    told = pump.until(lambda: team.of_type("case.acknowledged"), DELIVERY_S_MAX)
    check(told and not team.refused, "and the team's programs are told, by the outbox of the next minute")
    today = datetime.now(timezone.utc).date()
    status, body = business.call("GET", f"/v1/reports/{today}.json", key=READ_KEY)
    check(status == 200 and '"moments": 2' in json.dumps(json.loads(body)), "today's report, asked for: two moments")


def ask_for_a_link(business):
    """Asks to sign in, as a browser does: a page with a form, and the form."""
    _, page, cookie = business.console("/sign-in")
    return business.console("/sign-in", {"email": "eva@example.com", "token": field(page, "token")}, cookie)[:2]


def the_console(business):
    """The console is there, and lets in nobody who has not signed in."""
    status, _, _ = business.console("/")
    check(status == 303, "the console sends whoever has not signed in to do so")
    status, page, cookie = business.console("/sign-in")
    check(status == 200 and cookie.startswith("__Host-"), "with a page, and a cookie that no other host can set")
    status, _, _ = business.console("/sign-in/local", {"email": "eva@example.com"}, cookie)
    check(status in (400, 404), "one click does not sign in here")
    status, _, _ = business.console("/sign-in/provider", cookie=cookie)
    check(status == 404, "nor does a provider that nobody configured")
    status, body = business.call("GET", "/v1/nothing")
    check(status == 404 and "Not Found" in body, "what is no route of the API is answered as before")


def a_case_in_the_console(business, pump, team, office):
    """Eva signs in by a link in a letter, and takes a case from Today."""
    before = len(team.of_type("case.opened"))
    business.post(*waffles("ben-2342"))
    arrived = pump.until(lambda: team.of_type("case.opened")[before:], ALERT_S_MAX)
    check(arrived, "another case is opened")
    status, page, cookie = business.console("/sign-in")
    status, _, _ = business.console("/sign-in", {"email": "eva@example.com", "token": field(page, "token")}, cookie)
    check(status == 303, "Eva asks for a link to sign in")
    letters = pump.until(lambda: office.to("eva@example.com"), DELIVERY_S_MAX)
    check(letters, "and it comes by mail, by the outbox of the next minute")
    link = re.search(r"https?://[^/\s]+(/sign-in/link\?\S+)", letters[0])[1]
    status, page, _ = business.console(link, cookie=cookie)
    check(status == 200, "the link shows a button")
    status, _, session = business.console(link, {"token": field(page, "token")}, cookie)
    check(status == 303 and "__Host-moments-session=" in session, "which signs in")
    status, page, _ = business.console("/", cookie=session)
    case = arrived[0]["subject"]
    check(status == 200 and f"/cases/{case}/acknowledge" in page, "Today shows the case, with a button")
    form = {"csrf": field(page, "csrf"), "to": "/"}
    status, _, _ = business.console(f"/cases/{case}/acknowledge", form, session)
    check(status == 303, "Eva takes it")
    status, body = business.call("GET", f"/v1/cases/{case}", key=CASE_KEY)
    check(status == 200 and json.loads(body)["assignee"] == "Eva", "and has it")
    for path in ["/cases", f"/cases/{case}", "/customers/id:ben-2342", "/reports"]:
        status, page, _ = business.console(path, cookie=session)
        check(status == 200 and "<main" in page, f"{path} is a page")
    status, _, _ = business.console("/set-up", cookie=session)
    check(status == 403, "/set-up is for admins")


def field(page, name):
    """The value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    return found[1] if found else ""


def a_report_by_schedule(business):
    s3, bucket = business.emulator.client("s3"), business.stack.physical("Reports")
    deadline = time.monotonic() + REPORT_S_MAX
    keys = []
    while not any(key.endswith(".json") for key in keys) and time.monotonic() < deadline:
        time.sleep(1)
        keys = [item["Key"] for item in s3.list_objects_v2(Bucket=bucket).get("Contents", [])]
    check(any(key.endswith(".json") for key in keys), f"the schedule wrote a report to S3: {', '.join(keys) or 'none'}")
    key = next(key for key in keys if key.endswith(".json"))
    written = json.loads(s3.get_object(Bucket=bucket, Key=key)["Body"].read())
    yesterday = str(datetime.now(timezone.utc).date() - timedelta(days=1))
    check(yesterday in json.dumps(written["period"]), "it is on the day before")


def nothing_personal_in_the_logs(business, names):
    lines = [line for name in names for line in business.log(name)]
    ours = [json.loads(line) for line in lines if line.startswith("{")]
    check(len(ours) > 5, f"the functions log JSON: {len(ours)} lines")
    with_id = [line for line in ours if "requestId" in json.dumps(line)]
    check(len(with_id) > 5, f"with the request they belong to: {len(with_id)} lines")
    counted = [line for line in ours if "TouchpointsAccepted" in line]
    check(counted and "_aws" in counted[0], "ingest counts in embedded metric format")
    found = [word for word in PRIVATE for line in lines if word in line]
    check(not found, "no customer, no customer's words, no key in any line")


def without_table(template, role):
    """The template with one role's permissions on the table and its index taken away."""
    template = copy.deepcopy(template)
    for policy in template["Resources"][role]["Properties"]["Policies"]:
        document = policy["PolicyDocument"]
        document["Statement"] = [
            statement for statement in document["Statement"] if not is_of_table(statement)
        ]
    return template


def is_of_table(statement):
    actions = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
    stream = ("dynamodb:DescribeStream", "dynamodb:ListStreams")
    return any(action.startswith("dynamodb:") for action in actions) and not any(a in stream for a in actions)


def failures(business, pump, team):
    """For each function: what fails without its permissions on the table, and how that shows."""

    def ingest():
        status, body = business.post(*waffles("without-ingest"))
        return status == 503 and "accepted" not in body, f"the post is answered {status}"

    def classify():
        business.post(*waffles("without-classify"))
        pump.turn()
        judged = [item for item in business.items("MOMENT#") if "without-classify" in item["sk"]["S"]]
        return not judged and pump.readers[0].waiting, "no touchpoint is judged, and the batch comes again"

    def alert():
        before = len(team.events)
        business.post(*waffles("without-alert"))
        pump.turn()
        pump.turn()
        return len(team.events) == before and pump.readers[1].waiting, "nobody is told, and the batch comes again"

    def invoked(name, event):
        def failing():
            failed, body = business.invoke(name, event)
            return failed, f"the run fails: {body[:160]}"

        return failing

    def read():
        status, _ = business.call("GET", "/v1/touchpoints/back-end/ana-4815-2?customer_id=ana-4815", key=READ_KEY)
        return status in (500, 502, 503), f"the question is answered {status}"

    def cases():
        status, _ = business.call("GET", "/v1/cases", key=CASE_KEY)
        return status in (500, 502, 503), f"the queue is answered {status}"

    def console():
        status, _ = ask_for_a_link(business)
        return status in (500, 502, 503), f"who asks for a link to sign in is answered {status}"

    minute = {"every": "minute", "scheduled_at": ago(0)}
    return {
        "Ingest": ingest,
        "Classify": classify,
        "Alert": alert,
        "Deliver": invoked("Deliver", minute),
        "Promises": invoked("Promises", minute),
        "Erase": invoked("Erase", minute),
        "Cases": cases,
        "Console": console,
        "Report": invoked("Report", {"period": str(datetime.now(timezone.utc).date())}),
        "Read": read,
        "Verify": invoked("Verify", {}),
    }


def functions_of(template):
    return [name for name, it in template["Resources"].items() if it["Type"] == "AWS::Lambda::Function"]


def deployed(emulator, team, office, zips):
    """Uploads the zips, writes the configuration and deploys the template."""
    template = transformed(ROOT / "infra/template.yaml", lambda folder: f"s3://moments-code/{folder}.zip")
    template, told = adapted(template)
    for line in told:
        say(line)
    s3 = emulator.client("s3")
    s3.create_bucket(Bucket="moments-code")
    for zip in sorted(zips.glob("*.zip")):
        s3.upload_file(str(zip), "moments-code", zip.name)
    keys = {"write": WRITE_KEY, "read": READ_KEY, "case": CASE_KEY, "links": LINKS_KEY, "sessions": SESSIONS_KEY}
    document = (CONFIGURATION + CHANNELS).format(url=team.url, mail=office.url, secret=SECRET, **keys)
    ssm = emulator.client("ssm")
    ssm.put_parameter(Name="/moments/configuration", Type="SecureString", Value=document)
    stack = Stack(emulator, "moments", {"Architecture": "x86_64", "DailyReportAt": "rate(1 minute)"})
    stack.change(template)
    say(f"deployed by change set: {len(template['Resources'])} resources")
    return Business(emulator, stack, template), document


def pump_of(business):
    """Our pump with the mappings of the template, the one that writes for the other first."""
    resources = business.template["Resources"]
    mappings = [name for name, it in resources.items() if it["Type"] == "AWS::Lambda::EventSourceMapping"]
    mappings.sort(key=lambda name: not name.startswith("Classify"))
    described = business.emulator.client("dynamodb").describe_table(TableName=business.table)["Table"]
    return Pump(business.emulator, described["LatestStreamArn"], [business.reader(name) for name in mappings])


def an_update(business, document):
    """A second deployment of a stack that was changed: each function reads the secrets that it uses, and no others."""

    def kept():
        return business.stack.physical("Table"), sorted(it["sk"]["S"] for it in business.items("TOUCHPOINT#"))

    before = kept()
    push(business, document)
    business.stack.parameters |= {"RetentionInDays": "7", "SplitConfiguration": "true"}
    business.stack.change(business.template)
    check(before == kept(), "a second deployment, changed, replaces neither the table nor anything in it")
    given = {name: variables(business, name)["CONFIGURATION"] for name in functions_of(business.template)}
    wrong = {name: parts for name, parts in given.items() if not parts.endswith((f"/{name.lower()}", "/configuration"))}
    check(not wrong, "each function is given its own parameter")
    # Each is also started by it: the emulator keeps no line of a function that fails at its start.
    for path, key in [("/v1/cases", CASE_KEY), ("/v1/touchpoints/back-end/ana-4815-2?customer_id=ana-4815", READ_KEY)]:
        status, _ = business.call("GET", path, key=key)
        check(status == 200, f"with the configuration in parts, {path.split('?')[0]} is answered {status}")
    status, _, _ = business.console("/sign-in")
    check(status == 200, f"with the configuration in parts, the console's /sign-in is answered {status}")


def push(business, document):
    """Writes the document in parts, as somebody does who changes it."""
    with tempfile.NamedTemporaryFile("w", suffix=".toml", encoding="utf-8") as file:
        file.write(document)
        file.flush()
        environment = os.environ | {
            "AWS_ENDPOINT_URL": business.emulator.endpoint,
            "AWS_REGION": REGION,
            "AWS_ACCESS_KEY_ID": KEY_ID,
            "AWS_SECRET_ACCESS_KEY": ROOT_SECRET,
        }
        bucket = business.stack.physical("Configurations")
        command = ["cargo", "run", "--quiet", "--", "config", "push", file.name, "--bucket", bucket]
        written = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    check(written.returncode == 0, f"the configuration is pushed in parts: {written.stdout.split()[:2]}{written.stderr}")


def variables(business, name):
    configuration = business.functions.get_function_configuration(FunctionName=business.stack.physical(name))
    return configuration["Environment"]["Variables"]


def without_each_permission(business, pump, team, functions):
    failing = failures(business, pump, team)
    check(set(failing) == set(functions), "every function has a failure that is expected of it")
    for name in functions:
        business.stack.change(without_table(business.template, f"{name}Role"))
        seen = len(business.log(name))
        failed, how = failing[name]()
        denied = [line for line in business.log(name)[seen:] if "AccessDenied" in line]
        check(failed and (denied or "AccessDenied" in how), f"without {name}'s permissions on the table: {how}")
        business.stack.change(business.template)
        pump.drain()
    status, _ = business.post(*waffles("afterwards"))
    pump.drain()
    judged = {item["sk"]["S"].split("#")[-1] for item in business.items("MOMENT#")}
    check(status == 202 and "afterwards-2" in judged, "with all permissions again, everything works")
    check({"without-classify-2", "without-alert-2"} <= judged, "and what had to wait was not lost")
    told = pump.until(lambda: len(team.of_type("case.opened")) >= 5, ALERT_S_MAX)
    check(told and not team.refused, "nor was a case: the team was told of all five")


def main(zips):
    log = Path(tempfile.gettempdir()) / "moments-emulator.log"
    with Emulator(log) as emulator, Receiver() as team, PostOffice() as office:
        say(f"an emulator of AWS (ministack) on {emulator.endpoint}, IAM enforced; its log is {log}")
        business, everybody = deployed(emulator, team, office, zips)
        resources = business.template["Resources"]
        functions = [name for name, it in resources.items() if it["Type"] == "AWS::Lambda::Function"]
        pump = pump_of(business)
        try:
            a_day(business, pump, team)
            the_console(business)
            a_case_in_the_console(business, pump, team, office)
            a_report_by_schedule(business)
            nothing_personal_in_the_logs(business, functions)
            an_update(business, everybody)
            without_each_permission(business, pump, team, functions)
        except SystemExit:
            for name in functions:
                print(f"-- the last lines of {name}", *business.log(name)[-10:], sep="\n")
            raise
    say("done")


BEGAN = time.monotonic()

if __name__ == "__main__":
    main(Path(sys.argv[1]))
