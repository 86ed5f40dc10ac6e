import "server-only";
import { z } from "zod";
import type { Fields } from "@/lib/fields/field";
import { permissionFor } from "@/lib/nouns/all";
import { capital } from "@/lib/text";
import { id, pickInput, pickWithinInput } from "@/lib/zod";
import type { Ctx } from "../context.ts";
import { notFound } from "../errors.ts";
import type { Row } from "../fields/kind.ts";
import { type KeysetQuery, keyset, listInput } from "../list.ts";
import type { Where } from "../list-definition.ts";
import { groupRows, listGroups, listGroupsInput } from "../list-groups.ts";
import { pageRows } from "../list-rows.ts";
import { type ListTotals, listTotals, listTotalsInput, totalRows } from "../list-totals.ts";
import { readable } from "../readable.ts";
import { findRecords, inOrder } from "../search/find.ts";
import { visibleAmong, visibleFirst } from "../seen-through.ts";
import { inWorkspace } from "./in-workspace.ts";
import { withMentionNames } from "./mention-names.ts";
import type { Crud, NounRuntime, Picked, Schema } from "./noun-runtime.ts";
import { idInput } from "./noun-runtime.ts";
import { presentFlat, presentStored } from "./present.ts";
import { recordsOf, type Stored } from "./records.ts";
import { rowsById } from "./rows-by-id.ts";
import { visibleOf } from "./scope.ts";

const maxPicked = 50;

type Reads = Pick<Crud<Fields, string>, "list" | "groups" | "totals" | "get" | "pick">;

/** The queries of a noun. */
export function readOperations(runtime: NounRuntime): Reads {
  const { module, noun, table } = runtime;
  const { head, entity } = noun;
  const permission = permissionFor(entity, "view");
  const shown = pickShape(runtime);
  const operations = {
    list: module.operation({
      kind: "query",
      permission,
      presented: true,
      records: entity,
      list: table.list,
      input: listInput,
      output: noun.page,
      rest: { method: "GET", path: `/${head.path}` },
      describe: `${capital(head.many)} that you may see, page by page; conditions, groups and q filter them.`,
      async run(ctx, input) {
        const page = await listPage(ctx, runtime, input);
        return { ...page, rows: await withMentionNames(ctx, runtime, page.rows) };
      },
    }),
    ...(canGroup(runtime) ? { groups: groupsOf(runtime) } : {}),
    totals: totalsOf(runtime),
    get: module.operation({
      kind: "query",
      permission,
      records: entity,
      input: idInput,
      output: noun.record,
      rest: { method: "GET", path: `/${head.path}/{id}` },
      describe: `One ${head.one}.`,
      async run(ctx, input) {
        const row = await recordsOf(ctx, entity).findFirst({
          where: { AND: [{ id: input.id }, await visibleAmong(ctx, entity, [input.id])] },
          select: table.select,
          relationLoadStrategy: "join",
        });
        if (!row) throw notFound(head.one);
        return await presentStored(ctx, runtime, row);
      },
    }),
    pick: module.operation({
      kind: "query",
      permission,
      input: pickInputOf(runtime),
      output: z.array(z.object(shown)) as unknown as Schema<Picked<Fields, string>[]>,
      describe: `Up to 50 ${head.many} that contain the words of a text, best first, for pickers; or those with these ids.`,
      async run(ctx, input) {
        const names = ["name", ...runtime.pick];
        const rows = await picked(ctx, runtime, input, names);
        return rows.map((row) => ({ id: row.id, ...table.values(ctx, row, names) }) as Picked<Fields, string>);
      },
    }),
  };
  // Without a field to group by there is nothing to ask: the API and the screens leave it out then.
  return operations as Reads;
}

/** A page of a list as its operation returns it; `also` narrows it further, as a right with a reach does. */
export async function listPage(
  ctx: Ctx,
  runtime: NounRuntime,
  input: KeysetQuery<Stored, Where>["input"],
  also: readonly Where[] = [],
) {
  const own = inWorkspace(ctx, runtime);
  const page = await keyset<Stored, Where>(ctx, {
    list: runtime.table.list,
    input,
    where: [visibleOf(ctx, runtime.noun), ...also],
    find: (args) => pageRows(ctx, own.table.rows, args),
  });
  return { ...page, rows: await presentFlat(ctx, own, page.rows) };
}

const canGroup = ({ table }: NounRuntime) => Object.values(table.list.fields).some(({ groups }) => groups);

function groupsOf(runtime: NounRuntime): Reads["groups"] {
  const { module, noun, table } = runtime;
  return module.operation({
    kind: "query",
    permission: permissionFor(noun.entity, "view"),
    list: table.list,
    input: listGroupsInput,
    output: listGroups as Schema<z.infer<typeof listGroups>>,
    describe: `How many ${noun.head.many} of a list have each value of a field.`,
    run(ctx, input) {
      const { names } = inWorkspace(ctx, runtime).table;
      return groupRows(ctx, table.list, input, { visible: visibleOf(ctx, noun), names });
    },
  });
}

function totalsOf({ module, noun, table }: NounRuntime): Reads["totals"] {
  return module.operation({
    kind: "query",
    permission: permissionFor(noun.entity, "view"),
    list: table.list,
    input: listTotalsInput,
    output: listTotals as Schema<ListTotals>,
    rest: { method: "GET", path: `/${noun.head.path}/totals` },
    describe: `The exact number of ${noun.head.many} of a list, and sums, averages, smallest and largest values of its fields.`,
    run: (ctx, input) => totalRows(ctx, table.list, input, visibleOf(ctx, noun)),
  });
}

function pickShape({ noun, pick }: NounRuntime): Record<string, z.ZodType> {
  const record = (noun.record as unknown as z.ZodObject).shape as Record<string, z.ZodType>;
  const names = ["name", ...pick];
  return { id, ...Object.fromEntries(names.map((name) => [name, record[name] ?? z.string()])) };
}

type PickInput = ReturnType<typeof pickWithinInput>;

/** Only nouns that refer to others can be narrowed by a record. */
function pickInputOf({ noun, search }: NounRuntime): PickInput {
  const fields = search.references.flatMap(({ field, table }) => (table === noun.head.table ? [field] : []));
  return fields.length > 0 ? pickWithinInput(fields) : (pickInput as PickInput);
}

async function picked(
  ctx: Ctx,
  runtime: NounRuntime,
  { q, ids, within }: z.infer<PickInput>,
  names: readonly string[],
): Promise<Row[]> {
  const { noun, table, search } = runtime;
  if (within && !ids && !readable(ctx, noun.entity).has(within.field)) return [];
  if (q && !ids) {
    const found = await findRecords(ctx, [search], { q, archived: false, limit: maxPicked, within });
    const wanted = found.map(({ id }) => id);
    return inOrder(await rowsById(ctx, runtime, wanted), found);
  }
  const column = search.references.find(({ field }) => field === within?.field)?.column;
  const narrowed = within && column ? { column, id: within.id } : undefined;
  const visible = await (ids
    ? visibleAmong(ctx, noun.entity, ids)
    : visibleFirst(ctx, noun.entity, maxPicked, narrowed));
  const rows = await recordsOf(ctx, noun.entity).findMany({
    where: {
      AND: [
        visible,
        ids ? { id: { in: ids } } : { archivedAt: null },
        within && !ids ? { [`${within.field}Id`]: within.id } : {},
      ],
    },
    orderBy: [{ nameKey: "asc" }, { id: "asc" }],
    take: ids?.length ?? maxPicked,
    select: table.selectOf(names),
    relationLoadStrategy: "join",
  });
  return await table.named(ctx, rows);
}
