import "server-only";
import { type NounEntity, nouns, ownedEntities } from "@/lib/nouns/all";
import type { Json } from "./components.ts";

interface Making {
  /** The schema itself, where there is only a reference. */
  resolved(schema: Json): Json;
  /** The name of the request, such as "createTask". */
  request: string;
  /** Fields of the body that it has besides the required ones. */
  shown: readonly string[];
}

/** The id in every example; no record has it. */
export const exampleId = "0190f3a1-0000-7000-8000-000000000001";

/** The kind of record that examples are about. */
const exampleNoun = ownedEntities[0] as NounEntity;
/** The address of its records. */
export const examplePath = `/${nouns[exampleNoun].path}`;

/** Values for the formats of texts. The times are far away: some operations take none that have passed. */
const byFormat: Readonly<Record<string, string>> = {
  uuid: exampleId,
  date: "2030-11-29",
  "date-time": "2030-11-29T09:00:00.000Z",
  email: "ana.silva@example.com",
};

/** Values for fields whose type says too little. */
const byName: Readonly<Record<string, unknown>> = {
  amount: 125_000,
  country: "DE",
  currency: "USD",
  entity: exampleNoun,
  externalId: "9001",
  externalSource: "ERP",
  label: "Region",
  module: "pmo",
  noun: exampleNoun,
  permission: "record:export",
  provider: "hubspot",
  q: "harbour",
  quantity: 2,
  ranges: "203.0.113.0/24",
  size: 48_211,
};

/** A request that requires no field shows the first of these that it has. */
const telling = ["name", "q", "field", "text"];

/** The example of a JSON body: its required fields and those to show, or one other field if there are none. */
export function exampleOf(schema: Json, making: Making): Json {
  const properties = (schema.properties ?? {}) as Record<string, Json>;
  const needed = [...((schema.required ?? []) as string[]), ...making.shown];
  const says = [...telling, ...Object.keys(properties)].find((name) => name in properties);
  const isEmpty = needed.every((name) => name === "version");
  const names = Object.keys(properties).filter((name) => needed.includes(name) || (isEmpty && name === says));
  return objectOf(properties, names, making);
}

function sampleOf(given: Json, name: string, making: Making): unknown {
  const schema = making.resolved(given);
  const [first] = (schema.anyOf ?? schema.oneOf ?? []) as Json[];
  if (first) return sampleOf(first, name, making);
  if ("const" in schema) return schema.const;
  const choices = schema.enum as unknown[] | undefined;
  if (choices?.includes(byName[name])) return byName[name];
  if (choices) return choices[0];
  if (schema.type === "object")
    return objectOf((schema.properties ?? {}) as Record<string, Json>, (schema.required ?? []) as string[], making);
  if (schema.type === "array") return [sampleOf((schema.items ?? {}) as Json, name, making)];
  if (schema.type === "boolean") return true;
  if (schema.type === "string") return textOf(schema, name, making);
  if (name in byName) return byName[name];
  return Math.max(1, Math.ceil(Number(schema.minimum ?? 1)));
}

const objectOf = (properties: Record<string, Json>, names: readonly string[], making: Making): Json =>
  Object.fromEntries(names.map((name) => [name, sampleOf(properties[name] ?? {}, name, making)]));

function textOf({ format, pattern }: Json, name: string, { request }: Making): unknown {
  const known = byFormat[String(format)] ?? byName[name];
  if (name !== "name") return known ?? wordsFor(name, pattern);
  return `${/^(update|rename)/.test(request) ? "Renamed" : "New"} ${subjectOf(request)}`;
}

/** Addresses for fields that take no other words. */
const addresses = ["https://www.example.com", "example.com"];

function wordsFor(name: string, pattern: unknown): string {
  const words = `Example of ${inWords(name)}`;
  const taken = new RegExp(typeof pattern === "string" ? pattern : "");
  return [words, ...addresses].find((text) => taken.test(text)) ?? words;
}

const inWords = (name: string) => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
/** "opportunity line" of "addOpportunityLine". */
const subjectOf = (request: string) => inWords(request).split(" ").slice(1).join(" ");
