// Holds answers against the published schemas of Discord's API (npm package discord-api-spec).
//
// Reads JSON lines `{method, path, status, body}` (an answer) or `{schema, body}` (an object inside an event), and writes one
// JSON line `{operation, errors}` for each. Which schema an answer has is read from the package's own types, so that there is
// no table to keep: `"200": GuildRoleResponse[]` stands there in so many words.

import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

import * as schemas from "discord-api-spec/zod";
import * as z from "zod/mini";

const types = readFileSync(new URL("node_modules/discord-api-spec/build/discord-api-spec.ts", import.meta.url), "utf8");

/** For each `METHOD /path/{template}` the type of each 2xx answer, as text. */
function readOperations(text) {
  const operations = new Map();
  let path, method;
  const lines = text.split("\n");
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index];
    path = /^  "(\/[^"]*)": \{$/.exec(line)?.[1] ?? path;
    method = /^    (get|put|post|patch|delete): \{$/.exec(line)?.[1] ?? method;
    const answer = /^        "?(2\d\d)"?:(.*)$/.exec(line);
    if (!answer || !path || !method) continue;
    let type = answer[2];
    const isComplete = () => type.endsWith(";") && type.split("{").length === type.split("}").length;
    while (!isComplete()) {
      index += 1;
      type += ` ${lines[index].trim()}`;
    }
    operations.set(`${method.toUpperCase()} ${path} ${answer[1]}`, type.trim().replace(/;$/, ""));
  }
  return operations;
}

/** A validator from a type such as `(A | B)[] | null`. */
function parseType(text) {
  const tokens = text.match(/[A-Za-z_]\w*|\[\]|[|()]|\S/g) ?? [];
  let at = 0;
  const union = () => {
    if (tokens[at] === "|") at += 1;
    const members = [one()];
    while (tokens[at] === "|") {
      at += 1;
      members.push(one());
    }
    return members.length === 1 ? members[0] : z.union(members);
  };
  const one = () => {
    let schema;
    const token = tokens[at];
    at += 1;
    if (token === "(") {
      schema = union();
      at += 1;
    } else if (token === "null") {
      schema = z.null();
    } else if (token === "unknown") {
      schema = z.undefined(); // An answer without a body.
    } else if (token === "string") {
      schema = z.string();
    } else if (text.slice(text.indexOf(token)).startsWith("{ [key: string]: number; }")) {
      schema = z.record(z.string(), z.number());
      at = tokens.length;
    } else {
      schema = schemas[`${token}Schema`];
      if (!schema) return undefined;
    }
    while (tokens[at] === "[]") {
      schema = z.array(schema);
      at += 1;
    }
    return schema;
  };
  const schema = union();
  return at === tokens.length ? schema : undefined;
}

const operations = readOperations(types);

/** The template that the path follows; a template's literal words win over its parameters. */
function findOperation(method, path, status) {
  const parts = path.split("?")[0].split("/");
  let best;
  for (const key of operations.keys()) {
    const [theirMethod, template, theirStatus] = key.split(" ");
    const words = template.split("/");
    if (theirMethod !== method || Number(theirStatus) !== status || words.length !== parts.length) continue;
    const fits = words.every((word, index) => word.startsWith("{") || word === parts[index]);
    const literal = words.filter((word) => !word.startsWith("{")).length;
    if (fits && (!best || literal > best.literal)) best = { key, literal };
  }
  return best?.key;
}

function check(line) {
  const operation = line.schema ?? findOperation(line.method, line.path, line.status);
  if (!operation) return { operation: null, errors: [] };
  const schema = line.schema ? schemas[`${line.schema}Schema`] : parseType(operations.get(operation));
  if (!schema) return { operation, errors: [`no schema for ${operations.get(operation) ?? line.schema}`] };
  const result = schema.safeParse(endTimesInZ(line.body ?? undefined));
  if (result.success) return { operation, errors: [] };
  return { operation, errors: result.error.issues.flatMap((issue) => describe(issue, [])) };
}

/** The API writes UTC as `+00:00`; the package's schemas take a time only when it ends in `Z`. */
function endTimesInZ(value) {
  if (typeof value === "string") return value.replace(/^(\d{4}-\d\d-\d\dT[\d:.]+)\+00:00$/, "$1Z");
  if (Array.isArray(value)) return value.map(endTimesInZ);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, endTimesInZ(inner)]));
}

/** An issue as `path: what`. Of a union's branches the one that complains least is shown: it is the one that was meant. */
function describe(issue, prefix) {
  const path = [...prefix, ...issue.path];
  if (issue.code === "invalid_union" && issue.errors.length) {
    const meant = issue.errors.reduce((best, branch) => (branch.length < best.length ? branch : best));
    return meant.flatMap((inner) => describe(inner, path));
  }
  return [`${path.join(".")}: ${issue.message ?? issue.code} ${JSON.stringify(issue.expected ?? issue.values ?? "")}`];
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(check(JSON.parse(line)))}\n`);
}
