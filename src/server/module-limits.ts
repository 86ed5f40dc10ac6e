import "server-only";
import { counted } from "@/lib/counted";
import type { EventDefinition } from "@/lib/events";
import { type LicenceKey, licenceOf } from "@/lib/licences";
import { planPage } from "@/lib/plan-page";
import type { Ctx, TenantData } from "./context.ts";
import type { EmittedEvent } from "./emitted-event.ts";
import { AppError } from "./errors.ts";
import { lockAdditions, noteUse } from "./limits.ts";
import { processWide } from "./process-wide.ts";

/** A limit of a module on how many of something exist at once, such as projects. */
export interface ModuleLimit {
  module: LicenceKey;
  /** Its key in the catalogue of licences: "projects". */
  key: string;
  /** The events that may add one. */
  adds: readonly EventDefinition[];
  /** It is one of the whole workspace: the plan page shows its use, and people are told when it is near. */
  whole?: true;
  /** Whether one of these events adds something; by default each does. */
  concerns?(event: EmittedEvent): boolean;
  /** How many count now; of a limit for each of several records, how many the fullest of those in these events has. */
  count(ctx: TenantData, events: readonly EmittedEvent[]): Promise<number>;
}

const moduleLimits = processWide<readonly ModuleLimit[]>("limits of modules");

/** Called by the registry when it is loaded. */
export function registerModuleLimits(list: readonly ModuleLimit[]): void {
  moduleLimits.set(list);
}

/**
 * Rejects a transaction that creates more than a module allows. Called with the events before they are written, so that no
 * write can bypass it: a form, a paste, an import or a restore.
 */
export async function holdModuleLimits(ctx: Ctx): Promise<void> {
  for (const { module, key, adds, concerns, whole, count } of moduleLimits.get() ?? []) {
    const names = new Set(adds.map(({ name }) => name));
    const adding = ctx.emitted.filter((event) => names.has(event.name) && (concerns?.(event) ?? true));
    const most = adding.length > 0 ? ctx.entitlements.moduleLimit(module, key) : null;
    if (most === null) continue;
    await lockAdditions(ctx);
    const used = await count(ctx, adding);
    if (used > most) throw limitReached(ctx, module, key, most);
    if (whole) await noteUse(ctx, key, { used, most }, wordsOf(module, key));
  }
}

/** How much of the limits of the whole workspace is used, by module and key; not of modules that are off. */
export async function moduleUses(ctx: Ctx): Promise<ReadonlyMap<string, number>> {
  const uses = new Map<string, number>();
  for (const { module, key, whole, count } of moduleLimits.get() ?? [])
    if (whole && ctx.entitlements.has(module)) uses.set(`${module} ${key}`, await count(ctx, []));
  return uses;
}

function wordsOf(module: LicenceKey, key: string) {
  const words = licenceOf(module).limits?.[key];
  if (!words) throw new Error(`${module} has no limit called ${key}.`);
  return words;
}

function limitReached(ctx: Ctx, module: LicenceKey, key: string, most: number): AppError {
  const { label } = licenceOf(module);
  return new AppError(
    "LIMIT_REACHED",
    `${label} has room for ${counted(most, wordsOf(module, key), ctx.tenant.locale)} in this workspace, and all are in use. Archive others first, or see Settings, ${planPage()}.`,
    { limit: key, most },
  );
}
