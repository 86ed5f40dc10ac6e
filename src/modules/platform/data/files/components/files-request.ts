import type { FileTarget } from "../schema";

const firstRows = 50;

/** The input of the query for the files of a record: its tab and its page ask the same. */
export const filesRequest = (target: FileTarget) => ({ ...target, limit: firstRows });
