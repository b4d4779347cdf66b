// From the marks of a message (**bold**, `code`, <#channel>) to nodes of the page. It must not know the page: names of what is
// mentioned are asked from whoever calls. Text enters the document as text, never as HTML.

const DEPTH_MAX = 8;
const FENCE = /```(?:[\w+#.-]*\n)?([\s\S]+?)```/;
// The first of these that matches somewhere is taken; what it holds is read again, except in code.
const MARKS = [
  [/\\([\\*_~`|<>#\-[\]()])/, (found) => found[1]],
  [/(`+)([^`]|[^`][\s\S]*?[^`])\1(?!`)/, (found) => element("code", found[2])],
  [/<(https?:\/\/[^\s<>]+)>/, (found) => link(found[1], found[1])],
  [/\[([^[\]\n]+)\]\((https?:\/\/[^\s()<>]+)\)/, (found) => link(found[2], found[1])],
  [/https?:\/\/[^\s<>]+[^\s<>.,;:!?'"»”’)\]*_~|]/, (found) => link(found[0], found[0])],
  [/<@!?(\d+)>/, (found, names) => mention("@", names.person(found[1]))],
  [/<@&(\d+)>/, (found, names) => mention("@", names.role(found[1]))],
  [/<#(\d+)>/, (found, names) => mention("#", names.channel(found[1]))],
  [/<a?:(\w+):\d+>/, (found) => `:${found[1]}:`],
  [/<t:(-?\d{1,12})(?::[tTdDfFR])?>/, (found, names) => moment(Number(found[1]) * 1000, names)],
  [/\*\*(?=\S)([\s\S]+?)\*\*(?!\*)/, (found, names, depth) => inside("strong", found[1], names, depth)],
  [/__(?=\S)([\s\S]+?)__(?!_)/, (found, names, depth) => inside("u", found[1], names, depth)],
  [/~~(?=\S)([\s\S]+?)~~/, (found, names, depth) => inside("s", found[1], names, depth)],
  [/\|\|(?=\S)([\s\S]+?)\|\|/, (found, names, depth) => spoiler(found[1], names, depth)],
  [/\*(?=[^\s*])([^*\n]*[^\s*])\*/, (found, names, depth) => inside("em", found[1], names, depth)],
  [/(?<![\p{L}\p{N}_])_(?=[^\s_])([^_\n]*[^\s_])_(?![\p{L}\p{N}_])/u, (found, names, depth) => inside("em", found[1], names, depth)],
];
const LINES = [
  [/^> ?(.*)$/, "blockquote"],
  [/^ {0,4}[-*] +(.+)$/, "li"],
  [/^#{1,3} +(.+)$/, "strong"],
];

// `names` answers person(id), role(id), channel(id) with a name or nothing, moment(date) with a time in words,
// and holds what the button on hidden words says, `reveal`.
export function nodesOf(text, names) {
  const nodes = [];
  for (let rest = text; rest;) {
    const fence = FENCE.exec(rest);
    nodes.push(...blocks(fence ? rest.slice(0, fence.index) : rest, names));
    if (fence) nodes.push(element("pre", fence[1].replace(/\n$/, "")));
    rest = fence ? rest.slice(fence.index + fence[0].length).replace(/^\n/, "") : "";
  }
  return nodes;
}

// Quotations, lists and headings stand on lines of their own; everything else flows, with its line breaks.
function blocks(text, names) {
  const nodes = [];
  let flow = [];
  const end = () => {
    if (flow.length) nodes.push(...inline(flow.join("\n"), names, 0));
    flow = [];
  };
  for (const line of text.split("\n")) {
    const [found, tag] = LINES.map(([pattern, name]) => [pattern.exec(line), name]).find(([match]) => match) ?? [];
    if (!found) { flow.push(line); continue; }
    end();
    const block = document.createElement(tag === "li" ? "ul" : tag);
    if (tag === "strong") block.className = "heading";
    const holder = tag === "li" ? block.appendChild(document.createElement("li")) : block;
    holder.dir = "auto";
    holder.append(...inline(found[1], names, 0));
    const last = nodes.at(-1);
    if (tag === "li" && last?.tagName === "UL") last.append(holder);
    else if (tag === "blockquote" && last?.tagName === "BLOCKQUOTE") last.append("\n", ...block.childNodes);
    else nodes.push(block);
  }
  end();
  return nodes;
}

function inline(text, names, depth) {
  if (depth > DEPTH_MAX) return [text];
  const nodes = [];
  for (let rest = text; rest;) {
    let first = null;
    for (const [pattern, make] of MARKS) {
      const found = pattern.exec(rest);
      if (found && (!first || found.index < first.found.index)) first = { found, make };
    }
    if (!first) return [...nodes, rest];
    const { found, make } = first;
    if (found.index) nodes.push(rest.slice(0, found.index));
    nodes.push(make(found, names, depth + 1) ?? found[0]);
    rest = rest.slice(found.index + found[0].length);
  }
  return nodes;
}

function element(tag, text) {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}

function inside(tag, text, names, depth) {
  const made = document.createElement(tag);
  made.append(...inline(text, names, depth));
  return made;
}

function link(address, words) {
  if (!URL.canParse(address)) return null;
  const made = element("a", words);
  made.href = address;
  made.target = "_blank";
  made.rel = "noreferrer noopener nofollow";
  if (words !== address) made.title = address;
  return made;
}

function mention(sign, name) {
  if (!name) return null;
  const made = element("span", sign + name);
  made.className = "mention";
  return made;
}

function moment(ms, names) {
  const date = new Date(ms);
  if (Number.isNaN(date.getTime())) return null;
  const made = element("time", names.moment(date));
  made.dateTime = date.toISOString();
  return made;
}

// Hidden until it is asked for, by mouse or keyboard.
function spoiler(text, names, depth) {
  const words = inside("span", text, names, depth);
  words.tabIndex = -1;
  const made = element("button", "…");
  made.type = "button";
  made.className = "spoiler";
  made.title = names.reveal;
  made.onclick = () => {
    made.replaceWith(words);
    words.focus();
  };
  return made;
}
