import "server-only";
import type { Ctx } from "./context.ts";

/** The fields of one kind of record that an actor may read. */
export interface Readable {
  has(field: string): boolean;
}

/**
 * The fields of an entity that the actor may read. Each generic part calls this before it reads a field: lists with
 * sort, filter and groups, records, pickers, conflicts, timelines and imports.
 */
export function readable(ctx: Pick<Ctx, "hiddenFields">, entity: string): Readable {
  const hidden = ctx.hiddenFields[entity] ?? [];
  return { has: (field) => !hidden.includes(field) };
}
