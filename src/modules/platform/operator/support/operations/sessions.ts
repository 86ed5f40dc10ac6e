import "server-only";
import { scopeText, supportEvents } from "@/lib/support-events";
import { platform } from "@/modules/platform/module";
import { memberOf } from "@/server/actor";
import type { Ctx } from "@/server/context";
import { AppError, notFound } from "@/server/errors";
import { emit } from "@/server/events";
import { countActs, factsOf, present, select } from "../row";
import { stateOf } from "../rules";
import { decideSupportInput, listSupportInput, supportIdInput, supportSession, supportSessions } from "../schema";
import { supportSessionScope } from "../scope";
import { holdConsent } from "./consent";
import { noteEnds } from "./ending";

const pageSize = 50;

export const listSupportSessions = platform.operation({
  kind: "query",
  permission: "support:manage",
  staff: "never",
  input: listSupportInput,
  output: supportSessions,
  rest: { method: "GET", path: "/support-sessions" },
  describe:
    "Support sessions of the workspace, newest first, with the number of pages opened, changes made and actions refused.",
  async run(ctx, { cursor }) {
    const rows = await ctx.db.supportSession.findMany({
      where: cursor ? { id: { lt: cursor } } : {},
      orderBy: { id: "desc" },
      take: pageSize + 1,
      select,
    });
    const page = rows.slice(0, pageSize);
    const acts = await countActs(ctx, page);
    return {
      rows: page.map((row) => present(row, acts(row.id))),
      nextCursor: rows.length > pageSize ? (page.at(-1)?.id ?? null) : null,
    };
  },
});

async function load(ctx: Ctx, id: string) {
  const row = await ctx.db.supportSession.findFirst({ where: { id }, select });
  if (!row) throw notFound("support session");
  return row;
}

async function shown(ctx: Ctx, id: string) {
  const row = await load(ctx, id);
  return present(row, (await countActs(ctx, [row]))(id));
}

/** A person decides: a program with a key cannot consent for one. */
function requirePerson(ctx: Ctx): void {
  if (ctx.actor.type !== "user")
    throw new AppError("FORBIDDEN", "Only a signed-in person can decide on support access.");
}

export const decideSupport = platform.operation({
  kind: "mutation",
  permission: "support:manage",
  changesAccess: true,
  // To refuse is never harder than to allow.
  stepUp: ({ allow }) => allow,
  staff: "never",
  on: { scope: supportSessionScope, ids: (input) => [input.id] },
  input: decideSupportInput,
  output: supportSession,
  describe:
    "Allows or refuses a support session that staff requested, within 7 days. An allowed session must begin within 24 hours.",
  async run(ctx, { id, allow }) {
    requirePerson(ctx);
    await holdConsent(ctx);
    const row = await load(ctx, id);
    const state = stateOf(row, new Date());
    if (state === (allow ? "allowed" : "refused")) {
      ctx.outcome.unchanged = true;
      return await shown(ctx, id);
    }
    if (state === "ended") throw new AppError("CONFLICT", "This request has expired. Staff can ask again.");
    if (state !== "asked") throw new AppError("CONFLICT", "This request was already decided. Reload the page.");
    const now = new Date();
    const decidedById = memberOf(ctx.actor);
    await ctx.db.supportSession.updateMany({
      where: { id },
      data: allow
        ? { allowedAt: now, decidedById }
        : { refusedAt: now, endedAt: now, endReason: "refused", decidedById },
    });
    const text = `${row.staffName}, ${scopeText(row.write)}, ${row.minutes} minutes: ${row.reason}`;
    emit(ctx, allow ? supportEvents.allowed : supportEvents.refused, { id, data: factsOf(row, text) });
    return await shown(ctx, id);
  },
});

export const endSupport = platform.operation({
  kind: "mutation",
  permission: "support:manage",
  changesAccess: true,
  staff: "never",
  on: { scope: supportSessionScope, ids: (input) => [input.id] },
  input: supportIdInput,
  output: supportSession,
  describe: "Ends a support session at once, even during a request. A session that has already ended does not change.",
  async run(ctx, { id }) {
    await holdConsent(ctx);
    const now = new Date();
    const { count } = await ctx.db.supportSession.updateMany({
      where: { id, startedAt: { not: null }, endedAt: null },
      data: { endedAt: now, endReason: "consent", endToldAt: now },
    });
    if (count === 0) ctx.outcome.unchanged = true;
    else await noteEnds(ctx, [id]);
    return await shown(ctx, id);
  },
});
