import "server-only";
import { memberOf } from "@/server/actor";
import { visibleViews } from "@/server/saved-views";
import { defineScope, type Scope } from "@/server/scope";

const scope = defineScope({
  entity: "savedView",
  noun: "view",
  edit: "savedView:edit",
  owned: false,
  async load(ctx, ids) {
    const where = { AND: [{ id: { in: ids } }, await visibleViews(ctx)] };
    return await ctx.db.savedView.findMany({ where, select: { id: true, ownerId: true } });
  },
  names: (ctx, ids) => ctx.db.savedView.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } }),
  namesIn: "saved_views",
});

/** A view is seen by its owner and by those whom it is shared with; its owner, owners and admins change it. */
export const savedViewScope: Scope<"savedView"> = {
  ...scope,
  mayEdit(ctx, { ownerId }) {
    const reach = ctx.reach("savedView:edit");
    return reach === "any" || (reach === "own" && ownerId === memberOf(ctx.actor));
  },
};
