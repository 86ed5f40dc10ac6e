import { randomUUID } from "node:crypto";
import type { z } from "zod";
import { derivedIn } from "@/lib/fields/derived";
import { type Fields, isReference } from "@/lib/fields/field";
import { type NounEntity, nouns } from "@/lib/nouns/all";
import type { PartList } from "@/lib/nouns/parts";
import { declaredNouns } from "@/registry/nouns";
import type { AnyOperation } from "@/server/operation";

/** Ids of existing rows by entity, for inputs to point to. */
export type Ids = Readonly<Record<string, string>>;

export interface SampleOptions {
  /** Which optional fields to fill: none, or all of them. */
  optional: boolean;
  /** Second samples, and the last value of a choice: the first is often a column's default. */
  other?: true;
  /** Id for a field of this name; undefined if the workspace has no such row. */
  idOf(field: string, operation: AnyOperation): string | undefined;
}

const passphrase = "correct horse battery staple 9";

/** A time some days from now: operations refuse those that have passed, and such that are too far away. */
const inDays = (days: number): string =>
  `${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)}T10:00:00.000Z`;
const [first, second] = [inDays(30), inDays(31)];

/** Texts for the formats of our schemas, tried in order. */
const texts = [
  "Sample",
  "Another sample",
  "sample@test.example",
  "another@test.example",
  "USD",
  "US",
  first.slice(0, 10),
  second.slice(0, 10),
  "04-01",
  "07-01",
  first,
  second,
  "https://sample.example",
  "https://another.example",
  "sample.example",
  "another.example",
  "en-US",
  "America/Chicago",
  "sample-slug",
  passphrase,
  "1",
  "12.34",
  "/contacts",
  "/accounts",
];

type Schema = z.ZodType & { def: Record<string, unknown> };

/**
 * A valid input of an operation, derived from its schema, so that a new operation is covered without a new test.
 * Throws with the field's path if no value fits: then a format is missing in `texts`.
 */
export function sampleInput(operation: AnyOperation, options: SampleOptions): unknown {
  const value = named(operation, fill(operation.input as Schema, [], operation, options));
  const parsed = operation.input.safeParse(value);
  if (parsed.success) return value;
  // A rule between fields (one stage of each type) cannot be derived: such an optional field is left out.
  const wrong = new Set(parsed.error.issues.map((issue) => String(issue.path[0])));
  const rest = Object.fromEntries(Object.entries(value as object).filter(([name]) => !wrong.has(name)));
  const second = operation.input.safeParse(rest);
  if (second.success) return rest;
  const inner = structuredClone(value);
  for (const { path } of parsed.error.issues) leaveOut(inner, path);
  if (operation.input.safeParse(inner).success) return inner;
  throw new Error(`No sample input for "${operation.describe}": ${parsed.error.message}`);
}

/** Removes the value at a path, such as a part of a rule that contradicts another one. */
function leaveOut(value: unknown, path: readonly PropertyKey[]): void {
  const holder = path.slice(0, -1).reduce<unknown>((held, key) => Reflect.get(Object(held), key), value);
  const last = path.at(-1);
  if (typeof holder === "object" && holder !== null && last !== undefined) Reflect.deleteProperty(holder, last);
}

/** An input of a new record with a text that follows from other fields: it needs that text or one of those. */
function named(operation: AnyOperation, value: unknown): unknown {
  const { rest, kind, input } = operation;
  const makes = rest?.method === "POST" || rest?.method === "PUT";
  if (kind !== "mutation" || !makes || rest.path.split("/").length > 2) return value;
  const names = derivedNames(operation).filter((name) => name in ((input as Schema).def.shape as object));
  return { ...Object.fromEntries(names.map((name) => [name, "Sample"])), ...(value as object) };
}

/** The fields of an operation's records that follow from others: they are answered as those make them. */
export function derivedNames(operation: AnyOperation): string[] {
  const declared = Object.values(declaredNouns).find(({ noun }) => noun.entity === segment(operation));
  return derivedIn(declared?.noun.fields ?? {}).map(([name]) => name);
}

function fill(schema: Schema, path: string[], operation: AnyOperation, options: SampleOptions): unknown {
  const { def } = schema;
  const inner = (key: string) => def[key] as Schema;
  switch (def.type) {
    case "object":
      return fillObject(def.shape as Record<string, Schema>, path, operation, options);
    case "optional":
    case "nonoptional":
    case "nullable":
    case "default":
    case "prefault":
    case "readonly":
      return fill(inner("innerType"), path, operation, options);
    case "pipe":
      return fitting(schema, options) ?? fill(inner("in"), path, operation, options);
    case "array":
      return [fill(inner("element"), path, operation, options)];
    case "record":
    case "custom":
      return {};
    case "union":
      return fill((def.options as Schema[])[0] as Schema, path, operation, options);
    case "enum":
      return Object.values(def.entries as Record<string, string>).at(options.other ? -1 : 0);
    case "literal":
      return (def.values as unknown[])[0];
    case "boolean":
      return true;
    case "unknown":
    case "any":
      return "Sample";
    default:
      return scalar(schema, path, operation, options);
  }
}

function fillObject(
  shape: Record<string, Schema>,
  path: string[],
  operation: AnyOperation,
  options: SampleOptions,
): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(shape)) {
    // A cursor comes from a list and cannot be invented.
    if (["cursor", "conditions", "groups", "sort", "within", "totals"].includes(name)) continue;
    const optional = schema.safeParse(undefined).success;
    if (optional && !options.optional) continue;
    values[name] = fill(schema, [...path, name], operation, options);
  }
  // A link names a record of the entity that it says.
  if ("entity" in values && "id" in values) values.id = options.idOf(`${values.entity}Id`, operation) ?? values.id;
  return values;
}

/** A row of an import, whose schema is a test by hand. */
const importRow = { line: 2, values: { name: "Sample" } };

/** The first of our sample values that the schema accepts, or the second if another one is wanted. */
function fitting(schema: Schema, { other }: SampleOptions): unknown {
  const fits = [1, 12, 0, 2030, ...texts, importRow].filter((candidate) => schema.safeParse(candidate).success);
  return (other ? fits[1] : undefined) ?? fits[0];
}

function scalar(schema: Schema, path: string[], operation: AnyOperation, options: SampleOptions): unknown {
  const field = path.at(-1) ?? "";
  // Password strength is a rule of the whole input; a few random ones are too easy to guess.
  if (field === "password" && schema.safeParse(passphrase).success) return passphrase;
  if (schema.safeParse(randomUUID()).success && !schema.safeParse("Sample").success)
    return options.idOf(field, operation) ?? randomUUID();
  // An option of a list that workspaces change.
  const { examples } = schema.meta() ?? {};
  if (Array.isArray(examples)) return examples.at(options.other ? -1 : 0);
  const value = fitting(schema, options);
  if (value !== undefined) return value;
  throw new Error(`No sample for ${path.join(".")} of "${operation.describe}".`);
}

/** The entity that an id field names: `accountId` is an account, `id` and `ids` the operation's own entity. */
export function entityOf(field: string, operation: AnyOperation): string | undefined {
  const named = /^(\w+?)Ids?$/.exec(field)?.[1];
  const aliases: Record<string, string> = {
    parent: parentOf(operation),
    owner: "member",
    competitor: "account",
    file: segment(operation) === "import" ? "importFile" : "file",
  };
  if (field === "before" || field === "after") return parentOf(operation);
  const pointed = pointedTo(named ?? field, operation);
  if (pointed) return pointed;
  const part = partsOf(operation).find(({ name, unique }) => name === named && unique === null);
  if (part) return part.model;
  if (named) return aliases[named] ?? named;
  if (operation.realm === "tenant" && operation.on) return operation.on.scope.entity;
  return segment(operation);
}

function parentOf(operation: AnyOperation): string {
  return (operation.realm === "tenant" ? operation.on?.scope.entity : undefined) ?? segment(operation) ?? "account";
}

const declaredOf = (operation: AnyOperation) =>
  Object.values(declaredNouns).find(({ noun }) => noun.entity === segment(operation));

/** The lists of parts of the records that an operation is about. */
const partsOf = (operation: AnyOperation): readonly PartList[] => declaredOf(operation)?.noun.parts ?? [];

/** The entity that a field of a declared noun points to, whatever its name. */
function pointedTo(name: string, operation: AnyOperation): string | undefined {
  const declared = declaredOf(operation);
  const inParts = partsOf(operation).map((list) => list.fields);
  const fields = [declared?.noun.fields ?? {}, ...inParts].find((one: Fields) => Object.hasOwn(one, name));
  const field = (fields as Fields | undefined)?.[name];
  if (field?.kind === "members") return "member";
  if (!field || !isReference(field)) return undefined;
  return "to" in field ? field.to : "member";
}

/** The entity of the first segment of an operation's address: /accounts/{id} is about an account. */
function segment(operation: AnyOperation): string | undefined {
  const plural = operation.rest?.path.split("/")[1];
  if (!plural) return undefined;
  const noun = (Object.keys(nouns) as NounEntity[]).find((entity) => nouns[entity].path === plural);
  if (noun) return noun;
  const one = plural.replace(/ies$/, "y").replace(/s$/, "");
  return one.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
