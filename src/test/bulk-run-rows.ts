import type { Db } from "@/server/db/tenant-db";

interface Given {
  memberId: string;
  account: string;
  marker: string;
}

/** A change of one account by a member, which its undo left as it was, in the rows of a full workspace. */
export async function makeBulkRun(db: Db, { memberId, account, marker }: Given): Promise<string> {
  const done = { status: "done", total: 1, done: 1, batchRows: 1, finishedAt: new Date() };
  const { id } = await db.bulkRun.create({
    data: {
      noun: "account",
      change: { type: "archive" },
      selection: {},
      askedById: memberId,
      requestId: marker,
      failure: marker,
      ...done,
    },
    select: { id: true },
  });
  const texts = { name: marker, reason: marker, before: { patch: { name: marker } } };
  await db.bulkRunRow.create({ data: { runId: id, recordId: account, version: 1, state: "kept", ...texts } });
  return id;
}
