// A case: from Today on a phone, and together in the list.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { PHONE, openBrowser, signedIn } from "../harness/browser.mjs";
import { ADMIN, AGENT, Moments, VIEWER } from "../harness/moments.mjs";

let moments, browser;
before(async () => {
  moments = await Moments.start();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await moments?.stop();
});

const fits = (page) => page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);

test("a case is taken from Today and resolved, on a phone", async () => {
  await moments.openCase("ana-from-the-phone");
  const page = await signedIn(browser, moments, AGENT, { viewport: PHONE, isMobile: true, hasTouch: true });
  const row = page.locator(".rows > li", { hasText: "ana-from-the-phone" });
  await row.getByText("Cold, and one scoop of the two.").waitFor();
  assert.ok(await fits(page), "Today is no wider than the phone");
  await row.getByRole("button", { name: "Take" }).tap();
  await page.waitForURL((url) => url.pathname === "/");
  await row.getByText("Eva").waitFor();

  await row.getByRole("link").first().tap();
  await page.waitForURL("**/cases/*");
  assert.ok(await fits(page), "a case is no wider than the phone");
  assert.match(await page.locator("main").innerText(), /Cold, and one scoop of the two\./);
  await page.locator("#cause").selectOption({ index: 1 });
  await page.locator("#action").fill("Called, said sorry, three warm waffles on the house.");
  await page.locator("#cost").fill("12,50");
  await page.locator("#resolve").getByRole("button").tap();
  await page.waitForURL("**/cases/*");
  await page.getByText("Called, said sorry, three warm waffles on the house.").waitFor();
  await page.goto("/");
  assert.equal(await page.locator(".rows > li", { hasText: "ana-from-the-phone" }).count(), 0, "it is no open case any more");
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

for (const javaScriptEnabled of [true, false]) {
  test(`what was done by mistake is taken back, ${javaScriptEnabled ? "with" : "without"} scripts`, async () => {
    const customer = `mistaken-${javaScriptEnabled}`;
    await moments.openCase(customer);
    const page = await signedIn(browser, moments, AGENT, { javaScriptEnabled });
    const other = await signedIn(browser, moments, ADMIN, { javaScriptEnabled });
    const row = page.locator(".rows > li", { hasText: customer });
    await row.getByRole("button", { name: "Take" }).click();
    await row.getByRole("button", { name: "Undo" }).waitFor();
    await other.reload();
    assert.equal(await other.getByRole("button", { name: "Undo" }).count(), 0, "nobody else can");
    await row.getByRole("button", { name: "Undo" }).click();
    await row.getByText("unassigned").waitFor();
    await row.getByRole("button", { name: "Take" }).waitFor();

    await row.getByRole("link").first().click();
    await page.waitForURL("**/cases/*");
    if (javaScriptEnabled) await page.locator("#resolve > summary").click();
    else await page.locator("#resolve").evaluate((details) => { details.open = true; });
    await page.locator("#cause").selectOption({ index: 1 });
    await page.locator("#action").fill("Meant for another case.");
    await page.locator("#resolve").getByRole("button").click();
    await page.locator(".undo").getByRole("button", { name: "Undo" }).click();
    await page.locator(".history").getByText("Undone").first().waitFor();
    await page.locator(".history").getByText("Meant for another case.").waitFor();
    assert.equal(await page.locator("#resolve").count(), 1, "it can be resolved again");
    assert.equal(await page.locator(".undo").count(), 0);

    await page.goto("/cases?show=unassigned");
    await page.locator(".rows > li", { hasText: customer }).getByRole("checkbox").check();
    await page.locator("#bulk").getByRole("button", { name: "Take" }).click();
    await page.locator(".undo").getByRole("button", { name: "Undo" }).click();
    await page.locator(".notice").getByText("1 change undone.").waitFor();
    await page.locator(".rows > li", { hasText: customer }).getByText("unassigned").waitFor();
    assert.deepEqual(page.complaints, []);
    for (const one of [page, other]) await one.context().close();
  });
}

test("what is missing in a form is said at its field and nothing typed is lost", async () => {
  await moments.openCase("bo");
  const page = await signedIn(browser, moments, AGENT);
  await page.locator(".rows > li", { hasText: "bo" }).getByRole("link").first().click();
  await page.waitForURL("**/cases/*");
  await page.locator("#resolve > summary").click();
  await page.locator("#action").fill("Called her.");
  await page.locator("#cost").fill("a lot");
  await page.locator("#cause").selectOption({ index: 1 });
  const [answer] = await Promise.all([page.waitForNavigation(), page.locator("#resolve").getByRole("button").click()]);
  assert.equal(answer.status(), 422);
  assert.equal(await page.locator("#action").inputValue(), "Called her.");
  assert.equal(await page.locator("#cost").inputValue(), "a lot");
  assert.ok(await page.locator("#resolve .error").first().isVisible());
  await page.context().close();
});

test("cases are found, chosen and taken together", async () => {
  await moments.openCase("cleo", "The delivery never came.");
  await moments.openCase("dora", "Nobody called back.");
  const page = await signedIn(browser, moments, AGENT);
  await page.goto("/cases?show=unassigned");
  await page.getByRole("searchbox").fill("cleo");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/cases?*q=cleo*");
  assert.equal(await page.locator(".rows > li").count(), 1);
  await page.goto("/cases?show=unassigned");
  const before = await page.locator(".rows > li").count();
  assert.ok(before >= 2);
  await page.locator("[data-all]").check();
  await page.getByRole("button", { name: "Take", exact: true }).first().click();
  await page.locator(".notice").waitFor();
  await page.goto("/cases?show=unassigned");
  assert.equal(await page.locator(".rows > li").count(), 0);
  await page.goto("/cases?show=mine");
  assert.ok((await page.locator(".rows > li").count()) >= 2);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("who comes second is told who was first", async () => {
  await moments.openCase("emil");
  const [eva, ana] = [await signedIn(browser, moments, AGENT), await signedIn(browser, moments, "ana@example.com")];
  for (const page of [eva, ana]) await page.goto("/");
  await eva.locator(".rows > li", { hasText: "emil" }).getByRole("button").click();
  await eva.waitForURL((url) => url.pathname === "/");
  const [answer] = await Promise.all([
    ana.waitForNavigation(),
    ana.locator(".rows > li", { hasText: "emil" }).getByRole("button").click(),
  ]);
  assert.equal(answer.status(), 409);
  assert.match(await ana.getByRole("alert").innerText(), /Eva/);
  await eva.context().close();
  await ana.context().close();
});

test("a viewer sees the case and has no way to act on it", async () => {
  await moments.openCase("fay");
  const page = await signedIn(browser, moments, VIEWER);
  const row = page.locator(".rows > li", { hasText: "fay" });
  await row.waitFor();
  assert.equal(await row.getByRole("button").count(), 0);
  await row.getByRole("link").first().click();
  await page.waitForURL("**/cases/*");
  assert.equal(await page.locator("main form").count(), 0);
  assert.equal(await page.getByRole("link", { name: "Set-up" }).count(), 0);
  // The address is no secret: who types it is told no, in words.
  const csrf = await page.locator("input[name=csrf]").first().inputValue();
  const status = await page.evaluate(async ([address, csrf]) => {
    const answer = await fetch(`${address}/acknowledge`, { method: "POST", body: new URLSearchParams({ csrf }) });
    return [answer.status, answer.headers.get("content-type"), await answer.text()];
  }, [page.url(), csrf]);
  assert.equal(status[0], 403);
  assert.match(status[1], /text\/html/);
  assert.equal((await page.goto("/set-up")).status(), 403);
  await page.context().close();
});

test("a judgement is corrected from the case, and the case closes; taken back, it opens again", async () => {
  const opened = await moments.openCase("cleo");
  const page = await signedIn(browser, moments, AGENT, { javaScriptEnabled: false, viewport: PHONE });
  await page.goto(`/cases/${opened.id}`);
  await page.getByRole("link", { name: "Correct this" }).first().click();
  await page.getByRole("heading", { level: 1, name: "Correct a judgement" }).waitFor();
  assert.ok(await fits(page), "the form is no wider than the phone");
  await page.locator("#say").selectOption("outcome average");
  await page.locator("#reason").fill("She says <b>it was fine</b>.");
  await page.getByRole("button", { name: "Correct this" }).click();
  await page.waitForURL(`**/cases/${opened.id}`);
  const shows = async (words) => {
    for (let tries = 0; tries < 40; tries += 1) {
      await page.goto(`/cases/${opened.id}`);
      if ((await page.locator("main").innerText()).includes(words)) return;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    assert.fail(`the case does not show: ${words}`);
  };
  await shows("Resolved");
  await page.goto("/customers/id:cleo");
  await page.getByText("She says <b>it was fine</b>.").first().waitFor();
  await page.getByRole("link", { name: "Correct this" }).first().click();
  await page.getByRole("button", { name: "Take it back" }).click();
  await page.waitForURL("**/customers/*");
  await shows("Open");
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});
