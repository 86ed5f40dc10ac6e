import "server-only";
import type { Ctx } from "@/server/context";
import type { Prisma } from "@/server/db/generated/client";
import { scopeOf } from "@/server/nouns/scope";
import { ownedWhere } from "@/server/scope";
import { declared } from "./fields";

/** Opportunities that the actor may see. */
export function visibleOpportunities(ctx: Ctx): Prisma.OpportunityWhereInput {
  return ownedWhere(ctx, "opportunity");
}

export const opportunityScope = scopeOf(declared);
