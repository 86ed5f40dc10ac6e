import type { Condition } from "@/lib/list-filter";

/** The request for the records of one noun that belong to another record, by name; pages prefetch it. */
export const recordsRequest = (of: Condition) => ({
  conditions: [of],
  sort: { field: "name", direction: "asc" as const },
});

/** The request for the entries of a list in the settings, in their order; pages prefetch it. */
export const settingsEntries = { sort: { field: "position", direction: "asc" as const }, limit: 100 };
/** The same for the archived ones. */
export const archivedEntries = { archived: true, sort: { field: "name", direction: "asc" as const } };
/** The request for the number of records by the entry that they have. */
export const countsRequest = (field: string) => ({ group: field });
