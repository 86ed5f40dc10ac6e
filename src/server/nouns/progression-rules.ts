import "server-only";
import { isBackward, type ProgressionField, progressionsIn } from "@/lib/fields/progression";
import { stateLabel } from "@/lib/fields/states";
import type { Noun } from "@/lib/nouns/define";
import type { Ctx } from "../context.ts";
import type { Row } from "../fields/kind.ts";
import { type Change, type Refusal, type Rule, rule } from "./rule.ts";

/** How long a move can be taken back without a reason, in ms: it counts as a mistake. */
const mistake = 10 * 60_000;

/** Records move forward through an ordered choice freely, and back only with a reason; an imported file cannot give one. */
export const progressionRules = ({ fields, head }: Pick<Noun, "fields" | "head">): Rule[] =>
  progressionsIn(fields).map(([name, field]) =>
    rule<typeof fields, ReadonlyMap<string, string>>({
      fields: [name],
      loadFor: ["edit"],
      load: (ctx, changes) => justLeft(ctx, name, changes),
      decide: (change, left) => decide([name, field], head.one, change, left),
    }),
  );

function decide(
  [name, field]: [string, ProgressionField],
  one: string,
  { id, before, after, names, by }: Change,
  left: ReadonlyMap<string, string>,
): { set: Row } | Refusal | null {
  if (!before || by === "revert" || before[name] === after[name]) return null;
  const { reason } = field.progression;
  const isGiven = names.has(reason) && Boolean(String(after[reason] ?? "").trim());
  const [from, to] = [String(before[name]), String(after[name])];
  if (isGiven && isBackward(field, from, to)) return null;
  const isMistake = by === "edit" && left.get(id ?? "") === to;
  // A move forward has no reason, and that of an earlier move is none for this one.
  if (!isBackward(field, from, to) || isMistake) return { set: { [reason]: null } };
  const move = `from ${stateLabel(field, from)} back to ${stateLabel(field, to)}`;
  return by === "import"
    ? { field: name, reason: `The ${one} would move ${move}, which needs a reason. Move it by hand.` }
    : { field: reason, reason: `Give a reason why the ${one} moves ${move}, on its page.` };
}

/** The values that records had until a few minutes ago, by record id. */
async function justLeft(ctx: Ctx, name: string, changes: readonly Change[]): Promise<Map<string, string>> {
  const moved = changes.filter(({ before, after }) => before?.[name] !== after[name]);
  const ids = moved.flatMap(({ id }) => id ?? []);
  if (ids.length === 0) return new Map();
  const stays = await ctx.db.recordStay.findMany({
    where: { recordId: { in: ids }, field: name, leftAt: { gt: new Date(Date.now() - mistake) } },
    orderBy: [{ enteredAt: "asc" }, { leftAt: "asc" }],
    select: { recordId: true, value: true },
  });
  return new Map(stays.map(({ recordId, value }) => [recordId, value]));
}
