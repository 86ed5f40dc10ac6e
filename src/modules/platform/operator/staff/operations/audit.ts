import "server-only";
import { z } from "zod";
import type { StaffRole } from "@/lib/staff-roles";
import { platformClient } from "@/server/db/client";
import { staffOperation } from "@/server/operation";
import { cursorBehind, pageFrom, readPageCursor } from "@/server/page-cursor";
import { auditInput, auditPage, staffPeople } from "../schema";

const facts = z.record(z.string(), z.unknown());

/** The reason stands apart; everything else is shown as it was noted. */
function detailsOf(data: unknown): { reason: string | null; details: { name: string; value: string }[] } {
  const { reason, ...rest } = facts.safeParse(data).data ?? {};
  return {
    reason: typeof reason === "string" ? reason : null,
    details: Object.entries(rest).map(([name, value]) => ({
      name,
      value: typeof value === "string" ? value : JSON.stringify(value),
    })),
  };
}

export const listStaffEvents = staffOperation({
  kind: "query",
  role: "support",
  input: auditInput,
  output: auditPage,
  describe: "The platform's log of staff actions, newest first; optionally of one person, or in one workspace.",
  async run(_ctx, { staffId, workspaceId, cursor, limit = 50 }) {
    const end = readPageCursor(cursor);
    const rows = await platformClient().staffEvent.findMany({
      where: {
        ...(staffId === undefined ? {} : { staffId }),
        ...(workspaceId === undefined ? {} : { workspaceId }),
        ...(end ? { OR: [{ at: { lt: end.at } }, { at: end.at, id: { lt: end.id } }] } : {}),
      },
      orderBy: [{ at: "desc" }, { id: "desc" }],
      take: limit + 1,
    });
    const page = pageFrom(rows, limit, cursorBehind);
    return {
      ...page,
      rows: page.rows.map((row) => ({
        id: row.id,
        name: row.name,
        staff: { id: row.staffId, name: row.staffName },
        workspace: row.workspaceName === null ? null : { id: row.workspaceId, name: row.workspaceName },
        ...detailsOf(row.data),
        address: row.address,
        at: row.at.toISOString(),
      })),
    };
  },
});

export const listStaff = staffOperation({
  kind: "query",
  role: "support",
  input: z.object({}),
  output: staffPeople,
  describe: "The people of the platform's staff: name, role, and whether they are suspended.",
  async run() {
    const rows = await platformClient().staff.findMany({
      orderBy: [{ createdAt: "asc" }, { userId: "asc" }],
      select: { userId: true, role: true, suspendedAt: true, user: { select: { name: true, email: true } } },
    });
    return rows.map(({ userId, role, suspendedAt, user }) => ({
      id: userId,
      name: user.name,
      email: user.email,
      role: role as StaffRole,
      suspended: suspendedAt !== null,
    }));
  },
});
