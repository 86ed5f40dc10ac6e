import "server-only";
import { platform } from "@/modules/platform/module";
import { memberOf } from "@/server/actor";
import type { Ctx } from "@/server/context";
import { AppError, invalid, notFound } from "@/server/errors";
import { emit } from "@/server/events";
import { oneAtATime } from "@/server/import-lock";
import { listOf } from "@/server/list-targets";
import { visibleViews } from "@/server/saved-views";
import { savedViewEvents } from "../events";
import { type ChosenView, setDefaultViewInput, type ViewList, viewList } from "../schema";

const none: ChosenView = { viewId: null, key: null };

/** Whether a list has a view of this key that nobody saved. */
const isDeclared = (noun: string, key: string | null): boolean =>
  key !== null && (listOf(noun)?.views ?? []).includes(key);

/**
 * The view with which a list opens for the actor: the own choice, else that of the role; one that the actor does not see,
 * or that does not exist any more, is skipped. `visible` are the views that the actor sees.
 */
export async function readDefaults(
  ctx: Ctx,
  noun: string,
  visible: readonly { id: string }[],
): Promise<Pick<ViewList, "opens" | "defaults">> {
  const self = memberOf(ctx.actor);
  const rows = await ctx.db.viewDefault.findMany({
    where: { noun, OR: [{ NOT: { role: null } }, ...(self ? [{ memberId: self }] : [])] },
    select: { memberId: true, role: true, viewId: true, key: true },
  });
  const seen = rows.filter(({ viewId, key }) =>
    viewId === null ? isDeclared(noun, key) : visible.some(({ id }) => id === viewId),
  );
  const chosen = seen.find(({ memberId }) => memberId !== null) ?? seen.find(({ role }) => role === ctx.member?.role);
  return {
    opens: chosen ? { viewId: chosen.viewId, key: chosen.key } : none,
    defaults: seen.map(({ role, viewId, key }) => ({
      role: role as ViewList["defaults"][number]["role"],
      viewId,
      key,
    })),
  };
}

export const setDefaultView = platform.operation({
  kind: "mutation",
  permission: "savedView:edit",
  input: setDefaultViewInput,
  output: viewList.pick({ opens: true, defaults: true }),
  rest: { method: "POST", path: "/views/default" },
  describe:
    "Chooses the view with which a list opens: for yourself, or for everybody with a role, which needs the right to manage views. Without a view the list opens without one.",
  async run(ctx, { noun, role, viewId, key }) {
    const self = memberOf(ctx.actor);
    if (role === null && !self) throw new AppError("FORBIDDEN", "Only a member has a view of their own.");
    if (role !== null && !ctx.can("savedView:manage"))
      throw new AppError("FORBIDDEN", "Owners, admins and managers choose the views of a role.");
    if (viewId === null && key !== null && !isDeclared(noun, key))
      throw invalid("key", "This list has no view with this key. Choose one of its views.");
    const visible = await ctx.db.savedView.findMany({
      where: { AND: [{ noun, archivedAt: null }, await visibleViews(ctx)] },
      select: { id: true },
    });
    if (viewId !== null && !visible.some(({ id }) => id === viewId)) throw notFound("view");
    const whose = role === null ? { memberId: self } : { role };
    await oneAtATime(ctx, "views", noun);
    await ctx.db.viewDefault.deleteMany({ where: { noun, ...whose } });
    const chosen = viewId === null ? { key } : { viewId };
    if (viewId !== null || key !== null) await ctx.db.viewDefault.create({ data: { noun, ...whose, ...chosen } });
    // Of a declared view, and of none, the workspace is the subject.
    emit(ctx, savedViewEvents.chosen, { id: viewId ?? ctx.tenant.id, data: { noun, role, key } });
    return await readDefaults(ctx, noun, visible);
  },
});
