import "server-only";
import { foldKey } from "@/lib/text";
import { platform } from "@/modules/platform/module";
import { analyseColumn, comingFor, comingNames } from "../operations/analyse-import";
import { fileOf } from "../operations/change-file";
import { readsImport } from "../operations/operation-heads";
import { planFile } from "../operations/plan-file";
import { filesOf } from "../operations/present-import";
import { type FoundValue, openFirst, withSuggestions } from "../operations/value-groups";
import { listValuesInput, valuePage } from "./schema";

export const listImportValues = platform.operation({
  ...readsImport,
  input: listValuesInput,
  output: valuePage,
  rest: { method: "GET", path: "/imports/{id}/files/{fileId}/values" },
  describe:
    "All values of a file that need a decision or have one, open ones first, with suggestions; page by page, and optionally only of one field or with a given text.",
  async run(ctx, { id, fileId, field, q = "", after = 0, limit = 50 }) {
    const file = await fileOf(ctx, id, fileId);
    const plans = (await filesOf(ctx, id)).map((one) => planFile(ctx, one, ""));
    const plan = plans.find((one) => one?.file.id === file.id);
    const coming = await comingNames(ctx, plans);
    const key = foldKey(q);
    const found: FoundValue[] = [];
    for (const column of plan?.columns ?? []) {
      if (!plan || column.column < 0 || (field && column.field !== field)) continue;
      const { groups } = await analyseColumn(ctx, plan, column, comingFor(plan, column, coming));
      found.push(...groups.filter(({ text }) => foldKey(text).includes(key)));
    }
    return {
      rows: await withSuggestions(ctx, openFirst(found).slice(after, after + limit)),
      total: found.length,
      next: after + limit < found.length ? after + limit : null,
    };
  },
});
