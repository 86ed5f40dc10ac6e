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
import { type CustomRow, firstId, rowsWithValue } from "@/server/custom/move";
import { storedRulesOf } from "@/server/fields/kinds";
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
    const value = isReference(built) ? row[`${name}Id`] : rules.read(name, built, row, ctx, undefined);
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

/** Reads texts as values of a field; null for those that are none. */
export async function valuesFor(ctx: Ctx, to: CustomField, texts: Iterable<string>): Promise<Map<string, unknown>> {
  const all = new Set(texts);
  const read = readerFor(to, ctx.tenant, await namedBy(ctx, to, all));
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

interface Seen {
  total: number;
  complete: boolean;
  /** How often each text occurs; the rest of very many is in `others`. */
  texts: Map<string, number>;
  others: number;
}

/** The texts of all values of a field, with the number of records of each. */
async function seenIn(ctx: Ctx, field: CustomField): Promise<Seen> {
  const end = performance.now() + limits.ms;
  const names = valueNames(field);
  const seen: Seen = { total: 0, complete: true, texts: new Map(), others: 0 };
  for (let after = firstId; ; ) {
    const rows = await rowsWithValue(ctx, field.entity as NounEntity, { names, after, limit: batchSize });
    for (const text of (await textsOf(ctx, field, rows)).values()) count(seen, text);
    after = rows.at(-1)?.id ?? after;
    if (rows.length < batchSize) return seen;
    if (seen.total >= limits.records || performance.now() > end) return { ...seen, complete: false };
  }
}

function count(seen: Seen, text: string): void {
  seen.total += 1;
  if (seen.texts.has(text) || seen.texts.size < maxTexts) seen.texts.set(text, (seen.texts.get(text) ?? 0) + 1);
  else seen.others += 1;
}

/** How the values of a field would become those of another kind. */
export async function foreseen(ctx: Ctx, from: CustomField, kind: CustomKind, settings: Settings) {
  const seen = await seenIn(ctx, from);
  const options =
    hasOptions(kind) && !settings.options ? optionsFrom(from, kind, seen.texts) : (settings.options ?? []);
  const to = asKind(from, kind, hasOptions(kind) ? { ...settings, options } : settings);
  const values = await valuesFor(ctx, to, seen.texts.keys());
  const byCount = [...seen.texts].sort((a, b) => b[1] - a[1]);
  const fits = byCount.filter(([text]) => values.get(text) !== null);
  const stays = byCount.filter(([text]) => values.get(text) === null);
  const shown = new Map<string, string>();
  return {
    total: seen.total,
    complete: seen.complete && seen.others === 0,
    converts: fits.reduce((sum, [, records]) => sum + records, 0),
    examples: fits.slice(0, 5).map(([before]) => ({ before, after: textAs(to, values.get(before), before, shown) })),
    stays: stays.slice(0, 20).map(([value, records]) => ({ value, records })),
    options: hasOptions(kind) ? options : [],
  } satisfies z.input<typeof conversion>;
}

/** Records keep the name by which they were found. */
const textAs = (to: CustomField, value: unknown, before: string, names: ReadonlyMap<string, string>): string =>
  to.kind === "member" || to.kind === "reference" ? before : textOf(to, value, names);

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
