import "server-only";
import { z } from "zod";
import type { Condition } from "@/lib/list-filter";
import type { Ctx } from "./context.ts";
import { withMatches } from "./custom/matches.ts";
import type { ListDefinition, ListField, Where } from "./list-definition.ts";
import { archivedWhere, fieldWhere, groupField, isTreeField } from "./list-filter.ts";
import { inTarget } from "./list-targets.ts";

/**
 * Only the rows of one group: those with this value in this field, or without any. In a field that makes a tree, those
 * without any are the rows of its first level: nothing above them is listed.
 */
export const withinShape = z.object({
  field: z.string().min(1).max(100),
  value: z.string().max(500).nullable(),
});

/** The rows of one group as a where-fragment. VALIDATION for a field that the list is not grouped by. */
export async function withinWhere(
  ctx: Ctx,
  list: ListDefinition,
  { within, archived }: { within?: z.infer<typeof withinShape> | undefined; archived?: boolean | undefined },
): Promise<Where[]> {
  if (!within) return [];
  const { field: name, value } = within;
  const field = groupField(ctx, list, name, "within.field");
  if (value === null && isTreeField(list, field)) return [firstLevel(ctx, list, field, archived)];
  const condition: Condition = value === null ? { field: name, op: "empty" } : { field: name, op: "is", value };
  return [await withMatches(ctx, list.table, await fieldWhere(list, field, condition, ctx, "within.value"))];
}

/** Rows that point to no row which the list could show: a hidden or archived one must not take its branch along. */
function firstLevel(ctx: Ctx, list: ListDefinition, field: ListField, archived: boolean | undefined): Where {
  const above = inTarget(ctx, list, field, list, { AND: archivedWhere(list, { archived }) });
  return { OR: [{ [field.column]: null }, { NOT: above }] };
}
