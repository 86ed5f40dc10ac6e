import type { Db } from "@/server/db/tenant-db";
import { type AllowedCase, mine, soon } from "./allowed-case";

const accounts = { noun: "account", list: {} };

const request = { ...accounts, columns: ["name"], format: "csv", values: "machine" };
/** A file of all accounts in one sheet, as the input of an operation. */
export const accountsToExport = { ...request, group: undefined };

/** A file of accounts that a member asked for, in the rows of a full workspace. */
export async function makeExport(db: Db, { memberId, marker }: { memberId: string; marker: string }): Promise<string> {
  const asked = { askedById: memberId, requestId: marker, noun: "account", request };
  const data = { ...asked, status: "ready", rowsTotal: 1, rowsBeyond: 0, failure: marker, expiresAt: new Date(soon()) };
  return (await db.recordExport.create({ data, select: { id: true } })).id;
}

const ownExport = (more: object = {}): AllowedCase => ({
  arrange: mine("recordExport", "recordExport", "askedById", more),
  input: ({ recordExport }) => ({ id: recordExport }),
});
export const exportCases: Record<string, AllowedCase> = {
  previewRecordExport: { input: () => accounts },
  askRecordExport: { input: () => accountsToExport },
  getRecordExport: ownExport(),
  cancelRecordExport: ownExport({ status: "running" }),
  downloadRecordExport: ownExport(),
  copyRecords: { input: ({ account }) => ({ noun: "account", columns: ["name"], ids: [account] }) },
};
