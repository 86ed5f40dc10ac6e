import "server-only";
import { writeCsv } from "@/lib/csv/write-csv";
import { meterKeys, meterOf } from "@/lib/meters";
import { dayLater, momentOfDay } from "@/lib/working-time";
import { platform } from "@/modules/platform/module";
import { defined } from "@/server/columns";
import { AppError } from "@/server/errors";
import { cursorBehind, pageFrom, readPageCursor } from "@/server/page-cursor";
import { usageEventPage, usageEventsInput, usageFile, usageInput } from "../schema";
import { spanOf, usedByDay } from "./days";
import { namesOf } from "./names";

/** The stored id of a filter: null for usage without a team, member or key, undefined for all usage. */
const ofOne = (chosen: string | undefined) => (chosen === "none" ? null : chosen);

export const listUsageEvents = platform.operation({
  kind: "query",
  permission: "usage:view",
  input: usageEventsInput,
  output: usageEventPage,
  rest: { method: "GET", path: "/usage/events" },
  describe:
    "The usage entries of a meter, newest first: of a period or a day, and of a member, team or API key, or of none of them (`none`).",
  async run(ctx, { period = "month", meter, day, memberId, teamId, apiKeyId, cursor, limit = 50 }) {
    const zone = ctx.tenant.timeZone;
    const span = spanOf(period, new Date(), zone);
    const [first, last] = day === undefined ? [span.from, span.today] : [day, day];
    const after = readPageCursor(cursor);
    const rows = await ctx.db.usageEvent.findMany({
      where: {
        meter,
        at: { gte: momentOfDay(first, 0, zone), lt: momentOfDay(dayLater(last, 1), 0, zone) },
        ...defined({ memberId: ofOne(memberId), teamId: ofOne(teamId), apiKeyId: ofOne(apiKeyId) }),
        ...(after ? { OR: [{ at: { lt: after.at } }, { at: after.at, id: { lt: after.id } }] } : {}),
      },
      orderBy: [{ at: "desc" }, { id: "desc" }],
      take: limit + 1,
      select: { id: true, quantity: true, at: true, source: true, memberId: true, teamId: true, apiKeyId: true },
    });
    const { rows: shown, nextCursor } = pageFrom(rows, limit, cursorBehind);
    const [members, teams, keys] = await Promise.all([
      namesOf(
        ctx,
        "member",
        shown.map((row) => row.memberId),
      ),
      namesOf(
        ctx,
        "team",
        shown.map((row) => row.teamId),
      ),
      namesOf(
        ctx,
        "key",
        shown.map((row) => row.apiKeyId),
      ),
    ]);
    return {
      rows: shown.map((row) => ({
        ...{ id: row.id, meter, quantity: row.quantity, at: row.at.toISOString(), source: row.source },
        member: row.memberId ? members(row.memberId) : null,
        team: row.teamId ? teams(row.teamId) : null,
        key: row.apiKeyId ? keys(row.apiKeyId) : null,
      })),
      nextCursor,
    };
  },
});

/** More lines than a spreadsheet is read with. */
const mostLines = 100_000;

export const exportUsage = platform.operation({
  kind: "query",
  permission: "usage:view",
  input: usageInput,
  output: usageFile,
  rest: { method: "GET", path: "/usage/export" },
  describe: "The usage of a period as a CSV file: a line for each day, meter, team, member and API key.",
  async run(ctx, { period = "month" }) {
    const span = spanOf(period, new Date(), ctx.tenant.timeZone);
    const uses = await usedByDay(ctx, meterKeys, span, ["team", "member", "key"]);
    if (uses.length > mostLines)
      throw new AppError("VALIDATION", `This file would have more than ${mostLines} lines. Choose a shorter period.`);
    const [members, teams, keys] = await Promise.all([
      namesOf(
        ctx,
        "member",
        uses.map(({ memberId }) => memberId),
      ),
      namesOf(
        ctx,
        "team",
        uses.map(({ teamId }) => teamId),
      ),
      namesOf(
        ctx,
        "key",
        uses.map(({ apiKeyId }) => apiKeyId),
      ),
    ]);
    const lines = uses.map(({ day, meter, teamId, memberId, apiKeyId, quantity, cost }) => [
      ...[day, meterOf(meter).label, teamId ? teams(teamId).name : "", memberId ? members(memberId).name : ""],
      ...[apiKeyId ? keys(apiKeyId).name : "", String(quantity), (cost / 100).toFixed(6)],
    ]);
    const head = ["Day", "Meter", "Team", "Member", "API key", "Quantity", "Estimated cost (USD)"];
    const parts: Uint8Array[] = [];
    for await (const part of writeCsv([head, ...lines], { guardFormulas: true })) parts.push(part);
    const content = Buffer.concat(parts).toString("utf8");
    return { name: `usage-${span.from}-to-${span.today}.csv`, content };
  },
});
