import "server-only";
import pino from "pino";
import { env } from "@/env";

const secret = [
  "password",
  "passwordHash",
  "token",
  "tokenHash",
  "secret",
  "key",
  "keyHash",
  "authorization",
  "cookie",
];

/** Structured log of the server. Secrets are removed up to three levels deep. */
export const log = pino({
  level: env.LOG_LEVEL,
  base: { app: "throughline" },
  timestamp: pino.stdTimeFunctions.isoTime,
  redact: { paths: secret.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: "[redacted]" },
});
