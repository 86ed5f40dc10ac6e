import "server-only";
import { connectionEvents } from "@/modules/hub/connections/events";
import type { Ctx } from "@/server/context";
import { emit } from "@/server/events";
import { keepErased } from "@/server/personal/erased-ids";
import { type ErasureRefusal, type ProviderClient, providers } from "@/server/sync/provider";
import type { SyncLinkRow } from "../row";
import { nextTry } from "../rules";
import { wakeObjects } from "./problem-fixes";
import type { Work } from "./work";

/** A record there that is to be deleted, as its person was erased here: a problem until it is done. */
export const erasing = "erasing";

export const declaresErasing = (provider: string, entity: string): boolean =>
  providers().some(
    ({ key, objects }) => key === provider && objects.some((one) => one.entity === entity && one.erases),
  );

/** States of a link whose person was erased while the service may have been creating the record: it stays there, or is deleted. */
export const erased = "erased";
export const toErase = "erase";

interface Wanted {
  objectId: string;
  connectionId: string;
  provider: string;
  externalId: string;
}

/** Notes a record that the engine is to delete there. Nothing in it names the person but the id there. */
export async function noteErasure(ctx: Ctx, { objectId, connectionId, provider, externalId }: Wanted): Promise<void> {
  const label = providers().find(({ key }) => key === provider)?.label ?? provider;
  const words = `The person was erased here on request, and is to be deleted in ${label} too.`;
  const row = { objectId, key: `${erasing} ${externalId}`, externalId, code: erasing, words, attempts: 0 };
  await ctx.db.syncProblem.createMany({ data: [{ ...row, nextTryAt: new Date() }], skipDuplicates: true });
  await wakeObjects(ctx, { id: objectId });
  emit(ctx, connectionEvents.erasureAsked, { id: connectionId, data: { provider } });
}

/** The link of an erased person, and the id there of what was created for it; null if nothing was. */
interface ErasedLink {
  link: Pick<SyncLinkRow, "id" | "state">;
  externalId: string | null;
}

/** Ends links of erased persons: what was created there is never brought back here, and is deleted there if that was chosen. */
export async function endErased(
  { ctx, provider, connectionId, object }: Work,
  found: readonly ErasedLink[],
): Promise<void> {
  if (found.length === 0) return;
  const made = found.flatMap(({ link, externalId }) => (externalId === null ? [] : [{ link, externalId }]));
  await keepErased(
    ctx,
    made.map(({ externalId }) => ({ source: provider.key, externalId })),
  );
  for (const { link, externalId } of made)
    if (link.state === toErase)
      await noteErasure(ctx, { objectId: object.id, connectionId, provider: provider.key, externalId });
  await ctx.db.syncLink.deleteMany({ where: { id: { in: found.map(({ link }) => link.id) } } });
}

/** So many are deleted in one part of a run. */
const atOnce = 20;

export interface DueErasure {
  id: string;
  externalId: string;
  attempts: number;
}

/** Those whose time has come. */
export async function dueErasures({ ctx, object }: Work, now: Date): Promise<DueErasure[]> {
  const rows = await ctx.db.syncProblem.findMany({
    where: { objectId: object.id, code: erasing, state: "open", nextTryAt: { lte: now } },
    orderBy: { id: "asc" },
    take: atOnce,
    select: { id: true, externalId: true, attempts: true },
  });
  return rows.flatMap(({ externalId, ...row }) => (externalId === null ? [] : [{ ...row, externalId }]));
}

/** Deletes a record there. Returns why the service refuses it; null when it is gone. */
export async function eraseThere(
  { declaration, provider }: Work,
  client: ProviderClient,
  { externalId }: DueErasure,
): Promise<ErasureRefusal | null> {
  if (!client.erase) throw new Error(`${provider.label} erases nothing.`);
  return await client.erase(declaration.remote, externalId);
}

/** Keeps the outcome: a problem that a person sees, or an entry of the audit log that names nobody. */
export async function keepOutcome(
  { ctx, provider, connectionId }: Work,
  { id, attempts }: DueErasure,
  refused: ErasureRefusal | null,
  now: Date,
): Promise<void> {
  if (refused === null) {
    const { count } = await ctx.db.syncProblem.deleteMany({ where: { id } });
    const event = { id: connectionId, data: { provider: provider.key } };
    if (count > 0) emit(ctx, connectionEvents.personErased, event);
    return;
  }
  const words = `The person was erased here on request, but ${provider.label} does not delete its record: ${refused.words}`;
  const tried = attempts + 1;
  const data = { words, answer: refused.answer, attempts: tried, nextTryAt: nextTry(tried, now) };
  await ctx.db.syncProblem.updateMany({ where: { id, state: "open" }, data });
}
