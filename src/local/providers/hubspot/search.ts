import { createHash } from "node:crypto";
import { z } from "zod";
import type { At } from "./records";
import { Refusal } from "./refusal";
import type { Property, Row } from "./tables";
import { timeOf } from "./values";
import { show, valueIn } from "./view";

const MOST = 10_000;
const OPERATORS = [
  ...["EQ", "NEQ", "LT", "LTE", "GT", "GTE", "BETWEEN", "IN", "NOT_IN", "HAS_PROPERTY", "NOT_HAS_PROPERTY"],
  ...["CONTAINS_TOKEN", "NOT_CONTAINS_TOKEN"],
] as const;

const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const filter = z.object({
  propertyName: z.string(),
  operator: z.enum(OPERATORS as readonly [string, ...string[]]),
  value: text.optional(),
  highValue: text.optional(),
  values: z.array(text).optional(),
});
const request = z.object({
  filterGroups: z
    .array(z.object({ filters: z.array(filter).max(6) }))
    .max(5)
    .default([]),
  sorts: z
    .array(
      z.union([
        z.string(),
        z.object({ propertyName: z.string(), direction: z.enum(["ASCENDING", "DESCENDING"]).default("ASCENDING") }),
      ]),
    )
    .max(1, "Only one sort is possible.")
    .default([]),
  query: z.string().max(3000).optional(),
  properties: z.array(z.string()).default([]),
  limit: z.coerce.number().int().min(1).max(200).default(10),
  after: z.coerce.string().regex(/^\d*$/, "must be a whole number").default("0"),
});
type Filter = z.output<typeof filter>;
type Sort = z.output<typeof request>["sorts"][number];

/** Answers a search: it finds what the index has, which follows the records after the lag. */
export function search(at: At, body: unknown) {
  const { success, data, error } = request.safeParse(body);
  if (!success) throw Refusal.invalid(`Invalid input JSON: ${z.prettifyError(error)}`);
  const from = Number(data.after);
  if (from >= MOST)
    throw Refusal.invalid(`Search results are limited to ${MOST}: after ${from} there are none. Narrow the search.`);
  const known = at.crm.properties(at.portal.id, at.object);
  const groups = data.filterGroups.map(({ filters }) => filters.map((each) => testOf(at, known, each)));
  const words = (data.query ?? "").trim().toLowerCase();
  const found: Row[] = [];
  for (const row of at.crm.collection(at.portal.id, at.object).allSeen(at.crm.clock.now())) {
    if (row.archivedAt !== undefined || !hasWords(row, words)) continue;
    if (groups.length === 0 || groups.some((tests) => tests.every((test) => test(row)))) found.push(row);
  }
  const sorted = sort(at, known, found, data.sorts[0]);
  const to = Math.min(from + data.limit, MOST);
  const results = sorted.slice(from, to).map((row) => show(at, row, { ...data, history: [], associations: [] }));
  const paging = to < found.length ? { paging: { next: { after: String(to) } } } : {};
  return { total: found.length, results, ...paging };
}

function sort(at: At, known: ReadonlyMap<string, Property>, rows: Row[], wish: Sort | undefined) {
  const given = typeof wish === "string" ? wish : (wish?.propertyName ?? "createdate");
  const name = given.replace(/^-/, "");
  const property = known.get(name);
  if (!property) throw unknown(at, name);
  const isDown = given.startsWith("-") || (typeof wish === "object" && wish.direction === "DESCENDING");
  const keyed = rows.map((row) => ({ row, key: keyOf(property, valueIn(at, row, name)), tie: "" }));
  return keyed
    .sort((one, other) => {
      const order = compare(one.key, other.key);
      if (order !== 0) return isDown ? -order : order;
      // HubSpot promises no order among equals: here it is any, but the same on each page.
      one.tie ||= mixed(one.row.id);
      other.tie ||= mixed(other.row.id);
      return one.tie < other.tie ? -1 : 1;
    })
    .map(({ row }) => row);
}

const mixed = (id: string) => createHash("sha1").update(id).digest("base64");

type Key = string | number | undefined;

/** Records without a value come last. */
function compare(one: Key, other: Key): number {
  if (one === other) return 0;
  if (one === undefined) return 1;
  if (other === undefined) return -1;
  return one < other ? -1 : 1;
}

function keyOf({ type }: Property, value: string | null | undefined): Key {
  if (value === null || value === undefined) return undefined;
  if (type === "number") return Number(value);
  if (type === "date" || type === "datetime") return timeOf(value);
  return value.toLowerCase();
}

function testOf(at: At, known: ReadonlyMap<string, Property>, given: Filter): (row: Row) => boolean {
  const { propertyName: name, operator } = given;
  const property = known.get(name);
  if (!property) throw unknown(at, name);
  const key = (text: string | undefined): Key => {
    if (text === undefined) throw Refusal.invalid(`The filter ${operator} on ${name} needs a value.`);
    const read = keyOf(property, text);
    if (read === undefined || Number.isNaN(read)) throw Refusal.invalid(`${text} is no value of ${name}.`);
    return read;
  };
  const test = testFor(operator, given, key);
  return (row) => test(keyOf(property, valueIn(at, row, name)));
}

const TESTS = new Map<string, (own: Key, wanted: Key) => boolean>([
  ["EQ", (own, wanted) => own === wanted],
  ["NEQ", (own, wanted) => own !== wanted],
  ["LT", (own, wanted) => compare(own, wanted) < 0],
  ["LTE", (own, wanted) => compare(own, wanted) <= 0],
  ["GT", (own, wanted) => compare(own, wanted) > 0],
  ["GTE", (own, wanted) => compare(own, wanted) >= 0],
  ["CONTAINS_TOKEN", hasToken],
  ["NOT_CONTAINS_TOKEN", (own, wanted) => !hasToken(own, wanted)],
]);

/** Only HAS_PROPERTY and its opposite look at records without a value, and NOT_IN does as well. */
function testFor(operator: string, given: Filter, key: (text: string | undefined) => Key): (own: Key) => boolean {
  if (operator === "HAS_PROPERTY") return (own) => own !== undefined;
  if (operator === "NOT_HAS_PROPERTY") return (own) => own === undefined;
  if (operator === "IN" || operator === "NOT_IN") {
    const keys = (given.values ?? []).map(key);
    if (keys.length === 0) throw Refusal.invalid(`The filter ${operator} needs values.`);
    return (own) => keys.includes(own) === (operator === "IN");
  }
  const wanted = key(given.value);
  if (operator === "BETWEEN") {
    const high = key(given.highValue);
    return (own) => own !== undefined && compare(own, wanted) >= 0 && compare(own, high) <= 0;
  }
  const test = TESTS.get(operator);
  return (own) => own !== undefined && test?.(own, wanted) === true;
}

function hasToken(own: Key, wanted: Key): boolean {
  const pattern = String(wanted)
    .replace(/[.+?^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*");
  const token = new RegExp(`^${pattern}$`, "i");
  const whole = String(own);
  return token.test(whole) || whole.split(/[^\p{L}\p{N}]+/u).some((each) => token.test(each));
}

function hasWords({ properties }: Row, words: string): boolean {
  if (words === "") return true;
  const { email, firstname, lastname, company, phone, name, domain, website, dealname } = properties;
  const all = [email, firstname, lastname, company, phone, name, domain, website, dealname].join(" ").toLowerCase();
  return words.split(/\s+/).every((word) => all.includes(word));
}

function unknown({ object }: At, name: string): Refusal {
  return Refusal.invalid(`There was a problem with the request: there is no property ${name} on ${object}.`, {
    context: { propertyName: [name] },
  });
}
