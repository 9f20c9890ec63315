// What is refused: forms of other sessions and sites, and sessions that are stolen, changed or over.
import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import { createServer } from "node:http";
import { after, before, test } from "node:test";

import { openBrowser, openPage, signedIn } from "../harness/browser.mjs";
import { ADMIN, AGENT, Moments, SESSION_KEY } from "../harness/moments.mjs";

let moments, browser;
before(async () => {
  moments = await Moments.start();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await moments?.stop();
});

const COOKIE = "moments-session";
const sessionOf = async (page) => (await page.context().cookies()).find((cookie) => cookie.name === COOKIE);

/** Posts a form from a page of its own site, and returns the status and the text. */
const post = (page, path, fields) =>
  page.evaluate(async ([path, fields]) => {
    const answer = await fetch(path, { method: "POST", body: new URLSearchParams(fields), redirect: "manual" });
    return { status: answer.status, type: answer.headers.get("content-type"), text: await answer.text() };
  }, [path, fields]);

async function isIn(page) {
  await page.goto("/");
  return new URL(page.url()).pathname === "/";
}

test("a form without its token, with another session's, or with a changed one does nothing", async () => {
  const opened = await moments.openCase("ana");
  const [eva, ana] = [await signedIn(browser, moments, AGENT), await signedIn(browser, moments, ADMIN)];
  const own = await eva.locator("input[name=csrf]").first().inputValue();
  const others = await ana.locator("input[name=csrf]").first().inputValue();
  assert.notEqual(own, others);
  const path = await eva.locator(".rows > li", { hasText: "ana" }).locator("form").getAttribute("action");
  for (const fields of [{}, { csrf: "" }, { csrf: others }, { csrf: own.slice(0, -2) }, { csrf: `${own}A` }]) {
    const answer = await post(eva, path, fields);
    assert.equal(answer.status, 400, JSON.stringify(fields));
    assert.match(answer.type, /text\/html/);
  }
  await eva.reload();
  assert.equal(await eva.locator(".rows > li", { hasText: "ana" }).getByText("unassigned").count(), 1, `nobody took ${opened.id}`);
  assert.equal((await post(eva, path, { csrf: own })).status, 0, "its own token works: it is sent on");
  await eva.context().close();
  await ana.context().close();
});

test("another site cannot send a form in a person's name, nor frame or read a page", async () => {
  const eva = await signedIn(browser, moments, AGENT);
  await moments.openCase("bo");
  await eva.reload();
  const row = eva.locator(".rows > li", { hasText: "bo" }).locator("form");
  const [path, csrf] = [await row.getAttribute("action"), await row.locator("[name=csrf]").inputValue()];
  const evil = createServer((_, answer) => {
    answer.setHeader("content-type", "text/html");
    answer.end(`<title>evil</title><form method="post" action="${moments.address}${path}"><input name="csrf" value="${csrf}"><button>Win</button></form>
      <iframe src="${moments.address}/"></iframe>`);
  });
  await new Promise((resolve) => evil.listen(0, "127.0.0.1", resolve));
  // Another name of this machine is another site for a browser; another port is the same site, and gets the cookie.
  for (const [host, status] of [["localhost", 403], ["127.0.0.1", 403]]) {
    await eva.goto(`http://${host}:${evil.address().port}/`);
    assert.equal(eva.frames().filter((frame) => frame.url().startsWith(moments.address)).length, 0, "no page of ours is framed");
    const read = await eva.evaluate((address) => fetch(`${address}/`, { credentials: "include" }).then(() => "read", () => "refused"), moments.address);
    assert.equal(read, "refused");
    const [answer] = await Promise.all([eva.waitForNavigation(), eva.getByRole("button", { name: "Win" }).click()]);
    const where = new URL(eva.url()).pathname;
    assert.ok(answer.status() === status || where === "/sign-in", `${host}: ${answer.status()} ${where}`);
    assert.match(answer.headers()["content-type"], /text\/html/);
  }
  await eva.goto(moments.address);
  assert.equal(await eva.locator(".rows > li", { hasText: "bo" }).getByText("unassigned").count(), 1);
  await new Promise((resolve) => evil.close(resolve));
  await eva.context().close();
});

test("a stolen cookie is of no use in another browser, and no script of the page can read it", async () => {
  const eva = await signedIn(browser, moments, AGENT);
  const cookie = await sessionOf(eva);
  assert.deepEqual([cookie.httpOnly, cookie.sameSite], [true, "Lax"]);
  assert.equal(await eva.evaluate(() => document.cookie), "");
  const thief = await openPage(browser, moments, { userAgent: "Another/1.0" });
  await thief.context().addCookies([cookie]);
  assert.equal(await isIn(thief), false);
  assert.equal(await isIn(eva), true);
  // Signing out ends every copy, also one in the same kind of browser.
  const copy = await openPage(browser, moments);
  await copy.context().addCookies([cookie]);
  assert.equal(await isIn(copy), true);
  await eva.getByRole("button", { name: "Sign out" }).click();
  await eva.waitForURL("**/sign-in");
  assert.equal(await isIn(copy), false);
  for (const page of [eva, thief, copy]) await page.context().close();
});

test("nothing of a cookie can be changed", async () => {
  const eva = await signedIn(browser, moments, AGENT);
  const cookie = await sessionOf(eva);
  const parts = cookie.value.split(".");
  const changes = { 0: "x", 1: "1", 2: "9999999999", 3: Buffer.from(ADMIN).toString("base64url"), 4: "AAAA" };
  for (const [at, other] of Object.entries(changes)) {
    const value = parts.map((part, index) => (index === Number(at) ? other : part)).join(".");
    await eva.context().addCookies([{ ...cookie, value }]);
    assert.equal(await isIn(eva), false, `part ${at}`);
  }
  await eva.context().addCookies([cookie]);
  assert.equal(await isIn(eva), true);
  await eva.context().close();
});

/** Seals a cookie as the program does: each part behind its length. */
function sealed(email, sinceS, seenS, host, browserName) {
  const id = "a-session-that-was-made-for-a-test";
  const name = Buffer.from(email).toString("base64url");
  const mark = FINGERPRINT(browserName);
  const seal = createHmac("sha256", SESSION_KEY);
  for (const part of ["moments console session 1", id, `${sinceS}`, `${seenS}`, name, host, mark]) {
    const length = Buffer.alloc(8);
    length.writeBigUInt64BE(BigInt(Buffer.byteLength(part)));
    seal.update(length).update(part);
  }
  return `${id}.${sinceS}.${seenS}.${name}.${seal.digest("base64url")}`;
}
const FINGERPRINT = (text) => createHash("sha256").update(`${text}\0`).digest("hex").slice(0, 32);

test("a session is over after twelve hours without a visit, and after a week", async () => {
  const page = await openPage(browser, moments);
  await page.goto("/sign-in");
  const agent = await page.evaluate(() => navigator.userAgent);
  const host = new URL(moments.address).host;
  const now = Math.floor(Date.now() / 1000);
  const [HOUR, DAY] = [3_600, 86_400];
  const cases = [
    [now, now, true],
    [now - DAY, now - 12 * HOUR + 60, true],
    [now - DAY, now - 12 * HOUR - 5, false],
    [now - 7 * DAY + 60, now - 60, true],
    [now - 7 * DAY - 5, now - 60, false],
  ];
  for (const [since, seen, lives] of cases) {
    const value = sealed(AGENT, since, seen, host, agent);
    await page.context().addCookies([{ name: COOKIE, value, url: moments.address, httpOnly: true, sameSite: "Lax" }]);
    assert.equal(await isIn(page), lives, `since ${now - since} s, seen ${now - seen} s ago`);
  }
  await page.context().close();
});
