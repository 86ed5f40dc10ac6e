import "server-only";
import type { Actor } from "./actor.ts";

export interface EventSubject {
  entity: string;
  id: string;
}

export interface EmittedEvent {
  id: string;
  name: string;
  entity: string;
  entityId: string;
  entityVersion: number | null;
  parents: EventSubject[];
  /** These three as the text of their JSON, written while whoever emits waits for the database. */
  before: string | null;
  after: string | null;
  data: string | null;
  batchId: string | null;
  /** Of a batch that timelines tell as one: which one, and what happened in it. */
  batchKey: string | null;
  /** Told by the event that ends its batch. */
  quiet: boolean;
  /** Who did it: for a part of a mutation that ran with the system's rights, the system and why. */
  actor: Actor;
}
