import "server-only";
import { z } from "zod";
import type { Ctx } from "@/server/context";
import { notFound } from "@/server/errors";
import { liveObject } from "@/server/signals/live";
import { platform } from "../../module";
import { type FollowState, notificationChannels, notificationTypes, typeFacts, wants } from "../rules";
import { followInput, followOutput, preferenceGrid, setFollowInput, setPreferenceInput } from "../schema";
import { inboxOf } from "../scope";

const ownAffair = "Only the member is concerned, who sees it at once.";

async function gridOf(ctx: Ctx): Promise<z.input<typeof preferenceGrid>> {
  const departures = await ctx.db.notificationPreference.findMany({
    where: { memberId: inboxOf(ctx) },
    select: { type: true, channel: true, wanted: true },
  });
  return notificationTypes.flatMap((type) =>
    notificationChannels.map((channel) => ({
      type,
      channel,
      wanted: wants(type, channel, departures),
      byDefault: typeFacts[type].defaults.includes(channel),
    })),
  );
}

export const getNotificationPreferences = platform.operation({
  kind: "query",
  permission: "notification:view",
  staff: "never",
  input: z.object({}),
  output: preferenceGrid,
  rest: { method: "GET", path: "/notification-preferences" },
  describe: "Of what you are told, and by which channel.",
  run: gridOf,
});

export const setNotificationPreference = platform.operation({
  kind: "mutation",
  permission: "notification:view",
  staff: "never",
  silent: ownAffair,
  input: setPreferenceInput,
  output: preferenceGrid,
  rest: { method: "PATCH", path: "/notification-preferences" },
  describe: "Turns a type of notification on or off for you, in one channel.",
  async run(ctx, choice) {
    await setWish(ctx, { memberId: inboxOf(ctx), ...choice });
    return await gridOf(ctx);
  },
});

interface Wish extends z.output<typeof setPreferenceInput> {
  memberId: string;
}

/** Notes what a member wants: only departures are kept, so that a better default reaches who never chose. */
export async function setWish(ctx: Ctx, { memberId, type, channel, wanted }: Wish): Promise<void> {
  const key = { memberId, type, channel };
  if (wanted === typeFacts[type].defaults.includes(channel)) {
    await ctx.db.notificationPreference.deleteMany({ where: key });
    return;
  }
  const { count } = await ctx.db.notificationPreference.updateMany({ where: key, data: { wanted } });
  if (count === 0) await ctx.db.notificationPreference.createMany({ data: [{ ...key, wanted }], skipDuplicates: true });
}

/** NOT_FOUND for a record that the member may not see. */
async function requireSeen(ctx: Ctx, entity: string, recordId: string): Promise<void> {
  const scope = liveObject(entity)?.scope;
  if ((await scope?.load(ctx, [recordId]))?.length !== 1) throw notFound(scope?.noun ?? "record");
}

export const getFollow = platform.operation({
  kind: "query",
  permission: "notification:view",
  staff: "never",
  input: followInput,
  output: followOutput,
  rest: { method: "GET", path: "/follows" },
  describe: "Whether you follow or have muted an account or a deal.",
  async run(ctx, { entity, recordId }) {
    await requireSeen(ctx, entity, recordId);
    const row = await ctx.db.recordFollow.findFirst({
      where: { memberId: inboxOf(ctx), entity, recordId },
      select: { state: true },
    });
    return { state: (row?.state ?? "none") as FollowState };
  },
});

export const setFollow = platform.operation({
  kind: "mutation",
  permission: "notification:view",
  staff: "never",
  silent: ownAffair,
  input: setFollowInput,
  output: followOutput,
  rest: { method: "POST", path: "/follows" },
  describe:
    "Follows an account or a deal, mutes it, or neither. Who follows is told as its owner is; of an account, also what happens to its deals.",
  async run(ctx, { entity, recordId, state }) {
    await requireSeen(ctx, entity, recordId);
    const key = { memberId: inboxOf(ctx), entity, recordId };
    if (state === "none") await ctx.db.recordFollow.deleteMany({ where: key });
    else {
      const { count } = await ctx.db.recordFollow.updateMany({ where: key, data: { state } });
      if (count === 0) await ctx.db.recordFollow.createMany({ data: [{ ...key, state }], skipDuplicates: true });
    }
    return { state };
  },
});
