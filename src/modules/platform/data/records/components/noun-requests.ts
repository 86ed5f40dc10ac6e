import type { Condition } from "@/lib/list-filter";
import { settingsEntries } from "@/lib/list-request";

/** The request for the records of one noun that belong to another record, by name; pages prefetch it. */
export const recordsRequest = (of: Condition) => ({
  conditions: [of],
  sort: { field: "name", direction: "asc" as const },
});

/** The request for the first entry of such a list. */
export const firstEntry = { ...settingsEntries, limit: 1 };
/** The request for its archived entries. */
export const archivedEntries = { archived: true, sort: { field: "name", direction: "asc" as const } };
/** The request for the number of records by the entry that they have. */
export const countsRequest = (field: string) => ({ group: field });
