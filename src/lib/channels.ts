/**
 * Channels of a workspace: signals for every member, signals for one member, and who has which record open. And of a
 * socket: who it is signed in as; nothing is sent there.
 */
export type Channel =
  | { kind: "workspace"; tenantId: string; departures: number }
  | { kind: "member"; tenantId: string; memberId: string }
  | { kind: "record"; entity: string; id: string }
  | { kind: "socket"; socketId: string };

/** The event about changed records; its data is `{ signals: Signal[] }`. */
export const changedEvent = "changed";

/**
 * The event that gives a member's tabs the new channel of the workspace; its data is `{ to: string }`, that channel's
 * name.
 */
export const channelChangedEvent = "moved";

/** Names a changed record, never its content: members who may see it fetch it. */
export interface Signal {
  entity: string;
  /** Null: many of them changed. */
  id: string | null;
  event: string;
  /** The member who made the change. */
  by: string | null;
  /** The tab that made the change and already shows it. */
  origin: string | null;
}

export function channelName(channel: Channel): string {
  switch (channel.kind) {
    case "workspace":
      return `${workspaceChannels}${channel.tenantId}-${channel.departures}`;
    case "member":
      return `${memberChannels(channel.tenantId)}${channel.memberId}`;
    case "record":
      return `${recordChannels(channel.entity)}${channel.id}`;
    case "socket":
      return `presence-socket-${channel.socketId}`;
  }
}

/** The name prefix of all workspaces' channels. */
export const workspaceChannels = "private-workspace-";

/** The name prefix of a workspace's member channels. */
export const memberChannels = (tenantId: string): string => `private-member-${tenantId}-`;

/** The name prefix of the channels of an object's records, in all workspaces. */
export const recordChannels = (entity: string): string => `presence-record-${entity}-`;

const uuid = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
const form = new RegExp(
  `^(?:${workspaceChannels}(${uuid})-(\\d{1,9})|private-member-(${uuid})-(${uuid})|presence-record-([a-zA-Z]{1,40})-(${uuid})|presence-socket-(\\d{1,20}\\.\\d{1,20}))$`,
);

/** The parts of a channel's name; null for any other text. */
export function readChannel(name: string): Channel | null {
  const [, workspaceId, departures, tenantId, memberId, entity, id, socketId] = form.exec(name) ?? [];
  if (workspaceId) return { kind: "workspace", tenantId: workspaceId, departures: Number(departures) };
  if (tenantId && memberId) return { kind: "member", tenantId, memberId };
  if (socketId) return { kind: "socket", socketId };
  return entity && id ? { kind: "record", entity, id } : null;
}
