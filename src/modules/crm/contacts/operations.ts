import "server-only";
import { memberScope } from "@/modules/platform/identity/members/scope";
import { crud } from "@/server/nouns/crud";
import { nextStepColumns } from "@/server/nouns/next-step";
import { tableOf } from "@/server/nouns/table";
import { accountOperations } from "../accounts/operations";
import { crm } from "../module";
import { contacts } from "./fields";

const targets = {
  account: accountOperations.scope,
  owner: memberScope,
  nextStepOwner: memberScope,
  nextOwner: memberScope,
};
const { columns, fields, present } = nextStepColumns("contact");

export const contactOperations = crud(crm, contacts, {
  targets,
  table: tableOf(contacts, targets, { columns, references: {}, list: { fields }, present }),
  pick: ["jobTitle", "emails", "account"],
  facts: ["jobTitle", "account", "emails"],
});
