// Everything that a person does also works with scripts off.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { PHONE, openBrowser, signedIn } from "../harness/browser.mjs";
import { ADMIN, AGENT, Moments } from "../harness/moments.mjs";

let moments, browser, opened;
before(async () => {
  moments = await Moments.start();
  opened = await moments.openCase("ana");
  await moments.openCase("bo");
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await moments?.stop();
});

test("a case is taken and resolved, cases are filtered and taken together", async () => {
  const page = await signedIn(browser, moments, AGENT, { javaScriptEnabled: false, viewport: PHONE });
  const row = page.locator(".rows > li", { hasText: "ana" });
  await row.getByRole("button").click();
  await row.getByText("Eva").waitFor();
  await row.getByRole("link").first().click();
  await page.locator("#cause").selectOption({ index: 1 });
  await page.locator("#action").fill("Called.");
  await page.locator("#resolve").getByRole("button").click();
  await page.waitForURL(`**/cases/${opened.id}`);
  await page.getByText("Called.").waitFor();
  await page.goto("/cases");
  await page.locator("#by-severity").selectOption({ index: 1 });
  await page.getByRole("button", { name: "Show" }).click();
  assert.match(page.url(), /severity=/);
  await page.goto("/cases?show=unassigned");
  await page.locator(".rows input[type=checkbox]").first().check();
  await page.locator("#bulk").getByRole("button", { name: "Take" }).click();
  await page.locator(".notice").waitFor();
  await page.goto("/cases?show=mine");
  assert.ok((await page.locator(".rows > li").count()) >= 1);
  await page.context().close();
});

test("a customer is searched, a report opened, the set-up looked at, and a person signs out", async () => {
  const page = await signedIn(browser, moments, ADMIN, { javaScriptEnabled: false });
  await page.goto("/customers");
  await page.getByRole("searchbox").fill("ana");
  await page.getByRole("button", { name: "Search" }).click();
  await page.getByRole("heading", { level: 1, name: /ana/ }).waitFor();
  assert.ok(await page.locator("svg.chart").isVisible());
  await page.goto("/reports");
  await page.locator("tbody th a").first().click();
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.goto("/set-up/keys/local");
  await page.getByText("Waiting for the first touchpoint…").waitFor();
  await moments.send({ touchpoint_type: "survey", customer_id: "cleo", rating: { csat: 5 } });
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  await page.getByRole("link", { name: "Look again" }).click();
  await page.locator("#seen .good").waitFor();
  assert.equal(await page.locator("[data-copy]:visible").count(), 0, "a button that does nothing is not shown");
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL("**/sign-in");
  await page.context().close();
});
