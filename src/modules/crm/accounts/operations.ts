import "server-only";
import { memberScope } from "@/modules/platform/identity/members/scope";
import { crud } from "@/server/nouns/crud";
import { crm } from "../module";
import { accounts } from "./fields";

export const accountOperations = crud(crm, accounts, {
  targets: { parent: "self", owner: memberScope },
  pick: ["domain"],
});
