import "server-only";
import { z } from "zod";
import { counted, nouns, wordsFor } from "@/lib/counted";
import { andList, foldKey } from "@/lib/text";
import { memberScope } from "@/modules/platform/members/scope";
import { memberOf } from "@/server/actor";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { AppError, invalid, notFound } from "@/server/errors";
import { emit } from "@/server/events";
import { oneImportAtATime } from "@/server/import-lock";
import { keyset, listInput } from "@/server/list";
import { holding, type Where } from "@/server/list-filter";
import { groupRows, listGroups, listGroupsInput } from "@/server/list-groups";
import { pageRows } from "@/server/list-rows";
import { mayOwn } from "@/server/scope";
import { lastState, updateVersioned } from "@/server/versions";
import { crm } from "../module";
import { accountEvents } from "./events";
import {
  type AccountPatch,
  accountList,
  accountRows,
  columns,
  type ListRow,
  present,
  type Row,
  rowOfList,
  select,
  written,
} from "./row";
import {
  account,
  accountIdInput,
  accountPage,
  accountPick,
  accountPickInput,
  accountVersionInput,
  createAccountInput,
  updateAccountInput,
} from "./schema";
import { accountScope, visibleAccounts } from "./scope";

export const listAccounts = crm.operation({
  kind: "query",
  permission: "account:view",
  list: accountList,
  input: listInput,
  output: accountPage,
  rest: { method: "GET", path: "/accounts" },
  describe: "Accounts that you may see, by keyset; conditions, groups and q narrow them.",
  async run(ctx, input) {
    const page = await keyset<ListRow, Prisma.AccountWhereInput>(ctx, {
      list: accountList,
      input,
      where: [visibleAccounts(ctx)],
      find: (args) => pageRows(ctx, accountRows, args),
    });
    return { ...page, rows: page.rows.map((row) => present(ctx, rowOfList(row))) };
  },
});

export const groupAccounts = crm.operation({
  kind: "query",
  permission: "account:view",
  list: accountList,
  input: listGroupsInput,
  output: listGroups,
  describe: "How many accounts of a list have each value of a field.",
  run: (ctx, input) =>
    groupRows(ctx, accountList, input, {
      visible: visibleAccounts(ctx) as Where,
      names: { owner: memberScope },
    }),
});

export const getAccount = crm.operation({
  kind: "query",
  permission: "account:view",
  input: accountIdInput,
  output: account,
  rest: { method: "GET", path: "/accounts/{id}" },
  describe: "One account.",
  async run(ctx, input) {
    const row = await ctx.db.account.findFirst({
      where: { AND: [{ id: input.id }, visibleAccounts(ctx)] },
      select,
      relationLoadStrategy: "join",
    });
    if (!row) throw notFound("account");
    return present(ctx, row);
  },
});

export const pickAccounts = crm.operation({
  kind: "query",
  permission: "account:view",
  input: accountPickInput,
  output: accountPick,
  describe: "Up to 20 accounts whose name holds the text, for pickers and search; or those with these ids.",
  run: (ctx, input) =>
    ctx.db.account.findMany({
      where: {
        AND: [
          visibleAccounts(ctx),
          input.ids ? { id: { in: input.ids } } : { archivedAt: null },
          input.q ? { nameKey: holding(input.q) } : {},
        ],
      },
      orderBy: [{ nameKey: "asc" }, { id: "asc" }],
      take: input.ids?.length ?? 20,
      select: { id: true, name: true, domain: true },
    }),
});

const references = [
  { scope: accountScope, ids: (input: AccountPatch) => [input.parentId] },
  { scope: memberScope, ids: (input: AccountPatch) => [input.ownerId] },
] as const;

export const createAccount = crm.operation({
  kind: "mutation",
  permission: "account:create",
  uses: references,
  input: createAccountInput,
  output: account,
  rest: { method: "POST", path: "/accounts", creates: true },
  describe: "Creates an account. Without an owner it is yours; null leaves it without one.",
  async run(ctx, input) {
    const ownerId = input.ownerId === undefined ? memberOf(ctx.actor) : input.ownerId;
    requireMayOwn(ctx, ownerId);
    const row = await ctx.db.account.create({
      data: { ...written({ ...input, ownerId }), name: input.name, nameKey: foldKey(input.name) },
      select,
    });
    emit(ctx, accountEvents.created, {
      id: row.id,
      version: row.version,
      parents: parents(row),
      after: { name: row.name, ownerId: row.ownerId },
      data: {},
    });
    return present(ctx, row);
  },
});

export const updateAccount = crm.operation({
  kind: "mutation",
  permission: "account:edit",
  on: { scope: accountScope, ids: (input) => [input.id] },
  uses: references,
  input: updateAccountInput,
  output: account,
  rest: { method: "PATCH", path: "/accounts/{id}" },
  describe:
    "Changes fields of an account; CONFLICT with the present state when the same field was changed since `version`.",
  async run(ctx, { id, version, ...input }) {
    if (input.ownerId !== undefined) requireMayOwn(ctx, input.ownerId);
    if (input.parentId) await refuseCycle(ctx, id, input.parentId);
    const row = await updateVersioned<Row>(ctx, {
      event: accountEvents.updated,
      id,
      version,
      patch: columns(input) as Partial<Row>,
      select,
      load: () => ctx.db.account.findFirst({ where: { id }, select }),
      write: (expected) =>
        ctx.db.account.update({
          where: { id, version: expected },
          data: { ...written(input), version: { increment: 1 } },
          select,
        }),
      present: (row) => present(ctx, row),
      parents: (after, before) => [...parents(before), ...parents(after)],
    });
    return present(ctx, row);
  },
});

const parents = (row: { parentId: string | null }) => [row.parentId ? { entity: "account", id: row.parentId } : null];

function requireMayOwn(ctx: Ctx, ownerId: string | null): void {
  if (!mayOwn(ctx, "account:edit", ownerId))
    throw new AppError(
      "FORBIDDEN",
      "You may give accounts only to yourself, or to members of your teams where you manage them.",
      { field: "ownerId" },
    );
}

/** A parent that is the account itself or stands below it would close a circle. */
async function refuseCycle(ctx: Ctx, id: string, parentId: string): Promise<void> {
  if (parentId === id) throw invalid("parentId", "An account cannot be its own parent.");
  // Two moves at once, or a move and an import, would each find the way up free and close it together.
  await oneImportAtATime(ctx, "account", false);
  const found = await tenantSql<{ name: string }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      with recursive up as (
        select id, parent_id from accounts where id = ${parentId}::uuid and tenant_id = ${ctx.tenant.id}::uuid
        union
        select a.id, a.parent_id from accounts a join up on a.id = up.parent_id where a.tenant_id = ${ctx.tenant.id}::uuid
      )
      select p.name from up join accounts p on p.tenant_id = ${ctx.tenant.id}::uuid and p.id = ${parentId}::uuid
      where up.id = ${id}::uuid`,
  );
  const [below] = found;
  if (below)
    throw invalid("parentId", `${below.name} stands below this account in its family, so it cannot be its parent.`);
}

/** Archive and restore are one change in two directions. */
async function setArchived(ctx: Ctx, input: z.output<typeof accountVersionInput>, archivedAt: Date | null) {
  const row = await updateVersioned<Row>(ctx, {
    event: archivedAt ? accountEvents.archived : accountEvents.restored,
    ...input,
    patch: { archivedAt },
    select,
    load: () => ctx.db.account.findFirst({ where: { id: input.id }, select }),
    write: (expected) =>
      ctx.db.account.update({
        where: { id: input.id, version: expected },
        data: { archivedAt, version: { increment: 1 } },
        select,
      }),
    present: (row) => present(ctx, row),
    parents,
  });
  return present(ctx, row);
}

const archivable = {
  kind: "mutation",
  permission: "account:edit",
  on: { scope: accountScope, ids: (input: { id: string }) => [input.id] },
  input: accountVersionInput,
  output: account,
} as const;

export const archiveAccount = crm.operation({
  ...archivable,
  rest: { method: "POST", path: "/accounts/{id}/archive" },
  describe: "Takes an account out of lists and pickers; it can be restored.",
  run: (ctx, input) => setArchived(ctx, input, new Date()),
});

export const restoreAccount = crm.operation({
  ...archivable,
  rest: { method: "POST", path: "/accounts/{id}/restore" },
  describe: "Brings an archived account back.",
  run: (ctx, input) => setArchived(ctx, input, null),
});

export const deleteAccount = crm.operation({
  kind: "mutation",
  permission: "account:delete",
  on: { scope: accountScope, ids: (input) => [input.id] },
  input: accountVersionInput,
  output: z.object({ id: z.uuid() }),
  rest: { method: "DELETE", path: "/accounts/{id}" },
  describe: "Deletes an account for good. Refused while opportunities or child accounts point to it.",
  async run(ctx, input) {
    const row = await ctx.db.account.findFirst({ where: { id: input.id }, select });
    if (!row || row.version !== input.version)
      throw new AppError("CONFLICT", "Someone changed this account meanwhile. Look again before you delete it.", {
        current: row && present(ctx, row),
      });
    const [children, deals] = [
      await ctx.db.account.count({ where: { parentId: input.id } }),
      await ctx.db.opportunity.count({ where: { OR: [{ accountId: input.id }, { competitorId: input.id }] } }),
    ];
    if (children + deals > 0) {
      const pointing = [
        ...(children > 0 ? [counted(children, nouns.account)] : []),
        ...(deals > 0 ? [counted(deals, nouns.opportunity)] : []),
      ];
      const point = wordsFor(children + deals, { one: "points", many: "point" });
      throw new AppError(
        "CONFLICT",
        `${andList(pointing)} ${point} to this account. Archive it, or move what points to it first.`,
      );
    }
    await ctx.db.account.delete({ where: { id: input.id, version: input.version } });
    emit(ctx, accountEvents.deleted, {
      id: input.id,
      parents: parents(row),
      before: lastState(select, row),
      data: { name: row.name },
    });
    return { id: input.id };
  },
});
