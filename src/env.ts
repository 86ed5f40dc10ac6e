import "server-only";
import { z } from "zod";

const MEGABYTE = 1_000_000;
const STRONG = "must be 32 random characters or more; make one with: openssl rand -base64 48";

const postgresUrl = (role: string) =>
  z
    .url({
      protocol: /^postgres(ql)?$/,
      error: `must be the URL of a PostgreSQL database, with ${role} as its user`,
      abort: true,
    })
    .refine((url) => new URL(url).username !== "", `must name its user (${role})`);

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
    PORT: wholeNumber(1, 65_535, 3000),
    NEXTAUTH_URL: z
      .url({
        protocol: /^https?$/,
        error: "must be the address that people type, as https://crm.example.com",
        abort: true,
      })
      .refine((url) => new URL(url).pathname === "/", "must be an origin only, without a path"),
    NEXTAUTH_SECRET: z.string(STRONG).refine(isStrong, STRONG),
    DATABASE_URL: postgresUrl("the app role"),
    DATABASE_PLATFORM_URL: postgresUrl("the platform role"),
    DATABASE_OWNER_URL: postgresUrl("the owner role").optional(),
    DATABASE_POOLER: z.enum(["session", "transaction"], "must be session or transaction").default("session"),
    DATABASE_POOL_SIZE: wholeNumber(1, 500, 10),
    DATA_DIR: z.string().default(".data"),
    SMTP_URL: z.url({ protocol: /^smtps?$/, error: "must be the mail server, as smtp://user:password@host:587" }),
    MAIL_FROM: z
      .string()
      .includes("@", "must hold a mail address")
      .default("Throughline <no-reply@throughline.example>"),
    MAIL_VIEW_URL: z.url({ protocol: /^https?$/, error: "must be the address of a mail viewer" }).optional(),
    LOG_LEVEL: z
      .enum(
        ["trace", "debug", "info", "warn", "error", "fatal", "silent"],
        "must be trace, debug, info, warn, error, fatal or silent",
      )
      .default("info"),
    TRUST_PROXY: wholeNumber(0, 10, 0),
    IMPORT_MAX_BYTES: wholeNumber(1, 2_000 * MEGABYTE, 100 * MEGABYTE),
  })
  .superRefine((env, ctx) => {
    const roles = new Map<string, string>();
    for (const name of ["DATABASE_URL", "DATABASE_PLATFORM_URL", "DATABASE_OWNER_URL"] as const) {
      const url = env[name];
      if (url === undefined) continue;
      const user = new URL(url).username;
      const other = roles.get(user);
      if (other) {
        const message = `has the same user as ${other}; the walls between tenants need a role of its own`;
        ctx.addIssue({ code: "custom", path: [name], message });
      }
      roles.set(user, name);
    }
  });

/** What the process is told by its environment; every variable is explained in `.env.example`. */
export type Env = z.output<typeof schema>;

/** Reads the variables. An empty one counts as not set. Throws an Error that names each bad one and what to do. */
export function parseEnv(record: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined && value !== ""));
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => {
    const name = String(issue.path[0]);
    return `  ${name} ${given[name] === undefined ? "is missing: it " : ""}${issue.message}`;
  });
  throw new Error(
    [
      "The environment is not complete, so Throughline does not start:",
      ...lines,
      "`.env.example` explains each variable. `npm run demo` and `npm run dev` need none of them.",
    ].join("\n"),
  );
}

/** Length, and variety: 32 times the same letter is long too. */
function isStrong(secret: string): boolean {
  return (
    secret.length >= 32 && new Set(secret).size >= 10 && !/change.?me|replace.?me|your.?secret|example/i.test(secret)
  );
}

export const env: Env = parseEnv(process.env);
