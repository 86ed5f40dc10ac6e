import { join } from "node:path";
import { afterAll, inject } from "vitest";
import { registerConsumers } from "@/server/outbox/consumers";
import { forgetAfterFile } from "./after-each-file";
import { deleteWorkspaces, forgetWorkspaces, workerUrls } from "./db";
import { testEnvironment } from "./environment";

// Before any module of the app is loaded: env.ts reads these once.
const folder = join(inject("folder"), `worker-${process.env.VITEST_POOL_ID}`);
Object.assign(
  process.env,
  testEnvironment({
    urls: workerUrls(),
    mail: inject("mail"),
    channels: inject("channels"),
    payments: inject("payments"),
    storage: inject("storage"),
    folder,
  }),
);

// A test without a registry has no consumers.
registerConsumers([]);

// Jobs and deliveries see to all workspaces: those of earlier files would only take time. Runs after the next one.
// Large tests need tables without the remains of others.
afterAll(inject("rounds") === "full" ? forgetWorkspaces : deleteWorkspaces);
forgetAfterFile();
