import "server-only";
import type { Ctx } from "@/server/context";
import type { Prisma } from "@/server/db/generated/client";
import type { Row } from "@/server/fields/kind";
import { storedRulesOf } from "@/server/fields/kinds";
import { guestsAmong } from "@/server/nouns/guest-rule";
import { membersThere } from "@/server/series/members-there";
import { tasks } from "../fields";

/** The columns that the next task takes as they are in the one before it. */
const copied = {
  name: true,
  nameKey: true,
  priority: true,
  estimate: true,
  duration: true,
  billable: true,
  kind: true,
  description: true,
  descriptionDoc: true,
  custom: true,
  customKeys: true,
  projectId: true,
} as const;

const select = {
  ...copied,
  parentId: true,
  ownerId: true,
  others: true,
  startsOn: true,
  dueOn: true,
  project: { select: { ownerId: true, members: true, archivedAt: true, name: true } },
  parent: { select: { id: true, projectId: true, archivedAt: true } },
  checklist: { select: { text: true, position: true }, orderBy: [{ position: "asc" }, { id: "asc" }] },
} satisfies Prisma.TaskSelect;

/** A repeating task with what the next one takes from it. */
export type Earlier = Prisma.TaskGetPayload<{ select: typeof select }>;

/** The task that was made last; null if it was deleted. */
export const earlierOf = async (ctx: Ctx, id: string): Promise<Earlier | null> =>
  await ctx.db.task.findFirst({ where: { id }, select });

/** Those of these members who can still have the task: not removed, and a guest only where the project is shared with them. */
async function inReach(ctx: Ctx, { project }: Earlier, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const [there, guests] = [await membersThere(ctx, ids), await guestsAmong(ctx, ids)];
  const team = (project.members ?? []) as string[];
  return new Set([...there].filter((id) => !guests.has(id) || team.includes(id)));
}

/** The assignee and those who are also assigned, without those out of reach; the manager follows an assignee who left. */
export async function peopleOf(ctx: Ctx, earlier: Earlier) {
  const { ownerId, others, project } = earlier;
  const listed = (others ?? []) as string[];
  const there = await inReach(
    ctx,
    earlier,
    [ownerId, project.ownerId, ...listed].flatMap((id) => id ?? []),
  );
  const isThere = (id: string | null): id is string => id !== null && there.has(id);
  const field = tasks.fields.others as never;
  const stays = listed.filter(isThere);
  const columns: Row = others === null ? {} : storedRulesOf(field).write("others", field, stays as never, ctx.tenant);
  const hasLeft = ownerId !== null && !there.has(ownerId);
  const manager = isThere(project.ownerId) ? project.ownerId : null;
  return { ownerId: hasLeft ? manager : ownerId, others: columns, hasLeft };
}

/** The members to tell of a task: its assignee while the task is in their reach, else the manager of its project. */
export async function toldOf(ctx: Ctx, earlier: Earlier): Promise<string[]> {
  const asked = [earlier.ownerId, earlier.project.ownerId].flatMap((id) => id ?? []);
  const there = await inReach(ctx, earlier, asked);
  return asked.filter((id) => there.has(id)).slice(0, 1);
}

/** The columns of the next task that are copied; JSON columns that are empty are left to the database. */
export const copiedFrom = (earlier: Earlier): Row =>
  Object.fromEntries(
    Object.keys(copied).flatMap((name) => {
      const value = earlier[name as keyof typeof copied];
      return value === null ? [] : [[name, value]];
    }),
  );
