// How people get in, and how nobody else does.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { openBrowser, openPage, signedIn } from "../harness/browser.mjs";
import { openPostOffice } from "../harness/mail.mjs";
import { ADMIN, AGENT, Moments } from "../harness/moments.mjs";

let office, moments, browser;
before(async () => {
  office = await openPostOffice();
  moments = await Moments.start({ mailPort: office.port });
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await moments?.stop();
  await office?.close();
});

/** Asks for a link and returns it as it is in the letter. */
async function ask(page, email) {
  await page.goto("/sign-in");
  await page.getByLabel("Email address").fill(email);
  await page.getByRole("button", { name: "Send" }).click();
  await page.waitForURL("**/sign-in/sent");
  office.letters.length = 0;
  await moments.deliver();
  const letter = await office.letterTo(email);
  const link = letter.text.match(/http:\S*\/sign-in\/link\?\S+/)?.[0];
  assert.ok(link, letter.text);
  return link;
}

test("one click signs in on this machine and leads to where the person wanted to go", async () => {
  const page = await openPage(browser, moments);
  await page.goto("/cases?show=overdue");
  assert.match(page.url(), /\/sign-in\?to=/);
  await page.getByRole("button", { name: "Eva" }).click();
  await page.waitForURL("**/cases?show=overdue");
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL("**/sign-in");
  await page.goto("/");
  assert.match(page.url(), /\/sign-in$/, "signed out is signed out");
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("a link shows a button, only the button signs in, once, and in the browser that asked", async () => {
  const page = await openPage(browser, moments);
  const link = await ask(page, AGENT);

  const other = await openPage(browser, moments);
  const elsewhere = await other.goto(link);
  assert.equal(elsewhere.status(), 410, "another browser cannot use it");
  assert.equal(await other.getByRole("button", { name: "Sign in" }).count(), 0);
  await other.goto("/");
  assert.match(other.url(), /\/sign-in/);

  assert.equal((await page.goto(link)).status(), 200);
  await page.goto("/");
  assert.match(page.url(), /\/sign-in/, "opening a link signs nobody in");
  await page.goto(link);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(moments.address + "/");
  await page.getByText("Eva", { exact: true }).waitFor();

  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL("**/sign-in");
  const again = await page.goto(link);
  if (again.status() === 200) {
    const [answer] = await Promise.all([page.waitForNavigation(), page.getByRole("button", { name: "Sign in" }).click()]);
    assert.equal(answer.status(), 410, "a link works once");
  } else assert.equal(again.status(), 410, "a link works once");
  await page.goto("/");
  assert.match(page.url(), /\/sign-in/);
  assert.deepEqual([...page.complaints, ...other.complaints], []);
  await page.context().close();
  await other.context().close();
});

test("a person who is signed in elsewhere stays so when a link is used", async () => {
  const first = await signedIn(browser, moments, ADMIN);
  const second = await openPage(browser, moments);
  await second.goto(await ask(second, ADMIN));
  await second.getByRole("button", { name: "Sign in" }).click();
  await second.waitForURL(moments.address + "/");
  assert.equal((await first.goto("/set-up")).status(), 200);
  assert.equal((await second.goto("/set-up")).status(), 200);
  await first.context().close();
  await second.context().close();
});

test("an address that nobody has is answered as one that somebody has", async () => {
  const page = await openPage(browser, moments);
  const texts = [];
  for (const email of [AGENT, "nobody@example.com"]) {
    await page.goto("/sign-in");
    await page.getByLabel("Email address").fill(email);
    await page.getByRole("button", { name: "Send" }).click();
    await page.waitForURL("**/sign-in/sent");
    texts.push(await page.locator("main").innerText());
  }
  assert.equal(texts[0], texts[1]);
  office.letters.length = 0;
  await moments.deliver();
  await office.letterTo(AGENT);
  assert.ok(!office.letters.some((letter) => letter.to.includes("nobody@example.com")));
  await page.context().close();
});
