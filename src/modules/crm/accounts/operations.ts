import "server-only";
import { nouns } from "@/lib/counted";
import { memberScope } from "@/modules/platform/members/scope";
import { crud } from "@/server/nouns/crud";
import { crm } from "../module";
import { accounts } from "./fields";

export const accountOperations = crud(crm, accounts, {
  targets: { parent: "self", owner: memberScope },
  pick: ["domain"],
  parents: ({ parentId }) => [parentId ? { entity: "account", id: parentId } : null],
  pointing: async (ctx, id) => [
    [await ctx.db.account.count({ where: { parentId: id } }), nouns.account],
    [await ctx.db.contact.count({ where: { accountId: id } }), nouns.contact],
    [await ctx.db.opportunity.count({ where: { OR: [{ accountId: id }, { competitorId: id }] } }), nouns.opportunity],
  ],
});
