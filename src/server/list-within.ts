import "server-only";
import { z } from "zod";
import type { Condition } from "@/lib/list-filter";
import type { Ctx } from "./context.ts";
import { withMatches } from "./custom/matches.ts";
import type { ListDefinition, Where } from "./list-definition.ts";
import { fieldWhere, groupField } from "./list-filter.ts";

/** Only the rows of one group: those with this value in this field, or without any. */
export const withinShape = z.object({
  field: z.string().min(1).max(100),
  value: z.string().max(500).nullable(),
});

/** The rows of one group as a where-fragment. VALIDATION for a field that the list is not grouped by. */
export async function withinWhere(
  ctx: Ctx,
  list: ListDefinition,
  within: z.infer<typeof withinShape> | undefined,
): Promise<Where[]> {
  if (!within) return [];
  const { field: name, value } = within;
  const field = groupField(ctx, list, name, "within.field");
  const condition: Condition = value === null ? { field: name, op: "empty" } : { field: name, op: "is", value };
  return [await withMatches(ctx, list.table, await fieldWhere(list, field, condition, ctx, "within.value"))];
}
