import "server-only";
import type { Ctx } from "@/server/context";
import { activityOutcomeOperations } from "./operations";
import { firstOutcomes } from "./rules";

/** A new workspace starts with the usual outcomes of each type; admins change them in the settings. */
export async function bootstrapActivityOutcomes(ctx: Ctx): Promise<void> {
  for (const outcome of firstOutcomes) await activityOutcomeOperations.create(ctx, outcome);
}
