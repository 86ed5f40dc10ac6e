import "server-only";
import { env } from "@/env";
import { groupBy } from "@/lib/group-by";
import { tokenHash } from "@/server/crypto";
import { tenantDb } from "@/server/db/tenant-db";
import { AppError, nothingHere } from "@/server/errors";
import { type Limit, spend } from "@/server/rate-limit";
import { connectionsOf, type FoundConnection } from "@/server/sync/connections-of";
import type { Hint, Provider } from "@/server/sync/provider";
import { clockWakeup } from "@/server/workflows/clock";
import { askAt } from "@/server/workflows/due-work";
import { hintedJob } from "../rules";
import { knownProvider } from "../scope";

/** A call counts once while its signature is valid: longer than the five minutes that services allow. */
const once: Limit = { name: "webhook", points: 1, seconds: 900, refusal: () => "This call was received already." };

const refused = () => new AppError("UNAUTHENTICATED", "The signature of this call is missing, wrong, too old or used.");

/**
 * Takes a webhook of a service: hints to read records, for each connection of their accounts. One with a bad, old or used
 * signature is refused, and nothing is stored; accounts that nobody has connected are ignored.
 */
export async function receiveHints(key: string, request: { url: string; headers: Headers; body: string }) {
  const provider = knownProvider(key);
  if (!provider?.isAvailable()) throw nothingHere();
  const { pathname, search } = new URL(request.url);
  // The service signed the public address, which a proxy may have changed.
  const url = `${env.NEXTAUTH_URL}${pathname}${search}`;
  const hints = provider.hints({ ...request, url, now: new Date() });
  if (hints === null || (await spend(once, markOf(key, request))) > 0) throw refused();
  const accounts = [...new Set(hints.map(({ accountId }) => accountId))];
  const found = accounts.length === 0 ? [] : await connectionsOf(key, accounts);
  const byAccount = groupBy(hints, ({ accountId }) => accountId);
  const stored = found.map((connection) => store(provider, connection, byAccount.get(connection.accountId) ?? []));
  await Promise.all(stored);
  if (found.length > 0) clockWakeup.wake();
}

/** The body and the headers of its signature: the same call again has the same ones. */
function markOf(key: string, { headers, body }: { headers: Headers; body: string }): string {
  const signature = [...headers].filter(([name]) => /signature|timestamp/.test(name));
  return tokenHash(JSON.stringify([key, signature, body]));
}

async function store(
  { objects }: Provider,
  { id: connectionId, tenantId }: FoundConnection,
  hints: readonly Hint[],
): Promise<void> {
  const data = hints.flatMap(({ key, remote, externalId, kind }) => {
    const entity = objects.find((object) => object.remote === remote)?.entity;
    return entity === undefined ? [] : [{ connectionId, key, entity, externalId, kind }];
  });
  if (data.length === 0) return;
  const { db } = tenantDb(tenantId);
  await db.syncInbox.createMany({ data, skipDuplicates: true });
  const entities = [...new Set(data.map(({ entity }) => entity))];
  // One that waits after a failure keeps its time.
  const where = { connectionId, entity: { in: entities }, state: "live", failures: 0 };
  await db.syncObject.updateMany({ where, data: { nextRunAt: new Date() } });
  await askAt(tenantId, [hintedJob], new Date());
}
