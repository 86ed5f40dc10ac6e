import "server-only";
import { z } from "zod";
import { hub } from "@/modules/hub/module";
import { providers } from "@/server/sync/provider";
import { connectionSelect, presentConnection } from "../row";
import { integrations } from "../schema";
import { healthOf } from "./health";

export const listIntegrations = hub.operation({
  kind: "query",
  permission: "connection:view",
  input: z.object({}),
  output: integrations,
  rest: { method: "GET", path: "/connections" },
  describe:
    "The services that this installation can connect, each with the connection of the workspace if there is one: its state, account and last failure, and whether the plan has it. Never a token.",
  async run(ctx) {
    const keys = providers().map(({ key }) => key);
    const rows = await ctx.db.connection.findMany({ where: { provider: { in: keys } }, select: connectionSelect });
    const health = await healthOf(
      ctx,
      rows.map(({ id }) => id),
    );
    return providers().map(({ key, label, group, purpose, licence, isAvailable }) => {
      const row = rows.find(({ provider }) => provider === key);
      const connection = row ? presentConnection(row) : null;
      return {
        provider: key,
        label,
        group,
        purpose,
        licence,
        on: ctx.entitlements.has(licence),
        available: isAvailable(),
        state: connection?.state ?? "notConnected",
        connection,
        sync: (row && health.get(row.id)) ?? null,
      };
    });
  },
});
