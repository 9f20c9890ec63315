// From a search and from a number to the customer behind it, to the case, and back.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { openBrowser, openPage, signedIn } from "../harness/browser.mjs";
import { AGENT, Moments, until } from "../harness/moments.mjs";
import { isoWeek } from "../harness/pages.mjs";

let moments, browser, opened;
before(async () => {
  moments = await Moments.start();
  opened = await moments.openCase("ana-lópez@example.com");
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await moments?.stop();
});

test("a customer is found by identifier, by pseudonym and by case", async () => {
  const page = await signedIn(browser, moments, AGENT);
  for (const words of ["ana-lópez@example.com", opened.id.replace(/-\d+$/, ""), opened.id]) {
    await page.goto("/customers");
    await page.keyboard.press("/");
    await page.keyboard.type(words);
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/customers[?/]/);
    if (new URL(page.url()).pathname === "/customers") await page.locator("main table a, main ul a").first().click();
    await page.getByRole("heading", { level: 1, name: /ana-lópez@example\.com/ }).waitFor();
    assert.match(await page.locator("main").innerText(), /Cold, and one scoop of the two\./, words);
  }
  await page.goto("/customers?q=nobody-has-this-name");
  assert.equal(await page.locator("main table a").count(), 0);
  assert.ok(await page.locator(".empty").isVisible());
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("a number of the reports leads to its moments, to the journey, to the case, and back", async () => {
  const page = await signedIn(browser, moments, AGENT);
  const week = isoWeek(new Date());
  const row = page.locator("tr", { has: page.locator(`a[href="/reports/${week}"]`) });
  await until(async () => {
    await page.goto("/reports");
    return (await row.locator(`a[href*="outcome=misery"]`).count()) === 1;
  }, "number of this week");
  const number = row.locator(`a[href*="outcome=misery"]`);
  const counted = Number(await number.innerText());
  await number.click();
  await page.waitForURL("**/moments?outcome=misery");
  assert.equal(await page.locator("tbody tr").count(), counted, "as many rows as the number says");
  await page.locator("tbody a", { hasText: "ana-lópez" }).click();
  await page.getByRole("heading", { level: 1, name: /ana-lópez/ }).waitFor();
  assert.ok(await page.locator("svg.chart").isVisible(), "the journey is drawn");
  await page.getByRole("link", { name: opened.id }).click();
  await page.waitForURL(`**/cases/${opened.id}`);
  await page.getByRole("link", { name: "The whole journey" }).click();
  await page.getByRole("heading", { level: 1, name: /ana-lópez/ }).waitFor();
  for (const path of [`/cases/${opened.id}`, "/customers/", "/moments", "/reports"]) {
    await page.goBack();
    assert.ok(new URL(page.url()).pathname.includes(path), `${page.url()} is ${path}`);
  }
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("a report leads to its moments and to the case, and its numbers can be chosen by days", async () => {
  const page = await signedIn(browser, moments, AGENT);
  const week = isoWeek(new Date());
  await page.goto(`/reports/${week}`);
  await page.getByRole("link", { name: `case ${opened.id}` }).click();
  await page.waitForURL(`**/cases/${opened.id}`);
  await page.goBack();
  await page.locator("details", { hasText: "Plan an action" }).locator("summary").click();
  await page.locator("[name=text]").fill("Scoop twice.");
  await page.locator("form[action$='/action'] button").click();
  await page.getByRole("status").getByText("Planned.").waitFor();
  const today = new Date().toISOString().slice(0, 10);
  await page.goto("/reports");
  await page.locator("#from").fill(today);
  await page.locator("#to").fill(today);
  await page.getByRole("button", { name: "Open the report" }).click();
  await page.waitForURL(`**/reports/${today}`);
  await page.goto("/");
  await page.getByText("Scoop twice.").waitFor();
  await page.context().close();
});

test("the link in an alert leads to the case and on to the journey, without signing in", async () => {
  await moments.openCase("bo", "The delivery never came.");
  const link = await until(async () => {
    await moments.deliver();
    const sent = (await moments.inbox()).map((message) => JSON.stringify(message)).find((text) => text.includes("The delivery never came."));
    return sent?.match(/http:[^"|>\s]*\/v1\/cases\/[^"|>\s]*\/show\?[^"|>\s]*/)?.[0].replaceAll("&amp;", "&");
  }, "link in the alert");
  const page = await openPage(browser, moments);
  assert.equal((await page.goto(link)).status(), 200);
  await page.getByRole("link", { name: "The whole journey" }).click();
  await page.getByRole("heading", { level: 1 }).waitFor();
  assert.match(await page.locator("main").innerText(), /The delivery never came\./);
  assert.ok(await page.locator("svg.chart").isVisible());
  assert.equal(await page.locator("main a[href^='/cases']").count(), 0, "it leads nowhere that needs a session");
  // It shows this journey and no other, and not for ever.
  const address = new URL(page.url());
  for (const [name, value] of [["case", opened.id], ["until", String(Number(address.searchParams.get("until")) + 60)], ["seal", "x"]]) {
    const changed = new URL(address);
    changed.searchParams.set(name, value);
    const answer = await page.goto(changed.href);
    assert.equal(answer.status(), 403, name);
    assert.match(answer.headers()["content-type"], /text\/html/, name);
  }
  await page.context().close();
});
