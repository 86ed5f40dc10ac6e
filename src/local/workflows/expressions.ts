import { createHash } from "node:crypto";
import { type ASTNode, Environment } from "@marcbachmann/cel-js";
import { serialize } from "@marcbachmann/cel-js/serialize";
import { LRUCache } from "lru-cache";

/** The variables of an expression: the event that started the run and, for waiting or cancelling, the later event. */
export type Facts = { event: unknown; async?: unknown };

const LONGEST_KEY = 200;

type Compiled = (facts: Facts) => unknown;

const environment = new Environment({ enableOptionalTypes: true, homogeneousAggregateLiterals: false })
  .registerVariable("event", "dyn")
  .registerVariable("async", "dyn");
const compiled = new LRUCache<string, Compiled>({ max: 1_000 });

/** Whether `text` is true for these facts. A comparison that is not possible (a word with a list) is not true. */
export function holds(text: string, facts: Facts): boolean {
  return resultOf(text, facts) === true;
}

/** The value of an expression as a key, short enough for an index: the same value gives the same text. */
export function keyOf(text: string, facts: Facts): string {
  const value = resultOf(text, facts);
  const key = JSON.stringify(value, (_, part) => (typeof part === "bigint" ? Number(part) : part)) ?? "null";
  return key.length > LONGEST_KEY ? createHash("sha256").update(key).digest("hex") : key;
}

/** The error in an expression; undefined if it is valid. */
export function flawOf(text: string): string | undefined {
  return environment.check(text).error?.message.split("\n")[0];
}

/** The value, or null if the facts do not allow one. */
export function resultOf(text: string, { event, async = null }: Facts): unknown {
  try {
    return compile(text)({ event, async });
  } catch {
    return null;
  }
}

function compile(text: string): Compiled {
  const known = compiled.get(text);
  if (known) return known;
  const made = environment.parse(serialize(lenient(environment.parse(text).ast)));
  compiled.set(text, made);
  return made;
}

/** The same expression with null for missing attributes: `a.b.c` becomes `a.?b.?c.orValue(null)`. */
function lenient(node: ASTNode): ASTNode {
  if (node.op === "." || node.op === "[]") {
    const chain = optional(node);
    return { ...node, op: "rcall", args: ["orValue", chain, [{ ...node, op: "value", args: null }]] } as ASTNode;
  }
  // has() tests the attribute itself.
  if (node.op === "call" && node.args[0] === "has") return node;
  return { ...node, op: node.op, args: inside(node.args) } as ASTNode;
}

function optional(node: ASTNode): ASTNode {
  if (node.op === ".") return { ...node, op: ".?", args: [optional(node.args[0]), node.args[1]] } as ASTNode;
  if (node.op === "[]") {
    return { ...node, op: "[?]", args: [optional(node.args[0]), lenient(node.args[1])] } as ASTNode;
  }
  return lenient(node);
}

function inside(args: unknown): unknown {
  if (Array.isArray(args)) return args.map(inside);
  return isNode(args) ? lenient(args) : args;
}

function isNode(value: unknown): value is ASTNode {
  return typeof value === "object" && value !== null && "op" in value && "args" in value;
}
