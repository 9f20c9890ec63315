// Runs Moments for a test: the built program with a configuration, a data folder and a port of its own. Stopped by the process that was
// started, never by name.
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

// How long the program may take to answer, on a busy machine.
const START_MS_MAX = 60_000;

/** Signs the sessions of these tests. */
export const SESSION_KEY = "a-key-for-sessions-of-these-tests-only";
/** A page of this origin may send with the publishable key. */
export const SHOP_KEY = "pk_shop_of_these_tests";
/** What the company's provider knows these deployments by. */
export const CLIENT = "moments";
export const CLIENT_SECRET = "a-secret-of-the-client-of-these-tests";
/** Proves the deliveries of a till. */
export const TILL_SECRET = "a-secret-of-the-till-of-these-tests";
/** Who may sign in: one of each role. */
export const ADMIN = "ana@example.com";
export const AGENT = "eva@example.com";
export const VIEWER = "leo@example.com";

const configuration = ({ mailPort, shopOrigin, issuer }) => `
language = "en"
allow_loopback_channels = true
[pacing]
gather_minutes = 0
[triage]
at_once_from = 1
[links]
key = "a-key-for-links-of-these-tests-only!"
show_customer = true
[console]
key = "${SESSION_KEY}"
${mailPort ? 'mail = "mail"' : ""}
${issuer ? `[console.provider]
issuer = "${issuer}"
client_id = "${CLIENT}"
client_secret = "${CLIENT_SECRET}"
name = "Waffle ID"` : ""}
[customers]
link = "https://crm.example.com/contacts/{customer_id}"
currency = "EUR"
[playbooks]
delivery = "Say when it comes. Offer the delivery for free."
[[people]]
name = "Ana"
email = "${ADMIN}"
role = "admin"
[[people]]
name = "Eva"
email = "${AGENT}"
role = "agent"
[[people]]
name = "Leo"
email = "${VIEWER}"
role = "viewer"
[[write_keys]]
key = "sk_local_of_these_tests"
name = "local"
kind = "secret"
[[write_keys]]
key = "${SHOP_KEY}"
name = "shop"
kind = "publishable"
origins = ["${shopOrigin ?? "http://127.0.0.1:1"}"]
[[read_keys]]
key = "rk_local_of_these_tests"
name = "local"
[[case_keys]]
key = "ck_local_of_these_tests"
name = "local"
[[channels]]
name = "inbox"
kind = "slack"
url = "{address}/_local/inbox/slack"
receives = ["alerts", "escalations", "reports"]
${mailPort ? `[[channels]]
name = "mail"
kind = "email"
url = "smtp://127.0.0.1:${mailPort}"
from = "Moments <moments@example.com>"
to = ["everybody@example.com"]
receives = ["reports"]` : ""}
[senders.till]
secret = "${TILL_SECRET}"
proof = { kind = "secret", header = "X-Till" }
touchpoint_type = "store_visit"
channel = "store"
id = "receipt.no"
customer_id = "card"
`;

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Moments, running. */
export class Moments {
  /** Starts it. `demo` plays two weeks of a waffle house into it. */
  static async start({ mailPort, shopOrigin, issuer, demo = false } = {}) {
    const moments = new Moments();
    moments.folder = await mkdtemp(join(tmpdir(), "moments-browser-"));
    moments.port = await freePort();
    moments.address = `http://127.0.0.1:${moments.port}`;
    const file = join(moments.folder, "moments.toml");
    await writeFile(file, configuration({ mailPort, shopOrigin, issuer }), { mode: 0o600 });
    moments.options = ["--config", file, "--data", join(moments.folder, "data"), "--listen", `127.0.0.1:${moments.port}`];
    moments.process = moments.#spawn([]);
    // Whatever becomes of the test, the program does not outlive it.
    process.once("exit", () => moments.process.kill("SIGKILL"));
    await moments.#answers();
    if (demo) await moments.run("demo");
    return moments;
  }

  #spawn(words) {
    const program = process.env.MOMENTS_PROGRAM;
    if (!program) throw new Error("MOMENTS_PROGRAM is not set; start the tests by run.mjs");
    const child = spawn(program, [...words, ...this.options], { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, RUST_LOG: "warn" } });
    child.said = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (bytes) => { child.said += bytes; });
    child.ended = new Promise((resolve) => child.on("exit", (code, signal) => resolve({ code, signal })));
    return child;
  }

  async #answers() {
    const until = Date.now() + START_MS_MAX;
    let over = null;
    this.process.ended.then((how) => { over = how; });
    while (Date.now() < until && !over) {
      const answer = await fetch(`${this.address}/sign-in`).catch(() => null);
      if (answer?.ok) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const said = this.process.said;
    await this.stop();
    throw new Error(`the program does not answer: ${said}`);
  }

  /** Ends it and starts it again on the same data, with another configuration. */
  async restart(change) {
    const file = this.options[1];
    await this.#end();
    await writeFile(file, change(await readFile(file, "utf8")));
    this.process = this.#spawn([]);
    await this.#answers();
  }

  /** Runs a command of the program beside the one that runs, and returns what it printed. */
  async run(...words) {
    const child = this.#spawn(words);
    const { code } = await child.ended;
    if (code !== 0) throw new Error(`${words.join(" ")} ended with ${code}: ${child.said}`);
    return child.said;
  }

  /** Sends touchpoints with the secret write key. */
  async send(...touchpoints) {
    const answer = await fetch(`${this.address}/v1/touchpoints`, {
      method: "POST",
      headers: { authorization: "Bearer sk_local_of_these_tests", "content-type": "application/json" },
      body: JSON.stringify(touchpoints),
    });
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
    return answer.json();
  }

  /** Sends touchpoints that make a customer's case, and waits until it is open. */
  async openCase(customer, comment = "Cold, and one scoop of the two.", ratings = { csat: 1 }) {
    await this.send(
      { id: `${customer}-1`, customer_id: customer, touchpoint_type: "search", promise_id: "waffles", expectation: { waffles: 3, scoops: 2 } },
      { id: `${customer}-2`, customer_id: customer, touchpoint_type: "product_use", promise_id: "waffles", perception: { waffles: 3, scoops: 1 }, rating: ratings, comment },
    );
    return until(async () => (await this.cases()).cases?.find((one) => one.customer === `id:${customer}`), `case of ${customer}`);
  }

  /** Returns the open cases, as the API lists them. */
  async cases() {
    const answer = await fetch(`${this.address}/v1/cases`, { headers: { authorization: "Bearer ck_local_of_these_tests", accept: "application/json" } });
    return answer.json();
  }

  /** Has the outbox send what is due, as it does each minute. */
  async deliver() {
    const answer = await fetch(`${this.address}/_local/deliver`, { method: "POST", body: "{}" });
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  }

  /** Returns the messages of the inbox, oldest first. */
  async inbox() {
    const text = await readFile(join(this.folder, "data", "inbox.jsonl"), "utf8").catch(() => "");
    return text.split("\n").filter(Boolean).map((line) => JSON.parse(line));
  }

  async #end() {
    this.process.kill("SIGINT");
    const late = setTimeout(() => this.process.kill("SIGKILL"), 10_000);
    await this.process.ended;
    clearTimeout(late);
  }

  /** Ends the program, and removes what it kept. */
  async stop() {
    await this.#end();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Asks again until there is an answer. */
export async function until(ask, what) {
  const end = Date.now() + 10_000;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`there is no ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
