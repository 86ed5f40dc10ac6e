import "server-only";
import { ownIdField } from "@/lib/fields/base";
import { derivedIn } from "@/lib/fields/derived";
import { type Entry, entriesText } from "@/lib/fields/entries";
import type { Field, FieldKind } from "@/lib/fields/field";
import { isReference } from "@/lib/fields/field";
import type { Ctx } from "../../context.ts";
import { readable } from "../../readable.ts";
import { visibleAmong, visibleFirst } from "../../seen-through.ts";
import type { NounRuntime } from "../noun-runtime.ts";
import { recordsOf } from "../records.ts";

const texts: readonly FieldKind[] = ["text", "domain", "url", "email", "phone"];

/**
 * The fields that distinguish records of one name, the best first: keys, other short texts, then what they point to.
 */
function distinguishingFields({ noun }: NounRuntime): string[] {
  // An id of elsewhere says less to people than a domain: it comes among the other short texts.
  const keys = noun.catalog.naturalKeys.flat().filter((name) => name !== "externalId" && name !== ownIdField);
  // The parts of a name are the same for all of them.
  const ofName = derivedIn(noun.fields).flatMap(([name, { parts }]) =>
    name === "name" ? Object.keys(parts?.("") ?? {}) : [],
  );
  const fields = Object.entries<Field>(noun.fields);
  const short = fields.flatMap(([name, { kind }]) => (texts.includes(kind) ? [name] : []));
  const references = fields.flatMap(([name, field]) => (isReference(field) ? [name] : []));
  const all = new Set([...keys, ...noun.namesakesBy, ...short, ...references]);
  return [...all].filter((name) => name !== "name" && !ofName.includes(name));
}

/** A few words of each record, from fields that the actor may read: its SKU, its domain, its owner. */
export async function distinguish(
  ctx: Ctx,
  runtime: NounRuntime,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const { noun, table } = runtime;
  const names = distinguishingFields(runtime);
  const rows = await recordsOf(ctx, noun.entity).findMany({
    where: { AND: [await visibleAmong(ctx, noun.entity, ids), { id: { in: [...ids] } }] },
    select: table.selectOf(names),
    relationLoadStrategy: "join",
  });
  return new Map(
    rows.map((row) => {
      const values: Readonly<Record<string, unknown>> = table.values(ctx, row, names);
      return [row.id, names.map((name) => wordsOf(values[name])).find((words) => words !== "") ?? ""];
    }),
  );
}

function wordsOf(value: unknown): string {
  if (Array.isArray(value)) return entriesText(value as Entry[]);
  if (typeof value === "object" && value !== null && "name" in value) return String(value.name);
  return String(value ?? "");
}

const maxValues = 500;

/** The values that records have already in a text field of which the same ones come often. */
export async function usedValues(ctx: Ctx, { noun }: NounRuntime, name: string): Promise<string[]> {
  const field = noun.fields[name];
  const comesOften = field?.kind === "text" && (field.groupable === true || "usual" in field);
  if (!comesOften || !readable(ctx, noun.entity).has(name)) return [];
  const rows = await recordsOf(ctx, noun.entity).findMany({
    where: { AND: [await visibleFirst(ctx, noun.entity, maxValues), { NOT: { [name]: null } }] },
    distinct: [name],
    take: maxValues,
    select: { [name]: true },
  });
  return rows.map((row) => String(row[name]));
}
