import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import type { FieldChange, TimelineEntry } from "../schema";
import { entryBody, entryQuote, entrySentence } from "./timeline-words";

const words = {
  locale: "en-US",
  currency: "USD",
  timeZone: "America/Chicago",
  today: "2026-11-20",
  dayOf: (instant: string) => instant.slice(0, 10),
};

function entry(more: Partial<TimelineEntry>): TimelineEntry {
  return {
    id: "01a1f836-544b-729a-9cf8-132e0d8f169a",
    name: "opportunity.updated",
    entity: "opportunity",
    entityId: "01a1f836-544b-729a-9cf8-132e0d8f169b",
    title: "GTX Pro",
    actor: { id: null, name: "Kami Bicknell", via: "app" },
    at: "2026-11-20T16:09:00.000Z",
    verb: "changed",
    icon: "edit",
    changes: [],
    detail: null,
    data: {},
    batch: null,
    ...more,
  };
}
const change = (more: Partial<FieldChange>): FieldChange => ({
  field: "closeDate",
  label: "Close date",
  kind: "day",
  before: null,
  after: null,
  ...more,
});
const bare = (markup: string) => markup.replace(/<br\/>/g, " / ").replace(/<[^>]+>/g, "");
const said = (more: Partial<TimelineEntry>, record: string | null = "GTX Pro") =>
  bare(renderToStaticMarkup(entrySentence(entry(more), record, words)));
const below = (more: Partial<TimelineEntry>) => bare(renderToStaticMarkup(entryBody(entry(more), words)));

describe("a change of a formatted text", () => {
  const text = { field: "description", label: "Description", kind: "richText" as const };
  const segments = [
    { kind: "same" as const, text: "Call " },
    { kind: "removed" as const, text: "Ann" },
    { kind: "added" as const, text: "Bob" },
  ];
  const worded = change({ ...text, before: "Call Ann", after: "Call Bob", segments });

  test("shows the words that came and went, and says so where colours are not seen", () => {
    expect(said({ changes: [worded] }, null)).toBe("Kami Bicknell changed description");
    expect(below({ changes: [worded] })).toBe("Call  removed: Ann added: Bob");
    const markup = renderToStaticMarkup(entryBody(entry({ changes: [worded] }), words));
    expect(markup).toMatch(/<del [^>]*>.*Ann<\/del><ins [^>]*>.*Bob<\/ins>/);
  });

  test("of its formatting alone has no words; one that was emptied is cleared", () => {
    expect(said({ changes: [change({ ...text, segments: [] })] }, null)).toBe(
      "Kami Bicknell changed the formatting, links or mentions of description",
    );
    expect(below({ changes: [change({ ...text, segments: [] })] })).toBe("");
    const cleared = change({ ...text, before: "Call", segments: [{ kind: "removed", text: "Call" }] });
    expect(said({ changes: [cleared] }, null)).toBe("Kami Bicknell cleared description");
  });

  test("stands among those of other fields", () => {
    const day = change({ after: "2026-12-17" });
    expect(below({ changes: [day, worded] })).toBe("Close date– to Dec 17DescriptionCall  removed: Ann added: Bob");
    expect(below({ changes: [day, change({ ...text, segments: [] })] })).toContain(
      "Descriptionother formatting, links or mentions",
    );
  });
});

describe("sentences of a timeline", () => {
  const days = { before: "2026-11-28", after: "2026-12-17" };

  test("one changed field, of another record and of the page's own", () => {
    expect(said({ changes: [change(days)] })).toBe("Kami Bicknell changed close date of GTX Pro from Nov 28 to Dec 17");
    expect(said({ changes: [change(days)] }, null)).toBe("Kami Bicknell changed close date from Nov 28 to Dec 17");
  });

  test("several fields are counted, and listed below", () => {
    const two = entry({ changes: [change({ label: "Currency" }), change({ label: "Formats" })] });
    const japanese = entrySentence(two, null, { ...words, locale: "ja-JP" });
    expect(bare(renderToStaticMarkup(japanese))).toBe("Kami Bicknell changed 2 fields");
  });

  test("a field that is set or cleared", () => {
    expect(said({ changes: [change({ after: "2026-11-20" })] }, null)).toBe("Kami Bicknell set close date to Today");
    expect(said({ changes: [change({ before: "2027-01-08" })] }, null)).toBe(
      "Kami Bicknell cleared close date, it was Jan 8, 2027",
    );
  });

  test("a point in time, on the workspace's clocks and with their zone", () => {
    const start = { label: "Start", kind: "instant" as const, after: "2026-11-30T23:05:00.000Z" };
    expect(said({ changes: [change(start)] }, null).replace("\u202f", " ")).toBe(
      "Kami Bicknell set start to Nov 30, 2026, 5:05 PM CST",
    );
  });

  test("a new owner, a long text, money", () => {
    const owner = { field: "owner", label: "Owner", kind: "reference" as const, after: "Darcel Schlecht" };
    expect(said({ changes: [change(owner)] }, null)).toBe("Kami Bicknell made Darcel Schlecht the owner");
    const text = { field: "description", label: "Description", kind: "longText" as const, after: "Long" };
    expect(said({ changes: [change(text)] }, null)).toBe("Kami Bicknell changed description");
    const value = { label: "Value", kind: "money" as const, after: { amount: 548_200, currency: "USD" } };
    expect(said({ changes: [change(value)] }, null)).toBe("Kami Bicknell set value to $5,482");
  });

  test("several fields are named, and told one by one below", () => {
    const changes = [change(days), change({ field: "sku", label: "SKU", kind: "text", after: "GTXP" })];
    expect(said({ changes })).toBe("Kami Bicknell changed 2 fields of GTX Pro");
    expect(below({ changes })).toBe("Close dateNov 28 to Dec 17SKU– to GTXP");
  });

  test("a move names the stage; other verbs take the record", () => {
    const stage = change({ field: "stage", label: "Stage", kind: "reference", before: "Lead", after: "Proposal" });
    const moved = { name: "opportunity.stageChanged", verb: "moved", icon: "move" as const, changes: [stage] };
    expect(said(moved)).toBe("Kami Bicknell moved GTX Pro to Proposal");
    expect(said({ name: "opportunity.created", verb: "created", icon: "create" }, null)).toBe(
      "Kami Bicknell created GTX Pro",
    );
  });

  test("a new record that was saved although the form showed similar ones", () => {
    const saved = (data: object, entity = "contact") =>
      below({ entity, name: `${entity}.created`, verb: "created", icon: "create", data: { ...data } });
    expect(saved({ similarShown: { count: 1, shared: ["email"] } })).toBe(
      "Saved although the form showed 1 similar contact, by e-mail",
    );
    expect(saved({ similarShown: { count: 3, shared: ["name", "email", "phone"] } }, "account")).toBe(
      "Saved although the form showed 3 similar accounts, by name, e-mail, and phone",
    );
    expect(saved({})).toBe("");
  });

  test("a loss says why, and its day only when it is another one", () => {
    const reason = change({ field: "lossReason", label: "Loss reason", kind: "reference", after: "Price too high" });
    const detail = change({ field: "lossDetail", label: "Why", kind: "longText", after: "They built it themselves." });
    const closed = (after: string) => change({ field: "actualCloseDate", label: "Closed on", after });
    const lost = (day: string) => ({
      name: "opportunity.lost",
      verb: "lost",
      icon: "lost" as const,
      changes: [reason, detail, closed(day)],
    });
    expect(below(lost("2026-11-20"))).toBe("Reason: Price too high");
    expect(below(lost("2026-11-02"))).toBe("Reason: Price too high · Closed Nov 2");
    expect(entryQuote(entry(lost("2026-11-20")))).toBe("They built it themselves.");
  });

  test("the detail that an event's domain gives stands below it", () => {
    expect(below({ name: "opportunity.contactAdded", detail: "Ann Field: decides, champion" })).toBe(
      "Ann Field: decides, champion",
    );
  });

  test("a product line tells quantity and price", () => {
    const data = { quantity: 1.5, unitPriceMinor: 482_100, currency: "USD" };
    expect(below({ name: "opportunity.lineAdded", data })).toBe("1.5 × $4,821");
  });
});

describe("what an import did", () => {
  const label = { one: "opportunity", many: "opportunities" };
  const imported = (count: number, more = false) => ({
    verb: "imported",
    icon: "import" as const,
    batch: { label, count, more, first: [], import: null },
  });

  test("is told by its number, of one by its name, and of the page's own record with the others", () => {
    expect(said(imported(63))).toBe("Kami Bicknell imported 63 opportunities");
    expect(said(imported(5000, true))).toBe("Kami Bicknell imported 5,000+ opportunities");
    expect(said(imported(1))).toBe("Kami Bicknell imported GTX Pro");
    expect(said(imported(1), null)).toBe("Kami Bicknell imported GTX Pro");
    expect(said(imported(2), null)).toBe("Kami Bicknell imported GTX Pro and 1 more opportunity");
    expect(bare(renderToStaticMarkup(entrySentence(entry(imported(63)), "", words, "deals.csv")))).toBe(
      "Kami Bicknell imported 63 opportunities from deals.csv",
    );
  });
});

describe("what one bulk act did", () => {
  const batch = {
    label: { one: "opportunity", many: "opportunities" },
    count: 1000,
    more: false,
    first: [],
    import: null,
  };
  const owner = change({ field: "owner", label: "Owner", kind: "reference", after: "Bo Berg" });
  const stage = change({ field: "stage", label: "Stage", kind: "reference", after: "Proposal" });

  test("is told by its number, with the owner and the stage that all of them have then", () => {
    const archived = { name: "opportunity.archived", verb: "archived", icon: "archive" as const, batch };
    expect(said(archived)).toBe("Kami Bicknell archived 1,000 opportunities");
    expect(said({ batch, changes: [owner] })).toBe("Kami Bicknell made Bo Berg the owner of 1,000 opportunities");
    expect(said({ batch, changes: [change({ after: "2026-12-17" }), owner] })).toBe(
      "Kami Bicknell changed close date and owner of 1,000 opportunities",
    );
    const moved = { name: "opportunity.stageChanged", verb: "moved", icon: "move" as const, batch };
    expect(said({ ...moved, changes: [stage] })).toBe("Kami Bicknell moved 1,000 opportunities to Proposal");
  });
});

describe("what happened before the import that tells it", () => {
  const past = (more: Partial<TimelineEntry>) => ({ actor: null, verb: "was won", icon: "won" as const, ...more });
  const stage = (before: string | null, after: string) => [
    { field: "stage", label: "Stage", kind: "reference" as const, before, after },
  ];

  test("names the opportunity first, and the value of what was won", () => {
    const data = { amountMinor: 498_000, currency: "USD", secondsBefore: 42 * 86_400 };
    const won = past({ data, changes: stage("Engaging", "Won") });
    expect(said(won)).toBe("GTX Pro was won for $4,980");
    expect(below(won)).toBe("42 days in Engaging");
    const old = past({ data: { ...data, secondsBefore: 3650 * 86_400 }, changes: stage("Engaging", "Won") });
    expect(below(old)).toBe("10 years in Engaging");
    const japanese = entryBody(entry(won), { ...words, locale: "ja-JP" });
    expect(bare(renderToStaticMarkup(japanese))).toBe("42 days in Engaging");
    expect(said(past({ verb: "was lost", icon: "lost" }))).toBe("GTX Pro was lost");
  });

  test("says the stage that was entered; a stay of unknown length is not told", () => {
    const entered = past({ verb: "entered", icon: "move", changes: stage(null, "Engaging") });
    expect(said(entered)).toBe("GTX Pro entered Engaging");
    expect(below(entered)).toBe("");
    expect(below(past({ data: { secondsBefore: 3600 }, changes: stage("Lead", "Won") }))).toBe(
      "Less than a day in Lead",
    );
  });
});
