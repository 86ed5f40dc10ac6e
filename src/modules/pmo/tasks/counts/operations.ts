import "server-only";
import type { Ctx } from "@/server/context";
import { visibleAmong } from "@/server/seen-through";
import { pmo } from "../../module";
import { counts, countsInput, mostCounted } from "./schema";

export const countTaskParts = pmo.operation({
  kind: "query",
  permission: "task:view",
  input: countsInput,
  output: counts,
  rest: { method: "GET", path: "/tasks/counts" },
  describe: `How much of the checklist of tasks is ticked, and how many comments they have; at most ${mostCounted} at once. Tasks that have neither, or that you may not see, are left out.`,
  async run(ctx, { ids }) {
    const rows = await ctx.db.task.findMany({
      where: { AND: [{ id: { in: ids } }, await visibleAmong(ctx, "task", ids)] },
      select: { id: true },
    });
    const seen = rows.map(({ id }) => id);
    const [items, comments] = [await itemsOf(ctx, seen), await commentsOf(ctx, seen)];
    return seen
      .map((id) => ({ id, ...(items.get(id) ?? { ticked: 0, items: 0 }), comments: comments.get(id) ?? 0 }))
      .filter((one) => one.items + one.comments > 0);
  },
});

async function itemsOf(ctx: Ctx, ids: string[]): Promise<ReadonlyMap<string, { ticked: number; items: number }>> {
  const groups = await ctx.db.taskItem.groupBy({
    by: ["taskId", "done"],
    where: { taskId: { in: ids } },
    _count: { _all: true },
  });
  const found = new Map<string, { ticked: number; items: number }>();
  for (const { taskId, done, _count } of groups) {
    const { ticked, items } = found.get(taskId) ?? { ticked: 0, items: 0 };
    found.set(taskId, { ticked: ticked + (done ? _count._all : 0), items: items + _count._all });
  }
  return found;
}

async function commentsOf(ctx: Ctx, ids: string[]): Promise<ReadonlyMap<string, number>> {
  const groups = await ctx.db.comment.groupBy({
    by: ["recordId"],
    where: { entity: "task", recordId: { in: ids }, deletedAt: null },
    _count: { _all: true },
  });
  return new Map(groups.map(({ recordId, _count }) => [recordId, _count._all]));
}
