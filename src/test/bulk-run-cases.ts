import { type AllowedCase, mine } from "./allowed-case";
import type { Ids } from "./sample-input";

/** A change of the account of a full workspace. */
const ofAccount = ({ account = "" }: Ids) => ({
  noun: "account",
  selection: { ids: [account] },
  change: { type: "archive" },
});

/** A run of the caller in this state. */
const ownRun = (more: object = {}): AllowedCase => ({
  arrange: mine("bulkRun", "bulkRun", "askedById", more),
  input: ({ bulkRun }) => ({ id: bulkRun }),
});

export const bulkRunCases: Record<string, AllowedCase> = {
  previewBulkChange: { input: ofAccount },
  startBulkRun: { input: ofAccount },
  getBulkRun: ownRun(),
  listBulkProblems: {
    ...ownRun(),
    input: ({ bulkRun }) => ({ id: bulkRun, state: "kept", after: null }),
  },
  cancelBulkRun: ownRun({ status: "running" }),
  undoBulkRun: ownRun({ status: "done", changed: 1, finishedAt: new Date() }),
};
