import "server-only";
import { memberScope } from "@/modules/platform/members/scope";
import { moneyOf } from "@/server/columns";
import type { Prisma } from "@/server/db/generated/client";
import { notFound } from "@/server/errors";
import { keyset, listInput } from "@/server/list";
import { holding, type Where } from "@/server/list-filter";
import { groupRows, listGroups, listGroupsInput } from "@/server/list-groups";
import { pageRows } from "@/server/list-rows";
import { crm } from "../../module";
import type { StageType } from "../../pipelines/schema";
import { stageScope } from "../../pipelines/scope";
import { accountReference, type ListRow, opportunityList, opportunityRows, present, rowOfList, select } from "../row";
import { opportunity, opportunityIdInput, opportunityPage, opportunityPick, opportunityPickInput } from "../schema";
import { visibleOpportunities } from "../scope";

export const listOpportunities = crm.operation({
  kind: "query",
  permission: "opportunity:view",
  list: opportunityList,
  input: listInput,
  output: opportunityPage,
  rest: { method: "GET", path: "/opportunities" },
  describe: "Deals that you may see, by keyset; conditions, groups and q narrow them. Amounts are in minor units.",
  async run(ctx, input) {
    const page = await keyset<ListRow, Prisma.OpportunityWhereInput>(ctx, {
      list: opportunityList,
      input,
      where: [visibleOpportunities(ctx)],
      find: (args) => pageRows(ctx, opportunityRows, args),
    });
    const now = new Date();
    return { ...page, rows: page.rows.map((row) => present(ctx, rowOfList(row), now)) };
  },
});

export const groupOpportunities = crm.operation({
  kind: "query",
  permission: "opportunity:view",
  list: opportunityList,
  input: listGroupsInput,
  output: listGroups,
  describe: "How many deals of a list have each value of a field, and their amounts by currency.",
  run: (ctx, input) =>
    groupRows(ctx, opportunityList, input, {
      visible: visibleOpportunities(ctx) as Where,
      names: { owner: memberScope, stage: stageScope },
    }),
});

export const getOpportunity = crm.operation({
  kind: "query",
  permission: "opportunity:view",
  input: opportunityIdInput,
  output: opportunity,
  rest: { method: "GET", path: "/opportunities/{id}" },
  describe: "One deal.",
  async run(ctx, input) {
    const row = await ctx.db.opportunity.findFirst({
      where: { AND: [{ id: input.id }, visibleOpportunities(ctx)] },
      select,
      relationLoadStrategy: "join",
    });
    if (!row) throw notFound("opportunity");
    return present(ctx, row);
  },
});

export const pickOpportunities = crm.operation({
  kind: "query",
  permission: "opportunity:view",
  input: opportunityPickInput,
  output: opportunityPick,
  describe: "Up to 20 deals whose name holds the text, for pickers and search.",
  async run(ctx, input) {
    const rows = await ctx.db.opportunity.findMany({
      where: {
        AND: [visibleOpportunities(ctx), { archivedAt: null }, input.q ? { nameKey: holding(input.q) } : {}],
      },
      orderBy: [{ nameKey: "asc" }, { id: "asc" }],
      take: 20,
      select: {
        id: true,
        name: true,
        status: true,
        amountMinor: true,
        currency: true,
        account: { select: { id: true, name: true, ownerId: true } },
      },
      relationLoadStrategy: "join",
    });
    return rows.map((row) => ({
      id: row.id,
      name: row.name,
      account: accountReference(ctx, row.account),
      amount: moneyOf(row.amountMinor, row.currency),
      status: row.status as StageType,
    }));
  },
});
