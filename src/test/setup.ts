import { join } from "node:path";
import { afterAll, inject } from "vitest";
import { deleteWorkspaces, forgetWorkspaces, workerUrls } from "./db";
import { testEnvironment } from "./environment";

// Before any module of the app is loaded: env.ts reads these once, and a file that loads modules anew finds the same.
const worker = globalThis as { testWorkerEnvironment?: Record<string, string> };
worker.testWorkerEnvironment ??= testEnvironment({
  urls: workerUrls(),
  mail: inject("mail"),
  channels: inject("channels"),
  payments: inject("payments"),
  storage: inject("storage"),
  folder: join(inject("folder"), `worker-${process.env.VITEST_POOL_ID}`),
});
Object.assign(process.env, worker.testWorkerEnvironment);

// Jobs and deliveries see to all workspaces: those of earlier files would only take time. Runs after the next one.
// Large tests need tables without the remains of others.
afterAll(inject("rounds") === "full" ? forgetWorkspaces : deleteWorkspaces);
const { forgetFile } = await import("./process-state");
afterAll(forgetFile);
