"""The peer of ingest in Python: key, shape and a few bounds, a digest, one conditional put, the same answer. It does not do
what else ingest does: media types, forms, CORS, quotas, aliases, most of the checks, metrics."""

import base64
import hashlib
import hmac
import http.client
import json
import os
import tomllib
import uuid
from datetime import datetime, timezone
from urllib.parse import quote

import boto3
from botocore.exceptions import ClientError

table = os.environ["TABLE"]
dynamodb = boto3.client("dynamodb")
text = boto3.client("ssm").get_parameter(Name=os.environ["CONFIGURATION"][4:], WithDecryption=True)
keys = tomllib.loads(text["Parameter"]["Value"])["write_keys"]


def attribute(value):
    if isinstance(value, bool):
        return {"BOOL": value}
    if isinstance(value, (int, float)):
        return {"N": str(value)}
    if isinstance(value, str):
        return {"S": value}
    if isinstance(value, dict):
        return {"M": {name: attribute(inner) for name, inner in value.items()}}
    return {"L": [attribute(inner) for inner in value]}


def answer(status, body):
    return {"statusCode": status, "headers": {"content-type": "application/json"}, "body": json.dumps(body)}


def handler(event):
    scheme, _, presented = event["headers"].get("authorization", "").partition(" ")
    key = next((key for key in keys if hmac.compare_digest(key["key"], presented)), None)
    if scheme.lower() != "bearer" or key is None:
        return answer(401, {"title": "A valid key is needed"})
    body = event["body"]
    if event["isBase64Encoded"]:
        body = base64.b64decode(body)
    touchpoint = json.loads(body)
    errors = []
    if not touchpoint.get("type"):
        errors.append({"field": "touchpoint_type", "message": "is missing"})
    for name, top in (("csat", 5), ("stars", 5), ("ces", 7)):
        given = touchpoint.get("rating", {}).get(name)
        if given is not None and not 1 <= given <= top:
            errors.append({"field": f"rating.{name}", "message": f"must be from 1 to {top}"})
    if errors:
        return answer(422, {"errors": errors})
    digest = hashlib.sha256(json.dumps(touchpoint, sort_keys=True).encode()).hexdigest()
    identity = touchpoint.setdefault("id", str(uuid.uuid4()))
    customer = quote("id:" + touchpoint["customer_id"], safe=":")
    item = {name: attribute(value) for name, value in touchpoint.items()}
    item["pk"] = {"S": f"CUSTOMER#{customer}"}
    item["sk"] = {"S": f"TOUCHPOINT#{key['name']}#{quote(identity, safe='')}"}
    item["digest"] = {"S": digest}
    item["received_at"] = {"S": datetime.now(timezone.utc).isoformat()}
    status = "accepted"
    try:
        dynamodb.put_item(
            TableName=table,
            Item=item,
            ConditionExpression="attribute_not_exists(pk)",
            ReturnValuesOnConditionCheckFailure="ALL_OLD",
        )
    except ClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise
        status = "duplicate" if error.response["Item"]["digest"]["S"] == digest else "conflict"
    return answer(202, {"results": [{"status": status, "source": key["name"], "id": identity}]})


def main():
    # The least that a runtime does, so that no other's is measured.
    runtime = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
    while True:
        runtime.request("GET", "/2018-06-01/runtime/invocation/next")
        invocation = runtime.getresponse()
        event = json.loads(invocation.read())
        request = invocation.headers["Lambda-Runtime-Aws-Request-Id"]
        result = json.dumps(handler(event))
        runtime.request("POST", f"/2018-06-01/runtime/invocation/{request}/response", result)
        runtime.getresponse().read()


main()
