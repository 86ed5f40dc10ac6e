import "server-only";
import { groupBy } from "@/lib/group-by";
import { nounOf } from "@/lib/nouns/all";
import { memberScope } from "@/modules/platform/identity/members/scope";
import type { Ctx } from "@/server/context";
import { inTransaction } from "@/server/execute";
import { liveObject } from "@/server/signals/live";
import { followersFrom, type NewFollower } from "../rules";
import { eyes, type Happened } from "./people";

/**
 * Members who are mentioned in a text of a record, or write one, follow it from now on, if they see it and never chose
 * otherwise.
 */
export async function followFrom(ctx: Ctx, events: readonly Happened["event"][]): Promise<void> {
  const wanted = await visibleTo(ctx, events.filter(({ entity }) => nounOf(entity)).flatMap(followersFrom));
  if (wanted.length === 0) return;
  await inTransaction(ctx, async (inner) => {
    // Held until the end, as by hand: a removal, which ends follows, comes wholly before this or after it.
    const held = await memberScope.load(inner, [...new Set(wanted.map(({ memberId }) => memberId))]);
    const here = new Set(held.map(({ id }) => id));
    const data = wanted.filter(({ memberId }) => here.has(memberId)).map((one) => ({ ...one, state: "following" }));
    await inner.db.recordFollow.createMany({ data, skipDuplicates: true });
    inner.outcome.unchanged = true;
  });
}

async function visibleTo(ctx: Ctx, wanted: readonly NewFollower[]): Promise<NewFollower[]> {
  if (wanted.length === 0) return [];
  const accessOf = await eyes(ctx, [...new Set(wanted.map(({ memberId }) => memberId))]);
  const seen: NewFollower[] = [];
  for (const [entity, some] of groupBy(wanted, (one) => one.entity)) {
    const ids = [...new Set(some.map(({ recordId }) => recordId))];
    const records = new Map(((await liveObject(entity)?.scope.load(ctx, ids)) ?? []).map((row) => [row.id, row]));
    for (const one of some)
      if ((await accessOf(one.memberId, entity, records.get(one.recordId))) === "sees") seen.push(one);
  }
  return seen;
}
