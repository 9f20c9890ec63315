// What a web developer and a platform engineer do: copy a snippet, test a channel, send again what could not be used.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";

import { openBrowser, openPage, signedIn } from "../harness/browser.mjs";
import { ADMIN, Moments, TILL_SECRET, until } from "../harness/moments.mjs";

let shop, shopPage, shopOrigin, moments, browser;
before(async () => {
  shop = createServer((_, answer) => {
    answer.setHeader("content-type", "text/html; charset=utf-8");
    answer.end(`<!doctype html><title>Shop</title>${shopPage}`);
  });
  await new Promise((resolve) => shop.listen(0, "127.0.0.1", resolve));
  shopOrigin = `http://localhost:${shop.address().port}`;
  moments = await Moments.start({ shopOrigin });
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await moments?.stop();
  shop?.close();
});

/** Copies a snippet with its button, as a person does. */
async function copied(page, id) {
  await page.locator(`[data-copy="${id}"]`).click();
  await until(async () => (await page.locator(`[data-copy="${id}"]`).innerText()) === "Copied", "word that it is copied");
  return page.evaluate(() => navigator.clipboard.readText());
}

for (const id of ["form", "script"]) {
  test(`the ${id} for a page is copied, used by another site, and turns the page green`, async () => {
    const page = await signedIn(browser, moments, ADMIN, { permissions: ["clipboard-read", "clipboard-write"] });
    await page.goto("/set-up");
    await page.getByRole("link", { name: "shop", exact: true }).click();
    await page.getByText("Waiting for the first touchpoint…").waitFor();
    shopPage = await copied(page, id);

    const visitor = await openPage(browser, moments);
    await visitor.goto(`${shopOrigin}/`);
    if (id === "form") {
      await visitor.getByLabel("How was it?").fill("2");
      await visitor.getByLabel("Why?").fill("It came late.");
      const [answer] = await Promise.all([visitor.waitForNavigation(), visitor.getByRole("button", { name: "Send" }).click()]);
      assert.equal(answer.status(), 200);
      assert.match(answer.headers()["content-type"], /text\/html/, "a visitor is thanked by a page");
    }
    await page.locator("#seen .good").waitFor({ timeout: 15_000 });
    assert.match(await page.locator("#seen").innerText(), id === "form" ? /Survey/ : /visit/i);
    assert.deepEqual(visitor.complaints, [], "the snippet works as it is");
    assert.deepEqual(page.complaints, []);
    await visitor.context().close();
    await page.context().close();
  });
}

test("a site that is not listed may not use the key, and the page stays as it was", async () => {
  const page = await signedIn(browser, moments, ADMIN);
  await page.goto("/set-up/keys/shop");
  shopPage = await page.locator("#script").innerText();
  const visitor = await openPage(browser, moments);
  await visitor.goto(`http://127.0.0.1:${shop.address().port}/`);
  await until(async () => visitor.complaints.length > 0, "refusal");
  await page.reload();
  await page.getByText("Waiting for the first touchpoint…").waitFor();
  await visitor.context().close();
  await page.context().close();
});

test("a channel gets a test, and the audit trail says who sent it", async () => {
  const page = await signedIn(browser, moments, ADMIN);
  await page.goto("/set-up");
  await page.locator("tr", { hasText: "inbox" }).getByRole("button", { name: "Send a test" }).click();
  await page.locator(".notice", { hasText: "inbox" }).waitFor();
  await moments.deliver();
  await until(async () => JSON.stringify(await moments.inbox()).includes("Ana"), "test in the inbox");
  await page.goto("/set-up/audit");
  assert.match(await page.locator("main").innerText(), /ana@example\.com/);
  await page.context().close();
});

test("a delivery that cannot be used waits in quarantine until its map is corrected and an admin replays it", async () => {
  const posted = await fetch(`${moments.address}/v1/senders/till`, {
    method: "POST",
    headers: { "x-till": TILL_SECRET, "content-type": "application/json" },
    body: JSON.stringify({ smiley: "red", till: 7 }),
  });
  assert.ok(posted.ok);
  const page = await signedIn(browser, moments, ADMIN);
  await page.goto("/set-up");
  await page.locator("tr", { hasText: "/v1/senders/till" }).getByRole("link", { name: "1" }).click();
  const row = page.locator("tbody tr", { hasText: "till" });
  await row.getByRole("button", { name: "Replay" }).click();
  await page.waitForURL("**/set-up/quarantine?replay=held");
  await page.getByRole("status").getByText("still cannot use it").waitFor();
  assert.equal(await row.count(), 1);

  await moments.restart((text) => text.replace('id = "receipt.no"', 'id = "receipt.no"\nrating = { at = "smiley", words = { good = ["green"], okay = ["yellow"], bad = ["red"] } }'));
  await page.goto("/set-up/quarantine");
  await row.getByRole("button", { name: "Replay" }).click();
  await page.waitForURL("**/set-up/quarantine?replay=taken");
  assert.equal(await row.count(), 0);
  const till = page.locator("tr", { hasText: "/v1/senders/till" });
  await until(async () => {
    await page.goto("/set-up");
    return (await till.locator("time").count()) === 1;
  }, "time of the last arrival from the till");
  await page.goto("/set-up/audit");
  assert.match(await page.locator("main").innerText(), /Delivery in quarantine replayed/);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("a permit to replay is for its record, and nobody without one gets by", async () => {
  const page = await signedIn(browser, moments, ADMIN);
  for (const query of ["", "?permit=", "?permit=guessed"]) {
    const status = await page.evaluate(async (query) => (await fetch(`/v1/quarantine/q_${"0".repeat(32)}/replay${query}`, { method: "POST", redirect: "manual" })).status, query);
    // A permit that is none sends the browser back (an opaque redirect); no permit is no key.
    assert.ok([0, 401].includes(status), `${query}: ${status}`);
  }
  await page.context().close();
});
