import "server-only";
import { Refused, Unreachable } from "../outbox/consumers.ts";
import { refusalOf } from "../pusher.ts";

/** Calls the channels server. A refusal is the event's fault; any other failure is temporary. */
export async function vendor<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === null) throw new Unreachable("The channels server does not answer.", { cause: error });
    throw new Refused(`The channels server refused: ${refusal}`, { cause: error });
  }
}
