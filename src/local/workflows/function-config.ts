import { z } from "zod";
import { parseCron } from "./cron-time";
import { durationMs } from "./durations";
import { flawOf } from "./expressions";

const DAY_MS = 86_400_000;

const expression = z.string().superRefine((text, ctx) => {
  const flaw = flawOf(text);
  if (flaw !== undefined) ctx.addIssue({ code: "custom", message: `is not a valid expression: ${flaw}` });
});

const period = (most = 366 * DAY_MS, least = 0) =>
  z.string().refine((text) => {
    const ms = durationMs(text);
    return ms !== undefined && ms >= least && ms <= most;
  }, "is not a duration that is allowed here");

const count = z.int().positive();

const concurrency = z.strictObject({
  limit: z.int().nonnegative(),
  key: expression.optional(),
  scope: z.enum(["fn", "env", "account"]).optional(),
});

const trigger = z.union([
  z.strictObject({ event: z.string().min(1), expression: expression.optional() }),
  z.strictObject({
    cron: z.string().refine((text) => parseCron(text) !== undefined, "is not a cron schedule"),
    jitter: period(DAY_MS).optional(),
  }),
]);

const triggerKey = (one: z.output<typeof trigger>) =>
  "cron" in one ? `cron ${one.cron}` : `event ${one.event} ${one.expression}`;

const step = z.strictObject({
  id: z.literal("step"),
  name: z.string(),
  runtime: z.strictObject({ type: z.literal("http", "501: this engine calls the app over HTTP only"), url: z.url() }),
  retries: z.strictObject({ attempts: z.int().min(0).max(20) }).optional(),
});

/** A function as the SDK registers it. Unknown fields are refused: ignoring them would hide missing features. */
export const functionConfig = z
  .strictObject({
    id: z.string().min(1),
    name: z.string(),
    triggers: z
      .array(trigger)
      .max(10)
      .refine((all) => new Set(all.map(triggerKey)).size === all.length, "the same trigger occurs twice"),
    steps: z.strictObject({ step }),
    concurrency: z
      .union([count, concurrency, z.array(concurrency).min(1).max(2)])
      .transform((given) => (typeof given === "number" ? [{ limit: given }] : [given].flat()))
      .pipe(z.array(concurrency))
      .optional(),
    rateLimit: z.strictObject({ limit: count, period: period(DAY_MS), key: expression.optional() }).optional(),
    throttle: z
      .strictObject({ limit: count, period: period(), burst: count.optional(), key: expression.optional() })
      .optional(),
    debounce: z
      .strictObject({ period: period(7 * DAY_MS, 1_000), key: expression.optional(), timeout: period().optional() })
      .optional(),
    priority: z.strictObject({ run: expression.optional() }).optional(),
    batchEvents: z
      .strictObject({ maxSize: count, timeout: period(), key: expression.optional(), if: expression.optional() })
      .optional(),
    cancel: z
      .array(z.strictObject({ event: z.string().min(1), if: expression.optional(), timeout: period().optional() }))
      .max(5)
      .optional(),
    idempotency: expression.optional(),
    timeouts: z.strictObject({ start: period().optional(), finish: period().optional() }).optional(),
    singleton: z.strictObject({ mode: z.enum(["skip", "cancel"]), key: expression.optional() }).optional(),
  })
  .superRefine((config, ctx) => {
    if (!config.batchEvents) return;
    for (const name of ["cancel", "debounce", "singleton", "priority"] as const) {
      const given = config[name];
      if (given === undefined || (Array.isArray(given) && given.length === 0)) continue;
      ctx.addIssue({ code: "custom", path: [name], message: "cannot go together with batchEvents" });
    }
  });

/** The engine's data about a function. */
export type FunctionConfig = z.output<typeof functionConfig>;

const DEFAULT_RETRIES = 4;

/** Total number of attempts at a call of this function. */
export function attemptsOf(config: FunctionConfig): number {
  return (config.steps.step.retries?.attempts ?? DEFAULT_RETRIES) + 1;
}
