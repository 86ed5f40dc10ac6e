import { z } from "zod";

/** As Pusher's client sends it. */
export const socketInput = z.object({
  socket_id: z.string().regex(/^\d{1,20}\.\d{1,20}$/, "This is not a socket id."),
});
/** Without a channel: for the channels that every tab needs. */
export const channelInput = socketInput.extend({ channel_name: z.string().max(200).optional() });
/** The signature for each channel, by its name. */
export const channelOutput = z.object({ channels: z.record(z.string(), z.string()) });

/** The newest event of the workspace and the newest notification of the member, null for none; and the current channel. */
export const newestOutput = z.object({ id: z.uuid().nullable(), notice: z.uuid().nullable(), channel: z.string() });

/** Ids of members. */
export const onlineOutput = z.object({ ids: z.array(z.uuid()) });

/** With the signature for the socket's own channel. */
export const socketOutput = channelOutput.extend({ auth: z.string(), user_data: z.string() });
