import "server-only";
import { nouns } from "@/lib/counted";
import { memberScope } from "@/modules/platform/members/scope";
import { crud } from "@/server/nouns/crud";
import { accountOperations } from "../accounts/operations";
import { crm } from "../module";
import { contacts } from "./fields";
import { lifecycleRule } from "./lifecycle/rule";

export const contactOperations = crud(crm, contacts, {
  targets: { account: accountOperations.scope, owner: memberScope },
  pick: ["emails", "jobTitle"],
  facts: ["jobTitle", "account", "emails"],
  parents: ({ accountId }) => [accountId ? { entity: "account", id: accountId } : null],
  pointing: async (ctx, id) => [
    [await ctx.db.opportunityContact.count({ where: { contactId: id } }), nouns.opportunity],
  ],
  rule: lifecycleRule,
});
