import "server-only";
import type { z } from "zod";
import { bulkReport } from "@/lib/bulk";
import { eachOfMany } from "@/server/bulk";
import type { Ctx } from "@/server/context";
import { crm } from "../../module";
import { archiveAccount, restoreAccount, updateAccount } from "../operations";
import { visibleAccounts } from "../scope";
import { bulkAccountsInput } from "./schema";

export const bulkAccounts = crm.operation({
  kind: "mutation",
  permission: "account:edit",
  input: bulkAccountsInput,
  output: bulkReport,
  rest: { method: "POST", path: "/accounts/bulk" },
  describe:
    "Gives up to 200 accounts to a member, archives or restores them; reports row by row what was done and why the rest was not.",
  run: (ctx, input) =>
    eachOfMany(ctx, {
      input,
      noun: "account",
      find: (ids) =>
        ctx.db.account.findMany({
          where: { AND: [{ id: { in: ids } }, visibleAccounts(ctx)] },
          select: { id: true, version: true },
        }),
      act: (batch, target) => act(batch, target, input.action),
    }),
});

async function act(
  ctx: Ctx,
  target: { id: string; version: number },
  action: z.output<typeof bulkAccountsInput>["action"],
): Promise<{ id: string; version: number }> {
  if (action.type === "archive") return await archiveAccount(ctx, target);
  if (action.type === "restore") return await restoreAccount(ctx, target);
  return await updateAccount(ctx, { ...target, ownerId: action.ownerId });
}
