import "server-only";
import { z } from "zod";
import { counted, wordsFor } from "@/lib/counted";
import { foldKey } from "@/lib/text";
import { platform } from "@/modules/platform/module";
import { defined } from "@/server/columns";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { AppError, invalid, notFound } from "@/server/errors";
import { emit } from "@/server/events";
import { oneImportAtATime } from "@/server/import-lock";
import type { TreeField } from "@/server/nouns/tree";
import { checkPlace } from "@/server/nouns/tree-rule";
import { updateVersioned } from "@/server/versions";
import { refuseGuests } from "../members/operations/guests";
import { memberBadge } from "../members/rules";
import { memberScope } from "../members/scope";
import { teamEvents } from "./events";
import {
  createTeamInput,
  maxListedMembers,
  maxTeams,
  team,
  teamIdInput,
  teamList,
  teamMembersInput,
  teamVersionInput,
  updateTeamInput,
} from "./schema";
import { teamScope } from "./scope";

const below: TreeField = {
  one: "team",
  table: "teams",
  owned: false,
  importedWith: "member",
  field: "parent",
  label: "parent team",
  column: "parentId",
  sqlColumn: "parent_id",
};

const stillHere = { member: { status: { not: "removed" } } } satisfies Prisma.TeamMemberWhereInput;

const select = {
  id: true,
  name: true,
  nameKey: true,
  parentId: true,
  version: true,
  members: {
    where: stillHere,
    orderBy: [{ member: { nameKey: "asc" } }, { memberId: "asc" }],
    take: maxListedMembers,
    select: { member: { select: { id: true, name: true, status: true } } },
  },
} satisfies Prisma.TeamSelect;
type Selected = Prisma.TeamGetPayload<{ select: typeof select }>;
type Row = Selected & { memberCount: number };

async function withCounts(ctx: Ctx, teams: readonly Selected[]): Promise<Row[]> {
  const counts = await ctx.db.teamMember.groupBy({
    by: ["teamId"],
    where: { teamId: { in: teams.map((row) => row.id) }, ...stillHere },
    _count: { id: true },
  });
  const of = new Map(counts.map((row) => [row.teamId, row._count.id]));
  return teams.map((row) => ({ ...row, memberCount: of.get(row.id) ?? 0 }));
}

async function find(ctx: Ctx, id: string): Promise<Row | null> {
  const row = await ctx.db.team.findFirst({ where: { id }, select });
  return row && ((await withCounts(ctx, [row]))[0] ?? null);
}

const present = ({ nameKey: _nameKey, members, ...row }: Row) => ({
  ...row,
  members: members.flatMap(({ member }) => memberBadge(member) ?? []),
});

export const listTeams = platform.operation({
  kind: "query",
  permission: "team:view",
  input: z.object({}),
  output: teamList,
  rest: { method: "GET", path: "/teams" },
  describe: `Teams by name, at most ${maxTeams}, each with up to ${maxListedMembers} members and their total number; \`parentId\` is the team above.`,
  async run(ctx) {
    const orderBy = [{ nameKey: "asc" as const }, { id: "asc" as const }];
    const rows = await ctx.db.team.findMany({ orderBy, take: maxTeams, select });
    return (await withCounts(ctx, rows)).map(present);
  },
});

export const getTeam = platform.operation({
  kind: "query",
  permission: "team:view",
  input: teamIdInput,
  output: team,
  rest: { method: "GET", path: "/teams/{id}" },
  describe: `One team with its members by name, at most ${maxListedMembers}, and their number.`,
  run: (ctx, input) => load(ctx, input.id),
});

async function load(ctx: Ctx, id: string) {
  const row = await find(ctx, id);
  if (!row) throw notFound("team");
  return present(row);
}

export const createTeam = platform.operation({
  kind: "mutation",
  permission: "team:manage",
  changesAccess: true,
  uses: [
    { scope: teamScope, ids: (input) => [input.parentId] },
    { scope: memberScope, ids: (input) => input.memberIds ?? [] },
  ],
  input: createTeamInput,
  output: team,
  rest: { method: "POST", path: "/teams", creates: true },
  describe: "Creates a team, optionally under another team, with its first members.",
  async run(ctx, { name, parentId = null, memberIds = [] }) {
    await oneChangeAtATime(ctx);
    await refuseGuests(ctx, memberIds);
    await refuseTwin(ctx, { name, parentId, id: null });
    if (parentId) await checkPlace(ctx, below, { id: null, aboveId: parentId });
    const data = { name, nameKey: foldKey(name), parentId };
    const row = await ctx.db.team.create({ data, select: { id: true, version: true } });
    const ids = [...new Set(memberIds)];
    await ctx.db.teamMember.createMany({ data: ids.map((memberId) => ({ teamId: row.id, memberId })) });
    emit(ctx, teamEvents.created, { id: row.id, version: row.version, after: { name, parentId }, data: {} });
    if (ids.length > 0) emit(ctx, teamEvents.membersAdded, { id: row.id, data: { memberIds: ids } });
    return await load(ctx, row.id);
  },
});

export const updateTeam = platform.operation({
  kind: "mutation",
  permission: "team:manage",
  changesAccess: true,
  on: { scope: teamScope, ids: (input) => [input.id] },
  uses: [{ scope: teamScope, ids: (input) => [input.parentId] }],
  input: updateTeamInput,
  output: team,
  rest: { method: "PATCH", path: "/teams/{id}" },
  describe:
    "Renames a team, or moves it together with its subteams. A team cannot be moved under itself or one of its subteams.",
  async run(ctx, { id, version, name, parentId }) {
    await oneChangeAtATime(ctx);
    const before = await find(ctx, id);
    if (!before) throw notFound("team");
    if (parentId && parentId !== before.parentId) await checkPlace(ctx, below, { id, aboveId: parentId });
    await refuseTwin(ctx, { ...before, ...defined({ name, parentId }) });
    const columns = defined({ name, nameKey: name === undefined ? undefined : foldKey(name), parentId });
    const row = await updateVersioned<Row>(ctx, {
      event: teamEvents.updated,
      id,
      version,
      columns,
      select,
      load: () => find(ctx, id),
      async write(expected) {
        const data = { ...columns, version: { increment: 1 } };
        const row = await ctx.db.team.update({ where: { id, version: expected }, data, select });
        return { ...row, memberCount: (await withCounts(ctx, [row]))[0]?.memberCount ?? 0 };
      },
      present,
    });
    return present(row);
  },
});

export const addTeamMembers = platform.operation({
  kind: "mutation",
  permission: "team:manage",
  changesAccess: true,
  on: { scope: teamScope, ids: (input) => [input.id] },
  uses: [{ scope: memberScope, ids: (input) => input.memberIds }],
  input: teamMembersInput,
  output: team,
  rest: { method: "POST", path: "/teams/{id}/members" },
  describe: "Adds members to a team; its other members stay.",
  async run(ctx, { id, memberIds }) {
    await refuseGuests(ctx, memberIds);
    const added = await ctx.db.teamMember.createManyAndReturn({
      data: memberIds.map((memberId) => ({ teamId: id, memberId })),
      skipDuplicates: true,
      select: { memberId: true },
    });
    if (added.length === 0) ctx.outcome.unchanged = true;
    else emit(ctx, teamEvents.membersAdded, { id, data: { memberIds: added.map(({ memberId }) => memberId) } });
    return await load(ctx, id);
  },
});

export const removeTeamMembers = platform.operation({
  kind: "mutation",
  permission: "team:manage",
  changesAccess: true,
  on: { scope: teamScope, ids: (input) => [input.id] },
  input: teamMembersInput,
  output: team,
  rest: { method: "POST", path: "/teams/{id}/members/remove" },
  describe: "Removes members from a team; they stay members of the workspace.",
  async run(ctx, { id, memberIds }) {
    const where = { teamId: id, memberId: { in: memberIds } };
    const inside = await ctx.db.teamMember.findMany({ where, select: { memberId: true } });
    if (inside.length === 0) ctx.outcome.unchanged = true;
    else {
      await ctx.db.teamMember.deleteMany({ where });
      emit(ctx, teamEvents.membersRemoved, { id, data: { memberIds: inside.map((row) => row.memberId) } });
    }
    return await load(ctx, id);
  },
});

export const deleteTeam = platform.operation({
  kind: "mutation",
  permission: "team:manage",
  changesAccess: true,
  on: { scope: teamScope, ids: (input) => [input.id] },
  input: teamVersionInput,
  output: teamIdInput,
  rest: { method: "DELETE", path: "/teams/{id}" },
  describe: "Deletes a team; its members stay in the workspace. Refused while it has subteams.",
  async run(ctx, { id, version }) {
    await oneChangeAtATime(ctx);
    await holdTeam(ctx, id);
    const children = await ctx.db.team.count({ where: { parentId: id } });
    if (children > 0)
      throw new AppError(
        "CONFLICT",
        `${counted(children, { one: "team is", many: "teams are" }, ctx.tenant.locale)} below this one. Move or delete ${wordsFor(children, { one: "it", many: "them" })} first.`,
      );
    const row = await find(ctx, id);
    if (!row) throw notFound("team");
    if (row.version !== version)
      throw new AppError("CONFLICT", "Someone changed this team in the meantime. Check again before you delete it.", {
        current: present(row),
      });
    const inside = await ctx.db.teamMember.findMany({ where: { teamId: id }, select: { memberId: true } });
    await ctx.db.team.delete({ where: { id, version } });
    const before = { name: row.name, parentId: row.parentId, memberIds: inside.map(({ memberId }) => memberId) };
    emit(ctx, teamEvents.deleted, { id, before, data: { name: row.name } });
    return { id };
  },
});

/** Two changes at once would both find a name free; imports of members create teams, too. */
const oneChangeAtATime = (ctx: Ctx) => oneImportAtATime(ctx, below.importedWith, false);

/** Nobody joins the team until the transaction ends. */
const holdTeam = (ctx: Ctx, id: string) =>
  tenantSql(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`select 1 as held from teams where tenant_id = ${ctx.tenant.id}::uuid and id = ${id}::uuid for update`,
  );

async function refuseTwin(
  ctx: Ctx,
  { name, parentId, id }: Pick<Row, "name" | "parentId"> & { id: string | null },
): Promise<void> {
  const twin = await ctx.db.team.findFirst({
    where: { nameKey: foldKey(name), parentId, ...(id ? { id: { not: id } } : {}) },
    select: { name: true },
  });
  if (twin)
    throw invalid("name", `There is already a team ${twin.name} with the same parent team. Use a different name.`);
}
