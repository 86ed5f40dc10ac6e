import "server-only";
import { z } from "zod";
import { permissions } from "@/lib/roles";
import { platform } from "@/modules/platform/module";
import { memberOf } from "@/server/actor";
import { defined } from "@/server/columns";
import type { Ctx, Visibility } from "@/server/context";
import type { Prisma } from "@/server/db/generated/client";
import { AppError, invalid, notFound } from "@/server/errors";
import { emit } from "@/server/events";
import { isGuest } from "@/server/scope";
import { rowIn, updateVersioned } from "@/server/versions";
import { workspaceEvents } from "../events";
import { restrictableEntities } from "../rules";
import {
  requireFactorInput,
  setVisibilityInput,
  showHiddenNamesInput,
  updateWorkspaceInput,
  type Workspace,
  workspace,
} from "../schema";

const select = {
  id: true,
  slug: true,
  name: true,
  currency: true,
  locale: true,
  timeZone: true,
  fiscalYearStart: true,
  requiresFactor: true,
  showsHiddenNames: true,
  version: true,
  visibilitySettings: { select: { entity: true, level: true } },
} satisfies Prisma.TenantSelect;
type Row = Prisma.TenantGetPayload<{ select: typeof select }>;

function present(ctx: Ctx, { visibilitySettings, ...row }: Row): Workspace {
  const levels = new Map(visibilitySettings.map(({ entity, level }) => [entity, level as Visibility]));
  return {
    ...row,
    // No setting says what a guest sees.
    visibility: Object.fromEntries(
      isGuest(ctx) ? [] : restrictableEntities.map((entity) => [entity, levels.get(entity) ?? "everyone"]),
    ),
    me: { memberId: memberOf(ctx.actor), name: ctx.member?.name ?? "", role: ctx.member?.role ?? null },
    permissions: permissions.flatMap((permission) => {
      const reach = ctx.reach(permission);
      return reach === "none" ? [] : [{ permission, reach }];
    }),
  };
}

async function load(ctx: Ctx): Promise<Row> {
  const row = await ctx.db.tenant.findFirst({ where: { id: ctx.tenant.id }, select });
  if (!row) throw notFound("workspace");
  return row;
}

export const getWorkspace = platform.operation({
  kind: "query",
  permission: "workspace:view",
  guests: true,
  input: z.object({}),
  output: workspace,
  rest: { method: "GET", path: "/workspace" },
  describe: "The workspace, with the caller's membership and rights.",
  run: async (ctx) => present(ctx, await load(ctx)),
});

export const updateWorkspace = platform.operation({
  kind: "mutation",
  permission: "workspace:manage",
  input: updateWorkspaceInput,
  output: workspace,
  rest: { method: "PATCH", path: "/workspace" },
  describe:
    "Changes name, currency, formats, time zone or the first day of the fiscal year. A new currency applies to new amounts; existing amounts keep theirs.",
  async run(ctx, { version, ...input }) {
    const { id } = ctx.tenant;
    const columns = defined(input);
    const row = await updateVersioned<Row>(ctx, {
      event: workspaceEvents.updated,
      id,
      version,
      columns,
      select,
      ...rowIn<Row>(ctx.db.tenant, { id, columns, select }),
      load: () => load(ctx),
      present: (row) => present(ctx, row),
    });
    return present(ctx, row);
  },
});

export const setVisibility = platform.operation({
  kind: "mutation",
  permission: "workspace:manage",
  changesAccess: true,
  stepUp: true,
  input: setVisibilityInput,
  output: workspace,
  rest: { method: "POST", path: "/workspace/visibility" },
  describe:
    "Sets who can see the records of one type: everyone, the owner and their teams, or the owner only. Owners and admins of the workspace always see all.",
  async run(ctx, { entity, level }) {
    if (!restrictableEntities.includes(entity))
      throw invalid("entity", `Visibility can be set only for ${restrictableEntities.join(", ")}.`);
    const before = (await ctx.db.visibilitySetting.findFirst({ where: { entity }, select: { level: true } }))?.level;
    if ((before ?? "everyone") === level) ctx.outcome.unchanged = true;
    else {
      await ctx.db.visibilitySetting.deleteMany({ where: { entity } });
      if (level !== "everyone") await ctx.db.visibilitySetting.create({ data: { entity, level } });
      emit(ctx, workspaceEvents.visibilityChanged, {
        id: ctx.tenant.id,
        before: { [entity]: before ?? "everyone" },
        after: { [entity]: level },
        data: { entity },
      });
    }
    return present(ctx, await load(ctx));
  },
});

export const showHiddenNames = platform.operation({
  kind: "mutation",
  permission: "workspace:manage",
  changesAccess: true,
  stepUp: true,
  input: showHiddenNamesInput,
  output: workspace,
  rest: { method: "POST", path: "/workspace/hidden-names" },
  describe:
    "Sets whether members read the names of linked records that they may not open. Otherwise these are “a record you cannot see”. Names of members, and of what belongs to the whole workspace, are always shown; guests read the names of what is shared with them only.",
  async run(ctx, { shown }) {
    const before = await load(ctx);
    if (before.showsHiddenNames === shown) {
      ctx.outcome.unchanged = true;
      return present(ctx, before);
    }
    await ctx.db.tenant.update({ where: { id: ctx.tenant.id }, data: { showsHiddenNames: shown } });
    emit(ctx, workspaceEvents.hiddenNamesChanged, {
      id: ctx.tenant.id,
      before: { showsHiddenNames: before.showsHiddenNames },
      after: { showsHiddenNames: shown },
      data: {},
    });
    return present(ctx, await load(ctx));
  },
});

export const requireFactor = platform.operation({
  kind: "mutation",
  permission: "workspace:manage",
  changesAccess: true,
  stepUp: true,
  staff: "never",
  input: requireFactorInput,
  output: workspace,
  rest: { method: "POST", path: "/workspace/second-factor" },
  describe:
    "Sets whether members need a second factor; without one they can only set one up. API keys keep working. Requires a second factor in the caller's own session.",
  async run(ctx, { required }) {
    const before = await load(ctx);
    if (required && ctx.actor.type === "user" && ctx.actor.factorAt === null)
      throw new AppError("CONFLICT", "Set up your own second factor first, or you would lock yourself out.");
    if (before.requiresFactor === required) {
      ctx.outcome.unchanged = true;
      return present(ctx, before);
    }
    await ctx.db.tenant.update({ where: { id: ctx.tenant.id }, data: { requiresFactor: required } });
    emit(ctx, workspaceEvents.factorRequirementChanged, {
      id: ctx.tenant.id,
      before: { requiresFactor: before.requiresFactor },
      after: { requiresFactor: required },
      data: {},
    });
    return present(ctx, await load(ctx));
  },
});
