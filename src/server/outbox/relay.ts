import "server-only";
import { AppError, databaseIsUnreachable } from "../errors.ts";
import { log } from "../log.ts";
import { Wakeup } from "../wakeup.ts";
import {
  claim,
  forgetDelivered,
  giveBack,
  leaseSeconds,
  noteDelivered,
  noteRefused,
  outboxLag,
  type Refusal,
} from "./claim.ts";
import { type Consumer, type OutboxEvent, Refused, Unreachable } from "./consumers.ts";

/** Rung when events were written in this process; events of other processes are found by polling. */
export const outboxWakeup = new Wakeup();

const lookEveryMs = 1_000;
const maxPauseMs = 5_000;

/**
 * Delivers events to a consumer as long as the process lives; the first poll finds those that an earlier process
 * left.
 */
export async function relayTo(consumer: Consumer, signal: AbortSignal): Promise<void> {
  let pauseMs = 0;
  while (!signal.aborted) {
    try {
      const worked = await relayOnce(consumer);
      pauseMs = 0;
      if (!worked) await outboxWakeup.rest(lookEveryMs, signal);
    } catch (error) {
      pauseMs = Math.min(maxPauseMs, pauseMs * 2 || 250);
      log.warn({ consumer: consumer.name, err: error }, "events could not be delivered, and are kept");
      await new Wakeup().rest(pauseMs, signal);
    }
  }
}

/**
 * Delivers one claim's worth of waiting events. False when there were none. Returns the claim and throws when the
 * consumer is unreachable.
 */
export async function relayOnce(consumer: Consumer): Promise<boolean> {
  const claimed = await claim(consumer.name);
  if (claimed.length === 0) return false;
  const { delivered, refused, held } = await deliverTogether(consumer, claimed);
  await noteDelivered(consumer.name, delivered);
  for (const { id, reason } of await noteRefused(consumer.name, refused))
    log.warn({ consumer: consumer.name, eventId: id, reason }, "an event was parked");
  await giveBack(consumer.name, held);
  return true;
}

interface Outcome {
  delivered: string[];
  refused: Refusal[];
  /** Not attempted: behind a refused event of the same record, or out of time. */
  held: string[];
}

/** An unreachable database is not the fault of an event. */
const isUnreachable = (error: unknown) => error instanceof Unreachable || databaseIsUnreachable(error);

async function deliverTogether(consumer: Consumer, events: readonly OutboxEvent[]): Promise<Outcome> {
  const ids = events.map(({ id }) => id);
  try {
    await consumer.deliver(events);
    return { delivered: ids, refused: [], held: [] };
  } catch (error) {
    if (!isUnreachable(error)) return await oneByOne(consumer, events);
    await giveBack(consumer.name, ids);
    throw error;
  }
}

const recordOf = (event: OutboxEvent) => `${event.tenantId} ${event.entity} ${event.entityId}`;

/** Refusals are written for people; any other error belongs in the log. */
const wordsOf = (error: unknown, { id }: OutboxEvent) =>
  error instanceof Refused || error instanceof AppError
    ? error.message
    : `Something went wrong on our side. The reference is ${id}.`;

/** After the lease others may take the claimed events. */
const leaseMs = (leaseSeconds * 1_000) / 2;

/** One event breaks the consumer's work: each is delivered alone, so that only that one waits. */
async function oneByOne(consumer: Consumer, events: readonly OutboxEvent[]): Promise<Outcome> {
  const outcome: Outcome = { delivered: [], refused: [], held: [] };
  const stuck = new Set<string>();
  const until = performance.now() + leaseMs;
  let isOver = false;
  for (const event of events) {
    isOver ||= performance.now() > until;
    if (isOver || stuck.has(recordOf(event))) {
      outcome.held.push(event.id);
      continue;
    }
    try {
      await consumer.deliver([event]);
      outcome.delivered.push(event.id);
    } catch (error) {
      if (isUnreachable(error)) {
        outcome.held.push(event.id);
        isOver = true;
        continue;
      }
      stuck.add(recordOf(event));
      outcome.refused.push({ id: event.id, reason: wordsOf(error, event) });
      log.warn({ consumer: consumer.name, eventId: event.id, err: error }, "an event was refused");
    }
  }
  return outcome;
}

const sweepEveryMs = 60_000;
const forgetEvery = 60;
const lateSeconds = 30;

/**
 * Logs each minute which consumers are behind; deletes old marks each hour. The first turn only deletes: events that
 * waited for this process are delivered by now.
 */
export async function sweepOutbox(signal: AbortSignal, everyMs = sweepEveryMs): Promise<void> {
  for (let turn = 0; !signal.aborted; turn++) {
    try {
      if (turn % forgetEvery === 0) await forgetDelivered();
      const late = turn === 0 ? [] : (await outboxLag()).filter(({ oldestSeconds }) => oldestSeconds > lateSeconds);
      for (const lag of late) log.warn(lag, "a consumer of events is behind");
    } catch (error) {
      log.warn({ err: error }, "the outbox could not be cleaned up");
    }
    await new Wakeup().rest(everyMs, signal);
  }
}
