import type { Context } from "./context";
import type { Answer, Asked } from "./exchange";

/** The address at which a seed or a test sets the time outside test clocks. Stripe has nothing like it. */
export const TIME_PATH = "/stand-in/time";

/** `{"time": 1767225600}` holds the time there, `{"time": null}` lets it go on from the present. */
export function answerTime(context: Context, { method, headers, body }: Asked): Answer {
  if (headers.authorization !== `Bearer ${context.settings.key}`) return answer(401, { error: "The key is missing." });
  if (method !== "POST") return answer(405, { error: "This address takes POST only." });
  const time = timeIn(body);
  if (time === undefined) return answer(400, { error: "Send a time in unix seconds, or null." });
  context.hold(time ?? undefined);
  return answer(200, { time: context.wall() });
}

function timeIn(body: string): number | null | undefined {
  try {
    const { time } = JSON.parse(body) as { time?: unknown };
    if (time === null) return null;
    return typeof time === "number" && Number.isSafeInteger(time) && time > 0 ? time : undefined;
  } catch {
    return undefined;
  }
}

function answer(status: number, body: object): Answer {
  return {
    status,
    headers: { "content-type": "application/json", "cache-control": "no-store" },
    body: JSON.stringify(body),
  };
}
