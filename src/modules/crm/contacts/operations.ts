import "server-only";
import { nouns } from "@/lib/counted";
import { memberScope } from "@/modules/platform/members/scope";
import type { Ctx } from "@/server/context";
import { invalid } from "@/server/errors";
import { crud } from "@/server/nouns/crud";
import { type Cells, type Columns, importRules, type Refusal } from "@/server/nouns/import/rules";
import { accountOperations } from "../accounts/operations";
import { crm } from "../module";
import { contacts } from "./fields";
import { isBackward, type LifecycleStage, stageLabel } from "./lifecycle/schema";

/** How long a move can be taken back without a reason, in ms: it was a slip. */
const slip = 10 * 60_000;

export const contactOperations = crud(crm, contacts, {
  targets: { account: accountOperations.scope, owner: memberScope },
  pick: ["emails", "jobTitle"],
  facts: ["jobTitle", "account", "emails"],
  parents: ({ accountId }) => [accountId ? { entity: "account", id: accountId } : null],
  pointing: async (ctx, id) => [
    [await ctx.db.opportunityContact.count({ where: { contactId: id } }), nouns.opportunity],
  ],
  imports: importRules<Cells, Columns, unknown>({ settle: settleLifecycle }),
  async alongside(ctx, row, { lifecycle, lifecycleReason }) {
    if (!row) return {};
    const from = row.lifecycle as LifecycleStage;
    if (!lifecycle || lifecycle === from || lifecycleReason?.trim()) return {};
    if (isBackward(from, lifecycle) && !(await isSlip(ctx, row.id, lifecycle))) {
      const move = `from ${stageLabel(from)} back to ${stageLabel(lifecycle)}`;
      throw invalid("lifecycleReason", `Say why the contact moves ${move}.`);
    }
    return { lifecycleReason: null };
  },
});

/** A file moves a contact forward; one back needs a reason, and that of an earlier move says nothing of this one. */
function settleLifecycle(before: Columns, after: Columns): { after: Columns } | Refusal {
  const [from, to] = [before.lifecycle as LifecycleStage, after.lifecycle as LifecycleStage];
  if (from === to) return { after };
  if (!isBackward(from, to)) return { after: { ...after, lifecycleReason: null } };
  const move = `from ${stageLabel(from)} back to ${stageLabel(to)}`;
  return { field: "lifecycle", reason: `The contact would move ${move}, which needs a reason. Move it by hand.` };
}

/** Whether a contact has just left this stage. */
async function isSlip(ctx: Ctx, contactId: string, stage: LifecycleStage): Promise<boolean> {
  const left = await ctx.db.lifecycleEntry.findFirst({
    where: { contactId, leftAt: { not: null } },
    orderBy: [{ enteredAt: "desc" }, { leftAt: "desc" }],
    select: { stage: true, leftAt: true },
  });
  return left?.stage === stage && left.leftAt !== null && Date.now() - left.leftAt.getTime() < slip;
}
