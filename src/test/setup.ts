import { join } from "node:path";
import { inject } from "vitest";
import { registerConsumers } from "@/server/outbox/consumers";
import { forgetAfterFile } from "./after-each-file";
import { workerUrls } from "./db";
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
    folder,
  }),
);

// A test without a registry has no consumers.
registerConsumers([]);

forgetAfterFile();
