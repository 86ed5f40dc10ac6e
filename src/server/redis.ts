import "server-only";
import { Redis } from "ioredis";
import { env } from "@/env";
import { log } from "./log.ts";

// On globalThis: the bundler may load this module several times, and a process needs one connection.
const holder = globalThis as { throughlineRedis?: Redis };

/** The client of REDIS_URL; null where none is set. A command fails at once while the server is away. */
export function redis(): Redis | null {
  if (!env.REDIS_URL) return null;
  holder.throughlineRedis ??= connect(env.REDIS_URL);
  return holder.throughlineRedis;
}

function connect(url: string): Redis {
  const client = new Redis(url, { enableOfflineQueue: false, maxRetriesPerRequest: 1, connectTimeout: 2_000 });
  let wasAway = false;
  client.on("error", (error) => {
    if (!wasAway) log.warn({ err: error }, "Redis does not answer: requests are counted in PostgreSQL meanwhile.");
    wasAway = true;
  });
  client.on("ready", () => {
    wasAway = false;
  });
  return client;
}
