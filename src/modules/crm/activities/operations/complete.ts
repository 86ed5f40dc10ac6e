import "server-only";
import { extendSchema } from "@/lib/nouns/derive-schema";
import { AppError } from "@/server/errors";
import { type StepsGiven, target } from "@/server/nouns/noun-runtime";
import { crm } from "../../module";
import { type Activity, activities } from "../fields";
import { completion } from "../schema";

type Given = StepsGiven<(typeof activities)["fields"]>;

/** The transition that completes an activity and plans the next one with it. */
export const completing = ({ scope, get, create, update }: Given) =>
  crm.operation({
    kind: "mutation",
    permission: "activity:edit",
    on: { scope, ids: (input) => [input.id] },
    input: extendSchema(completion, target.shape),
    output: activities.record,
    rest: { method: "POST", path: "/activities/{id}/complete" },
    describe:
      "Changes the status of an activity to Completed, with its outcome and result. `next` plans another activity with the same links, assignee and colleagues. CONFLICT, with the current state, if somebody else completed it: then `next` is not planned.",
    async run(ctx, { id, version, next, ...result }) {
      const before = await get(ctx, { id });
      const done = await update(ctx, { id, version, ...result, status: "completed" });
      if (!next) return done;
      if (before.status === "completed" || ctx.outcome.unchanged)
        throw new AppError("CONFLICT", "Somebody completed this activity in the meantime. No next one was planned.", {
          current: done,
          changed: ["status"],
        });
      await create(ctx, { ...next, ...carriedOver(before) });
      return done;
    },
  });

/** The links that the member may open, the assignee and the colleagues, for the next activity. */
const carriedOver = ({ about, owner, participants }: Activity) => ({
  about: about?.flatMap(({ entity, id }) => (id === null ? [] : [{ entity, id }])) ?? [],
  ownerId: owner?.id ?? null,
  participants: participants?.flatMap(({ id }) => (id === null ? [] : [id])) ?? null,
});
