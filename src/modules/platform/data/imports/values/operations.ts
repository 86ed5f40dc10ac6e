import "server-only";
import { foldKey } from "@/lib/text";
import { platform } from "@/modules/platform/module";
import { analyseColumn } from "../operations/analyse-column";
import { comingFor, comingNames } from "../operations/analyse-import";
import { fileOf } from "../operations/change-file";
import { readsImport } from "../operations/operation-heads";
import { planFile } from "../operations/plan-file";
import { filesOf } from "../operations/present-import";
import type { ValueGroup } from "../schema";
import { listValuesInput, valuePage } from "./schema";

export const listImportValues = platform.operation({
  ...readsImport,
  input: listValuesInput,
  output: valuePage,
  rest: { method: "GET", path: "/imports/{id}/files/{fileId}/values" },
  describe:
    "All values of a file that need a decision or have one, open ones first, with suggestions: page by page, of one field, or those that contain a text.",
  async run(ctx, { id, fileId, field, q = "", after = 0, limit = 50 }) {
    const file = await fileOf(ctx, id, fileId);
    const plan = planFile(ctx, file, "");
    const plans = (await filesOf(ctx, id)).map((one) => planFile(ctx, one, ""));
    const coming = await comingNames(ctx, plans);
    const columns = (plan?.columns ?? []).filter((one) => one.column >= 0 && (!field || one.field === field));
    const key = foldKey(q);
    const found: { group: ValueGroup; suggest(groups: readonly ValueGroup[]): Promise<ValueGroup[]> }[] = [];
    for (const column of columns) {
      if (!plan) break;
      const names = comingFor(plan, column, coming);
      const { groups, withSuggestions: suggest } = await analyseColumn(ctx, plan, column, names);
      found.push(...groups.filter(({ text }) => foldKey(text).includes(key)).map((group) => ({ group, suggest })));
    }
    const ordered = found.toSorted((a, b) => Number(b.group.choice === null) - Number(a.group.choice === null));
    const shown = ordered.slice(after, after + limit);
    const rows: ValueGroup[] = [];
    for (const suggest of new Set(shown.map((one) => one.suggest)))
      rows.push(...(await suggest(shown.flatMap((one) => (one.suggest === suggest ? [one.group] : [])))));
    return {
      rows: rows.toSorted((a, b) => Number(b.choice === null) - Number(a.choice === null)),
      total: found.length,
      next: after + limit < found.length ? after + limit : null,
    };
  },
});
