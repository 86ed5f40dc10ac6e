import "server-only";
import type { z } from "zod";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { invalid, notFound } from "@/server/errors";
import { oneImportAtATime } from "@/server/import-lock";
import { placesIn } from "@/server/nouns/tree";
import { refusalOf, treeFields } from "@/server/nouns/tree-rule";
import { updateVersioned } from "@/server/versions";
import { pmo } from "../../module";
import { taskEvents } from "../events";
import { tasks } from "../fields";
import { taskOperations } from "../operations";
import { rankOfNumber, rankWithin } from "../rules";
import { placeTaskInput } from "./schema";

type Input = z.infer<typeof placeTaskInput>;

const select = { id: true, version: true, parentId: true, projectId: true, rank: true } as const;

export const placeTask = pmo.operation({
  kind: "mutation",
  permission: "task:edit",
  on: { scope: taskOperations.scope, ids: (input) => [input.id] },
  uses: [{ scope: taskOperations.scope, ids: ({ parentId, afterId }) => [parentId, afterId] }],
  input: placeTaskInput,
  output: tasks.record,
  rest: { method: "POST", path: "/tasks/{id}/place" },
  describe:
    "Gives a task another place in the tree of its project, with all that is below it. CONFLICT, with the current state, if its place was changed after `version`.",
  async run(ctx, input) {
    const { id, version, parentId } = input;
    const { task, rank } = await placeFor(ctx, input);
    const isMoved = parentId !== task.parentId;
    const write = async (expected: number) => {
      const data = { parentId, rank, version: { increment: 1 } };
      return await ctx.db.task.update({ where: { id, version: expected }, data, select });
    };
    await updateVersioned(ctx, {
      event: isMoved ? taskEvents.updated : taskEvents.placed,
      // An edit of the parent is told; the order is not.
      select: isMoved ? { parentId: true } : { rank: true },
      id,
      version,
      columns: { parentId, rank },
      load: async () => task,
      write,
      present: ({ version: now, parentId: above }) => ({ id, version: now, parentId: above }),
      parents: () => [{ entity: "project", id: task.projectId }],
      data: {},
    });
    return await taskOperations.answer(ctx, id);
  },
});

interface Facts {
  task: { id: string; version: number; parentId: string | null; projectId: string; rank: string } | null;
  isThere: boolean;
  before: string | null;
  after: string | null;
  last: number;
}

/** The task, and its rank between the one that it comes after and the next one below the same parent. */
async function placeFor(ctx: Ctx, input: Input): Promise<{ task: NonNullable<Facts["task"]>; rank: string }> {
  const { id, parentId } = input;
  const [tree] = treeFields(tasks as never);
  if (!tree) throw new Error("Tasks form no tree.");
  // Two moves at once would each find the way up free, and close a circle together.
  await oneImportAtATime(ctx, tree.importedWith, false);
  const tenant = Prisma.sql`${ctx.tenant.id}::uuid`;
  const above = parentId === null ? [] : [parentId];
  const isLast = input.afterId === undefined;
  const afterId = input.afterId ?? null;
  const { more, ...places } = await placesIn<Facts>(
    ctx,
    tree,
    { above, ids: [id] },
    {
      ctes: Prisma.sql`, task as (
          select t.id, t.version, t.parent_id, t.project_id, t.rank, p.task_number
          from tasks t join projects p on p.id = t.project_id and p.tenant_id = t.tenant_id
          where t.tenant_id = ${tenant} and t.id = ${id}::uuid
        ), siblings as (
          select t.id, t.rank from tasks t join task on t.project_id = task.project_id and t.id <> task.id
          where t.tenant_id = ${tenant} and t.parent_id is not distinct from ${parentId}::uuid
        ), one as (
          select rank from siblings where id = ${afterId}::uuid or ${isLast} order by rank desc limit 1)`,
      columns: Prisma.sql`,
        (select json_build_object('id', id, 'version', version, 'parentId', parent_id, 'projectId', project_id, 'rank', rank)
         from task) as task,
        (${parentId}::uuid is null or exists (
          select 1 from tasks p join task on p.project_id = task.project_id
          where p.tenant_id = ${tenant} and p.id = ${parentId}::uuid))
          and (${afterId}::uuid is null or exists (select 1 from one)) as "isThere",
        (select rank from one) as before,
        (select min(rank) from siblings where rank > coalesce((select rank from one), '')) as after,
        (select task_number from task) as last`,
    },
  );
  const { task, isThere, before, after, last } = more;
  if (!task) throw notFound("task");
  const reason = parentId && parentId !== task.parentId ? refusalOf(tree, { id, aboveId: parentId }, places) : null;
  if (reason) throw invalid("parentId", reason);
  if (!isThere)
    throw invalid("parentId", "A task has its place in its own project. Choose a parent and a task beside it there.");
  return { task, rank: rankWithin(before, after ?? rankOfNumber(last + 1)) };
}
