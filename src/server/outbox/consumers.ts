import "server-only";

/** An event as consumers are told of it: what it is about and who caused it, never what it says. */
export interface OutboxEvent {
  tenantId: string;
  id: string;
  name: string;
  entity: string;
  entityId: string;
  entityVersion: number | null;
  /** The member who did it, and the tab or client that they did it in. */
  memberId: string | null;
  origin: string | null;
  /** Milliseconds since 1970. */
  at: number;
}

/** Thrown by a consumer that cannot be reached now: no event is to blame, all are kept and tried again in order. */
export class Away extends Error {
  override name = "Away";
}

/** Thrown by a consumer that will not take an event as it is; admins of its workspace read why. */
export class Refused extends Error {
  override name = "Refused";
}

/** Somebody outside of the transaction who is told of events: at least once, those of one record in their order. */
export interface Consumer {
  /** Its mark in the database: never changed. */
  name: string;
  /** Whether it is told of such events. Asked when they are written. */
  wants(event: { name: string; entity: string }): boolean;
  /**
   * Hands over events of any workspaces, oldest first: all of them, or it throws. `Away` blames none; after anything else
   * (`Refused`, or a fault of ours) each comes again alone, so what was taken already does no harm when it comes twice.
   */
  deliver(events: readonly OutboxEvent[]): Promise<void>;
}

// On globalThis: the registry hands over once per process, whichever bundle of the server asks.
const holder = globalThis as { throughlineConsumers?: Map<string, Consumer> };

/** Called by the registry when it is loaded; a consumer of the same name takes the place of the earlier one. */
export function registerConsumers(list: readonly Consumer[]): void {
  holder.throughlineConsumers ??= new Map();
  for (const consumer of list) holder.throughlineConsumers.set(consumer.name, consumer);
}

/** Everyone who is told of events. Throws where no registry handed any over: an event would be written and never told. */
export function consumers(): readonly Consumer[] {
  if (!holder.throughlineConsumers)
    throw new Error("The registry did not hand over who is told of events; import registry/operations.");
  return [...holder.throughlineConsumers.values()];
}
