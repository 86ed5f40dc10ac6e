import type { Db } from "@/server/db/tenant-db";

/** A connection that holds a text of a person in each of its stores. */
export async function plantSync(db: Db, id: string, planted: string): Promise<void> {
  const { id: connectionId } = await db.connection.create({
    data: { provider: id, accountId: id, accountName: "Portal", scopes: [] },
    select: { id: true },
  });
  const object = { connectionId, entity: "contact" };
  const { id: objectId } = await db.syncObject.create({ data: object, select: { id: true } });
  const of = { objectId, recordId: id, externalId: `${planted}-there` };
  await db.syncLink.create({ data: { ...of, intent: { jobTitle: { to: planted } } } });
  await db.syncProblem.create({ data: { ...of, key: id, code: "conflict", words: "Choose.", ours: planted } });
  const run = { objectId, kind: "rehearsal", mappingVersion: 1, samples: [{ name: planted }] };
  const { id: runId } = await db.syncRun.create({ data: run, select: { id: true } });
  const found = { outcome: "update", side: "here", name: planted, externalId: id, ours: planted };
  await db.syncRehearsed.create({ data: { runId, position: 0, ...found } });
  await db.syncChange.create({ data: { ...of, runId, direction: "in", decidedBy: "newest", to: planted } });
}
