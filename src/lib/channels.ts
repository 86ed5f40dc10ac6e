/** Channels of a workspace: what every member may hear, what is for one of them, and who looks at what just now. */
export type Channel =
  | { kind: "workspace"; tenantId: string }
  | { kind: "member"; memberId: string }
  | { kind: "record"; entity: string; id: string };

/** The event by which records are told to have changed; its data is `{ signals: Signal[] }`. */
export const changedEvent = "changed";

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
      return `private-workspace-${channel.tenantId}`;
    case "member":
      return `private-member-${channel.memberId}`;
    case "record":
      return `presence-record-${channel.entity}-${channel.id}`;
  }
}

const uuid = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
const form = new RegExp(`^(?:private-(workspace|member)-(${uuid})|presence-record-([a-zA-Z]{1,40})-(${uuid}))$`);

/** The channel that a name means; null for any other text. */
export function readChannel(name: string): Channel | null {
  const [, kind, owner, entity, id] = form.exec(name) ?? [];
  if (kind === "workspace" && owner) return { kind, tenantId: owner };
  if (kind === "member" && owner) return { kind, memberId: owner };
  return entity && id ? { kind: "record", entity, id } : null;
}
