import "server-only";
import { z } from "zod";
import type { Ctx } from "@/server/context";
import { oneInput } from "@/server/nouns/made";
import { crm } from "../../module";
import { contactOperations } from "../operations";
import { lifecycleEntry } from "./schema";

/** The most stays that an answer lists, the latest ones. */
const maxEntries = 100;

export const listLifecycle = crm.operation({
  kind: "query",
  permission: "contact:view",
  uses: [{ scope: contactOperations.scope, ids: (input: { id: string }) => [input.id] }],
  input: oneInput,
  output: z.array(lifecycleEntry).max(maxEntries),
  rest: { method: "GET", path: "/contacts/{id}/lifecycle" },
  describe: `The lifecycle stages that a contact was in, the present one first: at most the last ${maxEntries}.`,
  run: (ctx, { id }) => entriesOf(ctx, id, maxEntries),
});

async function entriesOf(ctx: Ctx, contactId: string, take: number) {
  const rows = await ctx.db.lifecycleEntry.findMany({
    where: { contactId },
    orderBy: [{ enteredAt: "desc" }, { leftAt: { sort: "desc", nulls: "first" } }],
    take,
    select: { id: true, stage: true, enteredAt: true, leftAt: true, reason: true },
  });
  return rows.map(({ enteredAt, leftAt, ...row }) =>
    lifecycleEntry.parse({
      ...row,
      enteredAt: enteredAt.toISOString(),
      leftAt: leftAt?.toISOString() ?? null,
    }),
  );
}
