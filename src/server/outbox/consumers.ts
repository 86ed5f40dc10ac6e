import "server-only";
import { sameAcrossBundles } from "../across-bundles.ts";
import { processWide } from "../process-wide.ts";

/** An event as consumers receive it: its record and its actor, never its content. */
export interface OutboxEvent {
  tenantId: string;
  id: string;
  name: string;
  entity: string;
  entityId: string;
  entityVersion: number | null;
  /** The member who acted, and the tab or client that they used. */
  memberId: string | null;
  origin: string | null;
  /** Milliseconds since 1970. */
  at: number;
}

/** Thrown by a consumer that cannot be reached now: all its events are kept and retried in order. */
export class Unreachable extends Error {
  override name = "Unreachable";
}

/** Thrown by a consumer that refuses an event; admins of the workspace can read the reason. */
export class Refused extends Error {
  override name = "Refused";
}
sameAcrossBundles(Unreachable, "Unreachable");
sameAcrossBundles(Refused, "Refused");

/** A receiver of events outside the transaction: at least once, in order for each record. */
export interface Consumer {
  /** Its mark in the database: never changed. */
  name: string;
  /** Whether it receives such events. Asked when they are written. */
  wants(event: { name: string; entity: string }): boolean;
  /** Gets nothing of a large batch but the event that ends it. */
  waitsForEnd?: true;
  /**
   * Delivers events of any workspaces, oldest first: all of them, or it throws. `Unreachable` counts against none; after any
   * other error each event is retried alone, so an event that was already accepted must be harmless when it arrives
   * again.
   */
  deliver(events: readonly OutboxEvent[]): Promise<void>;
}

const registeredConsumers = processWide<Map<string, Consumer>>("consumers of events");

/** Called by the registry when it is loaded; a consumer with the same name replaces the earlier one. */
export function registerConsumers(list: readonly Consumer[]): void {
  const byName = registeredConsumers.getOrMake(() => new Map());
  for (const consumer of list) byName.set(consumer.name, consumer);
}

/** All consumers of events. Throws if no registry passed any: events would be written and never delivered. */
export function consumers(): readonly Consumer[] {
  return [...registeredConsumers.required().values()];
}
