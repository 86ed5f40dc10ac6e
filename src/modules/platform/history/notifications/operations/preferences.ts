import "server-only";
import { z } from "zod";
import { memberScope } from "@/modules/platform/identity/members/scope";
import { platform } from "@/modules/platform/module";
import type { Ctx } from "@/server/context";
import { AppError, invalid, notFound } from "@/server/errors";
import { emit } from "@/server/events";
import { liveObject } from "@/server/signals/live";
import { notificationPreferenceEvents } from "../events";
import {
  type FollowState,
  followReasons,
  followStates,
  isChoice,
  type NotificationChannel,
  type NotificationType,
  notificationChannels,
  notificationTypes,
  typeFacts,
  wants,
} from "../rules";
import { followInput, followOutput, preferenceGrid, setFollowInput, setPreferenceInput } from "../schema";
import { inboxOf } from "../scope";

const ownAffair = "Only the member is affected, and sees the change at once.";

async function gridOf(ctx: Ctx): Promise<z.input<typeof preferenceGrid>> {
  const departures = await ctx.db.notificationPreference.findMany({
    where: { memberId: inboxOf(ctx) },
    select: { type: true, channel: true, wanted: true },
  });
  return notificationTypes.flatMap((type) =>
    notificationChannels
      .filter((channel) => isChoice(type, channel))
      .map((channel) => ({
        type,
        channel,
        wanted: wants(type, channel, departures),
        byDefault: typeFacts[type].channels.includes(channel),
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
  describe: "The types of notifications that you get, and by which channel.",
  run: gridOf,
});

export const setNotificationPreference = platform.operation({
  kind: "mutation",
  permission: "notification:view",
  staff: "never",
  input: setPreferenceInput,
  output: preferenceGrid,
  rest: { method: "PATCH", path: "/notification-preferences" },
  describe:
    "Turns a type of notification on or off for you, in one channel. VALIDATION for e-mails that cannot be turned off.",
  async run(ctx, { type, channel, wanted }) {
    if (!isChoice(type, channel)) throw invalid("channel", refusal(type));
    await storePreferences(ctx, { memberId: inboxOf(ctx), types: [type], channel, wanted });
    return await gridOf(ctx);
  },
});

const refusal = (type: NotificationType) =>
  typeFacts[type].mailedAlone
    ? `“${typeFacts[type].label}” is sent by e-mail only.`
    : `E-mails about “${typeFacts[type].label}” cannot be turned off.`;

interface PreferenceChange {
  memberId: string;
  types: readonly NotificationType[];
  channel: NotificationChannel;
  wanted: boolean;
}

/**
 * Stores a member's choices in the running transaction: only departures are kept, so that a better default reaches who
 * never chose. Without a change there is no event.
 */
export async function storePreferences(
  ctx: Ctx,
  { memberId, types, channel, wanted }: PreferenceChange,
): Promise<void> {
  const isDefault = (type: NotificationType) => wanted === typeFacts[type].channels.includes(channel);
  const departing = types.filter((type) => !isDefault(type));
  const { notificationPreference } = ctx.db;
  const counts = [
    await notificationPreference.deleteMany({ where: { memberId, channel, type: { in: types.filter(isDefault) } } }),
    await notificationPreference.updateMany({
      where: { memberId, channel, type: { in: departing }, wanted: !wanted },
      data: { wanted },
    }),
    await notificationPreference.createMany({
      data: departing.map((type) => ({ memberId, channel, type, wanted })),
      skipDuplicates: true,
    }),
  ];
  if (counts.every(({ count }) => count === 0)) ctx.outcome.unchanged = true;
  else emit(ctx, notificationPreferenceEvents.changed, { id: memberId, data: { types: [...types], channel, wanted } });
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
  describe: "Returns whether you follow or mute a record.",
  async run(ctx, { entity, recordId }) {
    await requireSeen(ctx, entity, recordId);
    const row = await ctx.db.recordFollow.findFirst({
      where: { memberId: inboxOf(ctx), entity, recordId },
      select: { state: true, reason: true },
    });
    return followOf(row);
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
    "Follows a record, mutes it, or neither. A follower gets the same notifications as its owner, and each change of the record; for an account, also events of the records that belong to it.",
  async run(ctx, { entity, recordId, state }) {
    await requireSeen(ctx, entity, recordId);
    const key = { memberId: inboxOf(ctx), entity, recordId };
    // Held until the end: a removal, which ends follows, comes wholly before this or after it.
    const [held] = await memberScope.load(ctx, [key.memberId]);
    if (!held) throw new AppError("FORBIDDEN", "You are no longer a member of this workspace. Nothing was saved.");
    return await storeFollow(ctx, key, state);
  },
});

/** Stores how a member stands to a record, as they chose it. A stored "none" keeps a later mention from changing that. */
export async function storeFollow(
  { db }: Ctx,
  key: { memberId: string; entity: string; recordId: string },
  state: FollowState,
): Promise<z.input<typeof followOutput>> {
  const chosen = { state, reason: "chosen" };
  // In this order: the later of two first ones waits here for the earlier, and then finds its row.
  const { count } = await db.recordFollow.createMany({ data: [{ ...key, ...chosen }], skipDuplicates: true });
  if (count === 0) await db.recordFollow.updateMany({ where: key, data: chosen });
  return followOf(chosen);
}

/** A stored stance as operations return it. */
export function followOf(row: { state: string; reason: string } | null): z.input<typeof followOutput> {
  const state = followStates.find((one) => one === row?.state) ?? "none";
  const reason = followReasons.find((one) => one === row?.reason) ?? null;
  return { state, reason: state === "following" ? reason : null };
}
