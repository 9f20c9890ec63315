// Shows the part of Slack's Block Kit that messages are made of, as Slack would. Foreign text never becomes markup: every
// character goes through text nodes.

/** Makes an element with attributes and children; `null` children are left out. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };
const plain = (text) => text.replace(/&(amp|lt|gt);/g, (entity) => ENTITIES[entity]);

/** Shows a date as Slack does for `<!date^…>`: in the reader's own zone. */
function date(seconds, format) {
  const at = new Date(Number(seconds) * 1000);
  const show = (options) => new Intl.DateTimeFormat(undefined, options).format(at);
  return format
    .replace(/\{date[a-z_]*\}/g, show({ day: "numeric", month: "short", year: "numeric" }))
    .replace(/\{time[a-z_]*\}/g, show({ hour: "2-digit", minute: "2-digit" }));
}

/** Reads what stands between angle brackets: a date, a mention or a link. */
function bracket(inner) {
  const [target, label] = inner.split("|", 2);
  if (target.startsWith("!date^")) {
    const [, seconds, format] = target.split("^");
    return make("time", {}, date(seconds, format));
  }
  if (/^(https?:|mailto:)/.test(target)) {
    return make("a", { href: plain(target), rel: "noreferrer" }, plain(label ?? target));
  }
  return document.createTextNode(plain(label ?? target));
}

const STYLES = [
  [/^\*([^*\n]+)\*/, "b"],
  [/^_([^_\n]+)_/, "i"],
  [/^~([^~\n]+)~/, "s"],
  [/^`([^`\n]+)`/, "code"],
];

/** Reads mrkdwn into nodes. */
export function markup(text) {
  const nodes = [];
  let rest = text;
  let run = "";
  const flush = () => {
    if (run) nodes.push(document.createTextNode(plain(run)));
    run = "";
  };
  while (rest) {
    const link = /^<([^<>]+)>/.exec(rest);
    const atWord = !run || /[\s(•]$/.test(run);
    const style = atWord && STYLES.map(([pattern, tag]) => [pattern.exec(rest), tag]).find(([found]) => found);
    if (link) {
      flush();
      nodes.push(bracket(link[1]));
      rest = rest.slice(link[0].length);
    } else if (style) {
      flush();
      nodes.push(make(style[1], {}, ...markup(style[0][1])));
      rest = rest.slice(style[0][0].length);
    } else {
      run += rest[0];
      rest = rest.slice(1);
    }
  }
  flush();
  return nodes;
}

function text(object) {
  if (!object) return [];
  return object.type === "mrkdwn" ? markup(object.text) : [document.createTextNode(object.text ?? "")];
}

function block(block) {
  switch (block.type) {
    case "header":
      return make("h3", {}, ...text(block.text));
    case "divider":
      return make("div", { class: "block" }, make("hr"));
    case "context":
      return make("p", { class: "block context" }, ...(block.elements ?? []).map((part) => make("span", {}, ...text(part))));
    case "section": {
      const fields = (block.fields ?? []).map((field) => make("div", {}, ...text(field)));
      const parts = [...text(block.text), fields.length ? make("div", { class: "fields" }, ...fields) : null];
      return make("div", { class: "block" }, ...parts);
    }
    case "actions": {
      const links = (block.elements ?? []).filter((part) => /^https?:/.test(part.url ?? ""));
      return make("p", { class: "block deeds" }, ...links.map((part) => make("a", { href: part.url, rel: "noreferrer" }, ...text(part.text))));
    }
    default:
      return make("p", { class: "block context" }, `(a block of type ${block.type})`);
  }
}

/** Shows the body of a message: its blocks, or its text where it has none. */
export function message(body) {
  if (Array.isArray(body.blocks) && body.blocks.length) return body.blocks.map(block);
  return [make("p", { class: "block" }, ...markup(body.text ?? ""))];
}
