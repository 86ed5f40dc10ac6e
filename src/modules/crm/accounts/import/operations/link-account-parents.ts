import "server-only";
import { type ImportOutcome, importCallInput, importCallOutput } from "@/lib/import-rows";
import { foldKey } from "@/lib/text";
import { importScope } from "@/modules/platform/imports/scope";
import { oneImportAtATime } from "@/server/import-lock";
import { crm } from "../../../module";
import { accountOperations } from "../../operations";
import { accountRows, Book, loadAccounts, writeAccounts } from "./account-book";
import { circleOf, treeAbove } from "./family-tree";

export const linkAccountParents = crm.operation({
  kind: "mutation",
  permission: "record:import",
  uses: [{ scope: importScope, ids: (input) => [input.importId] }],
  silent: "Each record has its own event; a batch without a change has none.",
  input: importCallInput,
  output: importCallOutput,
  describe: "Sets the parents of imported accounts once all of them are there; a circle is refused row by row.",
  async run(ctx, input) {
    await oneImportAtATime(ctx, "account", input.dry);
    const problems: ImportOutcome["problems"] = [];
    const rows = input.rows.flatMap(({ line, values }) => {
      const read = accountRows.read(values);
      return read.success && read.data.parent !== undefined
        ? [{ line, row: read.data, parentId: read.data.parent }]
        : [];
    });
    const stored = await loadAccounts(
      ctx,
      rows.map(({ row }) => foldKey(row.name)),
      rows.flatMap(({ row }) => (row.domain ? [foldKey(row.domain)] : [])),
    );
    const book = new Book(stored);
    const tree = await treeAbove(
      ctx,
      rows.map(({ parentId }) => parentId),
    );
    for (const { line, row, parentId } of rows) {
      const [found] = book.find(row);
      // A row that did not go in has said why in the first phase.
      if (!found || found.after.parentId === parentId || !book.mayEdit(ctx, found)) continue;
      const parent = tree.get(parentId);
      if (!parent || !accountOperations.scope.sees(ctx, parent)) {
        problems.push({ line, field: "parent", reason: "The parent account does not exist any more." });
        continue;
      }
      const circle = circleOf(tree, found.id, parentId);
      if (circle) {
        problems.push({
          line,
          field: "parent",
          reason: `The parents go in a circle: ${[found.after.name, ...circle].join(" → ")}. The account stays without this parent.`,
        });
        continue;
      }
      tree.set(found.id, { id: found.id, name: found.after.name, parentId, ownerId: found.after.ownerId });
      book.change(found, { ...found.after, parentId }, line);
    }
    return { ...(await writeAccounts(ctx, book.touched(), 0, input.dry)), counts: {}, problems };
  },
});
