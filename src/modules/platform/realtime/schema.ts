import { z } from "zod";

/** As Pusher's client sends it. */
export const channelInput = z.object({
  socket_id: z.string().regex(/^\d{1,20}\.\d{1,20}$/, "This is not a socket id."),
  channel_name: z.string().max(200),
});
export const channelOutput = z.object({ auth: z.string() });

/** The newest event of the workspace, null for none; and its current channel. */
export const newestOutput = z.object({ id: z.uuid().nullable(), channel: z.string() });

/** Ids of members. */
export const onlineOutput = z.object({ ids: z.array(z.uuid()) });

export const socketInput = channelInput.pick({ socket_id: true });
/** With authorizations for the channels that every tab needs, by name. */
export const socketOutput = z.object({
  auth: z.string(),
  user_data: z.string(),
  channels: z.record(z.string(), z.string()),
});
