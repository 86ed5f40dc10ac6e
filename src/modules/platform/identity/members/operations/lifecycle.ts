import "server-only";
import { z } from "zod";
import { foldKey } from "@/lib/text";
import { platform } from "@/modules/platform/module";
import { defined } from "@/server/columns";
import type { Ctx } from "@/server/context";
import { AppError, invalid, notFound } from "@/server/errors";
import { emit } from "@/server/events";
import { rowIn, updateVersioned } from "@/server/versions";
import { memberEvents } from "../events";
import { openInvitation } from "../invitations/rules";
import { present, type Row, select } from "../row";
import { createPlaceholderInput, member, memberVersionInput, updateMemberInput } from "../schema";
import { memberScope } from "../scope";
import { lockOwners, refuseLastOwner, requireOwner } from "./owners";

export const createPlaceholder = platform.operation({
  kind: "mutation",
  permission: "member:manage",
  changesAccess: true,
  input: createPlaceholderInput,
  output: member,
  rest: { method: "POST", path: "/members", creates: true },
  describe:
    "Adds a placeholder who owns records, cannot sign in and uses no seat; an invitation turns it into a member.",
  async run(ctx, input) {
    const role = input.role ?? "member";
    const email = input.email ?? null;
    if (email) await refuseTakenMail(ctx, email, null);
    const row = await ctx.db.member.create({
      data: {
        name: input.name,
        nameKey: foldKey(input.name),
        email,
        emailKey: email && foldKey(email),
        role,
        status: "placeholder",
      },
      select,
    });
    const after = { name: row.name, email, role };
    emit(ctx, memberEvents.created, { id: row.id, version: row.version, after, data: {} });
    return present(ctx, row);
  },
});

export const updateMember = platform.operation({
  kind: "mutation",
  permission: "member:manage",
  changesAccess: true,
  on: { scope: memberScope, ids: (input) => [input.id] },
  input: updateMemberInput,
  output: member,
  rest: { method: "PATCH", path: "/members/{id}" },
  describe: "Changes name or e-mail address of a placeholder. Members who sign in change their own in their profile.",
  async run(ctx, { id, version, name, email }) {
    if (email) await refuseTakenMail(ctx, email, id);
    const columns = defined({
      name,
      nameKey: name === undefined ? undefined : foldKey(name),
      email,
      emailKey: email === undefined ? undefined : email && foldKey(email),
    });
    const row = await updateVersioned<Row>(ctx, {
      event: memberEvents.updated,
      id,
      version,
      columns,
      select,
      ...rowIn<Row>(ctx.db.member, { id, columns, select }),
      async load() {
        const row = await ctx.db.member.findFirst({ where: { id }, select });
        if (row && row.status !== "placeholder")
          throw new AppError(
            "CONFLICT",
            `${row.name} can sign in, or was invited, and changes this in their own profile.`,
          );
        return row;
      },
      present: (row) => present(ctx, row),
    });
    return present(ctx, row);
  },
});

export const removeMember = platform.operation({
  kind: "mutation",
  permission: "member:manage",
  changesAccess: true,
  on: { scope: memberScope, ids: (input) => [input.id] },
  input: memberVersionInput,
  output: z.object({ id: z.uuid(), keysRevoked: z.int() }),
  rest: { method: "DELETE", path: "/members/{id}" },
  describe:
    "Removes a member from the workspace, with their API keys, invitations and follows, at their next request. They stay the owner of their records.",
  async run(ctx, { id, version }) {
    const owners = await lockOwners(ctx);
    const row = await ctx.db.member.findFirst({ where: { id }, select });
    if (!row || row.status === "removed") throw notFound("member");
    if (row.version !== version)
      throw new AppError(
        "CONFLICT",
        "Someone changed this member in the meantime. Check again before you remove them.",
        {
          current: present(ctx, row),
        },
      );
    if (row.role === "owner") await requireOwner(ctx, "remove owners");
    refuseLastOwner(owners, row, "remove this one");
    const now = new Date();
    await ctx.db.member.update({
      where: { id, version },
      data: { status: "removed", version: { increment: 1 } },
      select: { id: true },
    });
    const keys = await ctx.db.apiKey.updateMany({ where: { memberId: id, revokedAt: null }, data: { revokedAt: now } });
    await ctx.db.invitation.updateMany({ where: { memberId: id, ...openInvitation }, data: { revokedAt: now } });
    await ctx.db.recordFollow.deleteMany({ where: { memberId: id } });
    await ctx.db.tenant.update({ where: { id: ctx.tenant.id }, data: { departures: { increment: 1 } } });
    emit(ctx, memberEvents.removed, {
      id,
      version: version + 1,
      before: { status: row.status },
      after: { status: "removed" },
      data: { keysRevoked: keys.count },
    });
    return { id, keysRevoked: keys.count };
  },
});

/** VALIDATION when another member of the workspace, including removed ones, has this e-mail address. */
export async function refuseTakenMail(ctx: Ctx, email: string, but: string | null): Promise<void> {
  const other = await ctx.db.member.findFirst({
    where: { emailKey: foldKey(email), ...(but ? { id: { not: but } } : {}) },
    select: { name: true, status: true },
  });
  if (other)
    throw invalid(
      "email",
      `${email} belongs to ${other.name}${other.status === "removed" ? ", who was removed" : ""}.`,
    );
}
