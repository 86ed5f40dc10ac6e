import { channelName } from "@/lib/channels";
import { memberOf } from "@/server/actor";
import type { AllowedCase } from "./allowed-case";
import { signedInSocket } from "./screen";

export const realtimeCases: Record<string, AllowedCase> = {
  authorizeChannel: {
    arrange: async (_db, _ids, ctx) => ({ socket: await signedInSocket({ id: memberOf(ctx.actor) ?? "" }) }),
    input: ({ socket }, { tenant }) => ({
      socket_id: socket,
      channel_name: channelName({ kind: "workspace", tenantId: tenant.id, departures: tenant.departures }),
    }),
  },
};
