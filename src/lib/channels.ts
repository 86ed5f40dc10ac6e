/** Channels of a workspace: what every member may hear, what is for one of them, and who looks at what just now. */
export type Channel =
  | { kind: "workspace"; tenantId: string; departures: number }
  | { kind: "member"; tenantId: string; memberId: string }
  | { kind: "record"; entity: string; id: string };

/** The event by which records are told to have changed; its data is `{ signals: Signal[] }`. */
export const changedEvent = "changed";

/**
 * The event by which a member's tabs are told that the workspace is heard on another channel now; its data is
 * `{ to: string }`, that channel's name.
 */
export const movedEvent = "moved";

/** What happened to which record. Never what it says: who may see it asks for it. */
export interface Signal {
  entity: string;
  /** Null: to many of them. */
  id: string | null;
  event: string;
  /** The member who did it. */
  by: string | null;
  /** The tab that they did it in, which knows already. */
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
  }
}

/** How the names of all workspaces' channels begin. */
export const workspaceChannels = "private-workspace-";

/** How the names of the members' channels of a workspace begin. */
export const memberChannels = (tenantId: string): string => `private-member-${tenantId}-`;

/** How the names of the channels of an object's records begin, in all workspaces. */
export const recordChannels = (entity: string): string => `presence-record-${entity}-`;

const uuid = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
const form = new RegExp(
  `^(?:${workspaceChannels}(${uuid})-(\\d{1,9})|private-member-(${uuid})-(${uuid})|presence-record-([a-zA-Z]{1,40})-(${uuid}))$`,
);

/** The channel that a name means; null for any other text. */
export function readChannel(name: string): Channel | null {
  const [, workspaceId, departures, tenantId, memberId, entity, id] = form.exec(name) ?? [];
  if (workspaceId) return { kind: "workspace", tenantId: workspaceId, departures: Number(departures) };
  if (tenantId && memberId) return { kind: "member", tenantId, memberId };
  return entity && id ? { kind: "record", entity, id } : null;
}
