import "server-only";
import type { z } from "zod";
import type { MailStatus } from "@/lib/mail-status";
import { type Role, roles } from "@/lib/role-rows";
import { factsOf } from "@/lib/search";
import { memberOf } from "@/server/actor";
import { isoOf } from "@/server/columns";
import type { Ctx } from "@/server/context";
import type { Prisma } from "@/server/db/generated/client";
import type { ListDefinition } from "@/server/list-definition";
import type { ShapedKind } from "@/server/record-shape";
import type { SearchSource } from "@/server/search/source";
import type { SqlTable } from "@/server/sql-table";
import { membersOfTeams, ownTeams } from "@/server/team-members";
import { inviterRights, mayInvite } from "./invitations/operations/inviters";
import { openInvitation } from "./invitations/rules";
import { type invitationState as invitationOnWire, type MemberStatus, member, memberStatuses } from "./schema";

/** The state of the invitation. */
export const invitationState = {
  sentAt: true,
  expiresAt: true,
  invitedBy: { select: inviterRights },
  mails: { orderBy: { id: "desc" }, take: 1, select: { status: true, reason: true, dueAt: true } },
} satisfies Prisma.InvitationSelect;

/** The state of an invitation in a response; the mail server's message is only for members who manage members. */
export function presentInvitation(
  ctx: Ctx,
  row: Prisma.InvitationGetPayload<{ select: typeof invitationState }>,
): z.input<typeof invitationOnWire> {
  const [mail] = row.mails;
  const waitsForSeat = row.expiresAt === null;
  const { id, name } = row.invitedBy;
  return {
    waitsForSeat,
    heldBy: waitsForSeat && !mayInvite(row.invitedBy) ? { id, name } : null,
    sentAt: isoOf(row.sentAt),
    mail: mail
      ? {
          status: mail.status as MailStatus,
          reason: ctx.can("member:manage") ? mail.reason : null,
          dueAt: mail.dueAt.toISOString(),
        }
      : null,
    expiresAt: isoOf(row.expiresAt),
    expired: row.expiresAt !== null && row.expiresAt.getTime() <= Date.now(),
  };
}

export const select = {
  id: true,
  name: true,
  nameKey: true,
  email: true,
  emailKey: true,
  role: true,
  status: true,
  lastActiveAt: true,
  createdAt: true,
  updatedAt: true,
  version: true,
  teams: { select: { team: { select: { id: true, name: true } } } },
  invitations: {
    where: openInvitation,
    orderBy: { id: "desc" },
    take: 1,
    select: { id: true, ...invitationState },
  },
} satisfies Prisma.MemberSelect;
export type Row = Prisma.MemberGetPayload<{ select: typeof select }>;

/** A row as it leaves the server. */
export function present(ctx: Ctx, row: Row): z.input<typeof member> {
  const [invitation] = row.invitations;
  const isMe = row.id === memberOf(ctx.actor);
  const isCaller = isMe && ctx.actor.type === "user";
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    role: row.role as Role,
    status: row.status as MemberStatus,
    teams: row.teams.map(({ team }) => team).sort((a, b) => a.name.localeCompare(b.name)),
    invitation: invitation ? { id: invitation.id, ...presentInvitation(ctx, invitation) } : null,
    isMe,
    // The caller is online, whatever is stored.
    lastActiveAt: isCaller ? new Date().toISOString() : isoOf(row.lastActiveAt),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    version: row.version,
  };
}

/** The members that records refer to, for `include` of REST; removed ones too, because records still refer to them. */
export const shapedMember: ShapedKind = {
  entity: "member",
  fields: () => new Set(Object.keys(member.shape)),
  references: () => new Map(),
  async load(ctx, ids) {
    if (!ctx.can("member:view")) return [];
    const rows = await ctx.db.member.findMany({ where: { id: { in: [...ids] } }, select });
    return rows.map((row) => member.parse(present(ctx, row)));
  },
};

const memberTable: SqlTable = {
  name: "members",
  alias: "m",
  columns: {
    id: { name: "id", type: "uuid" },
    nameKey: { name: "name_key", type: "text" },
    emailKey: { name: "email_key", type: "text" },
    role: { name: "role", type: "text" },
    status: { name: "status", type: "text" },
    createdAt: { name: "created_at", type: "timestamptz" },
    updatedAt: { name: "updated_at", type: "timestamptz" },
  },
};

export const memberList: ListDefinition = {
  entity: "member",
  table: memberTable,
  fields: {
    name: { kind: "key", column: "nameKey", sortable: true },
    email: { kind: "key", column: "emailKey", nullable: true },
    role: { kind: "enum", column: "role", choices: roles },
    status: { kind: "enum", column: "status", choices: memberStatuses },
    // A member of a team below is in the team.
    teams: {
      kind: "related",
      column: "id",
      objects: ["team"],
      where: async (ctx, ids) => ({ id: { in: await membersOfTeams(ctx, ids) } }),
      mine: ownTeams,
    },
    createdAt: { kind: "instant", column: "createdAt", sortable: true },
    updatedAt: { kind: "instant", column: "updatedAt", sortable: true },
  },
  defaultSort: { field: "name", direction: "asc" },
  search: "nameKey",
  archives: false,
};

/** How search finds members: by name and e-mail address. */
export const memberSearch: SearchSource = {
  entity: "member",
  permission: "member:view",
  table: memberTable,
  owned: false,
  fields: ["email"],
  references: [],
  present: { status: { not: "removed" } },
  async load(ctx, ids) {
    const rows = await ctx.db.member.findMany({
      where: { id: { in: [...ids] } },
      select: { id: true, name: true, email: true, status: true },
    });
    return rows.map(({ email, status, ...row }) => ({
      ...row,
      archived: status === "removed",
      facts: factsOf({ email }, ["email"]),
    }));
  },
};
