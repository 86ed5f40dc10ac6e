import { createServer } from "node:http";

/** A measured process's use: processor time in milliseconds, and resident memory in kB after garbage collection. */
export type SelfReport = { cpuMs: number; rssKilobytes: number };

/** Reports this process's resource use on a separate port; for memory start it with --expose-gc. */
export function reportSelf(port: number): void {
  createServer((_request, response) => {
    globalThis.gc?.();
    const { user, system } = process.cpuUsage();
    const report: SelfReport = { cpuMs: (user + system) / 1000, rssKilobytes: process.memoryUsage.rss() / 1000 };
    response.end(JSON.stringify(report));
  }).listen(port, "127.0.0.1");
}
