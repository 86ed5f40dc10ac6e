import type { Condition } from "@/lib/list";

/** The request for the records of one noun that belong to another record, by name; pages prefetch it. */
export const recordsRequest = (of: Condition) => ({
  conditions: [of],
  sort: { field: "name", direction: "asc" as const },
});
