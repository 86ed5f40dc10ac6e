import "server-only";
import type { z } from "zod";
import type { Role } from "@/lib/roles";
import { memberOf } from "@/server/actor";
import { isoOf } from "@/server/columns";
import type { Ctx } from "@/server/context";
import type { Prisma } from "@/server/db/generated/client";
import type { ListDefinition } from "@/server/list";
import type { SqlTable } from "@/server/where-sql";
import type { MemberStatus, member } from "./schema";

/** An invitation that waits for an answer. */
export const openInvitation = { acceptedAt: null, revokedAt: null } satisfies Prisma.InvitationWhereInput;

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
  version: true,
  teams: { select: { team: { select: { id: true, name: true } } } },
  invitations: {
    where: openInvitation,
    orderBy: { id: "desc" },
    take: 1,
    select: { id: true, sentAt: true, expiresAt: true },
  },
} satisfies Prisma.MemberSelect;
export type Row = Prisma.MemberGetPayload<{ select: typeof select }>;

/** A row as it leaves the server. */
export function present(ctx: Ctx, row: Row): z.input<typeof member> {
  const [invitation] = row.invitations;
  const isMe = row.id === memberOf(ctx.actor);
  const asks = isMe && ctx.actor.type === "user";
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    role: row.role as Role,
    status: row.status as MemberStatus,
    teams: row.teams.map(({ team }) => team).sort((a, b) => a.name.localeCompare(b.name)),
    invitation: invitation
      ? {
          id: invitation.id,
          sentAt: invitation.sentAt.toISOString(),
          expiresAt: invitation.expiresAt.toISOString(),
          expired: invitation.expiresAt.getTime() <= Date.now(),
        }
      : null,
    isMe,
    // Who asks is here, whatever was noted.
    lastActiveAt: asks ? new Date().toISOString() : isoOf(row.lastActiveAt),
    createdAt: row.createdAt.toISOString(),
    version: row.version,
  };
}

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
  },
};

export const memberList: ListDefinition = {
  table: memberTable,
  fields: {
    name: { kind: "key", column: "nameKey", sortable: true },
    email: { kind: "key", column: "emailKey", nullable: true },
    role: { kind: "enum", column: "role" },
    status: { kind: "enum", column: "status" },
    createdAt: { kind: "instant", column: "createdAt", sortable: true },
  },
  defaultSort: { field: "name", direction: "asc" },
  search: "nameKey",
  archives: false,
};
