import "@/registry/register";
import { beforeAll, describe, expect, test } from "vitest";
import { type Condition, operatorArity } from "@/lib/list-filter";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { createOpportunity, opportunityOperations } from "@/modules/crm/opportunities/operations/all";
import { declaredNouns } from "@/registry/nouns";
import { timelineOf } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import type { ListDefinition, ListField } from "@/server/list-definition";
import { conditionsWhere, requireCondition } from "@/server/list-filter";
import { objectsOf } from "@/server/list-kept-state";
import { operatorsOfKind } from "@/server/list-kinds";
import { listOf, relatedFields } from "@/server/list-targets";
import { newId } from "@/server/new-id";
import type { TestMember } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { type OpportunityWorkspace, opportunityWorkspace } from "@/test/opportunities";
import { statementsOf } from "@/test/plans";
import { createView, getView, listViews } from "./operations/views";

let firm: OpportunityWorkspace;
let admin: Ctx;
let bob: TestMember;

beforeAll(async () => {
  firm = await opportunityWorkspace();
  ({ admin } = firm);
  bob = await firm.workspace.join("member");
});

const lists: readonly ListDefinition[] = [
  ...Object.values(declaredNouns).map(({ table }) => table.list),
  listOf("member") as ListDefinition,
];
/** The fields of a list and those of the records that its rows point to. */
const fieldsOf = (list: ListDefinition): [string, ListField][] => [
  ...Object.entries(list.fields),
  ...relatedFields(list),
];

const shared = (noun: "account" | "opportunity", name: string, state: object) =>
  createView(admin, { noun, name, scope: "workspace", state });

describe("records that a view names", () => {
  test("are dropped where they no longer exist, and stay where they are archived or have left", async () => {
    const [open, removed] = firm.pipeline.stages;
    await adminQuery("update stages set archived_at = now() where id = $1", [removed?.id]);
    const account = await accountOperations.create(admin, { name: "Copper works" });
    await accountOperations.archive(admin, { id: account.id, version: account.version });
    const left = await firm.workspace.join("member");
    await firm.workspace.system.db.member.updateMany({ where: { id: left.id }, data: { status: "removed" } });
    const kept = [
      { field: "stage", op: "is", value: open?.id },
      { field: "pipeline", op: "is", value: firm.pipeline.id },
      { field: "account", op: "is", value: account.id },
      { field: "family", op: "is", value: account.id },
      { field: "owner", op: "is", value: left.id },
      { field: "team", op: "is", value: "my teams" },
      { field: "account.owner", op: "anyOf", value: ["me", bob.id] },
    ];
    const lost = ["stage", "pipeline", "account", "family", "team", "product", "lossReason", "account.parent"];
    const view = await shared("opportunity", "Records", {
      conditions: [
        ...kept,
        { field: "stage", op: "is", value: removed?.id },
        ...lost.map((field) => ({ field, op: "anyOf", value: [newId()] })),
      ],
    });
    expect(view.state.conditions).toEqual(kept);
    expect(view.dropped).toEqual(["stage", ...lost].map((field) => ({ part: "condition", field })));
  });

  test("every field of ids says of which objects they are, and each of these has a table of names", () => {
    const unknown = lists.flatMap((list) =>
      fieldsOf(list).flatMap(([name, field]) => {
        if (!["id", "related", "member", "members"].includes(field.kind)) return [];
        const objects = objectsOf(field);
        const isKnown = objects.length > 0 && objects.every((one) => timelineOf(one)?.scope.namesIn !== undefined);
        return isKnown ? [] : [`${list.entity}.${name}`];
      }),
    );
    expect(unknown).toEqual([]);
  });

  test("cost as many statements in thirty views as in one", async () => {
    const state = () => ({
      conditions: [
        { field: "owner", op: "anyOf", value: ["my teams", bob.id, newId()] },
        { field: "account", op: "is", value: newId() },
        { field: "team", op: "is", value: "my teams" },
        { field: "name", op: "contains", value: "copper" },
      ],
    });
    const sent = async () => (await statementsOf(() => listViews(admin, { noun: "opportunity" }))).length;
    await shared("opportunity", "First", state());
    const few = await sent();
    for (let n = 0; n < 30; n++) await shared("opportunity", `View ${n}`, state());
    expect(await sent()).toBe(few);
  });
});

describe("fields that the reader may not read", () => {
  const hidden = () => firm.workspace.as(bob, { hiddenFields: { account: ["industry", "annualRevenue"] } });

  test("of the list are dropped without their names", async () => {
    const view = await shared("account", "Fields that some may not read", {
      conditions: [{ field: "industry", op: "is", value: "mining" }],
      sorts: [{ field: "annualRevenue", direction: "desc" }],
      group: "industry",
      totals: { annualRevenue: "sum", industry: "max", lost: "min" },
    });
    expect(view.dropped).toEqual([{ part: "total", field: "lost" }]);
    const read = await getView(await hidden(), { id: view.id });
    expect(read.dropped.map(({ part, field }) => `${part} ${field}`).sort()).toEqual([
      "condition ",
      "group ",
      "sort ",
      "total ",
      "total ",
      "total lost",
    ]);
    expect(JSON.stringify(read)).not.toMatch(/industry"|annualRevenue|mining/);
  });

  test("of referenced records count as empty in the list of a view", async () => {
    const account = await accountOperations.create(admin, { name: "Tin mine", industry: "mining" });
    const [stage] = firm.pipeline.stages;
    await createOpportunity(admin, { name: "Bridge", stageId: stage?.id ?? "", accountId: account.id });
    const view = async (op: "is" | "isNot" | "empty", value?: string) =>
      (await shared("opportunity", `${op} ${value}`, { conditions: [{ field: "account.industry", op, value }] })).id;
    const [mining, others, empty] = [await view("is", "mining"), await view("isNot", "mining"), await view("empty")];
    const names = async (ctx: Ctx, id: string) =>
      (await opportunityOperations.list(ctx, { view: id })).rows.map(({ name }) => name);
    const blind = await hidden();
    expect([await names(admin, mining), await names(admin, others), await names(admin, empty)]).toEqual([
      ["Bridge"],
      [],
      [],
    ]);
    expect([await names(blind, mining), await names(blind, others), await names(blind, empty)]).toEqual([
      [],
      ["Bridge"],
      ["Bridge"],
    ]);
  });
});

describe("a check of a condition without the database", () => {
  const samples = ["me", "my teams", "none", "12", 1.5, true, "2026-11-30", "last 30 days", newId()];

  test.each(lists.map((list) => [list.entity, list] as const))(
    "of a list of %s refuses what its where-fragment refuses",
    async (_entity, list) => {
      for (const [name, field] of fieldsOf(list))
        for (const op of [...operatorsOfKind(field.kind), "between", "startsWith"] as const)
          for (const sample of samples) {
            const value = { none: undefined, one: sample, two: [sample, sample], many: [sample] }[operatorArity(op)];
            const condition: Condition = { field: name, op, value };
            const given = await conditionsWhere(list, { conditions: [condition] }, admin).then(
              () => null,
              ({ code }) => code,
            );
            const checked = await Promise.resolve()
              .then(() => requireCondition(admin, list, condition, "conditions"))
              .then(
                () => null,
                ({ code }) => code,
              );
            expect(checked, JSON.stringify(condition)).toBe(given);
          }
    },
    120_000,
  );
});
