import { randomUUID } from "node:crypto";
import { nounOf } from "@/lib/nouns/all";
import type { NounHead } from "@/lib/nouns/noun-head";
import { capital, foldKey } from "@/lib/text";
import { defaultStages } from "@/modules/crm/pipelines/rules";
import { nounImports } from "@/registry/noun-imports";
import { declaredNouns } from "@/registry/nouns";
import type { Ctx } from "@/server/context";
import type { Db } from "@/server/db/tenant-db";
import { newId } from "@/server/new-id";
import type { NounImport } from "@/server/nouns/import/noun-import";
import { namedOperations } from "@/server/nouns/named";
import type { CrudOperation } from "@/server/nouns/noun-runtime";
import { unlinked, withLine, withLossReason, withOwnPipeline, withPipeline, withStage } from "./allowed-arrangements";
import {
  type AllowedCase,
  type Arrange,
  archived,
  changed,
  idIn,
  mine,
  myImport,
  named,
  numbered,
  renamed,
  soon,
} from "./allowed-case";
import { casesOfDomains } from "./cases-of-domains";
import { feedCases } from "./feed-cases";
import { fieldCases } from "./field-cases";
import { cellsOf, makeRecord } from "./noun-rows";
import { projectCases } from "./project-cases";
import type { Ids } from "./sample-input";
import { taskCases } from "./task-cases";
import { upserted } from "./upsert-cases";

/** The sample file holds accounts, and fills none of their fields yet. */
const fileOfAccounts =
  (more: object = {}): Arrange =>
  async (db, ids, ctx) => {
    await myImport(more)(db, ids, ctx);
    const file = { entity: "account", columns: ["Labels"], mapping: [{ column: 0, field: null }] };
    return await changed("importFile", "importFile", () => file)(db, ids, ctx);
  };

/** The needs of declared nouns' operations: another name, an archived record, an own record, a field to group by. */
const casesOfNouns: Record<string, AllowedCase> = Object.assign(
  {},
  ...Object.values(declaredNouns).map(({ noun: { entity, head, fields }, table, create }) => {
    // Of records that there are thousands of, a list may have too many groups.
    const isFew = (to: unknown) => nounOf(String(to)) === undefined || nounOf(String(to))?.settings === true;
    const groups = Object.entries(table.list.fields).filter(([, field]) => field.groups);
    const group = groups.find(([, field]) => isFew("to" in field ? field.to : ""))?.[0];
    const managed = (head as NounHead).accessFrom?.entity ?? entity;
    const cases: { [V in CrudOperation]?: AllowedCase } = {
      ...(head.imported ? { upsert: upserted(create, () => allowedCases[`create${capital(entity)}`]) } : {}),
      update: fields.name.computed ? numbered : renamed,
      restore: archived(entity),
      bulk: {
        ...(head.owned ? { arrange: mine(managed, managed, "ownerId") } : {}),
        input: () => ({ action: { type: "archive" } }),
      },
      ...(group ? { groups: { input: () => ({ group }) } } : {}),
    };
    return namedOperations(entity, head.path, cases);
  }),
);

/** A contact that everybody sees. */
const withContact: Arrange = async (db) => {
  const { id } = await db.contact.create({ data: named("Free") });
  return { freeContact: id };
};

/** The same, with a part in the opportunity. */
const withPart: Arrange = async (db, ids, ctx) => {
  const made = await withContact(db, ids, ctx);
  await db.opportunityContact.create({
    data: { opportunityId: ids.opportunity ?? "", contactId: made?.freeContact ?? "" },
  });
  return made;
};

/** The opportunity was moved from another stage a moment ago. */
const justMoved: Arrange = async (db, ids, ctx) => {
  const other = await withStage(db, ids, ctx);
  const opportunityId = ids.opportunity ?? "";
  const [from, to] = [other?.otherStage ?? "", ids.stage ?? ""];
  const at = new Date();
  await db.stageEntry.deleteMany({ where: { opportunityId } });
  const stay = { opportunityId, source: "app", actorId: ctx.member?.id ?? null };
  await db.stageEntry.create({ data: { ...stay, stageId: from, sequence: 1, enteredAt: at, leftAt: at } });
  await db.stageEntry.create({ data: { ...stay, stageId: to, sequence: 2, enteredAt: at } });
  await db.event.create({
    data: {
      id: newId(),
      name: "opportunity.stageChanged",
      entity: "opportunity",
      entityId: opportunityId,
      entityVersion: 1,
      actor: { type: "system", job: "test", reason: "arrange" },
      before: { stageId: from },
      after: { stageId: to },
      data: { fromStageId: from, toStageId: to, status: "open" },
      requestId: randomUUID(),
    },
  });
  return other;
};

/** One row of an import whose records belong to its starter. */
const imported = (values: (ids: Ids, memberId: string) => object, arrange: Arrange = myImport()): AllowedCase => ({
  arrange,
  input: (ids, { member }) => ({
    rows: [{ line: 2, values: values(ids, member?.id ?? "") }],
    options: { ownerId: member?.id, answers: { pipelineId: ids.pipeline, startStageId: ids.stage } },
    dry: false,
  }),
});

async function* csv(): AsyncGenerator<Uint8Array> {
  yield Buffer.from("Name\nSample\n");
}

/** A record that an import created, and that is reverted. */
const reverted = (entity: string, make: (db: Db, ids: Ids, ctx: Ctx) => Promise<{ id: string }>): AllowedCase => ({
  arrange: async (db, ids, ctx) => {
    await myImport()(db, ids, ctx);
    return { made: (await make(db, ids, ctx)).id };
  },
  input: ({ made }) => ({ entity, records: [{ id: made, action: "created", version: 1, before: null }] }),
});

/** A record of a noun, made as an import leaves it. */
const madeBy =
  ({ runtime: { noun } }: NounImport) =>
  async (db: Db, ids: Ids, ctx: Ctx): Promise<{ id: string }> => {
    const { pipeline = "", stage = "" } = ids;
    const standing = { pipelineId: pipeline, stageId: stage, status: "open", rank: "a9", currency: "USD" };
    if (noun.entity === "opportunity") return await db.opportunity.create({ data: { ...named("Made"), ...standing } });
    const declared = Object.values(declaredNouns).find((one) => one.noun.entity === noun.entity);
    if (!declared) throw new Error(`No noun is called ${noun.entity}.`);
    return { id: await makeRecord(ctx, declared, { marker: "Made", memberId: ctx.member?.id ?? "", ids }) };
  };

/** The imports of declared nouns: a new record, one that is taken back, one that points to another of its kind. */
const importCases: Record<string, AllowedCase> = Object.fromEntries(
  nounImports.flatMap((one) => {
    const { entity, fields } = one.runtime.noun;
    const { upsert, link } = one.importer;
    const links = Object.keys(fields).filter((name) => one.importer.catalog.columns[name]?.to === entity);
    const withRecord: Arrange = async (db, ids, ctx) => {
      await myImport()(db, ids, ctx);
      const declared = Object.values(declaredNouns).find(({ noun }) => noun.entity === entity);
      const owned = one.runtime.noun.head.owned ? { ownerId: ctx.member?.id ?? null } : {};
      const empty = Object.fromEntries(links.map((name) => [`${name}Id`, null]));
      const sample = { marker: "Linked", memberId: ctx.member?.id ?? "", ids };
      if (declared) await makeRecord(ctx, declared, sample, { ...owned, ...empty });
      return undefined;
    };
    const { accessFrom } = one.runtime.noun.head;
    const withSource: Arrange = async (db, ids, ctx) => {
      await myImport()(db, ids, ctx);
      if (accessFrom) await mine(accessFrom.entity, accessFrom.entity, "ownerId")(db, ids, ctx);
      return undefined;
    };
    // Records that many are called alike are found by their keys, and those that nobody names by their ids elsewhere.
    const keyed = "key" in fields ? { key: "Linked" } : {};
    const found = fields.name?.computed ? { externalId: "Linked", externalSource: "Linked" } : { name: "Linked" };
    const stands = (ids: Ids) => (entity === "opportunity" ? { stage: ids.stage } : {});
    return Object.entries(one.operations).map(([name, operation]): [string, AllowedCase] => {
      if (operation === upsert)
        return [
          name,
          imported(
            (ids, memberId) => ({ ...cellsOf(fields, { marker: "Imported", memberId, ids }), ...stands(ids) }),
            withSource,
          ),
        ];
      if (operation !== link) return [name, reverted(entity, madeBy(one))];
      const pointing = (ids: Ids) => Object.fromEntries(links.map((field) => [field, ids[entity]]));
      return [
        name,
        imported(
          (ids, memberId) => ({
            ...cellsOf(fields, { marker: "Imported", memberId, ids }),
            ...found,
            ...keyed,
            ...pointing(ids),
          }),
          withRecord,
        ),
      ];
    });
  }),
);

/** The cases by operation; any other succeeds with a sample of its schema. */
export const allowedCases: Record<string, AllowedCase> = {
  getAuditEntry: { input: ({ event }) => ({ id: event }) },
  updateWorkspace: renamed,
  // The workspace has chosen once.
  setSupportAccess: { input: () => ({ mode: "never", version: 1 }) },
  endSupport: {
    arrange: changed("supportSession", "supportSession", () => {
      const now = Date.now();
      return { startedAt: new Date(now), expiresAt: new Date(now + 60_000) };
    }),
  },
  setModule: { input: () => ({ module: "pmo", on: false }) },
  tryModule: {
    arrange: async (db) => {
      await db.subscription.updateMany({ data: { plan: "professional", state: "active" } });
      return undefined;
    },
    input: () => ({ module: "pmo" }),
  },
  chooseSeats: { input: (_ids, ctx) => ({ memberIds: [ctx.member?.id] }) },
  requireFactor: { input: () => ({ required: true }) },
  setFollowUpSettings: { input: () => ({ lifecycles: ["lead"] }) },
  setRetention: { input: () => ({ days: 90 }) },
  showHiddenNames: { input: () => ({ shown: true }) },
  setVisibility: { input: () => ({ entity: "account", level: "own" }) },
  updateMember: renamed,
  updateTeam: renamed,
  updateCalendar: renamed,
  updateCalendarDay: { input: () => ({ label: "Another label" }) },
  updatePipeline: renamed,
  updateStage: renamed,
  updateOpportunityLine: { input: () => ({ quantity: 2 }) },
  moveOpportunityLine: { arrange: withLine },
  setGrant: { input: () => ({ permission: "account:create", effect: "deny" }) },
  addTeamMembers: {
    arrange: async (db, ids) => {
      await db.teamMember.deleteMany({ where: { memberId: ids.member ?? "" } });
      return undefined;
    },
  },
  ...fieldCases,
  restorePipeline: archived("pipeline"),
  restoreLossReason: archived("lossReason"),
  reorderPipelines: {
    arrange: withPipeline,
    input: ({ pipeline, otherPipeline }) => ({ ids: [otherPipeline, pipeline] }),
  },
  archivePipeline: { arrange: withOwnPipeline, input: ({ own }) => ({ id: own }) },
  reorderStages: {
    arrange: withStage,
    input: ({ stage, otherStage, closedStages }) => ({
      stageIds: [otherStage, stage, ...(closedStages ?? "").split(",")],
    }),
  },
  removeStage: { arrange: withOwnPipeline, input: ({ first, second }) => ({ id: first, toStageId: second }) },
  ...casesOfNouns,
  createOpportunity: { input: ({ pipeline, stage }) => ({ pipelineId: pipeline, stageId: stage }) },
  getBoard: { input: ({ pipeline }) => ({ pipelineId: pipeline }) },
  getPipelineTotals: { input: ({ pipeline }) => ({ pipelineId: pipeline }) },
  addOpportunityLine: { input: () => ({ unitPrice: 100 }) },
  ...projectCases,
  ...taskCases,
  deleteContact: { arrange: unlinked },
  addOpportunityContact: { arrange: withContact, input: ({ freeContact }) => ({ contactId: freeContact }) },
  updateOpportunityContact: {
    arrange: withPart,
    input: ({ freeContact }) => ({ contactId: freeContact, role: "signs" }),
  },
  removeOpportunityContact: { arrange: withPart, input: ({ freeContact }) => ({ contactId: freeContact }) },
  listTimeline: { input: ({ account }) => ({ entity: "account", id: account, field: "owner" }) },
  listChanges: { input: () => ({ entities: ["member"] }) },
  ...feedCases,
  listFeed: { input: () => ({ entities: ["account"] }) },
  reorderLossReasons: {
    arrange: withLossReason,
    input: ({ lossReason, otherLossReason }) => ({ lossReasonIds: [otherLossReason, lossReason] }),
  },
  moveOpportunity: { arrange: withStage, input: ({ otherStage }) => ({ stageId: otherStage }) },
  undoMove: { arrange: justMoved },
  snoozeItem: {
    arrange: mine("activity", "activity", "ownerId"),
    input: ({ activity }) => ({ source: "activity", entity: "activity", id: activity, to: { day: "2199-01-01" } }),
  },
  markNotifications: { arrange: mine("notification", "notification", "memberId") },
  snoozeNotifications: {
    arrange: mine("notification", "notification", "memberId"),
    input: () => ({ until: soon() }),
  },
  markAllNotifications: { arrange: mine("notification", "notification", "memberId") },
  setNotificationPreference: { input: () => ({ wanted: false }) },
  setFollow: { input: () => ({ state: "muted" }) },
  discardImport: { arrange: myImport() },
  addImportFile: { arrange: myImport(), input: () => ({ name: "sample.csv", content: csv() }) },
  updateImportFile: { arrange: myImport(), input: () => ({ entity: "product" }) },
  removeImportFile: { arrange: myImport() },
  fixImportRow: { arrange: myImport(), input: () => ({ line: 2, skip: true }) },
  skipImportProblems: { arrange: myImport() },
  analyseImport: { arrange: myImport() },
  getImport: { arrange: myImport() },
  importFileInfo: { arrange: myImport() },
  pickImportCandidates: {
    arrange: async (db, ids, ctx) => {
      await myImport()(db, ids, ctx);
      const mapping = [
        { column: 0, field: "name" },
        { column: 0, field: "owner" },
      ];
      return await changed("importFile", "importFile", () => ({ entity: "account", mapping }))(db, ids, ctx);
    },
    input: (ids) => ({ id: ids.import, fileId: ids.importFile, field: "parent" }),
  },
  listKeptColumns: { arrange: myImport() },
  suggestImportField: { arrange: myImport(), input: () => ({ column: 0 }) },
  makeImportOptions: { arrange: fileOfAccounts(), input: (ids) => ({ id: ids.import, field: "tags", texts: ["New"] }) },
  bringInColumns: {
    arrange: fileOfAccounts({ status: "done" }),
    input: (ids) => ({ id: ids.import, columns: [{ column: 0, field: "tags" }] }),
  },
  listImportProblems: { arrange: myImport() },
  listImportValues: { arrange: myImport() },
  listImportChanges: { arrange: myImport() },
  listKeptRecords: { arrange: myImport() },
  checkImport: { arrange: myImport() },
  startImport: {
    arrange: async (db, ids, ctx) => {
      await db.importBatch.deleteMany({ where: { importId: ids.import ?? "" } });
      return await myImport({ status: "ready", version: 1, checkedVersion: 1 })(db, ids, ctx);
    },
  },
  cancelImport: { arrange: myImport({ status: "running" }) },
  previewRevert: { arrange: myImport({ status: "done" }) },
  revertImport: { arrange: myImport({ status: "done" }) },
  retryImport: { arrange: myImport({ status: "failed", failure: "It broke." }) },
  cancelJob: { arrange: changed("jobRun", "jobRun", () => ({ status: "running" })) },
  replayParked: {
    arrange: async (db) => {
      await db.eventDelivery.updateMany({ data: { parkedAt: new Date() } });
      return undefined;
    },
  },
  ...importCases,
  ...casesOfDomains,
  upsertMembers: imported(() => ({ name: "Imported" })),
  makeStages: imported(() => ({ name: "Imported", type: "open" })),
  makeLossReasons: imported(() => ({ name: "Imported" })),
  removeEmptyStages: {
    arrange: async (db, ids, ctx) => {
      const name = defaultStages[0]?.name ?? "";
      const stage = { ...named(name), nameKey: foldKey(name), type: "open", probability: 10, color: 1, position: 9 };
      await db.stage.create({ data: { ...stage, pipelineId: ids.pipeline ?? "" } });
      return await myImport()(db, ids, ctx);
    },
    input: ({ pipeline }) => ({
      rows: [],
      options: { ownerId: null, answers: { pipelineId: pipeline, emptyStages: "remove" } },
      dry: false,
    }),
  },
  revertTeams: reverted("team", (db) => db.team.create({ data: named("Made") })),
  revertTeamPlaces: reverted("teamPlace", (db, ids, ctx) =>
    db.teamMember.create({ data: { teamId: ids.team ?? "", memberId: ctx.member?.id ?? "" } }),
  ),
  revertMembers: reverted("member", (db) =>
    db.member.create({ data: { ...named("Made"), role: "member", status: "placeholder" } }),
  ),
  revertLossReasons: reverted("lossReason", async (...on) => idIn(await withLossReason(...on))),
  revertStages: reverted("stage", async (...on) => idIn(await withStage(...on))),
};
