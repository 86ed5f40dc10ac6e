import "server-only";
import { defined } from "@/server/columns";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { AppError, invalid, notFound } from "@/server/errors";
import { newId } from "@/server/new-id";
import { updateVersioned } from "@/server/versions";
import { crm } from "../../module";
import { productOperations } from "../../products/operations";
import { opportunityEvents } from "../events";
import { parentsOf } from "../row";
import { lineTotalMinor } from "../rules";
import { opportunityIdInput } from "../schema";
import { opportunityScope } from "../scope";
import { addLineInput, lines, maxMinor, type OpportunityLines, removeLineInput, updateLineInput } from "./schema";

const select = {
  id: true,
  productId: true,
  description: true,
  quantity: true,
  unitPriceMinor: true,
  position: true,
  product: { select: { id: true, name: true } },
} satisfies Prisma.OpportunityLineSelect;
type LineRow = Prisma.OpportunityLineGetPayload<{ select: typeof select }>;

async function loadOpportunity(ctx: Ctx, id: string) {
  return await ctx.db.opportunity.findFirst({
    where: { id },
    select: {
      id: true,
      version: true,
      currency: true,
      accountId: true,
      lines: { select, orderBy: [{ position: "asc" }, { id: "asc" }] },
    },
    relationLoadStrategy: "join",
  });
}
type Opportunity = NonNullable<Awaited<ReturnType<typeof loadOpportunity>>>;

const totalOf = (line: LineRow) => lineTotalMinor(line.quantity.toNumber(), Number(line.unitPriceMinor));

/** The largest integer that JSON carries exactly; larger sums of imported lines are cut to it. */
const largest = Number.MAX_SAFE_INTEGER;

function present(opportunity: Opportunity): OpportunityLines {
  const money = (amount: number) => ({
    amount: Math.max(-largest, Math.min(amount, largest)),
    currency: opportunity.currency,
  });
  const shown = opportunity.lines.map((line) => {
    return {
      id: line.id,
      product: line.product,
      description: line.description,
      quantity: line.quantity.toNumber(),
      unitPrice: money(Number(line.unitPriceMinor)),
      total: money(totalOf(line)),
    };
  });
  const total = opportunity.lines.reduce((sum, line) => sum + totalOf(line), 0);
  return { id: opportunity.id, lines: shown, total: money(total), version: opportunity.version };
}

export const listOpportunityLines = crm.operation({
  kind: "query",
  permission: "opportunity:view",
  input: opportunityIdInput,
  output: lines,
  rest: { method: "GET", path: "/opportunities/{id}/lines" },
  describe: "The product lines of an opportunity with their sum, in the opportunity's currency.",
  async run(ctx, { id }) {
    const [visible] = await opportunityScope.load(ctx, [id]);
    const opportunity = visible && (await loadOpportunity(ctx, id));
    if (!opportunity) throw notFound("opportunity");
    return present(opportunity);
  },
});

/** VALIDATION when a line, or the sum of all, is larger than an amount can be. */
function refuseTooMuch(line: LineRow, after: readonly LineRow[]): void {
  const limit = "more than an amount can hold. Use a smaller quantity or unit price.";
  if (Math.abs(totalOf(line)) > maxMinor) throw invalid("quantity", `The total of this line is ${limit}`);
  const sum = after.reduce((all, one) => all + totalOf(one), 0);
  if (Math.abs(sum) > maxMinor) throw invalid("quantity", `The total of all lines is ${limit}`);
}

type LineEvent = (typeof opportunityEvents)["lineAdded" | "lineChanged" | "lineRemoved"];
interface LineChange {
  event: LineEvent;
  /** The line that is added, changed or removed, as it is afterwards or was before. */
  line: LineRow;
  /** The lines of the opportunity afterwards. */
  after: LineRow[];
  write(): Promise<unknown>;
}

/**
 * The lines count as one field of their opportunity: each change raises its version, so no change is overwritten
 * unseen.
 */
async function changeLines(
  ctx: Ctx,
  target: { id: string; version: number },
  plan: (opportunity: Opportunity) => Promise<LineChange>,
): Promise<OpportunityLines> {
  const opportunity = await loadOpportunity(ctx, target.id);
  if (!opportunity) throw notFound("opportunity");
  const change = await plan(opportunity);
  if (change.event !== opportunityEvents.lineRemoved) refuseTooMuch(change.line, change.after);
  interface State {
    id: string;
    version: number;
    lines: ReturnType<typeof plain>[];
  }
  const before: State = { id: opportunity.id, version: opportunity.version, lines: opportunity.lines.map(plain) };
  const after = change.after.map(plain);
  await updateVersioned<State, LineEvent["payload"]>(ctx, {
    event: change.event,
    data: {
      lineId: change.line.id,
      productId: change.line.productId,
      product: change.line.product.name,
      quantity: change.line.quantity.toNumber(),
      unitPriceMinor: Number(change.line.unitPriceMinor),
      currency: opportunity.currency,
    },
    ...target,
    patch: { lines: after },
    select: { lines: true },
    load: async () => before,
    write: async (expected) => {
      const { version } = await ctx.db.opportunity.update({
        where: { id: opportunity.id, version: expected },
        data: { version: { increment: 1 } },
        select: { version: true },
      });
      await change.write();
      return { id: opportunity.id, version, lines: after };
    },
    present: () => present(opportunity),
    parents: () => parentsOf(opportunity),
  });
  const now = await loadOpportunity(ctx, opportunity.id);
  if (!now) throw notFound("opportunity");
  return present(now);
}

/** A line as events keep it. */
function plain({ id, productId, description, quantity, unitPriceMinor, position }: LineRow) {
  return {
    id,
    productId,
    description,
    quantity: quantity.toNumber(),
    unitPriceMinor: Number(unitPriceMinor),
    position,
  };
}

const onOpportunity = {
  kind: "mutation",
  permission: "opportunity:edit",
  on: { scope: opportunityScope, ids: (input: { id: string }) => [input.id] },
  output: lines,
} as const;

export const addOpportunityLine = crm.operation({
  ...onOpportunity,
  uses: [{ scope: productOperations.scope, ids: (input) => [input.productId] }],
  input: addLineInput,
  rest: { method: "POST", path: "/opportunities/{id}/lines", creates: true },
  describe: "Adds a product to an opportunity; `unitPrice` is in minor units of the opportunity's currency.",
  run: (ctx, { id, version, productId, quantity, unitPrice, description }) =>
    changeLines(ctx, { id, version }, async (opportunity) => {
      const product = await productOf(ctx, productId);
      const data = {
        id: newId(),
        productId,
        description: description ?? null,
        quantity: new Prisma.Decimal(quantity),
        unitPriceMinor: unitPrice === undefined ? priceOf(product, opportunity.currency) : BigInt(unitPrice),
        position: (opportunity.lines.at(-1)?.position ?? 0) + 1,
      };
      const added = { ...data, product: { id: productId, name: product.name } };
      return {
        event: opportunityEvents.lineAdded,
        line: added,
        after: [...opportunity.lines, added],
        write: () => ctx.db.opportunityLine.create({ data: { ...data, opportunityId: id }, select: { id: true } }),
      };
    }),
});

async function productOf(ctx: Ctx, id: string) {
  const product = await ctx.db.product.findFirst({
    where: { id },
    select: { name: true, priceMinor: true, currency: true, archivedAt: true },
  });
  if (!product) throw notFound("product");
  if (product.archivedAt) throw new AppError("CONFLICT", "This product is archived. Restore it first.");
  return product;
}

function priceOf(product: { priceMinor: bigint | null; currency: string | null }, currency: string): bigint {
  if (product.priceMinor === null || product.currency !== currency)
    throw invalid("unitPrice", `This product has no price in ${currency}. Type one.`);
  return product.priceMinor;
}

function lineOf(opportunity: Opportunity, lineId: string): LineRow {
  const line = opportunity.lines.find((entry) => entry.id === lineId);
  if (!line) throw notFound("product line");
  return line;
}

export const updateOpportunityLine = crm.operation({
  ...onOpportunity,
  input: updateLineInput,
  rest: { method: "PATCH", path: "/opportunities/{id}/lines/{lineId}" },
  describe: "Changes quantity, unit price or description of a product line.",
  run: (ctx, { id, version, lineId, quantity, unitPrice, description }) =>
    changeLines(ctx, { id, version }, async (opportunity) => {
      const patch = defined({
        quantity: quantity === undefined ? undefined : new Prisma.Decimal(quantity),
        unitPriceMinor: unitPrice === undefined ? undefined : BigInt(unitPrice),
        description,
      });
      const changed = { ...lineOf(opportunity, lineId), ...patch };
      return {
        event: opportunityEvents.lineChanged,
        line: changed,
        after: opportunity.lines.map((line) => (line.id === lineId ? changed : line)),
        write: () => ctx.db.opportunityLine.update({ where: { id: lineId }, data: patch, select: { id: true } }),
      };
    }),
});

export const removeOpportunityLine = crm.operation({
  ...onOpportunity,
  input: removeLineInput,
  rest: { method: "DELETE", path: "/opportunities/{id}/lines/{lineId}" },
  describe: "Removes a product line from an opportunity.",
  run: (ctx, { id, version, lineId }) =>
    changeLines(ctx, { id, version }, async (opportunity) => ({
      event: opportunityEvents.lineRemoved,
      line: lineOf(opportunity, lineId),
      after: opportunity.lines.filter((line) => line.id !== lineId),
      write: () => ctx.db.opportunityLine.delete({ where: { id: lineId }, select: { id: true } }),
    })),
});
