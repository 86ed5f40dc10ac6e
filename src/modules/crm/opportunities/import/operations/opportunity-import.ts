import "server-only";
import { importRules } from "@/server/nouns/import/rules";
import type { GivenNumber } from "@/server/reference-source";
import {
  findLossReasons,
  lossReasonCandidates,
  makeLossReasons,
  revertLossReasons,
} from "../../../pipelines/import/operations/import-loss-reasons";
import { makePipeline } from "../../../pipelines/import/operations/import-pipelines";
import {
  findPipelines,
  findStages,
  knownProbabilities,
  makeStages,
  pipelineCandidates,
  revertStages,
  stageCandidates,
} from "../../../pipelines/import/operations/import-stages";
import { stageNames } from "../../../pipelines/import/rules";
import { rankIndex } from "../../operations/create";
import { fileAnswers, type OpportunityImportRow, readOpportunityRow } from "../schema";
import { batchFacts } from "./batch-facts";
import { removeEmptyStages } from "./empty-stages";
import { divide, type ExtraData, extraColumns, extraSelect, type OpportunityColumns } from "./imported-opportunity";
import { OpportunityBatch } from "./opportunity-batch";
import { freeRanks, undoAdditions, withoutPlace } from "./revert-rules";
import { startStageOf } from "./start-stage";

const stage = { entity: "stage", label: { one: "stage", many: "stages" } };
const lossReason = { entity: "lossReason", label: { one: "loss reason", many: "loss reasons" } };

/** Only open opportunities tell the probability of their stage. */
const givenProbability: GivenNumber = {
  field: "probability",
  only: { outcome: "open", wonOn: null, lostOn: null, actualCloseDate: null },
  elsewhere: knownProbabilities,
};

/** The import of opportunities adds stages with their stays, product lines, places on the board. */
export const opportunityImport = importRules<OpportunityImportRow, OpportunityColumns, ExtraData>({
  needs: [
    {
      anyOf: ["name", "product", "account", "externalId"],
      reason: "Each opportunity needs a name, a product, an account or an id.",
    },
  ],
  wizard: {
    questions: {
      answers: fileAnswers,
      records: { pipelineId: "pipeline" },
      once: ["closedOpportunities", "movedOpportunities", "emptyStages"],
    },
    finish: removeEmptyStages,
    prepare: { answer: "startStageId", field: "stage", where: "engagedOn", find: startStageOf },
    expects: ["account"],
    counts: [{ entity: "stageEntry", label: { one: "stage history", many: "stage history" } }],
  },
  otherObjects: {
    references: [
      {
        entity: "pipeline",
        label: { one: "pipeline", many: "pipelines" },
        find: findPipelines,
        candidates: pipelineCandidates,
        mayMake: () => false,
        makeAhead: {
          mayMake: (ctx) => ctx.can("pipeline:manage"),
          note: "Each gets the stages and the loss reasons that the file names in it.",
          make: makePipeline,
        },
      },
      {
        ...stage,
        find: findStages,
        candidates: stageCandidates,
        mayMake: (ctx) => ctx.can("pipeline:manage"),
        make: makeStages,
        types: { ...stageNames, given: givenProbability },
      },
      {
        ...lossReason,
        find: findLossReasons,
        candidates: lossReasonCandidates,
        mayMake: (ctx) => ctx.can("pipeline:manage"),
        make: makeLossReasons,
      },
    ],
    reverts: [
      { ...stage, revert: revertStages },
      { ...lossReason, revert: revertLossReasons },
    ],
  },
  special: {
    read: readOpportunityRow,
    select: extraSelect,
    divide: (row) => divide(row as unknown as Parameters<typeof divide>[0]),
    columns: extraColumns,
    clears: ["closeDate"],
    retryOn: rankIndex,
    async batch(ctx, call, rows, references) {
      return new OpportunityBatch(ctx, call, await batchFacts(ctx, rows, call.options), references);
    },
    adds: ({ stays, product, newContacts }) => stays.length > 0 || product !== null || newContacts.length > 0,
    added: ({ product, newContacts: [first] }) => ({
      ...(product === null ? {} : { productId: product }),
      ...(first ? { contactId: first.contactId } : {}),
    }),
    settled: (more) => ({
      ...more,
      newRank: null,
      products: more.product === null ? more.products : [...more.products, more.product],
      product: null,
      contacts: [...more.contacts, ...more.newContacts.map(({ contactId }) => contactId)],
      newContacts: [],
      sequence: (more.sequence ?? 0) + more.stays.length,
      enteredAt: more.stays.at(-1)?.enteredAt ?? more.enteredAt,
      stays: [],
      passed: [...more.passed, ...more.stays.map(({ stageId }) => stageId)],
      importedStageId: more.stays.length > 0 ? null : more.importedStageId,
    }),
    image: ({ more: { rank, stays, sequence, lineId, product, newContacts } }) => ({
      rank,
      sequence: stays.length > 0 ? sequence : null,
      lineId: product === null ? null : lineId,
      partIds: newContacts.map(({ id }) => id),
    }),
    revert: { refuse: withoutPlace, beforeWrite: freeRanks, afterWrite: undoAdditions },
  },
});
