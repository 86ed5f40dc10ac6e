import type { Condition } from "@/lib/list-filter";
import type { NounRequests } from "@/lib/nouns/requests";
import { calendarRequest } from "../calendar/components/modes";
import { openStates, overStates } from "../rules";

/** The activities that are still to be done. */
export const openActivities: Condition = { field: "status", op: "anyOf", value: [...openStates] };
const over: Condition = { field: "status", op: "anyOf", value: [...overStates] };

/** The activities of a record, and of the contacts and opportunities of an account. */
export const aboutRecord = (id: string): Condition => ({ field: "about", op: "anyOf", value: [id] });

/** The request for the first planned activity of a record, overdue ones first; pages prefetch it. */
export const nextRequest = (id: string) => ({
  conditions: [aboutRecord(id), openActivities],
  sort: { field: "at", direction: "asc" as const },
  limit: 1,
});

/** The requests for the activities of another record: all of them, and the two parts that its tab shows. */
export const relatedRequests = {
  all: (of: Condition) => ({ conditions: [of], sort: { field: "at", direction: "desc" as const } }),
  open: (of: Condition) => ({ conditions: [of, openActivities], sort: { field: "at", direction: "asc" as const } }),
  over: (of: Condition) => ({ conditions: [of, over], sort: { field: "at", direction: "desc" as const } }),
};

const first = (id: string) => [{ name: "activities.list" as const, input: nextRequest(id) }];

/** The queries of the pages that show activities. */
export const activityRequests: NounRequests = {
  related: relatedRequests.all,
  views: {
    calendar: (search, today) => [{ name: "activities.calendar", input: calendarRequest(search, today) }],
  },
  parts: { contact: { first }, opportunity: { first } },
};
