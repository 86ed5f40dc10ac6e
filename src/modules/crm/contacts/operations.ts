import "server-only";
import { memberScope } from "@/modules/platform/identity/members/scope";
import { crud } from "@/server/nouns/crud";
import { accountOperations } from "../accounts/operations";
import { crm } from "../module";
import { contacts } from "./fields";

export const contactOperations = crud(crm, contacts, {
  targets: { account: accountOperations.scope, owner: memberScope },
  pick: ["jobTitle", "emails"],
  facts: ["jobTitle", "account", "emails"],
});
