import "server-only";
import { unseenRecord } from "@/lib/unseen-record";
import { timelineOf } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import { hidesNames } from "@/server/scope";

export type Values = Record<string, unknown>;

/** The names that the actor reads of records. */
export interface Names {
  name(entity: string, id: string): string | null;
}

/** An event, as far as its line in a timeline follows from it. */
export interface Told {
  entity: string;
  name: string;
  before: Values | null;
  after: Values | null;
  data: Values;
}

/** The records whose names the data of an event holds, with the keys of these names. */
export function referredIn({
  entity,
  name = "",
  before,
  after,
}: Omit<Told, "name" | "data"> & { name?: string | undefined }) {
  const { refers = [] } = timelineOf(entity)?.catalog.timeline[name] ?? {};
  return refers.flatMap(({ name: key, entity: to, parts, id }) => {
    const [was, is] = [before, after].map((side) => (side?.[parts] ?? []) as readonly Values[]);
    const texts = [was, is].map((rows) => new Set(rows?.map((row) => JSON.stringify(row))));
    const changed = [was, is].flatMap(
      (rows, side) => rows?.filter((row) => !texts[1 - side]?.has(JSON.stringify(row))) ?? [],
    );
    return changed.flatMap((row) => (typeof row[id] === "string" ? [{ key, to, id: row[id] }] : []));
  });
}

/** The data of an event without the names of records that the actor may not see. Of a name without its id nobody knows. */
export function readData(ctx: Ctx, lookup: Names, row: Told): Values {
  const referred = referredIn(row);
  const { refers = [] } = timelineOf(row.entity)?.catalog.timeline[row.name] ?? {};
  const unseen = refers.filter(({ name: key, entity: to }) => {
    if (row.data[key] === undefined || !hidesNames(ctx, to)) return false;
    const of = referred.filter((one) => one.key === key);
    return of.length === 0 || of.some(({ id }) => lookup.name(to, id) === null);
  });
  return { ...row.data, ...Object.fromEntries(unseen.map(({ name: key }) => [key, unseenRecord])) };
}
