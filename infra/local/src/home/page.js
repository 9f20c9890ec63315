// The home page: what happens, as it happens. The server words everything; this file only puts it in place.

import { show } from "./journey.js";
import { make, message } from "./slack.js";

const byId = (id) => document.getElementById(id);
// On a phone the inbox comes after them.
const JOURNEYS_AT_ONCE = matchMedia("(max-width: 759px)").matches ? 6 : 20;
const STEPS_AT_ONCE = 4;
const OUTCOMES = ["misery", "average", "magic", "unknown"];

/** Touchpoints by key, in the order in which they were last heard of. */
const entries = new Map();
const shown = new Map();
let zone = "UTC";
let filter = "all";
let limit = JOURNEYS_AT_ONCE;
let settled = false;

// ---------------------------------------------------------------------------------------------------------------- time

const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

function ago(at) {
  const seconds = Math.round((new Date(at) - Date.now()) / 1000);
  if (seconds > -45 && seconds < 45) return "just now";
  const units = [["minute", 60], ["hour", 3600], ["day", 86400], ["week", 604800]];
  const [unit, size] = units.filter(([, size]) => Math.abs(seconds) >= size).pop() ?? units[0];
  return relative.format(Math.round(seconds / size), unit);
}

function exactly(at) {
  const options = { dateStyle: "medium", timeStyle: "short", timeZone: zone };
  return `${new Intl.DateTimeFormat("en-GB", options).format(new Date(at))} (${zone})`;
}

const time = (at) => make("time", { datetime: at, title: exactly(at) }, ago(at));

setInterval(() => {
  for (const element of document.querySelectorAll("time[datetime]")) element.textContent = ago(element.dateTime);
}, 20_000);

// ------------------------------------------------------------------------------------------------------------ journeys

function icon(name, type) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", `${type} ${name}`);
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#${OUTCOMES.includes(name) ? name : "unknown"}`);
  svg.append(use);
  return svg;
}

function badge(judged) {
  const name = judged?.outcome ?? "waiting";
  return make("span", { class: `badge ${name}` }, icon(name, "sign"), judged ? judged.outcome_words : "Not judged yet");
}

function alarm(judged) {
  if (!judged?.critical.length) return null;
  const dots = "●".repeat(judged.severity) + "○".repeat(5 - judged.severity);
  return make("div", { class: "alarm" },
    make("strong", {}, "Critical "),
    make("span", { class: "dots", "aria-hidden": "true" }, dots),
    make("span", { class: "unseen" }, `severity ${judged.severity} of 5`),
    make("ul", {}, ...judged.critical.map((clause) => make("li", {}, clause))));
}

// The customer's words, those marked that decided.
function marked(words, marks) {
  const pieces = [];
  for (const mark of marks) {
    const at = words.indexOf(mark);
    if (at < 0) continue;
    pieces.push(words.slice(0, at), make("mark", {}, mark));
    words = words.slice(at + mark.length);
  }
  return [...pieces, words];
}

function step(entry) {
  const { judged } = entry;
  const where = [judged?.stage_words, entry.channel, ...entry.said].filter(Boolean).join(" · ");
  return make("li", { class: "step" },
    icon(judged?.outcome ?? "waiting", "mark"),
    make("div", { class: "what" }, make("b", {}, entry.kind), badge(judged), make("span", { class: "where" }, time(entry.at))),
    where ? make("p", { class: "where" }, where) : null,
    entry.promised ? make("p", { class: "where" }, make("b", {}, "Promised "), entry.promised) : null,
    entry.received ? make("p", { class: "where" }, make("b", {}, "Received "), entry.received) : null,
    entry.words ? make("p", { class: "words" }, "“", ...marked(entry.words, entry.marked ?? []), "”") : null,
    alarm(judged),
    judged?.reasons.length ? make("p", { class: "why" }, judged.reasons.join(" · ")) : null);
}

function journey(customer, steps) {
  const [newest] = steps;
  const known = steps.some((entry) => entry.known);
  const name = steps.find((entry) => entry.known)?.name ?? newest.name;
  const count = steps.length === 1 ? "1 moment" : `${steps.length} moments`;
  const older = steps.slice(STEPS_AT_ONCE);
  const open = shown.get(customer)?.element.querySelector("details")?.open;
  const critical = steps.some((entry) => entry.judged?.critical.length);
  return make("article", { class: `journey${critical ? " critical" : ""}` },
    make("header", {},
      make("h3", {},
        make("button", { type: "button", class: "open", title: "The whole journey", "data-customer": customer },
          make("span", {}, known ? "Customer " : "Visitor "), name)),
      make("p", {}, count)),
    make("ol", { class: "steps", reversed: true }, ...steps.slice(0, STEPS_AT_ONCE).map(step)),
    older.length
      ? make("details", { class: "rest", open: Boolean(open) },
        make("summary", {}, `${older.length} before that`),
        make("ol", { class: "steps", reversed: true }, ...older.map(step)))
      : null);
}

const FILTERS = {
  all: () => true,
  critical: (entry) => Boolean(entry.judged?.critical.length),
  misery: (entry) => entry.judged?.outcome === "misery",
  magic: (entry) => entry.judged?.outcome === "magic",
};

function journeys() {
  const groups = new Map();
  for (const entry of [...entries.values()].reverse()) {
    if (!groups.has(entry.customer)) groups.set(entry.customer, []);
    groups.get(entry.customer).push(entry);
  }
  return [...groups].filter(([, steps]) => steps.some(FILTERS[filter]));
}

function showJourneys(isNews = false) {
  const list = byId("list");
  const all = journeys();
  const wanted = all.slice(0, limit);
  const names = new Set(wanted.map(([customer]) => customer));
  for (const [customer, { element }] of shown) {
    if (!names.has(customer)) {
      element.remove();
      shown.delete(customer);
    }
  }
  let place = list.firstElementChild;
  for (const [customer, steps] of wanted) {
    steps.sort((a, b) => new Date(b.at) - new Date(a.at));
    const text = JSON.stringify(steps);
    let known = shown.get(customer);
    if (known?.text !== text) {
      const element = journey(customer, steps);
      if (isNews && settled) element.classList.add("new");
      if (known === undefined) list.insertBefore(element, place);
      else {
        if (place === known.element) place = element;
        known.element.replaceWith(element);
      }
      known = { element, text };
      shown.set(customer, known);
    }
    if (place === known.element) place = place.nextElementSibling;
    else list.insertBefore(known.element, place);
  }
  byId("none").hidden = entries.size > 0;
  byId("more").hidden = all.length <= limit;
  showMix();
}

function showMix() {
  const counts = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 0]));
  for (const { judged } of entries.values()) if (judged) counts[judged.outcome] += 1;
  const present = OUTCOMES.filter((outcome) => counts[outcome] > 0);
  const stack = present.map((outcome) => {
    const part = make("i", { class: outcome });
    part.style.flexGrow = counts[outcome];
    return part;
  });
  const legend = present.map((outcome) =>
    make("li", { class: outcome }, icon(outcome, "sign"), make("b", {}, String(counts[outcome])), ` ${outcome}`));
  byId("mix").hidden = present.length === 0;
  byId("mix").replaceChildren(make("div", { class: "stack", "aria-hidden": "true" }, ...stack), make("ul", {}, ...legend));
}

// --------------------------------------------------------------------------------------------------------- one journey

const dialog = byId("journey");
const day = (at) => new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: zone }).format(new Date(at));
let watched = null;

/** Asks for the journey that the dialog shows and draws it, anew whenever something of it changes. */
async function draw() {
  const customer = watched;
  const response = await fetch(`/_local/journey?${new URLSearchParams({ customer })}`).catch(() => null);
  const found = response?.ok ? await response.json() : null;
  if (customer !== watched) return;
  const box = byId("journey-body");
  if (found) show(box, found, { step, time, exactly, day });
  else box.replaceChildren(make("p", { class: "empty" }, response?.status === 404 ? "Nothing is known about this customer." : "The journey could not be loaded. Try again."));
}

byId("list").addEventListener("click", (event) => {
  const button = event.target.closest(".open");
  if (!button) return;
  watched = button.dataset.customer;
  byId("journey-title").textContent = button.textContent;
  byId("journey-body").replaceChildren(make("p", { class: "hint" }, "Loading …"));
  dialog.showModal();
  draw();
});
byId("journey-close").addEventListener("click", () => dialog.close());
dialog.addEventListener("close", () => { watched = null; });
dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });

// --------------------------------------------------------------------------------------------------------------- inbox

function shownMessage({ kind, at, body, retry_after_s: seconds }) {
  if (kind === "refused") {
    return make("article", { class: "message refused" },
      make("p", {}, make("b", {}, "Outage"), " · a message was refused (503). Moments keeps it and retries after ",
        seconds === 1 ? "a second." : `${seconds} seconds.`, " ", time(at)));
  }
  const content = kind === "slack"
    ? message(body)
    : [make("h3", {}, body.data?.headline ?? body.type ?? "Webhook"), make("pre", { class: "body", tabindex: "0" }, JSON.stringify(body, null, 2))];
  return make("article", { class: "message" },
    make("img", { src: "/_local/icon.svg", alt: "", width: 36, height: 36 }),
    make("div", {},
      make("p", { class: "by" }, make("b", {}, "Moments"), make("span", { class: "app" }, kind === "slack" ? "App" : "Webhook"), time(at)),
      ...content));
}

function showMessages(fresh) {
  const list = byId("messages");
  for (const one of fresh) {
    const element = shownMessage(one);
    if (settled) element.classList.add("new");
    list.prepend(element);
  }
  while (list.childElementCount > 100) list.lastElementChild.remove();
  byId("quiet").hidden = list.childElementCount > 0;
}

byId("away").addEventListener("click", async (event) => {
  const button = event.currentTarget;
  button.disabled = true;
  const answer = await fetch("/_local/inbox/away", { method: "POST", body: JSON.stringify({ seconds: 20 }) }).catch(() => null);
  byId("away-hint").textContent = answer?.ok
    ? "The inbox will refuse the next message, and all messages in the 20 seconds after it. Moments retries them."
    : "Moments did not answer.";
  button.disabled = false;
});

// ------------------------------------------------------------------------------------------------------------- reports

function showReports(periods) {
  const words = { day: ["Day", "Today so far"], week: ["Week", "This week so far"], month: ["Month", "This month so far"] };
  const list = make("dl");
  for (const every of Object.keys(words)) {
    const links = periods.filter((period) => period.every === every).map((period) =>
      make("a", { href: period.url }, period.running ? words[every][1] : period.label));
    list.append(make("dt", {}, words[every][0]), make("dd", {}, ...links));
  }
  byId("periods").replaceChildren(list);
}

// ---------------------------------------------------------------------------------------------------------------- feed

function take(change) {
  if (change.anew) {
    entries.clear();
    byId("messages").replaceChildren();
    zone = change.zone ?? "UTC";
    for (const id of ["list", "messages", "periods", "journey-body"]) byId(id).lang = change.language;
    showReports(change.reports);
    settled = false;
  }
  for (const entry of change.entries ?? []) {
    entries.delete(entry.key);
    entries.set(entry.key, entry);
  }
  if (change.forget) entries.delete(change.forget);
  if (change.messages) {
    showMessages(change.messages);
    if (settled) byId("away-hint").textContent = "";
  }
  if (change.entries || change.forget) soon();
  if (watched && change.entries?.some((entry) => entry.customer === watched)) draw();
  if (settled) announce(change);
  if (change.anew) requestAnimationFrame(() => requestAnimationFrame(() => { settled = true; }));
}

let waiting = false;
function soon() {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => {
    waiting = false;
    showJourneys(true);
  });
}

/** Says the last thing that happened to people who do not see it. */
function announce(change) {
  const judged = (change.entries ?? []).filter((entry) => entry.judged).pop();
  const said = [];
  if (judged) said.push(`${judged.kind}: ${judged.judged.outcome_words}${judged.judged.critical.length ? ", critical" : ""}.`);
  if (change.messages?.length) said.push("A message arrived in the inbox.");
  if (said.length) byId("announcer").textContent = said.join(" ");
}

function state(name, words) {
  byId("state").className = `state ${name}`;
  byId("state").querySelector("b").textContent = words;
}

const feed = new EventSource("/_local/feed");
feed.onopen = () => state("live", "Live");
feed.onerror = () => state("lost", "Not running");
feed.onmessage = (event) => take(JSON.parse(event.data));

// ---------------------------------------------------------------------------------------------------------------- form

const form = byId("form");
const key = form.elements.write_key.value;

function answer(good, ...content) {
  const box = byId("answer");
  box.className = good ? "" : "wrong";
  box.replaceChildren(...content);
}

async function problemOf(response) {
  const problem = await response.json().catch(() => ({}));
  const lines = (problem.errors ?? []).map((error) => make("li", {}, `${error.field} ${error.message}`));
  const title = lines.length ? "Not sent:" : problem.detail ?? problem.title ?? `The answer was ${response.status}.`;
  return [title, lines.length ? make("ul", {}, ...lines) : null].filter(Boolean);
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = form.querySelector("button");
  button.disabled = true;
  try {
    const fields = new URLSearchParams(new FormData(form));
    const response = await fetch(form.action, { method: "POST", body: fields, headers: { accept: "application/json" } });
    if (response.ok) {
      answer(true, "Sent.");
      byId("comment").value = "";
    } else answer(false, ...(await problemOf(response)));
  } catch {
    answer(false, "Moments isn’t answering. Is it still running?");
  } finally {
    button.disabled = false;
  }
});

const PROMISED = { waffles: 3, ice_cream_scoops: 2, flavours: 12, warm: true };
const STORIES = {
  magic: [{ waffles: 4, ice_cream_scoops: 3, flavours: 18, warm: true, free_drink: true }, "They put a lemonade on the house."],
  average: [PROMISED, "Just what the sign said."],
  misery: [{ waffles: 3, ice_cream_scoops: 1, flavours: 3, warm: false }, "Cold, and one scoop instead of two."],
};

async function tell(story) {
  const [perception, comment] = STORIES[story];
  const name = `waffle-${Math.random().toString(36).slice(2, 6)}`;
  const at = (minutes) => new Date(Date.now() - minutes * 60_000).toISOString();
  const one = (id, touchpoint_type, minutes, more) =>
    ({ id: `${name}-${id}`, customer_id: name, touchpoint_type, occurred_at: at(minutes), promise_id: name, ...more });
  const touchpoints = [
    one("search", "search", 55, { channel: "web", expectation: PROMISED }),
    one("visit", "location_visit", 20, { channel: "store" }),
    one("eat", "product_use", 1, { channel: "store", perception, comment }),
  ];
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  const response = await fetch("/v1/touchpoints", { method: "POST", headers, body: JSON.stringify(touchpoints) });
  answer(response.ok, ...(response.ok ? [`Sent the story of ${name}.`] : await problemOf(response)));
}

if (key) byId("stories").hidden = false;
else {
  // A secret key is not shown to whoever comes to the page.
  form.querySelector("button").disabled = true;
  answer(false, "To send from here, add a publishable write key to your configuration.");
}
byId("stories").addEventListener("click", (event) => {
  const story = event.target.dataset?.story;
  if (story) tell(story).catch(() => answer(false, "Moments isn’t answering. Is it still running?"));
});

document.querySelector(".filter").addEventListener("click", (event) => {
  if (!event.target.dataset?.show) return;
  filter = event.target.dataset.show;
  limit = JOURNEYS_AT_ONCE;
  for (const button of event.currentTarget.children) button.setAttribute("aria-pressed", String(button === event.target));
  showJourneys();
});
byId("more").addEventListener("click", () => {
  limit += JOURNEYS_AT_ONCE;
  showJourneys();
});
