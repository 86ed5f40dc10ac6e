import "server-only";
import type { Ctx } from "@/server/context";
import { type Change, rule } from "@/server/nouns/rule";
import type { contacts } from "../fields";
import { isBackward, type LifecycleStage, stageLabel } from "./schema";

type Fields = typeof contacts.fields;

/** How long a move can be taken back without a reason, in ms: it was a slip. */
const slip = 10 * 60_000;

/** A contact moves forward freely, and back with a reason; a file cannot give one. */
export const lifecycleRule = rule<Fields, ReadonlyMap<string, LifecycleStage>>({
  fields: ["lifecycle"],
  loadFor: ["edit"],
  load: justLeft,
  decide(change, left) {
    const { id, before, after, names, by } = change;
    if (!before || by === "revert" || before.lifecycle === after.lifecycle) return null;
    const isSaid = names.has("lifecycleReason") && Boolean(after.lifecycleReason?.trim());
    if (isSaid) return null;
    const isSlip = by === "edit" && left.get(id ?? "") === after.lifecycle;
    // The reason of an earlier move says nothing of this one.
    if (!isBackward(before.lifecycle, after.lifecycle) || isSlip) return { set: { lifecycleReason: null } };
    const move = `from ${stageLabel(before.lifecycle)} back to ${stageLabel(after.lifecycle)}`;
    return by === "import"
      ? { field: "lifecycle", reason: `The contact would move ${move}, which needs a reason. Move it by hand.` }
      : { field: "lifecycleReason", reason: `Say why the contact moves ${move}.` };
  },
});

/** The stages that contacts have left a moment ago, by their ids. */
async function justLeft(ctx: Ctx, changes: readonly Change<Fields>[]): Promise<Map<string, LifecycleStage>> {
  const moved = changes.filter(({ before, after }) => before?.lifecycle !== after.lifecycle);
  const ids = moved.flatMap(({ id }) => id ?? []);
  if (ids.length === 0) return new Map();
  const left = await ctx.db.lifecycleEntry.findMany({
    where: { contactId: { in: ids }, leftAt: { gt: new Date(Date.now() - slip) } },
    orderBy: [{ enteredAt: "asc" }, { leftAt: "asc" }],
    select: { contactId: true, stage: true },
  });
  return new Map(left.map(({ contactId, stage }) => [contactId, stage as LifecycleStage]));
}
