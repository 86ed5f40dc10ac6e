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
  /** These three as JSON text, serialized while the caller waits for the database. */
  before: string | null;
  after: string | null;
  data: string | null;
  batchId: string | null;
  /** For a batch that timelines show as one entry: its id and the kind of act. */
  batchKey: string | null;
  /** Not delivered to consumers: the last event of its batch stands for it, or it is only for the log. */
  quiet: boolean;
  /** The end of its batch updates open screens in its place. */
  signalsAtEnd: boolean;
  /** The actor; for a part of a mutation that ran with the system's rights, the system and the reason. */
  actor: Actor;
}
