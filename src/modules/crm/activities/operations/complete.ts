import "server-only";
import { extendSchema } from "@/lib/nouns/derive-schema";
import { memberOf } from "@/server/actor";
import type { Ctx } from "@/server/context";
import { AppError } from "@/server/errors";
import { type StepsGiven, target } from "@/server/nouns/noun-runtime";
import { crm } from "../../module";
import type { Activity, activities } from "../fields";
import { completed, completion } from "../schema";

type Given = StepsGiven<(typeof activities)["fields"]>;

/** The transition that completes an activity and plans the next one with it. */
export const completing = ({ scope, create, update }: Given) =>
  crm.operation({
    kind: "mutation",
    permission: "activity:edit",
    on: { scope, ids: (input) => [input.id] },
    input: extendSchema(completion, target.shape),
    output: completed,
    rest: { method: "POST", path: "/activities/{id}/complete" },
    describe:
      "Changes the status of an activity to Completed, with its outcome and result. `next` plans another activity with the same links, assignee and colleagues; the answer has its id and version. CONFLICT, with the current state, if somebody else completed it: then `next` is not planned.",
    async run(ctx, { id, version, next, ...result }) {
      const before = await ctx.db.activity.findFirst({ where: { id }, select: { status: true } });
      const done = await update(ctx, { id, version, ...result, status: "completed" });
      if (!next) return { ...done, next: null };
      if (before?.status === "completed" || ctx.outcome.unchanged)
        throw new AppError("CONFLICT", "Somebody completed this activity in the meantime. No next one was planned.", {
          current: done,
          changed: ["status"],
        });
      const planned = await create(ctx, { ...next, ...(await carriedOver(ctx, done)) });
      return { ...done, next: { id: planned.id, version: planned.version } };
    },
  });

/** The links that the member may open, and the assignee and colleagues who are still members, for the next activity. */
async function carriedOver(ctx: Ctx, { about, owner, participants }: Activity) {
  const ids = [...(owner ? [owner] : []), ...(participants ?? [])].flatMap(({ id }) => id ?? []);
  const here = await ctx.db.member.findMany({
    where: { id: { in: ids }, status: { not: "removed" } },
    select: { id: true },
  });
  const isHere = (id: string | null | undefined): id is string => here.some((one) => one.id === id);
  return {
    about: about?.flatMap(({ entity, id }) => (id === null ? [] : [{ entity, id }])) ?? [],
    ownerId: isHere(owner?.id) ? owner?.id : memberOf(ctx.actor),
    participants: participants?.flatMap(({ id }) => (isHere(id) ? [id] : [])) ?? null,
  };
}
