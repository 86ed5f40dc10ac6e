import { expect, test } from "vitest";
import { TooltipProvider } from "@/components/ui/tooltip";
import { dayLater, localDay, momentOfDay } from "@/lib/working-time";
import { api, markupOf } from "@/test/part";
import { makeQueryClient } from "@/trpc/query-client";
import { SinceYesterday } from "./since-yesterday";

const at = new Date().toISOString();
const due = {
  ...{ type: "contactStepDue", actor: null, at, readAt: null, detail: null, comment: null, reason: "owner" },
} as const;
const item = {
  ...due,
  id: "n1",
  entity: "contact",
  recordId: "c1",
  record: "Ana Stone",
  event: null,
  path: "/contacts/c1",
};
const group = { key: "g1", items: [item], count: 1, unread: 1, ids: ["n1"], snoozedUntil: null, done: false };

test("news of one record leads to it, and news of many to the inbox, which says of which ones", () => {
  const since = momentOfDay(dayLater(localDay(new Date(), "UTC"), -1), 0, "UTC").toISOString();
  const client = makeQueryClient();
  const rows = [
    { ...group, records: 1 },
    { ...group, key: "g2", records: 19 },
  ];
  client.setQueryData(api.notifications.list.queryKey({ since, limit: 10 }), { rows, nextCursor: null } as never);
  const html = markupOf(
    <TooltipProvider>
      <SinceYesterday />
    </TooltipProvider>,
    client,
  );
  expect([...html.matchAll(/href="([^"]+)"/g)].map(([, href]) => href)).toEqual([
    "/halden/updates",
    "/halden/contacts/c1",
    "/halden/inbox",
  ]);
});
