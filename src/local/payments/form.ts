import { Refusal } from "./refusal";

/** Parameters as they come: text, lists and maps of text. */
export type Params = { [name: string]: Param };
type Param = string | Param[] | Params;

const DEPTH = 8;

/** Reads `a[b]=1&items[0][price]=x` into nested maps; maps with the keys 0, 1, 2 … are lists. */
export function parseForm(text: string): Params {
  const root: Params = {};
  for (const [name, value] of new URLSearchParams(text)) put(root, keysOf(name), value);
  return withLists(root) as Params;
}

function keysOf(name: string): string[] {
  const [, head, tail = ""] = /^([^[\]]+)((?:\[[^[\]]*\])*)$/.exec(name) ?? [];
  if (head === undefined) throw Refusal.parameter("parameter_unknown", name, `Received unknown parameter: ${name}`);
  const keys = [head, ...[...tail.matchAll(/\[([^[\]]*)\]/g)].map(([, key = ""]) => key)];
  if (keys.length > DEPTH || keys.includes("__proto__")) {
    throw Refusal.parameter("parameter_unknown", name, `Received unknown parameter: ${name}`);
  }
  return keys;
}

function put(root: Params, keys: string[], value: string): void {
  let at = root;
  for (const [index, given] of keys.entries()) {
    const key = given === "" ? String(Object.keys(at).length) : given;
    if (index === keys.length - 1) {
      at[key] = value;
      return;
    }
    const next = Object.hasOwn(at, key) ? at[key] : undefined;
    if (typeof next === "string") throw Refusal.parameter("parameter_unknown", key, `Invalid hash: ${key}`);
    at = at[key] = (next as Params | undefined) ?? {};
  }
}

function withLists(value: Param): Param {
  if (typeof value === "string" || Array.isArray(value)) return value;
  const entries = Object.entries(value).map(([key, each]) => [key, withLists(each)] as const);
  const isList = entries.length > 0 && entries.every(([key]) => /^\d{1,4}$/.test(key));
  if (!isList) return Object.fromEntries(entries);
  return entries.sort(([a], [b]) => Number(a) - Number(b)).map(([, each]) => each);
}
