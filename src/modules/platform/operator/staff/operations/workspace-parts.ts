import "server-only";
import { listInvoices } from "@/modules/platform/commerce/billing/operations/invoices";
import { getUsage } from "@/modules/platform/commerce/usage/operations/summary";
import { listNotificationMails } from "@/modules/platform/history/notifications/mails/operations/list";
import type { MemberStatus } from "@/modules/platform/identity/members/schema";
import { isoOf } from "@/server/columns";
import { staffOperation } from "@/server/operation";
import { cursorBehind, pageFrom, readPageCursor } from "@/server/page-cursor";
import { listJobs } from "../../jobs/operations/list-jobs";
import { lapsesAt, stateOf } from "../../support/rules";
import {
  memberPage,
  ofWorkspaceInput,
  staffInvoices,
  staffUsage,
  supportHistory as supportHistoryOutput,
  workspaceIdInput,
  workspaceJobs as workspaceJobsOutput,
  workspaceMails as workspaceMailsOutput,
} from "../schema";
import { workspaceCtx } from "./workspace-ctx";

const shared = { kind: "query", role: "support" } as const;

export const workspaceMembers = staffOperation({
  ...shared,
  input: ofWorkspaceInput,
  output: memberPage,
  describe: "The members of a workspace in the order in which they came: name, role, status, last activity.",
  async run(_ctx, { id, cursor, limit = 50 }) {
    const { db } = await workspaceCtx(id);
    const end = readPageCursor(cursor);
    const rows = await db.member.findMany({
      where: {
        status: { not: "removed" },
        ...(end ? { OR: [{ createdAt: { gt: end.at } }, { createdAt: end.at, id: { gt: end.id } }] } : {}),
      },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
      take: limit + 1,
      select: { id: true, name: true, role: true, status: true, lastActiveAt: true, createdAt: true },
    });
    const page = pageFrom(rows, limit, ({ createdAt: at, id }) => cursorBehind({ at, id }));
    return {
      ...page,
      rows: page.rows.map(({ createdAt: _at, status, lastActiveAt, ...row }) => ({
        ...row,
        status: status as MemberStatus,
        lastActiveAt: isoOf(lastActiveAt),
      })),
    };
  },
});

export const workspaceUsage = staffOperation({
  ...shared,
  input: workspaceIdInput,
  output: staffUsage,
  describe:
    "The usage of each meter by a workspace in this month, with its limit and the forecast to the end of the month.",
  async run(_ctx, { id }) {
    const { meters } = await getUsage(await workspaceCtx(id), {});
    return meters.map(({ meter, label, used, limit, forecast }) => ({ meter, label, used, limit, forecast }));
  },
});

export const workspaceInvoices = staffOperation({
  ...shared,
  input: workspaceIdInput,
  output: staffInvoices,
  describe: "The invoices of a workspace, newest first. Amounts are in minor units.",
  run: async (_ctx, { id }) => await listInvoices(await workspaceCtx(id), {}),
});

export const workspaceJobs = staffOperation({
  ...shared,
  input: ofWorkspaceInput,
  output: workspaceJobsOutput,
  describe: "The background work of a workspace, newest first, with progress and reasons of failures.",
  run: async (_ctx, { id, ...page }) => await listJobs(await workspaceCtx(id), page),
});

export const workspaceMails = staffOperation({
  ...shared,
  input: ofWorkspaceInput,
  output: workspaceMailsOutput,
  describe:
    "The e-mails of a workspace in the last 90 days, newest first, with recipient, status and the reason for a failure.",
  async run(_ctx, { id, ...page }) {
    const { rows, nextCursor } = await listNotificationMails(await workspaceCtx(id), page);
    return { rows: rows.map((row) => ({ ...row, to: row.member.name })), nextCursor };
  },
});

export const supportHistory = staffOperation({
  ...shared,
  input: workspaceIdInput,
  output: supportHistoryOutput,
  describe: "The last 50 support sessions of a workspace, and requests for one, newest first.",
  async run(_ctx, { id }) {
    const { db } = await workspaceCtx(id);
    const rows = await db.supportSession.findMany({
      orderBy: [{ askedAt: "desc" }, { id: "desc" }],
      take: 50,
      select: {
        id: true,
        staffName: true,
        reason: true,
        ticket: true,
        write: true,
        askedAt: true,
        allowedAt: true,
        refusedAt: true,
        startedAt: true,
        expiresAt: true,
        endedAt: true,
        member: { select: { name: true } },
      },
    });
    const now = new Date();
    return rows.map((row) => {
      const { id, staffName, member, reason, ticket, write, startedAt, endedAt, askedAt } = row;
      const state = stateOf(row, now);
      const lapsed = state === "ended" ? lapsesAt(row) : null;
      return {
        ...{ id, reason, ticket, write },
        staff: staffName,
        member: member.name,
        askedAt: askedAt.toISOString(),
        startedAt: isoOf(startedAt),
        endedAt: isoOf(endedAt ?? lapsed),
        state,
      };
    });
  },
});
