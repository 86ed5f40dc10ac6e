import "server-only";
import { max } from "date-fns";
import { z } from "zod";
import { versionOf } from "@/lib/plans";
import { uncapital } from "@/lib/text";
import { platform } from "@/modules/platform/module";
import { timelineOf } from "@/server/catalog";
import { isoOf } from "@/server/columns";
import type { Ctx } from "@/server/context";
import { invalid, notFound } from "@/server/errors";
import { readIdCursor } from "@/server/page-cursor";
import { searchHits } from "@/server/search/hits";
import { jobOfSweep, learnNames, maySee, noteOf, presentRow, recordedOf } from "../row";
import { actWords, entityWords, shownSince, tellsValues } from "../rules";
import {
  type AuditFilter,
  auditCounts,
  auditEntry,
  auditIdInput,
  auditNames,
  auditPage,
  countAuditInput,
  listAuditInput,
} from "../schema";
import {
  type AuditEvent,
  countAudit,
  countGroups,
  type Found,
  namesIn,
  readAudit,
  readAuditEvent,
  sharedKeys,
} from "./read";

/** The months that the plan shows, and since when. */
function shownBy(ctx: Ctx) {
  const months = ctx.entitlements.limit("auditMonths");
  return { months, since: shownSince(months, new Date()) };
}

const ever = new Date(0);

/** Filters as they are read: never further back than the plan shows. */
export async function asked(ctx: Ctx, { cursor, from, to, ...filter }: AuditFilter & { cursor?: string | undefined }) {
  const { since } = shownBy(ctx);
  if (filter.recordId && !filter.entity) throw invalid("entity", "Add the type of the record.");
  if (filter.batchId && !filter.name) throw invalid("name", "Add the name of the events of this batch.");
  const first = from ? new Date(from) : null;
  return {
    ...filter,
    text: filter.text || undefined,
    found: filter.text ? await findText(ctx, filter.text) : undefined,
    from: max([first ?? since ?? ever, since ?? ever]),
    to: to ? new Date(to) : null,
    cursor: readIdCursor(cursor),
  };
}

/** Names are no part of events: the records and members that hold the text, and what the reader may not see. */
async function findText(ctx: Ctx, q: string): Promise<Found> {
  const hits = ctx.can("workspace:view") ? await searchHits(ctx, { q, archived: true, limit: 20 }) : [];
  const members = await ctx.db.member.findMany({
    where: { name: { contains: q, mode: "insensitive" } },
    orderBy: { id: "asc" },
    take: 50,
    select: { id: true },
  });
  const hiddenNames = (await namesIn(ctx)).filter((name) => !maySee(ctx, { name, entity: entityOf(name) }));
  return { recordIds: hits.map(({ id }) => id), memberIds: members.map(({ id }) => id), hiddenNames };
}

const entityOf = (name: string): string => name.slice(0, name.indexOf("."));

/** One record, one batch and a text are answered event by event. */
const isGrouped = ({ grouped, batchId, recordId, text }: AuditFilter & { grouped?: boolean | undefined }) =>
  grouped === true && !batchId && !recordId && !text;

export const listAudit = platform.operation({
  kind: "query",
  permission: "audit:view",
  input: listAuditInput,
  output: auditPage,
  rest: { method: "GET", path: "/audit-events" },
  describe:
    "The audit log: every change, sign-in, use of a key and refused action, newest first, page by page, as far back as the plan shows. Some combinations of filters search at most 50,000 events at a time: such a page can be short even if it has a cursor, and `searchedTo` says how far it searched. `hideJobs` leaves out actions of jobs and webhooks, and `grouped` combines the events of a bulk action or an import into one line.",
  async run(ctx, { limit = 50, grouped: _grouped, ...filter }) {
    const grouped = isGrouped({ ...filter, grouped: _grouped });
    const query = { ...(await asked(ctx, filter)), grouped, take: limit + 1 };
    const { rows, walked } = await readAudit(ctx, query);
    const shown = rows.slice(0, limit);
    const names = await learnNames(ctx, shown);
    const groupOf = ({ isFirst, batchId, name }: AuditEvent) =>
      grouped && isFirst && batchId !== null ? { batchId, name } : null;
    const counts = await countGroups(
      ctx,
      shown.flatMap((row) => groupOf(row) ?? []),
    );
    // Of a group that was not counted to its end nobody knows whether all of its values are the same.
    const changing = shown.filter((row) => {
      const group = groupOf(row);
      return group && tellsValues(row.name) && !counts(group).more;
    });
    const shared = await sharedKeys(
      ctx,
      changing.map(({ id }) => id),
    );
    const { months, since } = shownBy(ctx);
    return {
      rows: shown.map((row) => {
        const group = groupOf(row);
        return presentRow(ctx, names, row, group && { ...counts(group), shared: shared.get(row.id) ?? [] });
      }),
      nextCursor: (rows.length > limit ? shown.at(-1)?.id : walked?.id) ?? null,
      searchedTo: walked?.at.toISOString() ?? null,
      plan: versionOf(null).plans[ctx.entitlements.plan].label,
      months,
      since: since?.toISOString() ?? null,
    };
  },
});

export const countAuditLines = platform.operation({
  kind: "query",
  permission: "audit:view",
  input: countAuditInput,
  output: auditCounts,
  rest: { method: "GET", path: "/audit-events/counts" },
  describe:
    "The number of lines of the audit log on each day, newest first, with the same filters. It reads at most 50,000 events; `countedTo` says where it stopped.",
  async run(ctx, filter) {
    const { days, walked } = await countAudit(ctx, { ...(await asked(ctx, filter)), grouped: isGrouped(filter) });
    return { days, countedTo: walked?.at.toISOString() ?? null };
  },
});

export const getAuditEntry = platform.operation({
  kind: "query",
  permission: "audit:view",
  input: auditIdInput,
  output: auditEntry,
  rest: { method: "GET", path: "/audit-events/{id}" },
  describe:
    "One event of the audit log: every changed field before and after, the request, and the event as it is stored. Secrets are `[redacted]`.",
  async run(ctx, { id }) {
    const row = await readAuditEvent(ctx, id, shownBy(ctx).since);
    if (!row) throw notFound("event");
    const names = await learnNames(ctx, [row]);
    return {
      ...presentRow(ctx, names, row, null),
      requestId: row.requestId,
      origin: row.origin,
      session: await sessionOf(ctx, row),
      note: noteOf(row),
      recorded: recordedOf(ctx, row),
    };
  },
});

/** The support session of an act of staff, or of an event of its life. */
async function sessionOf(ctx: Ctx, { actor, entity, entityId }: AuditEvent) {
  const id = entity === "supportSession" ? entityId : actor.sessionId;
  if (!id || !ctx.can("support:manage")) return null;
  const found = await ctx.db.supportSession.findFirst({
    where: { id },
    select: { ticket: true, write: true, allowedAt: true, decidedBy: { select: { id: true, name: true } } },
  });
  if (!found) return null;
  const { ticket, write, allowedAt, decidedBy } = found;
  return { id, ticket, write, allowedBy: allowedAt && decidedBy, allowedAt: isoOf(allowedAt) };
}

export const listAuditNames = platform.operation({
  kind: "query",
  permission: "audit:view",
  input: z.object({}),
  output: auditNames,
  rest: { method: "GET", path: "/audit-events/names" },
  describe: "The kinds of event in the audit log of this workspace, with their labels, for its filter.",
  async run(ctx) {
    const names = await namesIn(ctx);
    return names.map((name) => {
      const entity = entityOf(name);
      const source = timelineOf(entity)?.catalog;
      const verb = source?.timeline[name]?.verb ?? source?.logged?.[name] ?? null;
      const act = jobOfSweep(name) ?? actWords({ name, verb, fields: [] }, ctx.tenant.locale);
      return { name, entity, label: `${entityWords(entity)}: ${uncapital(act)}` };
    });
  },
});
