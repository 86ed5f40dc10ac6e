import { expect, test } from "vitest";
import { TooltipProvider } from "@/components/ui/tooltip";
import { markupOf } from "@/test/part";
import { InboxItems } from "./inbox-items";

const at = "2026-01-05T10:00:00.000Z";
const about = (id: string, path: string | null) => ({
  ...({
    id,
    at,
    path,
    type: "contactStepDue",
    actor: null,
    readAt: null,
    detail: null,
    comment: null,
    reason: null,
  } as const),
  ...{ entity: "contact", recordId: id, record: path === null ? null : `Contact ${id}`, event: null },
});
const items = [about("c1", "/contacts/c1"), about("c2", "/contacts/c2"), about("c3", null)];
const group = { key: "g1", items, count: 3, unread: 0, ids: ["c1", "c2", "c3"], snoozedUntil: null, done: false };

function linksOf(records: number) {
  const html = markupOf(
    <TooltipProvider>
      <InboxItems group={{ ...group, records }} items={items} />
    </TooltipProvider>,
  );
  return [...html.matchAll(/href="([^"]+)"/g)].map(([, href]) => href);
}

test("each notification of an act on many leads to its record, if the member may still see it", () => {
  expect(linksOf(3)).toEqual(["/halden/contacts/c1", "/halden/contacts/c2"]);
  expect(linksOf(1), "the line itself leads to the first").toEqual(["/halden/contacts/c2"]);
});
