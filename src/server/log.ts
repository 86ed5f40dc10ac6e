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

/** The parts of an error in which PostgreSQL quotes whole rows, values and statements. */
const ofRows = new Set(["detail", "where", "internalQuery"]);
const deepest = 8;

function withoutRows(value: unknown, depth = 0): unknown {
  if (!value || typeof value !== "object" || "toJSON" in value || depth > deepest) return value;
  if (Array.isArray(value)) return value.map((one) => withoutRows(one, depth + 1));
  const kept = Object.entries(value).filter(([name]) => !ofRows.has(name));
  return Object.fromEntries(kept.map(([name, one]) => [name, withoutRows(one, depth + 1)]));
}

/** Structured log of the server. Secrets are removed up to three levels deep, and from errors the rows that they quote. */
export const log = pino({
  level: env.LOG_LEVEL,
  base: { app: "throughline" },
  timestamp: pino.stdTimeFunctions.isoTime,
  serializers: { err: (error: unknown) => withoutRows(pino.stdSerializers.err(error as Error)) },
  redact: { paths: secret.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: "[redacted]" },
});
