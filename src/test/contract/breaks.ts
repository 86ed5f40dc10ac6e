import type { Contract, ListShape, ObjectShape, Shape, Values } from "./contract";

/** A change that a client written against the contract of before may not survive. */
export interface Break {
  /** The change in words that stay the same while it is there. */
  text: string;
  /** The operations that it reaches. */
  operations: string[];
}

/** The breaking changes from one contract to another; what is new and optional is none. */
export function breaksBetween(before: Contract, now: Contract): Break[] {
  const found = new Map<string, string[]>();
  const comparison = new Comparison(before, now);
  for (const [operation, { request, answer }] of Object.entries(before.operations)) {
    const current = now.operations[operation];
    const name = operation.split(" ").at(-1) ?? operation;
    const texts = current
      ? [
          ...comparison.differences("request", { at: name, of: "" }, request, current.request),
          ...comparison.differences("answer", { at: `${name}.answer`, of: "" }, answer, current.answer),
        ]
      : [`${operation} is gone`];
    for (const text of new Set(texts)) found.set(text, [...(found.get(text) ?? []), operation]);
  }
  return [...found].map(([text, operations]) => ({ text, operations }));
}

type Side = "request" | "answer";
/** Where a shape stands: the path of its names, and for a named schema whether requests or answers have it. */
interface Place {
  at: string;
  of: string;
}

const isObject = (shape: Shape): shape is ObjectShape => typeof shape === "object" && "object" in shape;
const isList = (shape: Shape): shape is ListShape => typeof shape === "object" && "list" in shape;
const hasValues = (shape: Shape): shape is Values => typeof shape === "object" && "values" in shape;
const below = ({ at, of }: Place, name: string): Place => ({ at: `${at}.${name}`, of });
const saying = ({ at, of }: Place, what: string) => `${at}${of} ${what}`;
const formats = new Set(["uuid", "date", "date-time", "binary"]);

class Comparison {
  readonly #before: Contract;
  readonly #now: Contract;
  /** Differences of two named schemas; an empty list while they are still compared, because schemas may name themselves. */
  readonly #known = new Map<string, string[]>();

  constructor(before: Contract, now: Contract) {
    this.#before = before;
    this.#now = now;
  }

  differences(side: Side, place: Place, before: Shape, now: Shape): string[] {
    if (typeof before === "string" && before.startsWith("#") && typeof now === "string" && now.startsWith("#"))
      return this.#ofNamed(side, before, now);
    const old = branches(before, this.#before);
    const current = branches(now, this.#now);
    return (
      changedType(side, place, old, current) ?? [
        ...lostValues(side, place, old, current),
        ...old.flatMap((branch) => this.#ofClosest(side, place, branch, current)),
      ]
    );
  }

  #ofNamed(side: Side, before: string, now: string): string[] {
    const key = `${side} ${before} ${now}`;
    const known = this.#known.get(key);
    if (known) return known;
    this.#known.set(key, []);
    const name = before.slice(1);
    const place = { at: name, of: side === "answer" ? " in answers" : " in requests" };
    const schema = (contract: Contract, reference: string) => contract.schemas[reference.slice(1)] ?? "any";
    const found = this.differences(side, place, schema(this.#before, before), schema(this.#now, now));
    this.#known.set(key, found);
    return found;
  }

  /** The differences to the branch of today that is most alike; several may stand for one of before. */
  #ofClosest(side: Side, place: Place, { shape, name }: Branch, now: readonly Branch[]): string[] {
    let closest: string[] | null = null;
    const alike = now.toSorted((a, b) => Number(b.name === name) - Number(a.name === name));
    for (const { shape: current, name: currentName } of alike) {
      const found = this.#ofBranch(side, place, { before: shape, now: current, name, currentName });
      if (found && (closest === null || found.length < closest.length)) closest = found;
      if (closest?.length === 0) break;
    }
    return closest ?? [];
  }

  #ofBranch(side: Side, place: Place, { before, now, name, currentName }: Pair): string[] | null {
    if (name && currentName && (isObject(before) || isList(before)) && kindOf(before) === kindOf(now))
      return this.#ofNamed(side, `#${name}`, `#${currentName}`);
    if (isList(before) && isList(now)) return this.differences(side, below(place, "[]"), before.list, now.list);
    return isObject(before) && isObject(now) ? this.#ofObjects(side, place, before, now) : null;
  }

  #ofObjects(side: Side, place: Place, before: ObjectShape, now: ObjectShape): string[] {
    const found: string[] = [];
    const old = propertiesOf(before);
    const current = propertiesOf(now);
    for (const [name, { shape, required }] of old) {
      const here = below(place, name);
      const property = current.get(name) ?? (now.rest === undefined ? null : { shape: now.rest, required: false });
      if (!property) {
        found.push(saying(here, "is gone"));
        continue;
      }
      if (side === "request" && !required && property.required) found.push(saying(here, "is now required"));
      if (side === "answer" && required && !property.required) found.push(saying(here, "may now be missing"));
      found.push(...this.differences(side, here, shape, property.shape));
    }
    for (const [name, { required }] of current)
      if (side === "request" && required && !old.has(name))
        found.push(saying(below(place, name), "is new and required"));
    if (before.rest !== undefined && now.rest === undefined) found.push(saying(place, "has no other names any more"));
    if (before.rest !== undefined && now.rest !== undefined)
      found.push(...this.differences(side, below(place, "*"), before.rest, now.rest));
    return found;
  }
}

/** One of the shapes that a value may have, with its name if it is a named schema. */
interface Branch {
  shape: Exclude<Shape, readonly Shape[]>;
  name?: string;
}
interface Pair {
  before: Shape;
  now: Shape;
  name?: string | undefined;
  currentName?: string | undefined;
}

function branches(shape: Shape, contract: Contract, name?: string): Branch[] {
  if (Array.isArray(shape)) return shape.flatMap((one: Shape) => branches(one, contract));
  if (typeof shape === "string" && shape.startsWith("#"))
    return branches(contract.schemas[shape.slice(1)] ?? "any", contract, shape.slice(1));
  return [{ shape: shape as Branch["shape"], ...(name ? { name } : {}) }];
}

function propertiesOf({ object }: ObjectShape): Map<string, { shape: Shape; required: boolean }> {
  return new Map(
    Object.entries(object).map(([name, shape]) => [name.replace(/\?$/, ""), { shape, required: !name.endsWith("?") }]),
  );
}

/** The kind of a fixed value. */
function typeOf(value: unknown): string {
  if (value === null) return "null";
  return Number.isInteger(value) ? "integer" : typeof value;
}

function kindOf(shape: Shape): string {
  if (isObject(shape)) return "object";
  return isList(shape) ? "list" : String(shape);
}

function kindsOf(all: readonly Branch[]): string[] {
  const kinds = all.flatMap(({ shape }) => (hasValues(shape) ? shape.values.map(typeOf) : [kindOf(shape)]));
  return [...new Set(kinds)];
}

/** Whether every value of one kind is of the other kind too. */
const covers = (wide: string, narrow: string) =>
  wide === narrow ||
  wide === "any" ||
  (wide === "number" && narrow === "integer") ||
  (wide === "string" && formats.has(narrow));

/** A request must take each kind that it took, and an answer must have no other kinds than it had. */
function changedType(side: Side, place: Place, old: Branch[], current: Branch[]): string[] | null {
  const [before, now] = [kindsOf(old), kindsOf(current)];
  const [narrow, wide] = side === "request" ? [before, now] : [now, before];
  const beyond = narrow.filter((kind) => !wide.some((other) => covers(other, kind)));
  if (beyond.length === 0) return null;
  if (beyond.join() === "null")
    return [saying(place, side === "request" ? "may no longer be null" : "may now be null")];
  return [saying(place, `was ${before.join(" or ")} and is now ${now.join(" or ")}`)];
}

function lostValues(side: Side, place: Place, old: Branch[], current: Branch[]): string[] {
  const values = (all: Branch[]) => all.flatMap(({ shape }) => (hasValues(shape) ? shape.values : []));
  const isFree = (all: Branch[], value: unknown) =>
    all.some(({ shape }) => typeof shape === "string" && covers(shape, typeOf(value)));
  const has = values(current);
  const lost = values(old).filter((value) => !has.includes(value) && !isFree(current, value));
  const found = lost.map((value) => saying(place, `no longer has the value ${JSON.stringify(value)}`));
  const isNarrowed = has.some((value) => isFree(old, value) && !isFree(current, value));
  if (side === "request" && isNarrowed) found.push(saying(place, `takes only ${has.map(String).join(", ")} now`));
  return found;
}
