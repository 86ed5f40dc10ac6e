import "server-only";
import { z } from "zod";
import { platform } from "@/modules/platform/module";
import { memberOf } from "@/server/actor";
import type { Prisma } from "@/server/db/generated/client";
import { notFound } from "@/server/errors";
import { keyset, listInput } from "@/server/list";
import { holding } from "@/server/list-compare";
import { findRecords } from "@/server/search/find";
import { memberList, memberSearch, present, type Row, select } from "../row";
import {
  type MemberStatus,
  member,
  memberCounts,
  memberIdInput,
  memberPage,
  memberPick,
  memberPickInput,
} from "../schema";

export const listMembers = platform.operation({
  kind: "query",
  permission: "member:view",
  list: memberList,
  input: listInput,
  output: memberPage,
  rest: { method: "GET", path: "/members" },
  describe: "Members of the workspace by name; removed ones only if a condition selects that status.",
  async run(ctx, { q, ...input }) {
    const asksStatus = [{ conditions: input.conditions ?? [] }, ...(input.groups ?? [])].some(({ conditions }) =>
      conditions.some((condition) => condition.field === "status"),
    );
    const page = await keyset<Row, Prisma.MemberWhereInput>(ctx, {
      list: memberList,
      input,
      where: [asksStatus ? {} : { status: { not: "removed" } }, nameOrMail(q)],
      find: (args) => ctx.db.member.findMany({ ...args, select }),
    });
    return { ...page, rows: page.rows.map((row) => present(ctx, row)) };
  },
});

/** Members whose name or e-mail address contains the text. */
function nameOrMail(text: string | undefined): Prisma.MemberWhereInput {
  const held = text?.trim() ? holding(text) : null;
  return held ? { OR: [{ nameKey: held }, { emailKey: held }] } : {};
}

export const getMember = platform.operation({
  kind: "query",
  permission: "member:view",
  input: memberIdInput,
  output: member,
  rest: { method: "GET", path: "/members/{id}" },
  describe: "One member, also a removed one, because records still refer to them.",
  async run(ctx, input) {
    const row = await ctx.db.member.findFirst({ where: { id: input.id }, select });
    if (!row) throw notFound("member");
    return present(ctx, row);
  },
});

export const countMembers = platform.operation({
  kind: "query",
  permission: "member:view",
  input: z.object({}),
  output: memberCounts,
  describe: "Number of active members, invited members and placeholders.",
  async run(ctx) {
    const rows = await ctx.db.member.groupBy({ by: ["status"], _count: { id: true } });
    const count = (status: string) => rows.find((row) => row.status === status)?._count.id ?? 0;
    return { active: count("active"), invited: count("invited"), placeholder: count("placeholder") };
  },
});

/** Of all members that fit a text so many are looked through for those of a team. */
const maxOfTeam = 500;
/** The place of members whose name is only similar to the text. */
const afterAll = 100;

export const pickMembers = platform.operation({
  kind: "query",
  permission: "member:view",
  input: memberPickInput,
  output: memberPick,
  describe:
    "Up to 50 members and placeholders (of a team) whose name or e-mail address contains the words of the text, best first, the caller before equals, removed ones last if they are asked for; or those with these ids.",
  async run(ctx, input) {
    const me = memberOf(ctx.actor);
    const found =
      input.q && !input.ids
        ? await findRecords(ctx, [memberSearch], {
            q: input.q,
            archived: input.removed ?? false,
            limit: input.teamId ? maxOfTeam : 50,
          })
        : null;
    const wanted = input.ids ?? found?.map(({ id }) => id);
    const rows = await ctx.db.member.findMany({
      where: {
        AND: [
          wanted ? { id: { in: wanted } } : {},
          input.ids ? {} : { status: { in: ["active", "placeholder", ...(input.removed ? ["removed"] : [])] } },
          input.teamId ? { teams: { some: { teamId: input.teamId } } } : {},
        ],
      },
      orderBy: [{ nameKey: "asc" }, { id: "asc" }],
      take: input.ids?.length ?? 50,
      select: { id: true, name: true, email: true, status: true, role: true },
    });
    const places = new Map(found?.map(({ id, place, similar }) => [id, similar ? afterAll : place]));
    const placeOf = ({ id }: { id: string }) => places.get(id) ?? 0;
    const isRemoved = ({ status }: { status: string }) => Number(status === "removed");
    const isMe = ({ id }: { id: string }) => id === me;
    // Rows of equally good matches stay in the order of their names, but for the caller.
    return rows
      .toSorted((a, b) => isRemoved(a) - isRemoved(b) || placeOf(a) - placeOf(b) || Number(isMe(b)) - Number(isMe(a)))
      .map(({ role, ...row }) => ({
        ...row,
        isGuest: role === "guest",
        status: row.status as MemberStatus,
        isMe: isMe(row),
      }));
  },
});
