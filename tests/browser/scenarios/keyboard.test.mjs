// The console by keyboard, and how it stays fresh.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { openBrowser, signedIn } from "../harness/browser.mjs";
import { AGENT, Moments } from "../harness/moments.mjs";

let moments, browser;
before(async () => {
  moments = await Moments.start();
  await moments.openCase("ana");
  await moments.openCase("bo");
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await moments?.stop();
});

/** Names what has the focus: two rows may have the same words. */
const focused = (page) => page.evaluate(() => document.activeElement.getAttribute("href") ?? document.activeElement.tagName);

test("the first key leads past the menu", async () => {
  const page = await signedIn(browser, moments, AGENT);
  await page.keyboard.press("Tab");
  const skip = page.locator(".skip");
  assert.ok(await skip.evaluate((link) => link === document.activeElement && link.getBoundingClientRect().top >= 0), "it is seen");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "content");
  await page.keyboard.press("Tab");
  assert.ok(await page.evaluate(() => document.activeElement.closest("main") !== null), "the next stop is in the page");
  await page.context().close();
});

test("`?` shows the keys, and they lead where it says", async () => {
  const page = await signedIn(browser, moments, AGENT);
  await page.keyboard.press("?");
  const help = page.getByRole("dialog");
  await help.waitFor();
  assert.match(await help.innerText(), /Cases/);
  await page.keyboard.press("Escape");
  await help.waitFor({ state: "hidden" });
  await page.keyboard.press("g");
  await page.keyboard.press("c");
  await page.waitForURL("**/cases");
  await page.keyboard.press("j");
  const first = await focused(page);
  await page.keyboard.press("j");
  assert.notEqual(await focused(page), first);
  await page.keyboard.press("k");
  assert.equal(await focused(page), first);
  await page.keyboard.press("x");
  assert.equal(await page.locator(".rows input:checked").count(), 1);
  await page.keyboard.press("/");
  await page.keyboard.type("?g c");
  assert.equal(await page.getByRole("searchbox").inputValue(), "?g c", "who types is left alone");
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("Today says what is new by itself, keeps the focus, and is not sent again while nothing happens", async () => {
  const page = await signedIn(browser, moments, AGENT);
  const answers = [];
  page.on("response", (answer) => { if (answer.request().resourceType() === "fetch") answers.push(answer.status()); });
  const link = page.locator(".rows .title a").first();
  await link.focus();
  const name = await focused(page);
  await moments.openCase("cleo", "Nobody called back.");
  await page.locator(".rows > li", { hasText: "cleo" }).waitFor({ timeout: 12_000 });
  assert.equal(await focused(page), name, "the focus stays");
  // The last hour goes on changing for a moment; then nothing does.
  await page.waitForResponse((answer) => answer.status() === 304, { timeout: 20_000 });
  assert.ok(answers.includes(200) && answers.includes(304), answers.join());
  await page.context().close();
});
