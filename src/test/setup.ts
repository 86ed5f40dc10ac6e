import { inject } from "vitest";
import { testEnvironment } from "./environment";

const worker = Number(process.env.VITEST_POOL_ID);
const urls = inject("workerDatabases")[worker - 1];
if (!urls) throw new Error(`Worker ${worker} has no database.`);

// Before any module of the app is loaded: env.ts reads these once.
Object.assign(process.env, testEnvironment(urls, inject("mail").smtpUrl));
