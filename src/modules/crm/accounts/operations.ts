import "server-only";
import { memberScope } from "@/modules/platform/identity/members/scope";
import { crud } from "@/server/nouns/crud";
import type { NounRuntime } from "@/server/nouns/noun-runtime";
import { scopeOf } from "@/server/nouns/scope";
import { tableOf } from "@/server/nouns/table";
import { crm } from "../module";
import { accounts } from "./fields";
import { presentValues, valueFields, withSeenValues } from "./row";

const targets = { parent: scopeOf(accounts), owner: memberScope };
const table = tableOf(accounts, targets, {
  columns: {},
  references: {},
  list: { fields: valueFields },
  join: (ctx, rows) => withSeenValues(ctx, tree, rows),
  present: presentValues,
});
const tree = { noun: accounts, table } as unknown as Pick<NounRuntime, "noun" | "table">;

export const accountOperations = crud(crm, accounts, { targets, table, pick: ["domain"] });
