import "server-only";
import type { z } from "zod";
import type { ChoiceOption, Field } from "@/lib/fields/field";
import { type OptionLists, optionsOfList } from "@/lib/fields/option-lists";
import { nounOf } from "@/lib/nouns/all";
import { own } from "@/lib/own";
import { quoteValue } from "@/lib/text";
import { platform } from "@/modules/platform/module";
import type { Ctx } from "@/server/context";
import { lockDefinitions } from "@/server/custom/lock";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { invalid, notFound } from "@/server/errors";
import { newId } from "@/server/new-id";
import { manyOf } from "@/server/nouns/many";
import { snakeCase } from "@/server/nouns/snake-case";
import { readable } from "@/server/readable";
import { updateVersioned } from "@/server/versions";
import { optionsProblem } from "../../rules";
import { optionListEvents } from "../events";
import {
  changedLists,
  listOptionListsInput,
  type OptionListRow,
  optionList,
  optionLists,
  updateOptionListInput,
} from "../schema";
import { type DeclaredList, declaredLists } from "./declared-lists";

type Option = OptionListRow["options"][number];
type Kept = z.output<typeof updateOptionListInput>["options"];

const select = { id: true, name: true, options: true, version: true } satisfies Prisma.OptionListSelect;
type Stored = Prisma.OptionListGetPayload<{ select: typeof select }>;

export const listOptionLists = platform.operation({
  kind: "query",
  permission: "workspace:view",
  input: listOptionListsInput,
  output: optionLists,
  rest: { method: "GET", path: "/option-lists" },
  describe:
    "The options of built-in choices that workspaces change, such as sources and types, each list with the fields that offer it.",
  async run(ctx) {
    const rows = await ctx.db.optionList.findMany({ select });
    const stored = new Map(rows.map((row) => [row.name, row]));
    return [...readableLists(ctx)].map(([name, list]) => present(name, list, stored.get(name)));
  },
});

/** The lists that the workspace has changed, as screens read them with each page. */
export const getChangedLists = platform.operation({
  kind: "query",
  permission: "workspace:view",
  input: listOptionListsInput,
  output: changedLists,
  describe: "The options of the built-in choices that the workspace has changed.",
  async run(ctx) {
    const lists = readableLists(ctx);
    const rows = await ctx.db.optionList.findMany({ select });
    return Object.fromEntries(rows.flatMap(({ name, options }) => (lists.has(name) ? [[name, options as Kept]] : [])));
  },
});

/** The lists, each with its fields that the actor may read; none without any. */
function readableLists(ctx: Ctx): Map<string, DeclaredList> {
  const lists = [...declaredLists()].map(([name, list]): [string, DeclaredList] => {
    const fields = list.fields.filter(({ entity, field }) => readable(ctx, entity).has(field));
    return [name, { ...list, fields }];
  });
  return new Map(lists.filter(([, { fields }]) => fields.length > 0));
}

/** The lists that the workspace has changed, as the request found them, with the options of fields that the actor may read. */
export function changedListsOf(ctx: Ctx): OptionLists {
  const lists = readableLists(ctx);
  return Object.fromEntries(Object.entries(ctx.tenant.custom.lists).filter(([name]) => lists.has(name)));
}

export const updateOptionList = platform.operation({
  kind: "mutation",
  permission: "field:manage",
  input: updateOptionListInput,
  output: optionList,
  rest: { method: "PATCH", path: "/option-lists/{name}" },
  describe:
    "Sets the options of a built-in choice: all of them, in their order. Options that every workspace has can be renamed and archived, but not left out. VALIDATION if records have an option that is left out.",
  async run(ctx, { name, version, options }) {
    await lockDefinitions(ctx);
    const list = listNamed(name);
    const before = await storedList(ctx, name, list);
    await requireSound(ctx, list, (before.options ?? []) as Kept, options);
    const after = await updateVersioned<Stored>(ctx, {
      event: optionListEvents.updated,
      id: before.id,
      version,
      columns: { options },
      select,
      load: () => ctx.db.optionList.findFirst({ where: { id: before.id }, select }),
      write: (expected) =>
        ctx.db.optionList.update({
          where: { id: before.id, version: expected },
          data: { options, version: { increment: 1 } },
          select,
        }),
      present: (row) => present(name, list, row),
    });
    return present(name, list, after);
  },
});

function listNamed(name: string): DeclaredList {
  const list = declaredLists().get(name);
  if (!list) throw notFound("list of options");
  return list;
}

function present(name: string, list: DeclaredList, row: Stored | undefined): OptionListRow {
  const kept = (row?.options ?? []) as unknown as ChoiceOption[];
  const builtIn = new Set(list.options.map(({ value }) => value));
  const options = optionsOfList(list.options, kept).map(
    ({ synonyms: _, ...option }): Option => ({ ...option, builtIn: builtIn.has(option.value) }),
  );
  const { label, fields } = list;
  return { name, label, fields: [...fields], options, version: row?.version ?? 1 };
}

/** The row of a list, which the first change makes with the options as they are declared. */
async function storedList(ctx: Ctx, name: string, list: DeclaredList): Promise<Stored> {
  const found = await ctx.db.optionList.findFirst({ where: { name }, select });
  if (found) return found;
  const options = list.options.map(({ synonyms: _, ...option }) => option);
  return await ctx.db.optionList.create({ data: { id: newId(), name, options }, select });
}

const path = "options";

async function requireSound(ctx: Ctx, list: DeclaredList, before: Kept, after: Kept): Promise<void> {
  const problem = optionsProblem(after, path);
  if (problem) throw invalid(problem.path, problem.message);
  const values = new Set(after.map(({ value }) => value));
  const lost = list.options.find(({ value }) => !values.has(value));
  if (lost) throw invalid(path, `${quoteValue(lost.label)} is built in. Archive it instead of removing it.`);
  for (const { entity, field } of list.fields) requireInitial(entity, field, after);
  for (const option of before) if (!values.has(option.value)) await requireUnused(ctx, list, option);
}

/** New records begin with an option that is offered. */
function requireInitial(entity: string, field: string, options: Kept): void {
  const initial = own<Field>(manyOf(entity).runtime.noun.fields, field)?.initial ?? null;
  const archived = options.find((option) => option.archived && option.value === initial);
  const many = nounOf(entity)?.many ?? "records";
  if (archived) throw invalid(path, `New ${many} begin with ${quoteValue(archived.label)}, so it cannot be archived.`);
}

async function requireUnused(ctx: Ctx, list: DeclaredList, { value, label }: Kept[number]): Promise<void> {
  for (const { entity, field } of list.fields) {
    const head = nounOf(entity);
    if (!head) continue;
    const [found] = await tenantSql<{ isUsed: boolean }>(
      ctx.tenant.id,
      ctx.db,
      Prisma.sql`
        select exists (
          select 1 from ${Prisma.raw(head.table)} t
          where t.tenant_id = ${ctx.tenant.id}::uuid and t.${Prisma.raw(snakeCase(field))} = ${value}
        ) as "isUsed"`,
    );
    if (found?.isUsed)
      throw invalid(path, `Some ${head.many} have the option ${quoteValue(label)}. Archive it instead.`);
  }
}
