import { accounts } from "@/modules/crm/accounts/fields";
import { stateText } from "@/modules/hub/connections/rules";
import { randomToken, tokenHash } from "@/server/crypto";
import type { Db } from "@/server/db/tenant-db";
import { newId } from "@/server/new-id";
import { text } from "@/server/sync/pairs/texts";
import { providers, registerProviders } from "@/server/sync/provider";
import { type AllowedCase, type Arrange, changed, soon } from "./allowed-case";
import type { Ids } from "./sample-input";
import { testProvider } from "./test-provider";

const provider = "testcrm";
// Nothing listens there.
const service = testProvider("http://127.0.0.1:9");
const named = text({ name: "name", field: accounts.fields.name }, "name");
const away = { ...service, objects: service.objects.map((object) => ({ ...object, pairs: [named] })) };

/** A property there that no field uses. */
const described = {
  name: "plant",
  label: "Plant number",
  type: "text",
  options: [],
  isReadOnly: false,
  isRequired: false,
};

interface Given {
  memberId: string;
  account: string;
  marker: string;
}

/** A connection with its tokens, and one row of each part of its sync, in the rows of a full workspace. */
export async function makeConnection(db: Db, { memberId, account, marker }: Given) {
  const ids = { connection: newId(), object: newId(), run: newId(), problem: newId() };
  const at = new Date(soon());
  // A test may have started a service that answers.
  if (!providers().some(({ key }) => key === provider)) registerProviders([away]);
  // A workspace that is filled again has one of each service.
  await db.connection.updateMany({ where: { provider }, data: { provider: newId() } });
  await db.connection.create({
    data: {
      id: ids.connection,
      provider,
      accountId: marker,
      accountName: marker,
      scopes: [marker],
      connectedById: memberId,
      failure: marker,
    },
  });
  const connectionId = ids.connection;
  const tokens = { accessToken: marker, refreshToken: marker, previousToken: marker, expiresAt: at };
  await db.connectionSecret.create({ data: { connectionId, ...tokens } });
  await db.connectionRequest.create({ data: { provider: marker, memberId, stateHash: marker, expiresAt: at } });
  await db.connectionRevocation.create({ data: { provider, refreshToken: marker, nextTryAt: at } });
  await db.connectionBudget.create({ data: { connectionId, countedOn: at, tokens: 1, filledAt: at } });
  await db.syncInbox.create({
    data: { connectionId, key: marker, entity: "account", externalId: marker, kind: "changed" },
  });
  await db.syncErased.create({ data: { provider: marker, hash: marker } });
  await db.syncObject.create({
    data: { id: ids.object, connectionId, entity: "account", cursor: marker, described: [described] },
  });
  const objectId = ids.object;
  const of = { objectId, recordId: account, externalId: marker };
  await db.syncField.create({ data: { objectId, field: "name", remote: [marker], position: 1 } });
  await db.syncLink.create({ data: of });
  await db.syncProblem.create({
    data: { ...of, id: ids.problem, key: marker, code: marker, words: marker, answer: marker },
  });
  await db.syncRun.create({ data: { id: ids.run, objectId, kind: "first", mappingVersion: 1, failure: marker } });
  const rehearsal = { id: newId(), objectId, kind: "rehearsal", mappingVersion: 1, counts: {}, samples: [] };
  await db.syncRun.create({ data: rehearsal });
  const found = { outcome: "update", side: "here", name: marker, externalId: marker, words: marker };
  await db.syncRehearsed.create({ data: { runId: rehearsal.id, position: 0, ...found } });
  await db.syncChange.create({ data: { ...of, runId: ids.run, field: marker, direction: "in", decidedBy: "newest" } });
  return { connection: ids.connection, syncObject: ids.object, syncProblem: ids.problem };
}

const none: Arrange = async (db) => {
  await db.connection.deleteMany({});
  return undefined;
};
/** The caller went to the consent page. */
const begun: Arrange = async (db, _ids, ctx) => {
  const [id, secret] = [newId(), randomToken()];
  const memberId = ctx.member?.id ?? "";
  await db.connectionRequest.create({
    data: { id, provider, memberId, stateHash: tokenHash(secret), expiresAt: new Date(soon()) },
  });
  return { state: stateText({ tenantId: ctx.tenant.id, id, secret }) };
};
/** The connection works, with its object in this state. */
const working =
  (object: object, problem: object = {}): Arrange =>
  async (db, { connection, syncObject, syncProblem }) => {
    const data = { grant: "connected", pausedAt: null, disconnectedAt: null };
    await db.connection.updateMany({ where: { id: connection ?? "" }, data });
    await db.syncObject.updateMany({ where: { id: syncObject ?? "" }, data: { leasedUntil: null, ...object } });
    await db.syncProblem.updateMany({ where: { id: syncProblem ?? "" }, data: { state: "open", ...problem } });
    return undefined;
  };
const ofConnection = ({ connection }: Ids) => ({ connectionId: connection });
const ofObject = ({ syncObject }: Ids) => ({ objectId: syncObject });
const ofProblem = ({ connection, syncProblem }: Ids) => ({
  connectionId: connection,
  problems: { ids: [syncProblem] },
});
const ofRecord = ({ connection, account }: Ids) => ({ connectionId: connection, recordId: account });
/** No record is linked, so that a test of one needs no call. */
const alone: Arrange = async (db, ids, ctx) => {
  await working({ state: "live" })(db, ids, ctx);
  await db.syncLink.deleteMany({ where: { objectId: ids.syncObject ?? "" } });
  return undefined;
};
/** Two records here match one there, and none is linked yet. */
const unlinked: Arrange = async (db, ids, ctx) => {
  await working({ state: "live" }, { code: "twoHere", ours: [ids.account], recordId: null })(db, ids, ctx);
  await db.syncLink.deleteMany({ where: { objectId: ids.syncObject ?? "" } });
  return undefined;
};

/** The other side has refused the name of an account. */
const refused: Arrange = async (db, ids, ctx) => {
  const problem = { code: "refusedThere", field: "name", cause: "name", ours: "Alder", recordId: ids.account };
  return await working({ state: "live" }, problem)(db, ids, ctx);
};

const linked: Arrange = async (db, ids, ctx) => {
  const of = { objectId: ids.syncObject ?? "", recordId: ids.account ?? "" };
  await db.syncLink.deleteMany({ where: of });
  await db.syncLink.create({ data: { ...of, externalId: newId() } });
  return await working({ state: "live" })(db, ids, ctx);
};

const byId = ({ connection }: { connection?: string }) => ({ id: connection });

export const connectionCases: Record<string, AllowedCase> = {
  beginConnection: { arrange: none, input: () => ({ provider }) },
  completeConnection: { arrange: begun, input: ({ state }) => ({ provider, state, code: null }) },
  pauseConnection: { input: byId },
  resumeConnection: { arrange: changed("connection", "connection", () => ({ pausedAt: new Date() })), input: byId },
  disconnectConnection: {
    arrange: changed("connection", "connection", () => ({ grant: "connected", disconnectedAt: null })),
    input: byId,
  },
};

export const syncCases: Record<string, AllowedCase> = {
  listSyncObjects: { input: ofConnection },
  listSyncFields: { input: ofObject },
  getRehearsal: { input: ofObject },
  listRehearsed: { input: ofConnection },
  saveSyncFields: {
    arrange: working({ state: "live", version: 1 }),
    input: (ids) => ({ ...ofObject(ids), version: 1, fields: [], settings: { fillsEmpty: false } }),
  },
  testSyncRecord: { arrange: alone, input: (ids) => ({ ...ofObject(ids), record: { here: ids.account } }) },
  createSyncField: { arrange: working({ state: "live" }), input: (ids) => ({ ...ofObject(ids), remote: "plant" }) },
  rehearseSync: { arrange: working({ state: "draft" }), input: ofConnection },
  startSync: {
    arrange: async (db, ids, ctx) =>
      working({ state: "rehearsed", mappingVersion: 1, rehearsedVersion: 1, rehearsedAt: new Date() })(db, ids, ctx),
    input: (ids) => ({ ...ofConnection(ids), createdThere: 0 }),
  },
  runSyncNow: { arrange: working({ state: "live" }), input: ofConnection },
  undoFirstSync: { arrange: working({ state: "live" }), input: ofConnection },
  listSyncProblems: { input: ofConnection },
  listSyncProblemGroups: { input: ofConnection },
  listSyncChanges: { input: ofConnection },
  getSyncedRecord: { input: ofRecord },
  syncRecordNow: { arrange: linked, input: ofRecord },
  listSyncFieldHistory: {
    input: ({ connection, account }) => ({
      connectionId: connection,
      entity: "account",
      recordId: account,
      field: "name",
    }),
  },
  retrySyncProblems: { arrange: working({ state: "live" }), input: ofProblem },
  ignoreSyncProblems: { arrange: working({ state: "live" }), input: ofProblem },
  resolveSyncConflict: {
    arrange: working({ state: "live" }, { code: "conflict" }),
    input: ({ connection, syncProblem }) => ({ connectionId: connection, id: syncProblem, keep: "ours" }),
  },
  resolveSyncConflicts: {
    arrange: working({ state: "live" }, { code: "conflict" }),
    input: (ids) => ({ ...ofProblem(ids), keep: "ours" }),
  },
  settleSyncProblems: {
    arrange: working({ state: "live" }, { code: "deletedThere" }),
    input: (ids) => ({ ...ofProblem(ids), act: "unlink" }),
  },
  mendSyncValue: {
    arrange: refused,
    input: ({ connection, syncProblem }) => ({ connectionId: connection, id: syncProblem, value: "Alder Ports" }),
  },
  chooseSyncLink: {
    arrange: unlinked,
    input: ({ connection, syncProblem, account }) => ({ connectionId: connection, id: syncProblem, recordId: account }),
  },
  pairSyncOption: {
    arrange: working({ state: "live" }),
    input: (ids) => ({ ...ofObject(ids), field: "name", ours: "a", theirs: "b" }),
  },
};

/** All of them are for owners and admins. */
export const connectionLines = {
  listIntegrations: "administer",
  beginConnection: "administer",
  completeConnection: "administer",
  pauseConnection: "administer",
  resumeConnection: "administer",
  disconnectConnection: "administer",
  listSyncObjects: "administer",
  listSyncFields: "administer",
  getRehearsal: "administer",
  listRehearsed: "administer",
  saveSyncFields: "administer",
  createSyncField: "administer",
  testSyncRecord: "administer",
  rehearseSync: "administer",
  startSync: "administer",
  runSyncNow: "administer",
  undoFirstSync: "administer",
  listSyncProblems: "administer",
  listSyncProblemGroups: "administer",
  listSyncChanges: "administer",
  getSyncedRecord: "administer",
  syncRecordNow: "administer",
  listSyncFieldHistory: "administer",
  retrySyncProblems: "administer",
  ignoreSyncProblems: "administer",
  resolveSyncConflict: "administer",
  resolveSyncConflicts: "administer",
  settleSyncProblems: "administer",
  mendSyncValue: "administer",
  chooseSyncLink: "administer",
  pairSyncOption: "administer",
} as const;
