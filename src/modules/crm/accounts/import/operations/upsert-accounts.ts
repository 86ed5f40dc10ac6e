import "server-only";
import { counted, nouns } from "@/lib/counted";
import type { ImportRowOf } from "@/lib/fields/import-row";
import { type ImportCall, type ImportOutcome, importCallInput, importCallOutput, soundRows } from "@/lib/import-rows";
import { foldKey, quoteValue } from "@/lib/text";
import { importScope } from "@/modules/platform/imports/scope";
import type { Ctx } from "@/server/context";
import { changes } from "@/server/events";
import { oneImportAtATime } from "@/server/import-lock";
import { mayOwn } from "@/server/scope";
import { crm } from "../../../module";
import type { accounts } from "../../fields";
import { type AccountColumns, accountRows, Book, loadAccounts, writeAccounts } from "./account-book";

type Row = ImportRowOf<typeof accounts.fields>;

export const upsertAccounts = crm.operation({
  kind: "mutation",
  permission: "record:import",
  uses: [{ scope: importScope, ids: (input) => [input.importId] }],
  silent: "Each record has its own event; a batch without a change has none.",
  input: importCallInput,
  output: importCallOutput,
  describe: "Writes imported accounts, recognised by domain or name, with the rights of the importing member.",
  async run(ctx, input) {
    await oneImportAtATime(ctx, "account", input.dry);
    const { rows, problems: unread } = soundRows(input.rows, accountRows.read);
    const refused: ImportOutcome["problems"] = [];
    const stored = await loadAccounts(
      ctx,
      rows.map(({ row }) => foldKey(row.name)),
      rows.flatMap(({ row }) => (row.domain ? [foldKey(row.domain)] : [])),
    );
    const book = new Book(stored);
    for (const { line, row } of rows) {
      const problem = take(ctx, input, book, line, row);
      if (problem) refused.push({ line, ...problem });
    }
    const written = await writeAccounts(ctx, book.touched(), rows.length - refused.length, input.dry);
    return { ...written, problems: [...unread, ...refused] };
  },
});

function take(ctx: Ctx, input: ImportCall, book: Book, line: number, row: Row) {
  const [found, ...more] = book.find(row);
  if (found && more.length > 0)
    return {
      field: "name",
      reason: `${counted(more.length + 1, nouns.account)} are called ${quoteValue(row.name)}. Give their domain as well, or merge them first.`,
    };
  if (row.owner !== undefined && !mayOwn(ctx, "account:edit", row.owner)) return notYours;
  if (!found) {
    if (!ctx.can("account:create")) return { field: "name", reason: "You may not create accounts." };
    const ownerId = row.owner ?? input.options.ownerId;
    if (!mayOwn(ctx, "account:edit", ownerId)) return notYours;
    book.add(merge(ctx, { ...accountRows.empty, ownerId }, row), line);
    return null;
  }
  const after = merge(ctx, found.after, row);
  if (!changes(found.after, after)) return null;
  if (!book.mayEdit(ctx, found))
    return {
      field: "name",
      reason: `${quoteValue(row.name)} exists, and you may not change it. Ask its owner or an admin.`,
    };
  book.change(found, after, line);
  return null;
}

const notYours = {
  field: "owner",
  reason: "You may give accounts only to yourself, or to members of your teams where you manage them.",
};

/** The account with what a row says. Parents come later, once all accounts of a file are there. */
const merge = (ctx: Ctx, account: AccountColumns, row: Row): AccountColumns => ({
  ...accountRows.merge(account, row, ctx.tenant.currency),
  parentId: account.parentId,
});
