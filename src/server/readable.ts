import "server-only";
import { baseFields } from "@/lib/fields/base";
import { nounOf } from "@/lib/nouns/all";
import type { Ctx } from "./context.ts";
import { isGuest } from "./scope.ts";

/** The fields of one kind of record that an actor may read. */
export interface Readable {
  has(field: string): boolean;
}

/** Guests read these of every record that is shared with them. */
const ofEveryRecord: readonly string[] = ["name", ...Object.keys(baseFields)];

/**
 * The fields of an entity that the actor may read. Each generic part calls this before it reads a field: lists with
 * sort, filter and groups, records, pickers, conflicts, timelines and imports. Guests read the fields that the head of
 * the noun names.
 */
export function readable(ctx: Pick<Ctx, "hiddenFields" | "member">, entity: string): Readable {
  const hidden = ctx.hiddenFields[entity] ?? [];
  if (!isGuest(ctx)) return { has: (field) => !hidden.includes(field) };
  const shown = new Set([...ofEveryRecord, ...(nounOf(entity)?.guests?.reads ?? [])]);
  return { has: (field) => shown.has(field) && !hidden.includes(field) };
}
