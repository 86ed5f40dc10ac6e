import { randomUUID } from "node:crypto";
import { declaredNouns } from "@/registry/nouns";
import type { Ctx } from "@/server/context";
import { tenantDb } from "@/server/db/tenant-db";
import { newId } from "@/server/new-id";
import { makeBulkRun } from "./bulk-run-rows";
import { makeCalendar } from "./calendar-rows";
import { makeComment } from "./comment-cases";
import { makeConnection } from "./connection-cases";
import { adminQuery } from "./db";
import { makeEvents } from "./event-rows";
import { makeExport } from "./export-cases";
import { makeFiles } from "./file-cases";
import { makeInvoice } from "./invoice-rows";
import { makeMapping } from "./mapping-cases";
import { makeParts, makeRecord, makeRecords } from "./noun-rows";
import { makeOnboarding } from "./onboarding-cases";
import { makeSeries } from "./series-cases";
import { makeSupport } from "./support-rows";
import { tenantTables } from "./tenant-tables";
import { makeView } from "./view-rows";

type Db = ReturnType<typeof tenantDb>["db"];

/** A workspace being filled: its member, and the marker text in every row. */
interface Site {
  db: Db;
  memberId: string;
  marker: string;
  named: { name: string; nameKey: string };
}

const make = async (rows: Promise<{ id: string }>) => (await rows).id;

/**
 * One row in every table of a workspace, with a marker in every text, so that a leak shows wherever it occurs. A new
 * model is added here; the isolation test fails otherwise. `nouns` limits the declared nouns.
 */
export async function fillWorkspace(
  ctx: Ctx,
  nouns?: ReadonlySet<string>,
): Promise<{ ids: Record<string, string>; marker: string }> {
  const marker = `marker-${randomUUID()}`;
  const memberId = ctx.member?.id;
  if (!memberId) throw new Error("A workspace to fill needs a member.");
  const { db } = tenantDb(ctx.tenant.id);
  const site: Site = { db, memberId, marker, named: { name: marker, nameKey: marker } };
  const people = await makePeople(site);
  const filled = { marker, memberId, ids: {} };
  const account = await makeRecord(ctx, declaredNouns.account, filled);
  const productCategory = await makeRecord(ctx, declaredNouns.productCategory, filled);
  const product = await makeRecord(ctx, declaredNouns.product, { ...filled, ids: { productCategory } });
  const sales = await makeSales(site, { account, product });
  const imported = await makeImport(site, account);
  const files = await makeFiles(db, { memberId, account, marker });
  const events = await makeEvents(site, account);
  await db.recordReminder.create({
    data: { entity: "opportunity", recordId: sales.opportunity, memberId, kind: "rotting", occasion: marker },
  });
  const series = await makeSeries(db, marker);
  const notices = await makeNotifications(site, { account, event: events.event, actorId: people.member });
  const custom = await makeCustomFields(site, account);
  const plan = await makePlan(site);
  const usage = await makeUsage(site, { account, team: people.team });
  const invoice = await makeInvoice(db, marker);
  const comment = await makeComment(db, { memberId, account, marker });
  const supportSession = await makeSupport(db, { memberId, marker });
  const workspaceExport = await make(
    db.workspaceExport.create({ data: { askedById: memberId, status: "failed", current: marker, failure: marker } }),
  );
  const connection = await makeConnection(db, { memberId, account, marker });
  const bulkRun = await makeBulkRun(db, { memberId, account, marker });
  const joinDomain = await makeOnboarding(db, { memberId, account, marker });
  const recordLink = await make(
    db.recordLink.create({
      data: { fromEntity: "account", fromId: account, field: marker, position: 1, toEntity: "product", toId: product },
    }),
  );
  await db.searchLeftWord.create({ data: { word: marker }, select: { id: true } });
  await db.followUpSetting.createMany({ data: [{ lifecycles: [] }], skipDuplicates: true });
  const { opportunity } = sales;
  const nounIds = await makeRecords(ctx, { account, product, productCategory, opportunity }, marker, nouns);
  const parts = {
    ...(await makeParts(ctx, { ...filled, ids: nounIds })),
    ...(await makeWorkflow(db, nounIds, marker)),
  };
  const opportunityContact = nounIds.contact && (await makePart(db, opportunity, nounIds.contact));
  return {
    marker,
    ids: {
      ...nounIds,
      ...parts,
      ...(opportunityContact ? { opportunityContact } : {}),
      ...people,
      account,
      product,
      ...sales,
      ...imported,
      ...files,
      ...events,
      ...notices,
      ...custom,
      ...plan,
      ...usage,
      ...series,
      invoice,
      comment,
      supportSession,
      workspaceExport,
      bulkRun,
      ...connection,
      joinDomain,
      recordLink,
      record: account,
    },
  };
}

async function makePlan({ db, marker }: Site) {
  const tenantModule = await make(db.tenantModule.create({ data: { module: marker, settings: { marker } } }));
  const limitNotice = await make(db.limitNotice.create({ data: { subject: marker, threshold: 80, period: marker } }));
  const endsAt = new Date(Date.now() + 86_400_000);
  const override = { key: marker, value: marker, reason: marker, endsAt };
  const entitlementOverride = await make(db.entitlementOverride.create({ data: override }));
  // A trigger made it with the workspace.
  await db.subscription.updateMany({ data: { billingEmail: marker } });
  const subscription = await make(db.subscription.findFirstOrThrow({ select: { id: true } }));
  return { tenantModule, limitNotice, entitlementOverride, subscription };
}

async function makeCustomFields({ db, marker, named }: Site, recordId: string) {
  const field = { entity: "account", key: marker, kind: "text", label: marker, position: 1 };
  const customField = await make(db.customField.create({ data: field }));
  const tag = await make(db.tag.create({ data: { ...named, color: "red" } }));
  await db.customValue.create({ data: { field: `account.${marker}`, recordId, place: 1, text: marker } });
  const optionList = await make(
    db.optionList.create({ data: { name: marker, options: [{ value: marker, label: marker }] } }),
  );
  return { customField, optionList, tag };
}

/** The triggers of the ledger make the rows of its sums. */
async function makeUsage({ db, memberId, marker }: Site, { account, team }: { account: string; team: string }) {
  const use = { meter: marker, quantity: 1, cost: 1, at: new Date(), source: marker, memberId, entity: "account" };
  await db.usageEvent.create({ data: { id: newId(), teamId: team, recordId: account, ...use } });
  await db.usageKey.create({ data: { key: marker, meter: use.meter, at: use.at } });
  await db.usageReservation.create({
    data: { month: "2026-11", expiresAt: new Date(Date.now() + 86_400_000), recordId: account, ...use },
  });
  await db.usageSending.create({ data: { meter: marker, hour: new Date(), part: 0, quantity: 1n } });
  const amount = { amountMinor: 10_000n, currency: "USD" };
  const budget = await make(
    db.budget.create({
      data: {
        kind: "usage",
        scope: "team",
        teamId: team,
        thresholds: [80],
        stops: false,
        toldIds: [memberId],
        ...amount,
      },
    }),
  );
  const budgetAlert = await make(
    db.budgetAlert.create({
      data: { budgetId: budget, month: "2026-11", threshold: 80, spentMinor: 8_000n, toldIds: [memberId], ...amount },
    }),
  );
  return { budget, budgetAlert };
}

async function makePeople({ db, memberId, marker, named }: Site) {
  const guest = await make(db.member.create({ data: { ...named, role: "member", status: "placeholder" } }));
  await db.memberGrant.create({ data: { memberId: guest, permission: "record:import", effect: "allow" } });
  await db.visibilitySetting.create({ data: { entity: "nothing", level: "everyone" } });
  const team = await make(db.team.create({ data: named }));
  await db.teamMember.create({ data: { teamId: team, memberId: guest } });
  const invitation = await make(
    db.invitation.create({
      data: {
        memberId: guest,
        email: `${marker}@test.example`,
        emailKey: `${marker}@test.example`,
        role: "member",
        tokenHash: randomUUID(),
        invitedById: memberId,
        expiresAt: new Date(Date.now() + 86_400_000),
      },
    }),
  );
  const apiKey = await make(
    db.apiKey.create({
      data: { memberId, name: marker, prefix: "tl_test", keyHash: randomUUID(), scopes: ["account:view"] },
    }),
  );
  const ofKey = { keyId: apiKey, address: marker, at: new Date() };
  await db.apiKeyDay.create({ data: { ...ofKey, day: new Date("2026-11-28") } });
  const request = { code: "NOT_FOUND", method: "GET", path: marker, requestId: marker };
  await db.apiKeyRefusal.create({ data: { ...ofKey, ...request } });
  await db.idempotencyKey.create({
    data: { memberId, key: marker, requestHash: marker, status: 200, body: { data: marker } },
  });
  const views = await makeView(db, { memberId, name: marker });
  return { member: guest, team, invitation, apiKey, ...(await makeCalendar(db, marker)), ...views };
}

async function makeSales(
  { db, memberId, marker, named }: Site,
  { account, product }: { account: string; product: string },
) {
  const pipeline = await make(db.pipeline.create({ data: { ...named, position: 90 } }));
  const stageData = { pipelineId: pipeline, probability: 10, color: 1 };
  const stage = await make(db.stage.create({ data: { ...stageData, ...named, type: "open", position: 0 } }));
  for (const type of ["won", "lost"]) {
    await db.stage.create({
      data: { ...stageData, name: `${marker} ${type}`, nameKey: `${marker} ${type}`, type, position: 1 },
    });
  }
  const lossReason = await make(db.lossReason.create({ data: { ...named, pipelineId: pipeline, position: 0 } }));
  const opportunity = await make(
    db.opportunity.create({
      data: {
        ...named,
        pipelineId: pipeline,
        stageId: stage,
        accountId: account,
        ownerId: memberId,
        status: "open",
        rank: "a0",
        currency: "USD",
        amountMinor: 12_345n,
        stageEnteredAt: new Date(),
      },
    }),
  );
  const line = await make(
    db.opportunityLine.create({
      data: { opportunityId: opportunity, productId: product, quantity: 1, unitPriceMinor: 100n, position: 0 },
    }),
  );
  await db.stageEntry.create({
    data: {
      opportunityId: opportunity,
      stageId: stage,
      sequence: 1,
      enteredAt: new Date(),
      source: "app",
      actorId: memberId,
    },
  });
  return { pipeline, stage, lossReason, opportunity, opportunityLine: line };
}

const makePart = (db: Db, opportunityId: string, contactId: string) =>
  make(db.opportunityContact.create({ data: { opportunityId, contactId, role: "decides", primary: true } }));

/** A status and a transition of a workflow, where one was made. */
async function makeWorkflow(db: Db, { workflow, taskStatus }: Readonly<Record<string, string>>, marker: string) {
  if (!workflow || !taskStatus) return {};
  const of = { workflowId: workflow };
  const step = { ...of, statusId: taskStatus, note: marker, position: 0 };
  return {
    workflowStep: await make(db.workflowStep.create({ data: step })),
    workflowTransition: await make(
      db.workflowTransition.create({ data: { ...of, fromId: taskStatus, toId: taskStatus } }),
    ),
  };
}

async function makeImport({ db, memberId, marker }: Site, account: string) {
  const importRun = await make(
    db.import.create({
      data: { status: "draft", createdById: memberId, askedById: memberId, totals: [], requestId: marker },
    }),
  );
  const file = await make(
    db.importFile.create({
      data: {
        importId: importRun,
        position: 0,
        status: "ready",
        name: marker,
        entity: "account",
        sizeBytes: 10n,
        sha256: marker,
        encoding: "utf-8",
        delimiter: ",",
        headerKey: marker,
        columns: ["name"],
        mapping: [{ column: 0, field: "name" }],
        options: { owner: { kind: "me" }, pipelineId: null, startStageId: null, constants: {} },
        choices: {},
        rowCount: 1,
      },
    }),
  );
  await db.importRow.create({ data: { fileId: file, line: 2, cells: [marker] } });
  await db.importBatch.create({
    data: {
      importId: importRun,
      fileId: file,
      number: 1,
      phase: "rows",
      fromLine: 2,
      toLine: 2,
      rowCount: 1,
      status: "waiting",
    },
  });
  await db.importChange.create({
    data: {
      importId: importRun,
      entity: "account",
      recordId: account,
      fileId: file,
      line: 2,
      before: { name: marker },
      after: { name: marker },
      names: {},
    },
  });
  await db.importRecord.create({
    data: {
      importId: importRun,
      entity: "account",
      recordId: account,
      fileId: file,
      line: 2,
      action: "created",
      version: 1,
    },
  });
  const importMapping = await makeMapping(db, { memberId, marker });
  const recordExport = await makeExport(db, { memberId, marker });
  return { import: importRun, importFile: file, importMapping, recordExport };
}

async function makeNotifications(
  { db, memberId, marker }: Site,
  { account, event, actorId }: { account: string; event: string; actorId: string },
) {
  const notices = {
    memberId,
    type: "accountAssigned",
    entity: "account",
    recordId: account,
    eventId: event,
    actorId,
    groupKey: marker,
    at: new Date(),
  };
  const notification = await make(db.notification.create({ data: { ...notices, shownFrom: new Date() } }));
  await db.notificationPreference.create({ data: { memberId, type: marker, channel: "inApp", wanted: false } });
  const mail = await make(
    db.notificationMail.create({
      data: { memberId, urgent: false, status: "failed", reason: marker, address: marker, dueAt: new Date() },
    }),
  );
  await db.notificationMailItem.create({ data: { ...notices, mailId: mail } });
  await db.notificationHours.create({ data: { memberId, quiet: true } });
  const source = { entity: "account", recordId: account, field: "description" };
  await db.mention.create({ data: { ...source, toEntity: "member", toId: memberId } });
  await db.recordFollow.create({ data: { memberId, entity: "account", recordId: account, state: "following" } });
  await db.recordExit.create({ data: { entity: "account", recordId: account, ownerId: memberId } });
  return { notification, notificationMail: mail };
}

/** A fingerprint of all data of a workspace, in every table with a tenant column, and of its own row. */
export async function rowHash(tenantId: string): Promise<string> {
  const [row] = await adminQuery<{ hash: string }>(await fingerprintOf(tenantId));
  return row?.hash ?? "";
}

/** The SQL of that fingerprint, for use inside a caller's own transaction; without the rows of some tables. */
export async function fingerprintOf(tenantId: string, without: readonly string[] = []): Promise<string> {
  if (!/^[0-9a-f-]{36}$/.test(tenantId)) throw new Error("No id of a workspace.");
  const tables = await tenantTables(adminQuery);
  // A refusal changes nothing, and is noted.
  const but = (name: string) => (name === "events" ? "and t.name <> 'access.refused'" : "");
  const part = (name: string, column: string) =>
    `select '${name}' as name, coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as hash from ${name} t where ${column} = '${tenantId}' ${but(name)}`;
  // Jobs are asked by the clock at any time.
  const read = tables.filter((name) => ![...without, "due_work"].includes(name));
  const parts = [...read.map((name) => part(name, "tenant_id")), part("tenants", "id")];
  // Parallel plans return the parts in any order.
  return `select md5(string_agg(name || hash, '|' order by name)) as hash from (${parts.join(" union all ")}) as parts`;
}
