import "server-only";
import { addYears } from "date-fns";
import { type Entitlements, entitlementsAt, type Override } from "@/lib/entitlements";
import { coreLicence, type LicenceKey, licenceKeys, registeredLicences } from "@/lib/licences";
import { planEvents } from "@/lib/plan-events";
import { type LimitKey, limitKeys } from "@/lib/plans";
import { Prisma } from "@/server/db/generated/client";
import { AppError, invalid, notFound } from "@/server/errors";
import { emit } from "@/server/events";
import { staffOperation } from "@/server/operation";
import {
  type AddOverride,
  actOutput,
  addOverrideInput,
  endOverrideInput,
  extendTrialInput,
  overrides,
  workspaceIdInput,
} from "../schema";
import { mayTry } from "./get-workspace";
import { actIn, workspaceCtx } from "./workspace-ctx";

type Value = Override["value"];

const limitOf = (key: string) => limitKeys.find((limit) => key === `limit:${limit}`);
const moduleOf = (key: string) => licenceKeys.find((module) => key === `module:${module}`);

/** The value without any override. */
function planValue(plain: Entitlements, key: string): Value {
  const limit: LimitKey | undefined = limitOf(key);
  if (limit) return plain.limit(limit);
  const module: LicenceKey | undefined = moduleOf(key);
  return module ? plain.allows(module) : plain.plan;
}

/** The core belongs to every workspace; of the others only those of this build can be switched. */
const switchable = (): LicenceKey[] => registeredLicences().filter((module) => module !== coreLicence);

export const listOverrides = staffOperation({
  kind: "query",
  role: "support",
  input: workspaceIdInput,
  output: overrides,
  describe:
    "Limits, modules and plans that staff gave a workspace in addition to its plan, with end, reason and who gave them.",
  async run(_ctx, { id }) {
    const { db, tenant } = await workspaceCtx(id);
    const now = new Date();
    const plain = entitlementsAt({ ...tenant.subscription, overrides: [] }, now);
    const rows = await db.entitlementOverride.findMany({ orderBy: [{ endsAt: "desc" }, { id: "asc" }], take: 100 });
    return {
      rows: rows.map((row) => ({
        id: row.id,
        key: row.key,
        plan: planValue(plain, row.key),
        value: row.value as Value,
        reason: row.reason,
        endsAt: row.endsAt.toISOString(),
        ended: row.endsAt <= now,
        setBy: row.setByName,
        setAt: row.createdAt.toISOString(),
      })),
      modules: switchable(),
    };
  },
});

function given(input: AddOverride): { key: string; value: Value } {
  if (input.kind === "limit") return { key: `limit:${input.limit}`, value: input.most };
  if (input.kind === "plan") return { key: "plan", value: input.plan };
  if (!switchable().includes(input.module)) throw invalid("module", "This module cannot be switched by an override.");
  return { key: `module:${input.module}`, value: input.on };
}

/** An end in the future, and not so far that nobody remembers the reason. */
function endOf(text: string): Date {
  const endsAt = new Date(text);
  const now = new Date();
  if (endsAt <= now) throw invalid("endsAt", "Choose an end in the future.");
  if (endsAt > addYears(now, 1)) throw invalid("endsAt", "Choose an end within a year.");
  return endsAt;
}

export const addOverride = staffOperation({
  kind: "mutation",
  role: "operator",
  input: addOverrideInput,
  output: actOutput,
  describe:
    "Overrides a limit, a module or the plan of a workspace until a given time, at most a year ahead. Replaces any current override of the same limit, module or plan.",
  async run(staff, input) {
    const { key, value } = given(input);
    const { id, reason } = input;
    const endsAt = endOf(input.endsAt);
    return await actIn(staff, id, async (inner) => {
      const before = await inner.db.entitlementOverride.findFirst({ where: { key }, select: { value: true } });
      await inner.db.entitlementOverride.deleteMany({ where: { key } });
      await inner.db.entitlementOverride.create({
        data: { key, value: value ?? Prisma.JsonNull, reason, endsAt, setByName: staff.actor.name },
      });
      const facts = { key, value, endsAt: endsAt.toISOString(), reason };
      emit(inner, planEvents.overrideSet, { id, data: before ? { ...facts, before: before.value as Value } : facts });
      return { act: { name: "override.set", data: facts }, result: { id } };
    });
  },
});

export const endOverride = staffOperation({
  kind: "mutation",
  role: "operator",
  input: endOverrideInput,
  output: actOutput,
  describe: "Ends an override now. CONFLICT if it has already ended.",
  async run(staff, { id, key, reason }) {
    return await actIn(staff, id, async (inner) => {
      const now = new Date();
      const row = await inner.db.entitlementOverride.findFirst({ where: { key }, select: { value: true } });
      if (!row) throw notFound("override");
      const { count } = await inner.db.entitlementOverride.updateMany({
        where: { key, endsAt: { gt: now } },
        data: { endsAt: now },
      });
      if (count === 0) throw new AppError("CONFLICT", "This override has already ended. Reload the page.");
      const facts = { key, value: row.value as Value, endsAt: now.toISOString(), reason };
      emit(inner, planEvents.overrideEnded, { id, data: facts });
      return { act: { name: "override.ended", data: facts }, result: { id } };
    });
  },
});

export const extendTrial = staffOperation({
  kind: "mutation",
  role: "operator",
  input: extendTrialInput,
  output: actOutput,
  describe:
    "Moves the end of a workspace's trial, also of one that has ended; at most a year from now. CONFLICT where a plan is paid for or was cancelled.",
  async run(staff, { id, reason, ...input }) {
    const endsAt = endOf(input.endsAt);
    return await actIn(staff, id, async (inner) => {
      if (!mayTry(inner))
        throw new AppError("CONFLICT", "This workspace pays for a plan or has cancelled one, so it has no trial.");
      const before = inner.tenant.subscription.trialEndsAt;
      await inner.db.subscription.updateMany({ data: { trialEndsAt: endsAt, version: { increment: 1 } } });
      const facts = { before: before?.toISOString() ?? null, after: endsAt.toISOString(), reason };
      emit(inner, planEvents.trialExtended, { id, data: facts });
      return { act: { name: "trial.extended", data: facts }, result: { id } };
    });
  },
});
