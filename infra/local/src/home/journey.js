// One customer's journey as a timeline: where it went, how it ended each time, and why. The server words it.

import { make } from "./slack.js";

const LANE = 38;
const BALANCE = 46;
const DATES = 22;
const STEP_MIN = 46;
const STEP_MAX = 110;
const SIDE = 26;

const drawn = (tag, attributes, ...children) => {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};

/** Draws stages as lanes, moments as marks on them, and the running balance below. */
function chart(journey, width, tools) {
  const { steps, lanes } = journey;
  const step = Math.max(STEP_MIN, Math.min(STEP_MAX, (width - 2 * SIDE) / Math.max(1, steps.length - 1)));
  const wide = Math.max(2 * SIDE + step * (steps.length - 1), Math.floor(width));
  const bottom = lanes.length * LANE;
  const height = bottom + BALANCE + DATES;
  const x = (index) => SIDE + index * step;
  const y = (entry) => LANE * (lanes.findIndex((lane) => lane.stage === entry.judged.stage) + 0.5);
  const picture = drawn("svg", { width: wide, height, viewBox: `0 0 ${wide} ${height}`, "aria-hidden": "true", class: "chart" });

  lanes.forEach((lane, index) =>
    picture.append(drawn("line", { class: "lane", x1: 0, x2: wide, y1: LANE * (index + 0.5), y2: LANE * (index + 0.5) })));
  for (const start of journey.cycle_starts) {
    const at = x(start) - step / 2;
    picture.append(drawn("line", { class: "cycle", x1: at, x2: at, y1: 2, y2: bottom + BALANCE - 2 }));
  }
  picture.append(drawn("polyline", { class: "way", points: steps.map(({ entry }, index) => `${x(index)},${y(entry)}`).join(" ") }));

  const values = [0, ...steps.map(({ balance }) => balance)];
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const level = (value) => bottom + 6 + (BALANCE - 12) * (most === least ? 0.5 : (most - value) / (most - least));
  picture.append(drawn("line", { class: "zero", x1: 0, x2: wide, y1: level(0), y2: level(0) }));
  const path = steps.map(({ balance }, index) => `H${x(index)} V${level(balance)}`);
  picture.append(drawn("path", { class: "balance", d: `M0,${level(0)} ${path.join(" ")} h${SIDE / 2}` }));

  let free = 0;
  let day = "";
  steps.forEach(({ entry }, index) => {
    const { judged } = entry;
    if (judged.critical.length) picture.append(drawn("circle", { class: "ring", cx: x(index), cy: y(entry), r: 13 }));
    picture.append(drawn("circle", { class: "behind", cx: x(index), cy: y(entry), r: 9 }));
    picture.append(drawn("use", { class: `dot ${judged.outcome}`, href: `#${judged.outcome}`, x: x(index) - 8, y: y(entry) - 8, width: 16, height: 16 },
      drawn("title", {}, `${entry.kind}: ${judged.outcome_words}`)));
    const label = tools.day(entry.at);
    if (label !== day && x(index) >= free) {
      picture.append(drawn("text", { class: "day", x: Math.max(0, x(index) - 14), y: height - 6 }, label));
      free = x(index) + 58;
      day = label;
    }
  });
  const names = make("ul", { class: "lanes", "aria-hidden": "true" },
    ...lanes.map((lane) => make("li", {}, lane.words)), make("li", { class: "sum" }, "Total"));
  const scroll = make("div", { class: "scroll", tabindex: "0", role: "img", "aria-label": told(journey) }, picture);
  return make("div", { class: "map" }, names, scroll);
}

/** Says what the drawing shows. */
function told({ steps }) {
  const counts = new Map();
  for (const { entry } of steps) counts.set(entry.judged.outcome_words, (counts.get(entry.judged.outcome_words) ?? 0) + 1);
  const outcomes = [...counts].map(([words, count]) => `${count} × ${words}`).join(", ");
  const ways = steps.map(({ entry }) => entry.judged.stage_words).filter((stage, index, all) => stage !== all[index - 1]);
  return `Timeline of ${steps.length} moments: ${outcomes}. Stages in order: ${ways.join(", ")}. The list below has each moment.`;
}

/** A promised time comes as RFC 3339, like every time. */
const TIME = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

function comparison(rows, tools) {
  if (!rows.length) return null;
  const value = (text) => (TIME.test(text) ? tools.exactly(text) : text ?? "–");
  const row = ({ facet, expected, perceived, tone }) =>
    make("tr", { class: tone }, make("th", { scope: "row" }, facet), make("td", {}, value(expected)), make("td", {}, value(perceived)));
  return make("div", { class: "wide", tabindex: "0", role: "group", "aria-label": "Promised and received" }, make("table", { class: "compared" },
    make("thead", {}, make("tr", {}, make("th", { scope: "col" }, "Facet"), make("th", { scope: "col" }, "Promised"), make("th", { scope: "col" }, "Received"))),
    make("tbody", {}, ...rows.map(row))));
}

function moment(told, tools) {
  const element = tools.step(told.entry);
  if (told.tags.length) element.append(make("ul", { class: "tags" }, ...told.tags.map((tag) => make("li", {}, tag))));
  const rows = comparison(told.compared, tools);
  if (rows) element.append(rows);
  if (told.quiet.length) element.append(make("p", { class: "note" }, make("b", {}, "Silent: "), told.quiet.join(" · ")));
  if (told.waits) element.append(make("p", { class: "note" }, "This judgement is not stored yet."));
  return element;
}

const signed = (number) => (number > 0 ? `+${number}` : String(number).replace("-", "−"));

function facts(journey) {
  const fact = (name, value, hint) => value === null || value === undefined
    ? null
    : make("div", {}, make("dt", {}, name), make("dd", {}, String(value)), hint ? make("dd", { class: "hint" }, hint) : null);
  const open = journey.cases.filter((one) => one.is_open).length;
  return make("dl", { class: "facts" },
    fact("Moments", journey.steps.length + journey.left_out, journey.left_out ? `the last ${journey.steps.length} are shown` : null),
    fact("Total", signed(journey.balance ?? 0), "magic moments minus bad experiences"),
    fact("As remembered", journey.peak_end, "strongest and last moment, −1 to 1"),
    fact("Times around", journey.cycles || null, "from research to sharing"),
    fact("Open cases", open),
    fact("Identity links ignored", journey.limits?.links_ignored || null, "only the earliest 100 count"),
    fact("Only summarized", journey.limits?.touchpoints_summarized || null, "earlier contacts"));
}

function promise(one, tools) {
  const settled = one.settled_by ? [` · ${one.settled_by} `, tools.time(one.settled_at)] : [];
  const due = one.due_at ? [make("b", {}, "Due "), tools.exactly(one.due_at)] : [];
  return make("li", { class: one.tone },
    make("p", {}, make("b", { class: "status" }, one.status), " ", one.made_by ?? "", " ", tools.time(one.made_at), ...settled),
    due.length ? make("p", { class: "where" }, ...due) : null,
    comparison(one.compared, tools));
}

function kase(one, tools) {
  return make("li", {},
    make("p", {}, make("b", {}, one.id), ` ${one.state} · severity ${one.severity} of 5`),
    make("ol", {}, ...one.events.map(({ words, by, at }) => make("li", {}, [words, by].filter(Boolean).join(": "), " ", tools.time(at)))));
}

/** Shows a journey in a box. */
export function show(box, journey, tools) {
  if (!journey.steps.length) {
    box.replaceChildren(make("p", { class: "empty" }, "Nothing to judge: many people share this id, or only an identification was sent."));
    return;
  }
  const part = (title, list) => list.length ? make("section", {}, make("h3", {}, title), make("ul", { class: "plain-list" }, ...list)) : null;
  const width = box.clientWidth - (box.clientWidth < 560 ? 92 : 150);
  box.replaceChildren(...[
    facts(journey),
    journey.silent.length ? make("p", { class: "alarm" }, make("strong", {}, "Silent and unhappy? "), journey.silent.join(" · ")) : null,
    chart(journey, width, tools),
    part("Promises", journey.promises.map((one) => promise(one, tools))),
    part("Cases", journey.cases.map((one) => kase(one, tools))),
    make("section", {}, make("h3", {}, "Moment by moment"), make("ol", { class: "steps" }, ...journey.steps.map((one) => moment(one, tools)))),
  ].filter(Boolean));
}
