import "server-only";
import { z } from "zod";
import { groupBy } from "@/lib/group-by";
import { dayOf } from "@/server/columns";
import type { Ctx } from "@/server/context";
import { type Change, type Refusal, rule } from "@/server/nouns/rule";
import type { declared } from "./fields";
import { maxMinor } from "./lines/fields";
import { closedProbabilityText, fromLinesText, lossReasonRefusal, otherCurrencyText, valueOfLines } from "./rules";

type Fields = (typeof declared)["fields"];
type Edit = Change<Fields>;

interface Loaded {
  /** A service writes, whose records need not have a reason of ours when they begin here. */
  isService: boolean;
  /** The loss reasons that pipelines offer. */
  reasons: readonly { id: string; pipelineId: string }[];
  /** The opportunities with product lines. */
  withLines: ReadonlySet<string>;
  /** The values of those that take it from their lines from now on, by their ids. */
  values: ReadonlyMap<string, bigint | null>;
  /** The close dates before their last pushes, with the number of pushes then, by the ids of opportunities. */
  pushes: ReadonlyMap<string, z.infer<typeof push>>;
}

/** The state before an event that pushed the close date. */
const push = z.object({ expectedCloseDate: z.string(), closeDatePushes: z.int() });

/**
 * The fields of an opportunity fit each other: outcome, probability and status, the currency and that of its lines; a later close
 * date counts as a push. Imports and moves have their own handling.
 */
export const opportunityRule = rule<Fields, Loaded>({
  fields: [
    "probability",
    "actualCloseDate",
    "lossReason",
    "lossDetail",
    "amount",
    "valueFromLines",
    "expectedCloseDate",
  ],
  replaces: ["amount"],
  loadFor: ["edit"],
  async load(ctx, edits) {
    const [reasons, withLines, values, pushes] = await Promise.all([
      reasonsFor(ctx, edits),
      linesOf(ctx, edits),
      valuesOf(ctx, edits),
      pushesOf(ctx, edits),
    ]);
    return { isService: ctx.actor.type === "webhook", reasons, withLines, values, pushes };
  },
  decide(change, loaded) {
    if (change.by !== "edit") return null;
    const refusal =
      probabilityRefusal(change, loaded) ??
      outcomeRefusal(change, loaded) ??
      currencyRefusal(change, loaded) ??
      valueRefusal(change, loaded);
    if (refusal) return refusal;
    if (!change.before) return null;
    return { set: { closeDatePushes: pushesAfter(change, loaded), ...valueAfter(change, loaded) } };
  },
});

/** A closed opportunity has the probability of its stage; a service writes what its own records say. */
function probabilityRefusal({ before, after, names }: Edit, { isService }: Loaded): Refusal | null {
  const isOwn = names.has("probability") && after.probability !== null && after.probability !== before?.probability;
  if (!isOwn || isService || (after.status !== "won" && after.status !== "lost")) return null;
  return { field: "probability", reason: closedProbabilityText(after.status) };
}

/** A close date needs a closed opportunity, a reason a lost one. The reason from before may be given again. */
function outcomeRefusal({ before, after, names }: Edit, { reasons, isService }: Loaded): Refusal | null {
  if (names.has("actualCloseDate") && after.status === "open") {
    const reason = "An open opportunity has no actual close date. Move it to a closed stage first.";
    return { field: "actualCloseDate", reason };
  }
  const { lossReasonId } = after;
  if (after.status !== "lost") {
    const given = [names.has("lossReason") && lossReasonId, names.has("lossDetail") && after.lossDetail];
    const field = given[0] ? "lossReason" : "lossDetail";
    return given.some(Boolean) ? { field, reason: "Only a lost opportunity has a loss reason." } : null;
  }
  if (before && (!names.has("lossReason") || lossReasonId === before.lossReasonId)) return null;
  if (!before && isService && !names.has("lossReason")) return null;
  const offered = reasons.filter(({ pipelineId }) => pipelineId === after.pipelineId);
  const fits = offered.some(({ id }) => id === lossReasonId);
  const reason = lossReasonRefusal(lossReasonId, offered.length > 0, fits);
  return reason ? { field: "lossReason", reason } : null;
}

function currencyRefusal({ before, after, id }: Edit, { withLines }: Loaded): Refusal | null {
  if (!before || after.currency === before.currency || !withLines.has(id ?? "")) return null;
  return { field: "amount", reason: otherCurrencyText(String(before.currency)) };
}

const turnsOn = ({ before, after }: Edit) => Boolean(after.valueFromLines) && !before?.valueFromLines;

/** The value that follows from lines is typed by nobody; the same one may be given again. */
function valueRefusal(edit: Edit, { values }: Loaded): Refusal | null {
  const { id, before, after, names } = edit;
  if (!after.valueFromLines) return null;
  const value = turnsOn(edit) ? (values.get(id ?? "") ?? null) : (before?.amountMinor ?? null);
  if (value !== null && (value > maxMinor || value < -maxMinor))
    return { field: "valueFromLines", reason: "The total of the product lines is more than a value can hold." };
  const isSame = after.amountMinor === value && (!before || after.currency === before.currency);
  return names.has("amount") && !isSame ? { field: "amount", reason: fromLinesText } : null;
}

function valueAfter(edit: Edit, { values }: Loaded) {
  if (!turnsOn(edit)) return {};
  const value = values.get(edit.id ?? "") ?? null;
  return { amount: value === null ? null : { amount: Number(value), currency: String(edit.after.currency) } };
}

/** A later day adds a push; the day from before the last push removes that push again. */
function pushesAfter({ id, before, after }: Edit, { pushes }: Loaded): number {
  const { closeDatePushes = 0 } = before ?? {};
  const [from, to] = [before?.expectedCloseDate, after.expectedCloseDate];
  if (!from || !to || from.getTime() === to.getTime()) return closeDatePushes;
  if (to > from) return closeDatePushes + 1;
  const isUndone = pushes.get(id ?? "")?.expectedCloseDate.startsWith(dayOf(to) ?? "none");
  return isUndone ? closeDatePushes - 1 : closeDatePushes;
}

async function reasonsFor(ctx: Ctx, edits: readonly Edit[]): Promise<Loaded["reasons"]> {
  const lost = edits.filter(({ after }) => after.status === "lost");
  if (lost.length === 0) return [];
  return await ctx.db.lossReason.findMany({
    where: { pipelineId: { in: lost.map(({ after }) => String(after.pipelineId)) }, archivedAt: null },
    select: { id: true, pipelineId: true },
  });
}

async function linesOf(ctx: Ctx, edits: readonly Edit[]): Promise<Loaded["withLines"]> {
  const ids = edits.flatMap(({ id, before, after }) => (id && before?.currency !== after.currency ? [id] : []));
  if (ids.length === 0) return new Set();
  const lines = await ctx.db.opportunityLine.findMany({
    where: { opportunityId: { in: ids } },
    distinct: ["opportunityId"],
    select: { opportunityId: true },
  });
  return new Set(lines.map(({ opportunityId }) => opportunityId));
}

async function valuesOf(ctx: Ctx, edits: readonly Edit[]): Promise<Loaded["values"]> {
  const ids = edits.flatMap((edit) => (edit.id && turnsOn(edit) ? [edit.id] : []));
  if (ids.length === 0) return new Map();
  const lines = await ctx.db.opportunityLine.findMany({
    where: { opportunityId: { in: ids } },
    select: { opportunityId: true, quantity: true, unitPriceMinor: true },
  });
  const priced = lines.map(({ opportunityId, quantity, unitPriceMinor }) => ({
    ...{ opportunityId, quantity: Number(quantity), unitPrice: unitPriceMinor },
  }));
  return new Map([...groupBy(priced, ({ opportunityId }) => opportunityId)].map(([id, of]) => [id, valueOfLines(of)]));
}

async function pushesOf(ctx: Ctx, edits: readonly Edit[]): Promise<Loaded["pushes"]> {
  const found = await Promise.all(
    edits.map(async ({ id, before, after }) => {
      const [from, to] = [before?.expectedCloseDate, after.expectedCloseDate];
      if (!id || !from || !to || to >= from || before?.closeDatePushes === 0) return [];
      const last = await ctx.db.event.findFirst({
        where: {
          entity: "opportunity",
          entityId: id,
          after: { path: ["expectedCloseDate"], string_starts_with: dayOf(from) ?? "" },
        },
        orderBy: { id: "desc" },
        select: { before: true },
      });
      const { data } = push.safeParse(last?.before);
      return data ? [[id, data] as const] : [];
    }),
  );
  return new Map(found.flat());
}
