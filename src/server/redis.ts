import "server-only";
import { Redis } from "ioredis";
import { env } from "@/env";
import { log } from "./log.ts";
import { processWide } from "./process-wide.ts";

const connection = processWide<Redis>("connection to Redis");

/** The client of REDIS_URL; null where none is set. A command fails at once while the server is away. */
export function redis(): Redis | null {
  const { REDIS_URL } = env;
  return REDIS_URL ? connection.getOrMake(() => connect(REDIS_URL)) : null;
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
