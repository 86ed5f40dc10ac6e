import { randomUUID } from "node:crypto";
import { afterAll, beforeAll } from "vitest";
import { type Consumer, registerConsumers } from "@/server/outbox/consumers";
import { workflowsBy } from "@/server/workflows/consumer";
import { functionOf } from "@/server/workflows/functions";
import { type Job, registerJobs } from "@/server/workflows/job";
import { serveApp, startTested, type TestApp, type Tested } from "./workflows";

/** Data that exists from a file's first test to its last. */
interface ServedJobs {
  server: Tested;
  app: TestApp;
  /** Sends events to the server, as the app does; separate from other tests. */
  consumer: Consumer;
}

/** Serves these jobs only to a separate workflow server of the test file. */
export function servedJobs(...jobs: Job[]): ServedJobs {
  let served: Pick<ServedJobs, "server" | "app"> | undefined;
  const there = () => {
    if (!served) throw new Error("Jobs are served from the first test on.");
    return served;
  };
  const consumer = { ...workflowsBy(async () => there().app.client), name: `test-${randomUUID()}` };
  beforeAll(async () => {
    const server = await startTested();
    served = { server, app: await serveApp(server, (client) => jobs.map((job) => functionOf(client, job))) };
    registerJobs(jobs);
    registerConsumers([consumer]);
  });
  afterAll(async () => {
    await served?.app.stop();
    await served?.server.stop();
  });
  return {
    get server() {
      return there().server;
    },
    get app() {
      return there().app;
    },
    consumer,
  };
}
