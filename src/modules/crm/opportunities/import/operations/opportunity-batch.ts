import "server-only";
import { groupBy } from "@/lib/group-by";
import type { ImportCall, ObjectCounts } from "@/lib/import-rows";
import { ranksBetween } from "@/lib/rank";
import { quoteValue } from "@/lib/text";
import { dateOf, dayOf } from "@/server/columns";
import type { Ctx } from "@/server/context";
import { changes } from "@/server/events";
import { newId } from "@/server/new-id";
import type { BatchRules, Draft, References } from "@/server/nouns/import/rules";
import type { Refusal } from "@/server/nouns/rule";
import { inBoardOrder } from "../../../pipelines/rules";
import { maxContacts } from "../../contacts/fields";
import { laterOf, otherCurrencyText } from "../../rules";
import { dayStarts, endOf, nameOf, staysOf } from "../rules";
import { closesTooEarly, type OpportunityImportRow } from "../schema";
import { insertContacts, insertLines, insertStays } from "./additions";
import { type BatchFacts, lastRanks, type ProductFact, type StageFact } from "./batch-facts";
import { keptLoss, withoutCloseDate, withValueOfLines } from "./cleared-cells";
import {
  type ExtraData,
  type Imported,
  type NewContact,
  noExtraData,
  type OpportunityColumns,
} from "./imported-opportunity";
import { tooMuch, typedValue, withLine } from "./value-from-lines";

type Result = Draft<OpportunityColumns, ExtraData> | Refusal;
type Row = OpportunityImportRow;
/** The answers with which rows move opportunities after all. */
const movingAnswers = { closedOpportunities: "reopen", movedOpportunities: "move" } as const;
type MoveQuestion = keyof typeof movingAnswers;

/** Derives the stage, stays, product line and money of opportunities from the rows of a batch. */
export class OpportunityBatch implements BatchRules<Row, OpportunityColumns, ExtraData> {
  readonly #ctx: Ctx;
  readonly #call: ImportCall;
  readonly #facts: BatchFacts;
  readonly #references: References;
  readonly #startOf: (day: string) => Date;
  /** The first stage of each type, by `pipeline type`. */
  readonly #ends: ReadonlyMap<string, StageFact>;
  #stays = 0;

  constructor(ctx: Ctx, call: ImportCall, facts: BatchFacts, references: References) {
    this.#ctx = ctx;
    this.#call = call;
    this.#facts = facts;
    this.#references = references;
    this.#startOf = dayStarts(ctx.tenant.timeZone);
    const lastFirst = inBoardOrder([...facts.stages.values()]).toReversed();
    this.#ends = new Map(lastFirst.map((stage) => [`${stage.pipelineId} ${stage.type}`, stage]));
  }

  // Stages and products were looked up by name just before; this is for those who call the operation with ids of their own.
  refuse({ product, stage, pipeline, contact, lossReason }: Row): Refusal | null {
    const { products, stages, contactIds, lossReasons } = this.#facts;
    if (contact?.some(({ contactId }) => !contactIds.has(contactId))) return missing("contact");
    if (product !== undefined && !products.has(product)) return missing("product");
    if (stage !== undefined && !stages.has(stage)) return missing("stage");
    if (lossReason !== undefined && !lossReasons.has(lossReason)) return gone;
    if (pipeline === undefined) return null;
    if (![...stages.values()].some((one) => one.pipelineId === pipeline)) return missing("pipeline");
    return stage === undefined || stages.get(stage)?.pipelineId === pipeline ? null : otherPipeline;
  }

  create(given: Row, plain: OpportunityColumns): Result {
    const row = endOf(given, this.#named(given)?.type);
    if ("reason" in row) return row;
    const ended = this.#ended(row, null);
    if (ended && "reason" in ended) return ended;
    const stage = ended ?? this.#named(row) ?? this.#opening(row);
    if (!ended && saysNoEnd(row)) return noEnd;
    if (!stage)
      return { field: "stage", reason: "The workspace has no pipeline with stages. Create one in the settings." };
    if (isShut(stage)) return shut;
    const early = earlyClose(row, stage.type);
    if (early) return early;
    const product = this.#facts.products.get(row.product ?? "");
    const account = this.#references.get("account")?.get(row.account ?? "");
    const name = row.name ?? nameOf(product?.name, account?.name, row.externalId);
    if (name === null)
      return {
        field: "name",
        reason: "This opportunity has no name, product, account or id. Add at least one of them.",
      };
    const currency = row.amountCurrency ?? this.#ctx.tenant.currency;
    const price = this.#priceOf(product, plain);
    const none = { valueFromLines: false, actualCloseDate: null, closeDatePushes: 0 };
    const fresh = { ...plain, name, currency, ...this.#taken(price), ...none };
    const placed = { ...fresh, ...this.#stageColumns(stage, row, fresh, this.#dated(stage, row)) };
    const loss = this.#lossIn(row, placed);
    if ("reason" in loss) return loss;
    const after = { ...placed, ...loss };
    const newContacts = contactsIn(row, noExtraData);
    const more = { ...noExtraData, stays: this.#staysIn(stage, row), product: row.product ?? null, newContacts };
    return {
      after,
      more,
      refusal: tooMany(more) ?? this.#unpriced(row.product, after),
      questions: price ? ["missingValues"] : [],
    };
  }

  change(one: Imported, given: Row, plain: OpportunityColumns, clears: readonly string[]): Result {
    const { after: known, more } = one;
    const merged = withValueOfLines(known, plain);
    const row = endOf(given, this.#named(given)?.type);
    if ("reason" in row) return row;
    const ended = this.#ended(row, known);
    if (ended && "reason" in ended) return ended;
    const named = this.#named(row);
    // Of an opportunity that has ended as the row says, the stage that it names is the one before that.
    const isBefore = named?.type === "open" && row.outcome === known.status && row.outcome !== "open";
    const wanted = ended ?? (isBefore ? undefined : named) ?? this.#elsewhere(row, known);
    if (wanted && "reason" in wanted) return wanted;
    const early = earlyClose(row, wanted?.type ?? known.status);
    if (early) return early;
    const target = wanted?.id === known.stageId ? undefined : wanted;
    if (known.status === "open" && !ended && saysNoEnd(row)) return noEnd;
    const question = target ? moveQuestion(one, target) : null;
    const isKept = question !== null && this.#facts.answers[question] !== movingAnswers[question];
    const stage = isKept ? undefined : target;
    if (stage && isShut(stage)) return shut;
    const price = fitting(this.#priceOf(this.#facts.products.get(row.product ?? ""), merged), one);
    const entered = stage ? this.#entering(one, stage, row) : null;
    const placed: OpportunityColumns = {
      ...merged,
      name: row.name ?? known.name,
      actualCloseDate: known.actualCloseDate,
      ...keptLoss(known, clears),
      ...(stage ? this.#stageColumns(stage, row, known, entered) : this.#closing(known, row)),
      ...(target && isKept ? staying(known, row, target) : {}),
      ...this.#taken(price),
    };
    const loss = this.#lossIn(row, placed);
    if ("reason" in loss) return loss;
    const typed = withoutCloseDate(known, { ...placed, ...loss }, row, clears);
    const questions = [...(question === null ? [] : [question]), ...(price ? ["missingValues"] : [])];
    const addsProduct =
      row.product !== undefined && more.product !== row.product && !more.products.includes(row.product);
    const after = addsProduct ? withLine(one, typed, this.#facts.products.get(row.product ?? "")) : typed;
    const newContacts = contactsIn(row, more);
    const addsContacts = newContacts.length > more.newContacts.length;
    if (!addsProduct && !addsContacts && !changes(known, after)) return { after: known, more, questions };
    const refusal =
      typedValue(known, typed) ??
      this.#otherCurrency(one, after) ??
      (addsProduct ? (this.#unpriced(row.product, after) ?? tooMuch(after)) : null);
    const moved = one.before ? [{ stageId: after.stageId, enteredAt: entered, leftAt: null }] : null;
    const added: ExtraData = {
      ...more,
      ...(stage ? { stays: moved ?? this.#staysIn(stage, row), importedStageId: null } : {}),
      ...(addsProduct ? { product: row.product ?? null } : {}),
      newContacts,
    };
    const isMore = stage || addsProduct || addsContacts;
    return { after, more: isMore ? added : more, refusal: refusal ?? tooMany(added), questions };
  }

  async beforeWrite(records: readonly Imported[]): Promise<void> {
    this.#stays = records.reduce((sum, { more }) => sum + more.stays.length, 0);
    const ranks = await this.#newRanks(records);
    for (const one of records) {
      const lineId = one.more.product === null ? null : newId();
      one.more = { ...one.more, lineId, newRank: ranks.get(one.id) ?? null };
    }
  }

  async afterWrite(records: readonly Imported[]): Promise<Record<string, ObjectCounts>> {
    await insertLines(this.#ctx, this.#facts, records);
    await insertContacts(this.#ctx, records);
    await insertStays(this.#ctx, records);
    return { stageEntry: { created: this.#stays, updated: 0, unchanged: 0, merged: 0 } };
  }

  /**
   * Ranks at the end of their columns for those that come into a stage. A preview takes ranks that nobody else can
   * have.
   */
  async #newRanks(records: readonly Imported[]): Promise<ReadonlyMap<string, string>> {
    const coming = records.filter(({ before, after }) => before?.stageId !== after.stageId);
    if (this.#call.dry) return new Map(coming.map(({ id }) => [id, `~${id}`]));
    const byStage = groupBy(coming, ({ after }) => after.stageId);
    if (byStage.size === 0) return new Map();
    const last = await lastRanks(this.#ctx, [...byStage.keys()]);
    const ranks = new Map<string, string>();
    for (const [stageId, group] of byStage) {
      const free = ranksBetween(last.get(stageId) ?? null, null, group.length);
      for (const [index, { id }] of group.entries()) ranks.set(id, free[index] ?? "");
    }
    return ranks;
  }

  /** The price of its product as the value of an opportunity that has none; null where there is none to take. */
  #priceOf(product: ProductFact | undefined, { amountMinor, valueFromLines }: OpportunityColumns): Price | null {
    if (!this.#facts.readsPrices || amountMinor !== null || valueFromLines) return null;
    if (!product || product.priceMinor === null || product.currency === null) return null;
    return { amountMinor: product.priceMinor, currency: product.currency };
  }

  /** The same where a person chose it. */
  #taken(price: Price | null): Price | Record<string, never> {
    return price && this.#facts.answers.missingValues === "productPrice" ? price : {};
  }

  /** The lines of an opportunity are in its currency. */
  #otherCurrency({ after: known, more }: Imported, after: OpportunityColumns): Refusal | null {
    if (after.currency === known.currency || (more.products.length === 0 && more.product === null)) return null;
    return { field: "amount", reason: otherCurrencyText(known.currency) };
  }

  /** A line takes the opportunity's amount, else the product's price, which must be in the opportunity's currency. */
  #unpriced(productId: string | undefined, after: OpportunityColumns): Refusal | null {
    const { amountMinor, currency, valueFromLines } = after;
    const product = this.#facts.products.get(productId ?? "");
    const isPriced = amountMinor !== null && !valueFromLines;
    if (!product || isPriced || product.priceMinor === null || product.currency === currency) return null;
    return {
      field: "product",
      reason: `${quoteValue(product.name)} has no price in ${currency}. ${valueFromLines ? "Add the product by hand." : "Give the opportunity an amount."}`,
    };
  }

  /**
   * When an opportunity comes into a stage. One that is there already comes at the file's date, else now, but not before
   * its present stay began: somebody may have moved it later than the file knows.
   */
  #entering(one: Imported, stage: StageFact, row: Row): Date | null {
    const at = this.#dated(stage, row);
    return one.before ? laterOf(at ?? new Date(), one.more.enteredAt) : at;
  }

  /** The day from which a row says that the opportunity is in its stage. */
  #dated(stage: StageFact, row: Row): Date | null {
    const day = stage.type === "open" ? row.engagedOn : closeOf(row, false);
    return day === undefined ? null : this.#startOf(day);
  }

  /**
   * Returns the columns that a move sets, as a move by hand does; where the file has no date, an opportunity keeps
   * those that it has.
   */
  #stageColumns(stage: StageFact, row: Row, known: OpportunityColumns, entered: Date | null) {
    const open = stage.type === "open";
    const day = closeOf(row, open);
    const close = day === undefined ? null : this.#startOf(day);
    const planned = row.actualCloseDate === undefined ? undefined : row.closeDate;
    const expected = open ? day : planned;
    const keepsReason = stage.type === "lost" && stage.pipelineId === known.pipelineId;
    return {
      stageId: stage.id,
      pipelineId: stage.pipelineId,
      status: stage.type,
      probability: row.probability ?? null,
      expectedCloseDate: expected === undefined ? known.expectedCloseDate : dateOf(expected),
      actualCloseDate: open ? null : (dateOf(day ?? null) ?? known.actualCloseDate),
      closedAt: open ? null : (close ?? known.closedAt),
      lossReasonId: keepsReason ? known.lossReasonId : null,
      lossDetail: keepsReason ? known.lossDetail : null,
      stageEnteredAt: entered,
      touchedAt: laterOf(entered, known.touchedAt),
    };
  }

  #closing(known: OpportunityColumns, row: Row): Partial<OpportunityColumns> {
    const day = closeOf(row, known.status === "open");
    if (day === undefined) return {};
    if (known.status === "open") return { expectedCloseDate: dateOf(day) };
    const isSame = dayOf(known.actualCloseDate) === day;
    return isSame ? {} : { actualCloseDate: dateOf(day), closedAt: this.#startOf(day) };
  }

  #lossIn(row: Row, { status, pipelineId }: OpportunityColumns): Partial<OpportunityColumns> | Refusal {
    return status === "lost" ? this.#facts.lossReasons.of(row, pipelineId) : {};
  }

  #named(row: Row): StageFact | undefined {
    return this.#facts.stages.get(row.stage ?? "");
  }

  /**
   * The closed stage of an opportunity whose row says that it was won or lost, beside the open stage in which that happened
   * or without one; undefined where the row says nothing of the kind, or the opportunity stands in such a stage.
   */
  #ended({ outcome, ...row }: Row, known: OpportunityColumns | null): StageFact | Refusal | undefined {
    const named = this.#named(row);
    if (outcome === undefined || named?.type === outcome) return undefined;
    if (named && named.type !== "open")
      return {
        field: "outcome",
        reason: `The stage says that the opportunity is ${named.type}, but the status says ${outcome}.`,
      };
    if (outcome === "open" || known?.status === outcome) return undefined;
    const pipelineId = named?.pipelineId ?? row.pipeline ?? known?.pipelineId ?? this.#facts.firstStage?.pipelineId;
    return this.#ends.get(`${pipelineId} ${outcome}`) ?? endless(outcome);
  }

  /** Where an opportunity goes whose row names another pipeline, but no stage of it that it is in now. */
  #elsewhere({ pipeline, outcome }: Row, known: OpportunityColumns): StageFact | Refusal | undefined {
    if (pipeline === undefined || pipeline === known.pipelineId) return undefined;
    const status = outcome ?? known.status;
    return this.#ends.get(`${pipeline} ${status}`) ?? endless(status);
  }

  /** The stage in which an opportunity begins whose row names none. */
  #opening({ pipeline }: Row): StageFact | undefined {
    const own = this.#facts.startStage ?? this.#facts.firstStage;
    return pipeline === undefined || own?.pipelineId === pipeline ? own : this.#ends.get(`${pipeline} open`);
  }

  #staysIn(stage: StageFact, row: Row) {
    const start = row.engagedOn === undefined ? null : this.#startOf(row.engagedOn);
    const day = closeOf(row, stage.type === "open");
    const close = day === undefined ? null : this.#startOf(day);
    const named = this.#named(row);
    const opening = row.pipeline === undefined ? this.#facts.startStage : this.#opening(row);
    const starting = named?.type === "open" ? named : opening;
    const inSamePipeline = starting?.pipelineId === stage.pipelineId ? starting.id : null;
    return staysOf(stage, inSamePipeline, start, close);
  }
}

/** The contacts that an opportunity gets with a row: those that it has already keep their part. */
function contactsIn({ contact = [] }: Row, { contacts, newContacts }: ExtraData): readonly NewContact[] {
  const known = new Set([...contacts, ...newContacts.map(({ contactId }) => contactId)]);
  const added = new Map<string, NewContact>();
  for (const { contactId, role } of contact) {
    if (known.has(contactId)) continue;
    // Where rows name a contact twice, a role that one of them says counts.
    const before = added.get(contactId);
    if (!before || role !== null) added.set(contactId, { id: before?.id ?? newId(), contactId, role });
  }
  return added.size === 0 ? newContacts : [...newContacts, ...added.values()];
}

function tooMany({ contacts, newContacts }: ExtraData): Refusal | null {
  if (contacts.length + newContacts.length <= maxContacts) return null;
  return { field: "contact", reason: `An opportunity can have at most ${maxContacts} contacts. Remove some of them.` };
}

type Price = Pick<OpportunityColumns, "amountMinor" | "currency">;

/** The lines of an opportunity keep its currency. */
function fitting(price: Price | null, { after, more }: Imported): Price | null {
  const hasLines = more.products.length > 0 || more.product !== null;
  return hasLines && price?.currency !== after.currency ? null : price;
}

/** The question that decides whether a row moves an opportunity: it would reopen it, or people have moved it themselves. */
function moveQuestion({ after, more }: Imported, target: StageFact): MoveQuestion | null {
  if (after.status !== "open" && target.type === "open") return "closedOpportunities";
  return more.importedStageId !== null && more.importedStageId !== after.stageId ? "movedOpportunities" : null;
}

/** Columns of an opportunity that stays where it is, though its row has it in another stage. */
function staying(known: OpportunityColumns, row: Row, target: StageFact) {
  const { probability, actualCloseDate, closedAt, expectedCloseDate } = known;
  // Of a closed one, the file's dates and probability belong to the stage that it does not come into.
  const planned = target.type === "open" ? row.closeDate : undefined;
  const expected = planned === undefined ? expectedCloseDate : dateOf(planned);
  return { probability, actualCloseDate, closedAt, expectedCloseDate: expected };
}

/** The day on which a row says that its opportunity closes: of one that has closed, when it did so. */
function closeOf({ closeDate, actualCloseDate }: Row, open: boolean): string | undefined {
  return open ? (closeDate ?? actualCloseDate) : (actualCloseDate ?? closeDate);
}

/** A close date says of a closed opportunity when it closed, and of an open one only what is planned. */
const earlyClose = ({ actualCloseDate, closeDate, engagedOn }: Row, status: string): Refusal | null =>
  status === "open" || actualCloseDate !== undefined ? null : closesTooEarly("closeDate", closeDate, engagedOn);

/** Whether a row says when its opportunity closed, but nothing of how. */
const saysNoEnd = ({ stage, outcome, actualCloseDate }: Row) =>
  actualCloseDate !== undefined && stage === undefined && outcome === undefined;
const noEnd: Refusal = {
  field: "actualCloseDate",
  reason:
    "The opportunity is closed, but the row does not say whether it was won or lost. Match a column to the status or the stage.",
};

const endless = (status: string): Refusal => ({
  field: "outcome",
  reason:
    status === "open"
      ? "The pipeline has no open stage. Add one."
      : `The pipeline has no stage for ${status} opportunities. Add one.`,
});
const otherPipeline: Refusal = {
  field: "stage",
  reason: "The stage does not belong to the pipeline of this row. Choose a stage of that pipeline.",
};

const missing = (field: string): Refusal => ({ field, reason: `The ${field} no longer exists.` });
const gone: Refusal = { field: "lossReason", reason: "The loss reason is archived or no longer exists." };
/** An archived pipeline keeps its closed opportunities, and takes no open one. */
const isShut = ({ type, pipelineArchived }: StageFact) => type === "open" && pipelineArchived;
const shut: Refusal = { field: "stage", reason: "Its pipeline is archived. Choose another pipeline." };
