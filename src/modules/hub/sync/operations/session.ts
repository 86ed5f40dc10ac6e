import "server-only";
import { type AccessToken, accessTokenAfter, accessTokenOf } from "@/modules/hub/connections/operations/access-token";
import type { Ctx } from "@/server/context";
import { systemCtx } from "@/server/member-ctx";
import { requireNoTransaction } from "@/server/outbound";
import { type Provider, type ProviderClient, ProviderFailure } from "@/server/sync/provider";
import { noteAllowance, noteWait, patienceMs, takeCall } from "./budget";

/** The longest wait that a service may ask for. */
const longestWaitMs = 3_600_000;

interface Session {
  ctx: Ctx;
  connectionId: string;
  provider: Provider;
  /** A first run: it leaves calls of the day to the customer's other tools. */
  isBackfill: boolean;
  /** The client of the last token: it knows the names of people, and what it has looked up. */
  kept: { accessToken: string; client: ProviderClient; headers: Headers | null } | null;
}

/** The calls of a connection: each within what the service allows, with a valid token, and refreshed once where it is refused. */
export function sessionOf(given: Omit<Session, "kept">): ProviderClient {
  const session: Session = { ...given, kept: null };
  const call = <K extends keyof ProviderClient>(name: K) =>
    (async (...args: unknown[]) => await called(session, name, args)) as unknown as Required<ProviderClient>[K];
  return {
    changes: call("changes"),
    byIds: call("byIds"),
    byKeys: call("byKeys"),
    ids: call("ids"),
    find: call("find"),
    write: call("write"),
    archive: call("archive"),
    erase: call("erase"),
    describe: call("describe"),
    people: call("people"),
  };
}

async function called(session: Session, name: keyof ProviderClient, args: readonly unknown[]): Promise<unknown> {
  const { ctx, connectionId, provider } = session;
  requireNoTransaction(provider.label);
  for (let attempt = 1; ; attempt++) {
    await requireWanted(session);
    await takeCall(ctx, session);
    const token = await accessTokenOf(ctx, connectionId);
    try {
      return await withToken(session, token, name, args);
    } catch (error) {
      if (!(error instanceof ProviderFailure)) throw error;
      if (error.kind === "token") {
        const fresh = await accessTokenAfter(ctx, connectionId, token.generation);
        return await withToken(session, fresh, name, args);
      }
      if (error.kind !== "limit") throw error;
      const until = waitOf(error);
      await noteWait(ctx, connectionId, until);
      // A limit of a second is no reason to begin a run anew: the next turn waits for its end.
      if (attempt === mostTries || until.getTime() - Date.now() > patienceMs) throw error;
    }
  }
}

/** Work ends before its next call where somebody paused it, or where the workspace may not use the service any more. */
async function requireWanted({ ctx, connectionId, provider }: Session): Promise<void> {
  const now = await systemCtx(ctx.tenant.id, "sync-connections", "Looks whether a connection may go on.");
  const row = await ctx.db.connection.findFirst({ where: { id: connectionId, pausedAt: null }, select: { id: true } });
  if (row && now?.tenant.status === "active" && now.entitlements.has(provider.licence)) return;
  throw new ProviderFailure("grant", `${provider.label} is paused, or this workspace may not use it for now.`);
}

/** So often a call meets a limit of a second or two before its run goes back to the queue. */
const mostTries = 5;

const waitOf = ({ retryAt }: ProviderFailure): Date =>
  new Date(Math.min(retryAt?.getTime() ?? Date.now() + 10_000, Date.now() + longestWaitMs));

async function withToken(
  session: Session,
  { accessToken }: AccessToken,
  name: keyof ProviderClient,
  args: readonly unknown[],
): Promise<unknown> {
  const { ctx, connectionId, provider } = session;
  const kept = await clientOf(session, accessToken);
  const method = kept.client[name] as (...given: unknown[]) => Promise<unknown>;
  kept.headers = null;
  try {
    return await method.apply(kept.client, [...args]);
  } finally {
    if (kept.headers) await noteAllowance(ctx, connectionId, provider.allowance(kept.headers));
  }
}

async function clientOf(session: Session, accessToken: string): Promise<NonNullable<Session["kept"]>> {
  const { kept: known, provider } = session;
  if (known?.accessToken === accessToken) return known;
  const client = await provider.client(accessToken, (headers) => {
    kept.headers = headers;
  });
  const kept: NonNullable<Session["kept"]> = { accessToken, client, headers: null };
  session.kept = kept;
  return kept;
}
