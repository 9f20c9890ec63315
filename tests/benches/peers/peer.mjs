// The peer of ingest in Node.js: the same as peer.py.
import { createHash, randomUUID, timingSafeEqual } from "node:crypto";
import http from "node:http";
import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";

const table = process.env.TABLE;
const dynamodb = new DynamoDBClient({});
const name = process.env.CONFIGURATION.slice(4);
const { Parameter } = await new SSMClient({}).send(new GetParameterCommand({ Name: name, WithDecryption: true }));
// One key, read without a library of TOML.
const keys = [Object.fromEntries([...Parameter.Value.matchAll(/(\w+) = '([^']*)'/g)].map(([, k, v]) => [k, v]))];

function attribute(value) {
  if (typeof value === "boolean") return { BOOL: value };
  if (typeof value === "number") return { N: String(value) };
  if (typeof value === "string") return { S: value };
  if (Array.isArray(value)) return { L: value.map(attribute) };
  return { M: Object.fromEntries(Object.entries(value).map(([k, v]) => [k, attribute(v)])) };
}

function is(key, presented) {
  const [a, b] = [Buffer.from(key), Buffer.from(presented)];
  return a.length === b.length && timingSafeEqual(a, b);
}

const answer = (statusCode, body) => ({
  statusCode,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

async function handler(event) {
  const [scheme, presented = ""] = (event.headers.authorization ?? "").split(" ");
  const key = keys.find((key) => is(key.key, presented));
  if (scheme.toLowerCase() !== "bearer" || !key) return answer(401, { title: "A valid key is needed" });
  const body = event.isBase64Encoded ? Buffer.from(event.body, "base64").toString() : event.body;
  const touchpoint = JSON.parse(body);
  const errors = [];
  if (!touchpoint.type) errors.push({ field: "touchpoint_type", message: "is missing" });
  for (const [rating, top] of [["csat", 5], ["stars", 5], ["ces", 7]]) {
    const given = touchpoint.rating?.[rating];
    if (given !== undefined && !(given >= 1 && given <= top))
      errors.push({ field: `rating.${rating}`, message: `must be from 1 to ${top}` });
  }
  if (errors.length) return answer(422, { errors });
  const sorted = JSON.stringify(touchpoint, Object.keys(touchpoint).sort());
  const digest = createHash("sha256").update(sorted).digest("hex");
  touchpoint.id ??= randomUUID();
  const item = Object.fromEntries(Object.entries(touchpoint).map(([k, v]) => [k, attribute(v)]));
  item.pk = { S: `CUSTOMER#id:${encodeURIComponent(touchpoint.customer_id)}` };
  item.sk = { S: `TOUCHPOINT#${key.name}#${encodeURIComponent(touchpoint.id)}` };
  item.digest = { S: digest };
  item.received_at = { S: new Date().toISOString() };
  let status = "accepted";
  try {
    await dynamodb.send(
      new PutItemCommand({
        TableName: table,
        Item: item,
        ConditionExpression: "attribute_not_exists(pk)",
        ReturnValuesOnConditionCheckFailure: "ALL_OLD",
      }),
    );
  } catch (error) {
    if (error.name !== "ConditionalCheckFailedException") throw error;
    status = error.Item.digest.S === digest ? "duplicate" : "conflict";
  }
  return answer(202, { results: [{ status, source: key.name, id: touchpoint.id }] });
}

// The least that a runtime does, so that no other's is measured.
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(":");
const call = (method, path, body) =>
  new Promise((resolve, reject) => {
    const request = http.request({ agent, host, port, method, path }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (part) => (text += part));
      response.on("end", () => resolve({ headers: response.headers, text }));
    });
    request.on("error", reject);
    request.end(body);
  });
for (;;) {
  const { headers, text } = await call("GET", "/2018-06-01/runtime/invocation/next");
  const result = JSON.stringify(await handler(JSON.parse(text)));
  const request = headers["lambda-runtime-aws-request-id"];
  await call("POST", `/2018-06-01/runtime/invocation/${request}/response`, result);
}
