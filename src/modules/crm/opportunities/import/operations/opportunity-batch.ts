import "server-only";
import { type ImportCall, type ImportOutcome, importCallInput, importCallOutput, soundRows } from "@/lib/import-rows";
import { quoteValue } from "@/lib/text";
import { importScope } from "@/modules/platform/imports/scope";
import type { Ctx } from "@/server/context";
import { violates } from "@/server/errors";
import { changes } from "@/server/events";
import { Retry } from "@/server/execute";
import { oneImportAtATime } from "@/server/import-lock";
import { newId } from "@/server/new-id";
import { mayOwn } from "@/server/scope";
import { crm } from "../../../module";
import { inBoardOrder } from "../../../pipelines/rules";
import { opportunityScope } from "../../scope";
import { dayStarts, dealName, latest, staysOf } from "../rules";
import { type OpportunityImportRow, readOpportunityRow } from "../schema";
import { type DealFacts, dealFacts, type StageFact } from "./deal-facts";
import type { DealColumns } from "./stored-deal";
import { type Deal, writeDeals } from "./write-deals";

export const upsertOpportunities = crm.operation({
  kind: "mutation",
  permission: "record:import",
  uses: [{ scope: importScope, ids: (input) => [input.importId] }],
  silent: "Each record has its own event; a batch without a change has none.",
  input: importCallInput,
  output: importCallOutput,
  describe:
    "Writes imported deals, recognised by external id, with one product line and their stage history at its real dates.",
  async run(ctx, input) {
    await oneImportAtATime(ctx, "opportunity", input.dry);
    const { rows, problems: unread } = soundRows(input.rows, readOpportunityRow);
    const refused: ImportOutcome["problems"] = [];
    const facts = await dealFacts(
      ctx,
      rows.map(({ row }) => row),
      input,
    );
    const batch = new Batch(ctx, input, facts);
    for (const { line, row } of rows) {
      const problem = batch.take(line, row);
      if (problem) refused.push({ line, ...problem });
    }
    try {
      const written = await writeDeals(ctx, facts, batch.deals, rows.length - refused.length, input.dry);
      return { ...written, problems: [...unread, ...refused] };
    } catch (error) {
      // A card was put to the same end of a column meanwhile: the batch starts again behind it.
      if (violates(error, "opportunities_tenant_id_stage_id_rank_key")) throw new Retry();
      throw error;
    }
  },
});

type Problem = { field: string; reason: string };

/** The deals of a batch, row after row; a later row of the same external id goes on from the earlier one. */
class Batch {
  readonly deals: Deal[] = [];
  readonly #ctx: Ctx;
  readonly #input: ImportCall;
  readonly #facts: DealFacts;
  readonly #startOf: (day: string) => Date;
  readonly #byExternalId = new Map<string, Deal>();
  /** Where deals of a pipeline end, by `pipeline type`. */
  readonly #ends: ReadonlyMap<string, StageFact>;

  constructor(ctx: Ctx, input: ImportCall, facts: DealFacts) {
    this.#ctx = ctx;
    this.#input = input;
    this.#facts = facts;
    this.#startOf = dayStarts(ctx.tenant.timeZone);
    const lastFirst = inBoardOrder([...facts.stages.values()]).toReversed();
    this.#ends = new Map(lastFirst.map((stage) => [`${stage.pipelineId} ${stage.type}`, stage]));
  }

  take(line: number, row: OpportunityImportRow): Problem | null {
    const gone = this.#unknown(row);
    if (gone) return gone;
    if (row.owner !== undefined && !mayOwn(this.#ctx, "opportunity:edit", row.owner)) return notYours;
    const known = row.externalId === undefined ? undefined : this.#byExternalId.get(row.externalId);
    const stored = row.externalId === undefined ? undefined : this.#facts.deals.get(row.externalId);
    if (row.externalId !== undefined && this.#facts.unseen.has(row.externalId)) return mayNotChange(row.externalId);
    if (known) return this.#change(known, row);
    if (!stored) return this.#create(line, row);
    const { id, version, externalId, rank: _rank, products, sequence, enteredAt, ...before } = stored;
    const deal: Deal = {
      id,
      version,
      externalId,
      line,
      before,
      after: before,
      products,
      sequence,
      enteredAt,
      stays: [],
      product: null,
    };
    return this.#change(deal, row);
  }

  // References were looked up by name just before; this is for those who call the operation with ids of their own.
  #unknown(row: OpportunityImportRow): Problem | null {
    const { accounts, products, stages, owners } = this.#facts;
    if (row.account !== undefined && !accounts.has(row.account)) return missing("account");
    if (row.product !== undefined && !products.has(row.product)) return missing("product");
    if (row.stage !== undefined && !stages.has(row.stage)) return missing("stage");
    return row.owner !== undefined && !owners.has(row.owner) ? missing("owner") : null;
  }

  #create(line: number, row: OpportunityImportRow): Problem | null {
    if (!this.#ctx.can("opportunity:create")) return { field: "name", reason: "You may not create opportunities." };
    const ownerId = row.owner ?? this.#input.options.ownerId;
    if (!mayOwn(this.#ctx, "opportunity:edit", ownerId)) return notYours;
    if (ownerId !== null && !this.#facts.owners.has(ownerId)) return missing("owner");
    const ended = this.#ended(row, null);
    if (ended && "reason" in ended) return ended;
    const stage = ended ?? this.#named(row) ?? this.#starting() ?? this.#facts.firstStage;
    if (!stage) return { field: "stage", reason: "There is no pipeline with stages. Make one in the settings." };
    if (isShut(stage)) return shut;
    const product = row.product === undefined ? undefined : this.#facts.products.get(row.product);
    const account = row.account === undefined ? undefined : this.#facts.accounts.get(row.account);
    const name = row.name ?? dealName(product?.name, account, row.externalId);
    if (name === null) return { field: "name", reason: "The deal has no name, no product, no account and no id." };
    const columns = this.#stageColumns(stage, row, emptyDeal, this.#dated(stage, row));
    const after: DealColumns = { ...this.#fields(row, null), name, ownerId, ...columns };
    const unpriced = this.#unpriced(row.product, after);
    if (unpriced) return unpriced;
    const deal: Deal = {
      id: newId(),
      version: 1,
      externalId: row.externalId ?? null,
      line,
      before: null,
      after,
      products: [],
      sequence: 0,
      enteredAt: null,
      stays: this.#stays(stage, row),
      product: row.product ?? null,
    };
    this.deals.push(deal);
    if (row.externalId !== undefined) this.#byExternalId.set(row.externalId, deal);
    return null;
  }

  #change(deal: Deal, row: OpportunityImportRow): Problem | null {
    const ended = this.#ended(row, deal.after);
    if (ended && "reason" in ended) return ended;
    const named = this.#named(row);
    // Of a deal that has ended as the row says, the stage that it names is the one before that.
    const isBefore = named?.type === "open" && row.outcome === deal.after.status && row.outcome !== "open";
    const stage = ended ?? (isBefore ? undefined : named);
    const moves = stage !== undefined && stage.id !== deal.after.stageId;
    if (moves && isShut(stage)) return shut;
    const entered = moves ? this.#entering(deal, stage, row) : null;
    const after: DealColumns = {
      ...this.#fields(row, deal.after),
      ...(moves ? this.#stageColumns(stage, row, deal.after, entered) : this.#closing(deal.after, row)),
    };
    const addsProduct =
      row.product !== undefined && deal.product !== row.product && !deal.products.includes(row.product);
    if (!addsProduct && !changes(deal.after, after)) return null;
    if (deal.before && !opportunityScope.mayEdit(this.#ctx, { id: deal.id, ownerId: deal.before.ownerId }))
      return mayNotChange(deal.externalId ?? deal.after.name);
    const otherMoney = this.#otherCurrency(deal, after) ?? (addsProduct ? this.#unpriced(row.product, after) : null);
    if (otherMoney) return otherMoney;
    deal.after = after;
    if (moves)
      deal.stays = deal.before ? [{ stageId: stage.id, enteredAt: entered, leftAt: null }] : this.#stays(stage, row);
    if (addsProduct) deal.product = row.product ?? null;
    const at = this.deals.indexOf(deal);
    if (at < 0) this.deals.push(deal);
    // A later row may take back what an earlier one said: then nothing is to be written.
    else if (deal.before && deal.stays.length === 0 && deal.product === null && !changes(deal.before, after))
      this.deals.splice(at, 1);
    if (deal.externalId !== null) this.#byExternalId.set(deal.externalId, deal);
    return null;
  }

  /** The lines of a deal are in the deal's currency. */
  #otherCurrency({ after: deal, products, product }: Deal, after: DealColumns): Problem | null {
    if (after.currency === deal.currency || (products.length === 0 && product === null)) return null;
    const reason = `The product lines of this deal are in ${deal.currency}. Remove them to change the currency.`;
    return { field: "amount", reason };
  }

  /** A line takes the deal's amount, else the product's price, which must be in the deal's currency. */
  #unpriced(productId: string | undefined, { amountMinor, currency }: DealColumns): Problem | null {
    const product = this.#facts.products.get(productId ?? "");
    if (!product || amountMinor !== null || product.priceMinor === null || product.currency === currency) return null;
    return {
      field: "product",
      reason: `${quoteValue(product.name)} has no price in ${currency}. Give the deal an amount.`,
    };
  }

  /** The fields that a row names over those of the deal; an empty cell leaves a field as it is. */
  #fields(row: OpportunityImportRow, deal: DealColumns | null): DealColumns {
    const base = deal ?? emptyDeal;
    return {
      ...base,
      name: row.name ?? base.name,
      description: row.description ?? base.description,
      accountId: row.account ?? base.accountId,
      amountMinor: row.amount === undefined ? base.amountMinor : BigInt(row.amount),
      currency: row.amount === undefined && deal ? deal.currency : (row.amountCurrency ?? this.#ctx.tenant.currency),
      probability: row.probability ?? base.probability,
      leadSource: row.leadSource ?? base.leadSource,
      ownerId: row.owner ?? base.ownerId,
    };
  }

  /**
   * When a deal comes into a stage. One that is there already comes at the file's date, else now, but not before its
   * present stay began: somebody may have moved it later than the file knows.
   */
  #entering(deal: Deal, stage: StageFact, row: OpportunityImportRow): Date | null {
    const at = this.#dated(stage, row);
    return deal.before ? latest(at ?? new Date(), deal.enteredAt) : at;
  }

  /** The day from which a row says that the deal is in its stage. */
  #dated(stage: StageFact, row: OpportunityImportRow): Date | null {
    const day = stage.type === "open" ? row.engagedOn : closeOf(row, false);
    return day === undefined ? null : this.#startOf(day);
  }

  /** What a move sets, as one by hand does; where the file has no date, a deal keeps those that it has. */
  #stageColumns(stage: StageFact, row: OpportunityImportRow, deal: DealColumns, entered: Date | null) {
    const open = stage.type === "open";
    const day = closeOf(row, open);
    const close = day === undefined ? null : this.#startOf(day);
    const planned = row.actualCloseDate === undefined ? undefined : row.closeDate;
    const expected = open ? day : planned;
    const keepsReason = stage.type === "lost" && stage.pipelineId === deal.pipelineId;
    return {
      stageId: stage.id,
      pipelineId: stage.pipelineId,
      status: stage.type,
      probability: row.probability ?? null,
      expectedCloseDate: expected ?? deal.expectedCloseDate,
      actualCloseDate: open ? null : (day ?? deal.actualCloseDate),
      closedAt: open ? null : (close ?? deal.closedAt),
      lossReasonId: keepsReason ? deal.lossReasonId : null,
      lossDetail: keepsReason ? deal.lossDetail : null,
      stageEnteredAt: entered,
      touchedAt: latest(entered, deal.touchedAt),
    };
  }

  #closing(deal: DealColumns, row: OpportunityImportRow) {
    const day = closeOf(row, deal.status === "open");
    if (day === undefined) return {};
    if (deal.status === "open") return { expectedCloseDate: day };
    return deal.actualCloseDate === day ? {} : { actualCloseDate: day, closedAt: this.#startOf(day) };
  }

  #named(row: OpportunityImportRow): StageFact | undefined {
    return this.#facts.stages.get(row.stage ?? "");
  }

  /**
   * The closed stage of a deal whose row says that it was won or lost, beside the open stage in which that happened or
   * without one; undefined where the row says nothing of the kind, or the deal stands in such a stage.
   */
  #ended({ outcome, ...row }: OpportunityImportRow, deal: DealColumns | null): StageFact | Problem | undefined {
    const named = this.#named(row);
    if (outcome === undefined || named?.type === outcome) return undefined;
    if (named && named.type !== "open")
      return { field: "outcome", reason: `The stage says that the deal is ${named.type}, the status ${outcome}.` };
    if (outcome === "open" || deal?.status === outcome) return undefined;
    const pipelineId = named?.pipelineId ?? deal?.pipelineId ?? this.#facts.firstStage?.pipelineId;
    const end = this.#ends.get(`${pipelineId} ${outcome}`);
    return end ?? { field: "outcome", reason: `The pipeline has no stage in which ${outcome} deals end. Add one.` };
  }

  /** Where deals of the file begin; as of now, so that a stage that was taken away meanwhile is none. */
  #starting(): StageFact | undefined {
    return this.#facts.stages.get(this.#input.options.startStageId ?? "");
  }

  #stays(stage: StageFact, row: OpportunityImportRow) {
    const start = row.engagedOn === undefined ? null : this.#startOf(row.engagedOn);
    const day = closeOf(row, stage.type === "open");
    const close = day === undefined ? null : this.#startOf(day);
    const named = this.#named(row);
    const starting = named?.type === "open" ? named : this.#starting();
    const inSamePipeline = starting?.pipelineId === stage.pipelineId ? starting.id : null;
    return staysOf(stage, inSamePipeline, start, close);
  }
}

const emptyDeal: DealColumns = {
  name: "",
  description: null,
  accountId: null,
  pipelineId: "",
  stageId: "",
  status: "open",
  amountMinor: null,
  currency: "",
  probability: null,
  expectedCloseDate: null,
  actualCloseDate: null,
  closedAt: null,
  lossReasonId: null,
  lossDetail: null,
  leadSource: null,
  ownerId: null,
  stageEnteredAt: null,
  touchedAt: null,
};

/** The day on which a row says that its deal closes: of one that has closed, when it did so. */
function closeOf({ closeDate, actualCloseDate }: OpportunityImportRow, open: boolean): string | undefined {
  return open ? (closeDate ?? actualCloseDate) : (actualCloseDate ?? closeDate);
}

const missing = (field: string): Problem => ({ field, reason: `This ${field} does not exist any more.` });
const mayNotChange = (what: string): Problem => ({
  field: "externalId",
  reason: `${quoteValue(what)} exists, and you may not change it. Ask its owner or an admin.`,
});
const notYours: Problem = {
  field: "owner",
  reason: "You may give opportunities only to yourself, or to members of your teams where you manage them.",
};
/** An archived pipeline keeps its closed opportunities, and takes no open one. */
const isShut = ({ type, pipelineArchived }: StageFact) => type === "open" && pipelineArchived;
const shut: Problem = { field: "stage", reason: "Its pipeline is archived. Choose another pipeline." };
