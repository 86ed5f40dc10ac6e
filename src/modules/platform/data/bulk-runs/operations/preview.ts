import "server-only";
import { atOnceLimit, type BulkChange } from "@/lib/bulk-changes";
import { valueIn } from "@/lib/fields/custom";
import { changesOf } from "@/lib/planned-change";
import { platform } from "@/modules/platform/module";
import type { Ctx } from "@/server/context";
import { AppError, invalid } from "@/server/errors";
import { requireAllowed } from "@/server/execute";
import { changeRecords, type Outcome, requireAct } from "@/server/nouns/change-record";
import { inWorkspace } from "@/server/nouns/in-workspace";
import { chosenAfter, countChosen, type ManyNoun, manyOf, operationFor } from "@/server/nouns/many";
import { readable } from "@/server/readable";
import { rehearse } from "@/server/rehearse";
import { type BulkPreview, bulkPreview, previewInput } from "../schema";

/** Refuses a change that no record of this kind can get: no right, an unknown field, or one that does not allow it. */
export function requireChange(ctx: Ctx, many: ManyNoun, change: BulkChange): void {
  const operation = operationFor(many, change.type);
  if (operation?.realm !== "tenant") throw new AppError("FORBIDDEN", "Records of this kind cannot be deleted.");
  requireAllowed(operation, ctx);
  if (change.type === "act") requireAct(many, change);
  if (!("field" in change)) return;
  const { noun } = inWorkspace(ctx, many.runtime);
  const field = Object.hasOwn(noun.fields, change.field) ? noun.fields[change.field] : undefined;
  if (!field || !readable(ctx, noun.entity).has(change.field))
    throw invalid("change.field", "There is no such field. Choose another one.");
  if (!changesOf(field).includes(change.type))
    throw invalid("change.type", `${field.label} cannot be changed this way. Choose another change.`);
}

const sampleCount = 20;
const namesShown = 10;
const triedMs = 2_000;

export const previewBulkChange = platform.operation({
  kind: "query",
  permission: "workspace:view",
  staff: "never",
  input: previewInput,
  output: bulkPreview,
  describe: `Tries a change on the chosen records without saving it, on the first ${atOnceLimit} of many: how many would change, and which would not, with the reasons.`,
  async run(ctx, { noun, selection, change }) {
    const many = manyOf(noun);
    requireChange(ctx, many, change);
    const total = await countChosen(ctx, many, selection);
    const chosen = await chosenAfter(ctx, many, selection, { after: null, limit: atOnceLimit });
    const outcomes = await rehearse({ ...ctx, afterCommit: [] }, 15_000, async (inside) => {
      const results = await changeRecords(inside, many, change, chosen, triedMs);
      return await withAfter(inside, many, change, results);
    });
    return previewOf(outcomes, change, total);
  },
});

interface Tried extends Outcome {
  after: unknown;
}

/** Reads the new values of the first changed records, as the change left them. */
async function withAfter(ctx: Ctx, many: ManyNoun, change: BulkChange, outcomes: readonly Outcome[]): Promise<Tried[]> {
  if (!("field" in change)) return outcomes.map((one) => ({ ...one, after: null }));
  let left = sampleCount;
  const tried: Tried[] = [];
  for (const one of outcomes) {
    const isShown = one.state === "changed" && left-- > 0;
    tried.push({ ...one, after: isShown ? valueIn(await many.get(ctx, { id: one.id }), change.field) : null });
  }
  return tried;
}

function previewOf(tried: readonly Tried[], change: BulkChange, total: number): BulkPreview {
  const changed = tried.filter(({ state }) => state === "changed");
  const reasons = new Map<string, Tried[]>();
  for (const one of tried)
    if (one.state !== "changed") reasons.set(one.reason ?? "", [...(reasons.get(one.reason ?? "") ?? []), one]);
  return {
    total,
    tried: tried.length,
    changed: changed.length,
    samples: changed.slice(0, sampleCount).map(({ id, name, shown, after }) => ({
      id,
      name,
      before: "field" in change ? shown : null,
      after,
    })),
    skipped: [...reasons]
      .map(([reason, ones]) => ({
        reason,
        records: ones.length,
        names: ones.slice(0, namesShown).flatMap(({ name }) => name ?? []),
      }))
      .toSorted((one, other) => other.records - one.records),
  };
}
