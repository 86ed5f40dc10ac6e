import type { AllowedCase } from "./allowed-case";
import { firstCursor } from "./feed-reader";

/** The changes feed from before all records: it reads and shows them. */
export const feedCases: Record<string, AllowedCase> = {
  listRecordChanges: {
    arrange: async (_db, _ids, ctx) => ({ feedCursor: await firstCursor(ctx) }),
    input: ({ feedCursor }) => ({ cursor: feedCursor, nouns: undefined }),
  },
  listChangesOfNoun: {
    arrange: async (_db, _ids, ctx) => ({ accountCursor: await firstCursor(ctx, ["account"]) }),
    input: ({ accountCursor }) => ({ cursor: accountCursor, noun: "account" }),
  },
};
