import "server-only";
import { z } from "zod";
import { databaseUrls, sharedRole } from "./lib/database-urls";

const MEGABYTE = 1_000_000;
const STRONG = "must be 32 random characters or more; make one with: openssl rand -base64 48";
const APP_ID = "must be the number of the Pusher app";

const SIGNING_KEY = /^(signkey-\w+-)?([0-9a-f]{2}){16,}$/i;
const STRIPE_KEY = /^(sk|rk)_(test|live)_\w{8,}$/;
const STRIPE_WEBHOOK_SECRET = z
  .string()
  .regex(/^whsec_\w{8,}$/, "must be the signing secret of the webhook endpoint, which begins with whsec_")
  .optional();
const NOT_A_SIGNING_KEY = "must be Inngest's signing key: signkey-prod- and 32 or more hexadecimal digits";

/** An address without path, query or login, in the one form that all readers compare: `https://crm.example.com`. */
const origin = (error: string) =>
  z
    .url({ protocol: /^https?$/, error, abort: true })
    .refine((url) => new URL(url).href === `${new URL(url).origin}/`, "must be an origin only, without a path")
    .transform((url) => new URL(url).origin);

/** An address that may have a path, without a slash at its end: `http://127.0.0.1:20000/hubspot`. */
const address = (error: string) =>
  z
    .url({ protocol: /^https?$/, error })
    .regex(/^[^?#]*[^/?#]$/, "must be without a query and without a slash at the end");

const wholeNumber = (least: number, most: number, fallback: number) =>
  z.coerce
    .number({ error: "must be a number" })
    .int("must be a whole number")
    .min(least, `must be at least ${least}`)
    .max(most, `must be at most ${most}`)
    .default(fallback);

const schema = z
  .object({
    NODE_ENV: z
      .enum(["development", "test", "production"], "must be development, test or production")
      .default("development"),
    HOST: z.string().default("127.0.0.1"),
    PORT: wholeNumber(1, 65_535, 3000),
    NEXTAUTH_URL: origin("must be the address that users type, such as https://crm.example.com"),
    NEXTAUTH_SECRET: z.string(STRONG).refine(isStrong, STRONG),
    ENCRYPTION_KEY: z.string(STRONG).refine(isStrong, STRONG),
    ENCRYPTION_KEY_OLD: z.string().refine(isStrong, STRONG).optional(),
    ...databaseUrls,
    DATABASE_OWNER_URL: databaseUrls.DATABASE_OWNER_URL.optional(),
    DATABASE_POOLER: z.enum(["session", "transaction"], "must be session or transaction").default("session"),
    // The preview of an import uses one connection and writes its findings on another: with one connection it would
    // never end.
    DATABASE_POOL_SIZE: wholeNumber(2, 500, 10),
    DATA_DIR: z.string().default(".data"),
    SMTP_URL: z.url({
      protocol: /^smtps?$/,
      hostname: /./,
      error: "must be the mail server, such as smtp://user:password@host:587",
    }),
    MAIL_FROM: z
      .string()
      .regex(/^[^\r\n@]*[^\s@<>]@[^\s@<>]+>?$/, "must hold one e-mail address")
      .default("Throughline <no-reply@throughline.example>"),
    SUPPORT_EMAIL: z
      .email("must be an e-mail address, such as support@example.com")
      .default("support@throughline.example"),
    MAIL_VIEW_URL: z.url({ protocol: /^https?$/, error: "must be the address of a mail viewer" }).optional(),
    MAIL_VIEW_OPEN: z
      .enum(["0", "1"], "must be 1, which shows the mails to other machines too, or 0")
      .default("0")
      .transform((value) => value === "1"),
    REDIS_URL: z
      .url({ protocol: /^rediss?$/, hostname: /./, error: "must be a Redis server, such as redis://host:6379" })
      .optional(),
    PUSHER_APP_ID: z.string(APP_ID).regex(/^\d{1,15}$/, APP_ID),
    PUSHER_KEY: z.string("must be the key of the Pusher app"),
    PUSHER_SECRET: z.string("must be the secret of the Pusher app"),
    PUSHER_CLUSTER: z
      .string()
      .regex(/^[a-z0-9-]+$/, "must be the name of a cluster, such as eu")
      .optional(),
    PUSHER_URL: origin("must be the address the app publishes to, such as http://channels:6001").optional(),
    PUSHER_CLIENT_URL: z
      .string()
      .refine(
        isClientUrl,
        "must be the address browsers connect to, such as wss://channels.example.com, :6001 or /channels",
      )
      .optional(),
    INNGEST_EVENT_KEY: z
      .string("must be Inngest's event key, under which events are sent")
      .min(8, "must be Inngest's event key, of 8 characters or more"),
    INNGEST_SIGNING_KEY: z.string(NOT_A_SIGNING_KEY).regex(SIGNING_KEY, NOT_A_SIGNING_KEY),
    INNGEST_SIGNING_KEY_FALLBACK: z.string().regex(SIGNING_KEY, NOT_A_SIGNING_KEY).optional(),
    INNGEST_BASE_URL: origin("must be the address of an Inngest server").optional(),
    INNGEST_SERVE_ORIGIN: origin(
      "must be the address at which the Inngest server calls this app, such as http://app:3000",
    ).optional(),
    INNGEST_DEV: z.enum(["0", "false"], "must be 0: only signed calls from Inngest are accepted").default("0"),
    // Without a key, payments are not set up, and nothing else changes.
    STRIPE_SECRET_KEY: z
      .string()
      .regex(STRIPE_KEY, "must be a secret key of Stripe, which begins with sk_test_ or sk_live_")
      .optional(),
    STRIPE_WEBHOOK_SECRET,
    STRIPE_WEBHOOK_SECRET_OLD: STRIPE_WEBHOOK_SECRET,
    STRIPE_API_URL: origin("must be the address of a server that speaks Stripe's API").optional(),
    // Without an app of HubSpot, nobody can connect a portal of it, and nothing else changes.
    HUBSPOT_CLIENT_ID: z.string().optional(),
    HUBSPOT_CLIENT_SECRET: z.string().optional(),
    HUBSPOT_APP_ID: z.string().regex(/^\d+$/, "must be the number of the HubSpot app").optional(),
    HUBSPOT_API_URL: address("must be the address of a server that speaks HubSpot's API").optional(),
    HUBSPOT_APP_URL: address("must be the address of HubSpot's consent page").optional(),
    // Without a bucket there are no files, and nothing else changes.
    STORAGE_BUCKET: z
      .string()
      .regex(/^[a-z0-9][a-z0-9.-]{2,62}$/, "must be the name of a bucket, such as throughline-files")
      .optional(),
    STORAGE_ACCESS_KEY: z.string().optional(),
    STORAGE_SECRET_KEY: z.string().optional(),
    STORAGE_REGION: z.string().default("us-east-1"),
    STORAGE_URL: origin(
      "must be the address of a server that speaks the S3 protocol, such as https://s3.eu-central-1.amazonaws.com",
    ).optional(),
    STORAGE_CLIENT_URL: origin(
      "must be the address at which browsers reach storage, such as https://files.example.com",
    ).optional(),
    STORAGE_PATH_STYLE: z
      .enum(["0", "1"], "must be 1, where the bucket is part of the path of an address, or 0")
      .default("0")
      .transform((value) => value === "1"),
    SCAN_URL: z.url({ protocol: /^https?$/, error: "must be the address of a virus scanner" }).optional(),
    LOG_LEVEL: z
      .enum(
        ["trace", "debug", "info", "warn", "error", "fatal", "silent"],
        "must be trace, debug, info, warn, error, fatal or silent",
      )
      .default("info"),
    METRICS_TOKEN: z.string().refine(isStrong, STRONG).optional(),
    TRUST_PROXY: wholeNumber(0, 10, 0),
    IMPORT_MAX_BYTES: wholeNumber(1, 2_000 * MEGABYTE, 500 * MEGABYTE),
  })
  .superRefine((env, ctx) => {
    const shared = sharedRole(env);
    if (shared) ctx.addIssue({ code: "custom", path: [shared.name], message: shared.message });
    const { STORAGE_BUCKET: bucket, STORAGE_ACCESS_KEY: key, STORAGE_SECRET_KEY: secret } = env;
    if (bucket !== undefined && (key === undefined || secret === undefined)) {
      const message = "needs STORAGE_ACCESS_KEY and STORAGE_SECRET_KEY too";
      ctx.addIssue({ code: "custom", path: ["STORAGE_BUCKET"], message });
    }
    const alone = aloneOfHubSpot(env);
    if (alone) {
      const message = "needs HUBSPOT_CLIENT_ID, HUBSPOT_CLIENT_SECRET and HUBSPOT_APP_ID too";
      ctx.addIssue({ code: "custom", path: [alone], message });
    }
    const channels = channelsProblem(env);
    if (channels) ctx.addIssue({ code: "custom", path: [channels.name], message: channels.message });
  });

/** The settings from the environment; every variable is explained in `.env.example`. */
export type Env = z.output<typeof schema>;

/** Reads the variables. An empty one counts as not set. Throws an Error that names each invalid one and its fix. */
export function parseEnv(record: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined && value !== ""));
  const padded = Object.keys(schema.shape).filter((name) => given[name] !== given[name]?.trim());
  const result = schema.safeParse(given);
  if (result.success && padded.length === 0) return result.data;
  // Refused and not trimmed: vendors' SDKs read some variables themselves, with any pasted white space.
  const lines = padded.map((name) => `  ${name} begins or ends with a space or a line break; remove it`);
  for (const issue of result.error?.issues ?? []) {
    const name = String(issue.path[0]);
    if (!padded.includes(name))
      lines.push(`  ${name} ${given[name] === undefined ? "is missing: it " : ""}${issue.message}`);
  }
  throw new Error(
    [
      "The environment is not complete, so Throughline does not start:",
      ...lines,
      "`.env.example` explains each variable. `npm run demo` and `npm run dev` need none of them.",
    ].join("\n"),
  );
}

/** Length and variety: 32 times the same letter is long too. */
function isStrong(secret: string): boolean {
  return (
    secret.length >= 32 && new Set(secret).size >= 10 && !/change.?me|replace.?me|your.?secret|example/i.test(secret)
  );
}

/** The first variable of HubSpot that is set while the app of HubSpot is not complete. */
function aloneOfHubSpot(env: Record<string, unknown>): string | undefined {
  const app = ["HUBSPOT_CLIENT_ID", "HUBSPOT_CLIENT_SECRET", "HUBSPOT_APP_ID"];
  if (app.every((name) => env[name] !== undefined)) return undefined;
  return [...app, "HUBSPOT_API_URL", "HUBSPOT_APP_URL"].find((name) => env[name] !== undefined);
}

/** A whole address, or its differences from the page's own: its port, its path, or both. */
function isClientUrl(text: string): boolean {
  return /^wss?:\/\/[^\s/]/.test(text) ? URL.canParse(text) : /^(?=.)(:\d{1,5})?(\/(?!\/)[\w./-]*)?$/.test(text);
}

/** Pusher itself has only a cluster; another server has addresses and no cluster. */
function channelsProblem(env: {
  NEXTAUTH_URL: string;
  PUSHER_CLUSTER?: string | undefined;
  PUSHER_URL?: string | undefined;
  PUSHER_CLIENT_URL?: string | undefined;
}): { name: string; message: string } | undefined {
  const { PUSHER_CLUSTER: cluster, PUSHER_URL: url, PUSHER_CLIENT_URL: clientUrl } = env;
  if (cluster === undefined && url === undefined) {
    const message = "must be the cluster of the Pusher app, such as eu; for your own server set PUSHER_URL instead";
    return { name: "PUSHER_CLUSTER", message };
  }
  if (cluster !== undefined && url !== undefined) {
    return { name: "PUSHER_CLUSTER", message: "must be empty when PUSHER_URL names your own server" };
  }
  if (clientUrl !== undefined && url === undefined) {
    return { name: "PUSHER_CLIENT_URL", message: "must be empty unless PUSHER_URL names your own server" };
  }
  // A page over https may not open an unencrypted socket: live updates would never arrive.
  if (env.NEXTAUTH_URL.startsWith("https:") && /^(ws|http):/.test(clientUrl ?? url ?? "")) {
    const message =
      "must be a TLS address for browsers, such as wss://channels.example.com, because NEXTAUTH_URL is https";
    return { name: "PUSHER_CLIENT_URL", message };
  }
  return undefined;
}

export const env: Env = parseEnv(process.env);
