import "server-only";
import { type Address, addressLines } from "@/lib/address";
import type { CatalogColumn } from "@/lib/catalog";
import { todayIn } from "@/lib/day-words";
import { minutesText } from "@/lib/duration-text";
import { type Entry, entriesText } from "@/lib/fields/entries";
import type { Field, FieldOf, Fields } from "@/lib/fields/field";
import { type ValueFormats, valueText } from "@/lib/value-text";
import type { Money } from "@/lib/zod";
import type { Ctx } from "@/server/context";
import { inWorkspace } from "@/server/nouns/in-workspace";
import { manyOf } from "@/server/nouns/many";
import { countryOf, readPhoneNumber } from "@/server/phone-number";
import { readable } from "@/server/readable";
import { readerZone } from "@/server/reader-zone";
import { mayView } from "@/server/scope";
import type { FieldPair, Partners } from "@/server/sync/object";
import type { RemoteField } from "@/server/sync/provider";
import type { Props } from "@/server/sync/snapshot";
import { firstId } from "@/server/unknown-id";
import { connectionProvider } from "./connection-provider";
import { plainPairs } from "./pairs-of";
import { plainPartners } from "./plain-partners";
import { loadNames, type Pointer } from "./value-names";
import { declarationOf } from "./work";

/** A kind of record with its pairs, and the properties there. */
export interface Mapped {
  entity: string;
  pairs: readonly FieldPair[];
  described: readonly RemoteField[];
}

/**
 * A value of a field: ours, theirs as the properties of the pair, or either where nobody noted which; "named there" is the id
 * of an option or a person there alone.
 */
export interface SidedValue {
  entity: string;
  field: string | null;
  side: "ours" | "theirs" | "either" | "named there";
  value: unknown;
}

/** A value in a few words; null for an empty one, and for a field that the viewer may not read. */
export type Words = (value: SidedValue) => string | null;

type Part = { text: string } | Pointer;

const mostCharacters = 500;

/** The kinds of record of a connection with their pairs. Without steps: a value there is shown as it is there. */
export async function mappedIn(ctx: Ctx, connectionId: string): Promise<Mapped[]> {
  const provider = await connectionProvider(ctx, connectionId);
  const rows = await ctx.db.syncObject.findMany({
    where: { connectionId },
    select: { entity: true, described: true, fields: { select: { field: true, remote: true } } },
  });
  return rows.map(({ entity, described: stored, fields }) => {
    const described = stored as unknown as readonly RemoteField[];
    return { entity, described, pairs: plainPairs(ctx, declarationOf(provider, entity), described, fields) };
  });
}

/** The label of a field; its name where it is kept equal no more, null for a whole record. */
export const labelOf = (mapped: readonly Mapped[], entity: string, field: string | null): string | null =>
  field && (pairIn(mapped, entity, field)?.label ?? field);

export const pairIn = (mapped: readonly Mapped[], entity: string, field: string): FieldPair | undefined =>
  mapped.find((one) => one.entity === entity)?.pairs.find((pair) => pair.field === field);

/**
 * The words for the values of a page, as the viewer may read them. Options and stages of both sides, members, people there,
 * and names of records are looked up for all of them at once.
 */
export async function wordsFor(
  ctx: Ctx,
  { connectionId, mapped }: { connectionId: string; mapped: readonly Mapped[] },
  values: readonly SidedValue[],
): Promise<Words> {
  const reader = valueReader(ctx, mapped);
  const pointers = values.flatMap((value) => reader(value).flatMap((part) => ("text" in part ? [] : part)));
  const names = await loadNames(ctx, { connectionId, mapped }, pointers);
  return (value) => {
    const texts = reader(value).flatMap((part) => ("text" in part ? part.text : names(part)) || []);
    return texts.length > 0 ? shortened(texts.join(", ")) : null;
  };
}

const shortened = (text: string): string =>
  text.length > mostCharacters ? `${text.slice(0, mostCharacters).trimEnd()}…` : text;

/** Reads values into texts, and into what has to be looked up. */
function valueReader(ctx: Ctx, mapped: readonly Mapped[]): (value: SidedValue) => Part[] {
  const { locale, currency } = ctx.tenant;
  const timeZone = readerZone(ctx);
  const plain = plainPartners(ctx);
  const at = { locale, currency, timeZone, today: todayIn(timeZone) };
  const byField = new Map(
    mapped.flatMap(({ entity, pairs }) => {
      const { fields } = inWorkspace(ctx, manyOf(entity).runtime).noun;
      return pairs.map((pair) => [`${entity} ${pair.field}`, { pair, kind: kindOf(fields, pair) }] as const);
    }),
  );
  return ({ entity, field, side, value }) => {
    if (value === null || value === undefined || value === "" || !mayView(ctx, entity)) return [];
    const known = byField.get(`${entity} ${field}`);
    if (!known) return plainParts(value);
    if (!readable(ctx, entity).has(known.pair.field)) return [];
    if (side === "named there") return [namedThere(entity, known.pair, String(value))];
    const isTheirs = side === "theirs" || (side === "either" && isOfThem(known.pair, value));
    const reading = { entity, at, plain, ...known };
    return isTheirs ? theirParts(reading, value as Props) : ourParts(reading, value);
  };
}

const kindOf = (fields: Fields, { field }: FieldPair): Field | undefined => fields[field];

const namedThere = (entity: string, { points, remote }: FieldPair, id: string): Part => ({
  to: points?.to === "member" ? "person" : "optionThere",
  entity,
  property: remote[0] ?? "",
  id,
});

/** Whether a value holds exactly the properties of a pair. */
function isOfThem({ remote }: FieldPair, value: unknown): boolean {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const names = Object.keys(value);
  return names.length === remote.length && remote.every((name) => names.includes(name));
}

interface Reading {
  entity: string;
  pair: FieldPair;
  kind: Field | undefined;
  at: ValueFormats;
  plain: Partners;
}

function ourParts({ entity, pair, kind, at }: Reading, value: unknown): Part[] {
  const { points, field } = pair;
  if (points && !isText(value) && !Array.isArray(value)) return [{ text: "A record that is not shown" }];
  const ids = [value].flat().map(String);
  if (points?.to === "option") return ids.map((id) => ({ to: "option", entity, field, id }));
  if (points?.to === "member") return ids.map((id) => ({ to: "member", id }));
  if (points?.to === "record") return ids.map((id) => ({ to: "record", entity: points.entity, id }));
  return textsOf(value, kind, at);
}

const isText = (value: unknown): value is string => typeof value === "string";

/** The value of a field that points to nothing, as timelines show it. */
function textsOf(value: unknown, kind: Field | undefined, at: ValueFormats): Part[] {
  if (kind?.kind === "phones") return Object.values(value as object).map((number) => ({ text: phoneText(number, at) }));
  if (kind?.kind === "phone") return [{ text: phoneText(value, at) }];
  if (kind?.kind === "emails") return [{ text: entriesText(value as readonly Entry[]) }];
  if (kind?.kind === "address") return addressLines(value as Address).map((text) => ({ text }));
  if (kind?.kind === "duration") return [{ text: minutesText(Number(value), kind as FieldOf<"duration">) }];
  const isMoney = typeof value === "object" && value !== null && "amount" in value;
  if (typeof value === "object" && !isMoney) return plainParts(value);
  const column = { kind: columnKinds[kind?.kind ?? ""] ?? "text", percent: kind?.kind === "percent" };
  const text = valueText(value as string | number | boolean | Money, column, at);
  return text === null ? [] : [{ text }];
}

const columnKinds: Readonly<Record<string, CatalogColumn["kind"]>> = { date: "day", instant: "instant" };

const phoneText = (value: unknown, { locale }: ValueFormats): string =>
  readPhoneNumber(String(value), countryOf(locale)).display;

/** Their value is read as a run would read it: what it asks for on the way are the options, people and records it names. */
function theirParts(reading: Reading, props: Props): Part[] {
  const { entity, pair, at } = reading;
  if (pair.remote.every((name) => !props[name])) return [];
  const asked: Pointer[] = [];
  const property = pair.remote[0] ?? "";
  const partners: Partners = {
    ...reading.plain,
    optionHere(_field, id) {
      asked.push({ to: "optionThere", entity, property, id });
      return id;
    },
    memberOf(id) {
      asked.push({ to: "person", entity, property, id });
      return firstId;
    },
    recordOf(to, id) {
      asked.push({ to: "recordThere", entity: to, id });
      return firstId;
    },
  };
  const read = pair.toOurs(props, partners);
  if (asked.length > 0) return asked;
  if ("value" in read) return read.value === null ? [] : textsOf(read.value, reading.kind, at);
  return plainParts(pair.remote.map((name) => props[name]));
}

/** A value of which nothing is known but what it holds. */
function plainParts(value: unknown): Part[] {
  if (value === null || value === undefined || value === "") return [];
  return typeof value === "object" ? Object.values(value).flatMap(plainParts) : [{ text: String(value) }];
}
