import "server-only";
import { sharedScope } from "@/server/scope";
import { declaredLists } from "./operations/declared-lists";

/** The options of built-in choices are visible to everyone in the workspace. */
export const optionListScope = sharedScope({
  entity: "optionList",
  noun: "list of options",
  edit: "field:manage",
  load: (ctx, ids) => ctx.db.optionList.findMany({ where: { id: { in: ids } }, select: { id: true } }),
  async names(ctx, ids) {
    const rows = await ctx.db.optionList.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } });
    return rows.map(({ id, name }) => ({ id, name: declaredLists().get(name)?.label ?? name }));
  },
});
