import { sealed } from "@/modules/hub/connections/operations/sealed";
import { listSyncObjects } from "@/modules/hub/sync/operations/list-objects";
import { rehearseSync, runSyncNow, startSync } from "@/modules/hub/sync/operations/starting";
import { syncWork } from "@/modules/hub/sync/operations/work-due";
import type { SyncObject } from "@/modules/hub/sync/schema";
import type { Ctx } from "@/server/context";
import { type TestWorkspace, testWorkspace } from "./ctx";
import type { HubSpotTrial } from "./hubspot";

async function* nothing(): AsyncGenerator<Uint8Array> {}

/** Does all work that is due in the workspace now. */
export const workAll = async ({ tenant }: Ctx): Promise<void> => {
  while (await syncWork.run({ tenantId: tenant.id, ms: 20_000 }, nothing()));
};

export interface ConnectedWorkspace {
  workspace: TestWorkspace;
  /** Its owner's. */
  ctx: Ctx;
  portal: number;
  connectionId: string;
  /** The object of this kind of record, as screens show it. */
  object(entity: string): Promise<SyncObject>;
  /** Rehearses and starts, and does all that follows. */
  start(): Promise<void>;
  /** Looks for changes on both sides. */
  runNow(): Promise<void>;
}

/** A workspace that is connected to a portal, else to one of its own, whose fields have been described. */
export async function connectedWorkspace(trial: HubSpotTrial, portal = trial.portal()): Promise<ConnectedWorkspace> {
  const workspace = await testWorkspace();
  const ctx = await workspace.role("owner");
  const { accessToken, refreshToken } = trial.grant(portal);
  const { id: connectionId } = await ctx.db.connection.create({
    data: { provider: "hubspot", accountId: String(portal), accountName: "Test portal", scopes: [] },
    select: { id: true },
  });
  const row = { tenantId: ctx.tenant.id, id: connectionId };
  await ctx.db.connectionSecret.create({
    data: {
      connectionId,
      accessToken: sealed(row, "accessToken", accessToken),
      refreshToken: sealed(row, "refreshToken", refreshToken),
      expiresAt: new Date(Date.now() + 1_800_000),
    },
  });
  await workAll(ctx);
  return {
    workspace,
    ctx,
    portal,
    connectionId,
    async object(entity) {
      const found = (await listSyncObjects(ctx, { connectionId })).find((one) => one.entity === entity);
      if (!found) throw new Error(`${entity} is not set up.`);
      return found;
    },
    async start() {
      await rehearseSync(ctx, { connectionId });
      await workAll(ctx);
      const objects = await listSyncObjects(ctx, { connectionId });
      const createdThere = objects.reduce((sum, one) => sum + (one.rehearsal?.counts.createdThere ?? 0), 0);
      await startSync(ctx, { connectionId, createdThere });
      await workAll(ctx);
    },
    async runNow() {
      await runSyncNow(ctx, { connectionId });
      await workAll(ctx);
    },
  };
}
