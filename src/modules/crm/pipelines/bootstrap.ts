import "server-only";
import type { Ctx } from "@/server/context";
import { createPipeline } from "./operations";

/** A new workspace starts with one pipeline: six stages and the usual loss reasons. */
export async function bootstrapPipelines(ctx: Ctx): Promise<void> {
  await createPipeline(ctx, { name: "Sales" });
}
