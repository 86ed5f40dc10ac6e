import "server-only";
import type { z } from "zod";
import { choiceColors } from "@/lib/fields/choice-colors";
import { type CustomField, type CustomKind, customName, fieldOf } from "@/lib/fields/custom";
import { isReference } from "@/lib/fields/field";
import type { NounEntity } from "@/lib/nouns/all";
import { foldKey } from "@/lib/text";
import { referenceTo, timelineOf } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import { customColumnsOf } from "@/server/custom/columns";
import { type CustomRow, rowsWithValue } from "@/server/custom/move";
import { storedRulesOf } from "@/server/fields/kinds";
import { firstId } from "@/server/unknown-id";
import { keyFor } from "../rules";
import type { conversion, fieldSettings } from "../schema";
import { maxOptions } from "../schema";
import { type ByName, readerFor, textOf } from "./read-as";

type Settings = z.output<typeof fieldSettings>;

const batchSize = 5_000;
/** A preview stops there and says so. */
const limits = { records: 1_000_000, ms: 8_000 };
/** Different texts whose numbers are kept apart. */
const maxTexts = 50_000;

/** A field as it is and as it shall be. */
export interface Change {
  from: CustomField;
  to: CustomField;
}

/** The texts of the values that records have in a field, by their ids; values that are empty are left out. */
export async function textsOf(ctx: Ctx, field: CustomField, rows: readonly CustomRow[]): Promise<Map<string, string>> {
  const name = customName(field.key);
  const built = fieldOf(field);
  const rules = storedRulesOf(built);
  const { unpack } = customColumnsOf(field.entity, { [name]: built }, {});
  const values = rows.flatMap(({ id, custom }) => {
    const row = unpack({ custom });
    const value = rules.read(name, built, row);
    return value === null || value === undefined ? [] : [{ id, value }];
  });
  const names = isReference(built)
    ? await namesOf(
        ctx,
        field,
        values.map(({ value }) => String(value)),
      )
    : new Map<string, string>();
  return new Map(values.map(({ id, value }) => [id, textOf(field, value, names)]));
}

/** The text of a value as inputs give it. */
export async function givenText(ctx: Ctx, field: CustomField, value: unknown): Promise<string> {
  const names = isReference(fieldOf(field)) ? await namesOf(ctx, field, [String(value)]) : new Map<string, string>();
  return textOf(field, value, names);
}

const targetOf = ({ kind, settings }: CustomField): string => (kind === "member" ? "member" : (settings.to ?? ""));

async function namesOf(ctx: Ctx, field: CustomField, ids: readonly string[]): Promise<Map<string, string>> {
  const scope = timelineOf(targetOf(field))?.scope;
  const found = (await scope?.names?.(ctx, [...new Set(ids)])) ?? [];
  return new Map(found.map(({ id, name }) => [id, name]));
}

/** Reads texts of one field as values of another; null for those that are none. */
export async function valuesFor(
  ctx: Ctx,
  change: { from: Pick<CustomField, "kind">; to: CustomField },
  texts: Iterable<string>,
): Promise<Map<string, unknown>> {
  const all = new Set(texts);
  const read = readerFor(change, ctx.tenant, await namedBy(ctx, change.to, all));
  return new Map([...all].map((text) => [text, read(text)]));
}

/** The records that texts name, for fields that point to some. */
async function namedBy(ctx: Ctx, to: CustomField, texts: ReadonlySet<string>): Promise<ByName> {
  const byName = new Map<string, string | null>();
  if (to.kind !== "member" && to.kind !== "reference") return byName;
  const keys = [...texts].map(foldKey).filter(Boolean);
  const found = (await referenceTo(targetOf(to))?.find(ctx, keys, noOptions)) ?? [];
  for (const { key, id } of found) byName.set(key, byName.has(key) && byName.get(key) !== id ? null : id);
  return byName;
}

const noOptions = { ownerId: null, recogniseBy: null, answers: {} };

/** The names under which records hold the values of a field. */
export function valueNames(field: CustomField): readonly string[] {
  const name = customName(field.key);
  return customColumnsOf(field.entity, { [name]: fieldOf(field) }, {}).stored.values;
}

/** The texts of all values of a field, batch by batch; `complete` is false where the limits ended it. */
async function eachBatch(ctx: Ctx, field: CustomField, take: (texts: string[]) => Promise<void>): Promise<boolean> {
  const end = performance.now() + limits.ms;
  const names = valueNames(field);
  let seen = 0;
  for (let after = firstId; ; ) {
    const rows = await rowsWithValue(ctx, field.entity as NounEntity, { names, after, limit: batchSize });
    await take([...(await textsOf(ctx, field, rows)).values()]);
    after = rows.at(-1)?.id ?? after;
    seen += rows.length;
    if (rows.length < batchSize) return true;
    if (seen >= limits.records || performance.now() > end) return false;
  }
}

/** Counts a text; of very many different ones, the first. */
function count(texts: Map<string, number>, text: string): void {
  if (texts.has(text) || texts.size < maxTexts) texts.set(text, (texts.get(text) ?? 0) + 1);
}

/** How the values of a field would become those of another kind. */
export async function foreseen(ctx: Ctx, from: CustomField, kind: CustomKind, settings: Settings) {
  const makes = hasOptions(kind) && !settings.options;
  const options = makes ? await newOptions(ctx, from, kind) : (settings.options ?? []);
  const to = asKind(from, kind, hasOptions(kind) ? { ...settings, options } : settings);
  const found = { total: 0, converts: 0 };
  const examples = new Map<string, string>();
  const staying = new Map<string, number>();
  const complete = await eachBatch(ctx, from, async (texts) => {
    const values = await valuesFor(ctx, { from, to }, texts);
    found.total += texts.length;
    for (const text of texts) {
      const value = values.get(text) ?? null;
      if (value === null) count(staying, text);
      else found.converts += 1;
      if (value !== null && examples.size < maxExamples) examples.set(text, textAs(to, value, text));
    }
  });
  const stays = [...staying].sort((a, b) => b[1] - a[1]).slice(0, maxStays);
  return {
    ...found,
    complete,
    examples: [...examples].map(([before, after]) => ({ before, after })),
    stays: stays.map(([value, records]) => ({ value, records })),
    options: hasOptions(kind) ? options : [],
  } satisfies z.input<typeof conversion>;
}

/** The options that a field gets for the texts that it has. */
export async function newOptions(ctx: Ctx, from: CustomField, kind: CustomKind) {
  const counts = new Map<string, number>();
  await eachBatch(ctx, from, async (texts) => {
    for (const text of texts) count(counts, text);
  });
  return optionsFrom(from, kind, counts);
}

const maxExamples = 5;
const maxStays = 20;

/** Records keep the name by which they were found. */
const textAs = (to: CustomField, value: unknown, before: string): string =>
  to.kind === "member" || to.kind === "reference" ? before : textOf(to, value, new Map());

export const hasOptions = (kind: CustomKind): boolean => kind === "choice" || kind === "choices";

/** The same field with another kind; what only the old kind knew is gone. */
export const asKind = (from: CustomField, kind: CustomKind, settings: Settings): CustomField => ({
  ...from,
  kind,
  settings: settings as CustomField["settings"],
  unique: false,
  required: from.required && kind !== "boolean",
  initial: null,
});

/** Options made of values, the most frequent first; a field that had options keeps those. */
export function optionsFrom(
  { settings }: Pick<CustomField, "settings">,
  kind: CustomKind,
  texts: ReadonlyMap<string, number>,
): NonNullable<Settings["options"]> {
  const known = (settings.options ?? []) as NonNullable<Settings["options"]>;
  const counts = new Map<string, { label: string; records: number }>();
  for (const [text, records] of texts)
    for (const part of kind === "choices" ? text.split(/\s*[;\n]\s*/) : [text]) {
      const label = part.replace(/\s+/g, " ").trim();
      if (label === "" || label.length > longestLabel) continue;
      const before = counts.get(foldKey(label));
      counts.set(foldKey(label), { label: before?.label ?? label, records: (before?.records ?? 0) + records });
    }
  const taken = new Set(known.map(({ value }) => value));
  const labelled = new Set(known.map(({ label }) => foldKey(label)));
  const fresh = [...counts].filter(([key]) => !labelled.has(key)).sort((a, b) => b[1].records - a[1].records);
  const made = fresh.slice(0, maxOptions - known.length).map(([, { label }], place) => {
    const value = keyFor(label, taken);
    taken.add(value);
    return { value, label, color: choiceColors[place % choiceColors.length] ?? choiceColors[0] };
  });
  return [...known, ...made];
}

const longestLabel = 80;
