import "server-only";
import type { Ctx } from "@/server/context";
import type { StoredDeal } from "./stored-deal";

// By transaction: a preview is one, and what it knows ends with it.
const rehearsals = new WeakMap<Ctx["db"], Map<string, StoredDeal>>();

/**
 * Deals that a preview changed, as its rows leave them, by id. A preview writes no change of a deal: it would hold the
 * deal until it ends, and whoever edits it would wait.
 */
export function rehearsedDeals({ db }: Pick<Ctx, "db">): Map<string, StoredDeal> {
  const known = rehearsals.get(db) ?? new Map<string, StoredDeal>();
  rehearsals.set(db, known);
  return known;
}
