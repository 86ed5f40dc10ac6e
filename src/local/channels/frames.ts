/** A valid client frame: JSON with the name of an event. */
export type ClientFrame = { event: string; channel?: string; data: unknown };

/** An event as a subscriber gets it, with `data` exactly as the sender gave it. */
export function eventFrame(event: string, channel: string, data: unknown, userId?: string): string {
  return JSON.stringify({ event, channel, data, user_id: userId });
}

/** A frame of the protocol itself: its data is JSON inside a string. */
export function protocolFrame(event: string, data: unknown, channel?: string): string {
  return JSON.stringify({ event, channel, data: JSON.stringify(data) });
}

/** Reports an error on the connection; this alone closes nothing. */
export function errorFrame(code: number | null, message: string): string {
  return protocolFrame("pusher:error", { code, message });
}

/** The frame that a client sent; undefined if it is not one. */
export function readFrame(text: string): ClientFrame | undefined {
  const frame = asRecord(parsed(text));
  if (typeof frame?.event !== "string" || frame.event === "") return undefined;
  if (frame.channel !== undefined && typeof frame.channel !== "string") return undefined;
  return { event: frame.event, data: frame.data, ...(frame.channel === undefined ? {} : { channel: frame.channel }) };
}

/** The value of a JSON text; undefined if it is not JSON. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** An object to read fields from; undefined for a list, a text or null. */
export function asRecord(value: unknown): Record<string, unknown> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}
