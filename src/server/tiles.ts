import "server-only";
import type { Condition } from "@/lib/list-filter";
import type { Ctx } from "./context.ts";
import type { Prisma } from "./db/generated/client.ts";
import type { ListDefinition } from "./list-definition.ts";
import type { GroupScope } from "./list-groups.ts";
import { processWide } from "./process-wide.ts";

/** A value of each record that figures add up. */
export interface TileMeasure {
  /** The fields that it follows from: a reader who may not read one of them has no such value. */
  fields: readonly string[];
  sql(ctx: Ctx): Prisma.Sql;
  /** A table that it reads besides that of the list; it must neither add rows nor remove any. */
  join: Prisma.Sql;
}

/** The records that tiles count and add up. */
export interface TileSource {
  /** With the alias that the measures name. */
  list: ListDefinition;
  /** The names behind the ids of a field. */
  names: Readonly<Record<string, GroupScope>>;
  /** An amount of each record times its probability, in minor units; null where it has none. */
  weighted: TileMeasure;
  /** The whole days that a record took; null where they are unknown. */
  days: TileMeasure;
}

/**
 * How a series is divided: by the values of a field, or by months of a date: this one and the `months` after it, what is
 * before and after them, and what has no date.
 */
export interface TileGroup {
  field: string;
  months?: number;
}

export interface TilePart {
  name: string;
  /** In the language of lists, on a day of the workspace. */
  conditions(today: string): Condition[];
  /** Sums besides the number of the records and their amounts. */
  measures?: readonly ("weighted" | "days")[];
}

/** Figures of one kind of record that are shown together; each leads to a list of exactly its records. */
export interface Tile {
  name: string;
  source: TileSource;
  /** The ways to divide it, the usual one first. */
  groups: readonly [TileGroup, ...TileGroup[]];
  parts: readonly TilePart[];
  /** The date by which a reader chooses a period, and the periods as relative dates, the usual one first. */
  periods?: { field: string; words: readonly [string, ...string[]] };
}

const registeredTiles = processWide<ReadonlyMap<string, Tile>>("tiles");

/** Called by the registry when it is loaded. */
export function registerTiles(tiles: readonly Tile[]): void {
  registeredTiles.set(new Map(tiles.map((tile) => [tile.name, tile])));
}

/** All tiles by their names. Throws if no registry passed any. */
export function tiles(): ReadonlyMap<string, Tile> {
  return registeredTiles.required();
}
