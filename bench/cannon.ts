import autocannon from "autocannon";
import { percentile } from "./figure";
import type { Load, LoadResult } from "./load/load";

// A separate process, so that generating the load does not take time from the measurement.
const { url, headers, also = [], connections, ...extent } = JSON.parse(process.argv[2] ?? "") as Load;
const callers = [headers, ...also];

const times: number[] = [];
let failures = 0;
const until = "seconds" in extent ? { duration: extent.seconds } : { amount: extent.requests };
let opened = 0;
const run = autocannon({
  url,
  headers,
  connections,
  setupClient: (client) => client.setHeaders(callers[opened++ % callers.length] ?? headers),
  ...until,
});
run.on("response", (_client, status, _bytes, milliseconds) => {
  if (status === 200) times.push(milliseconds);
  else failures++;
});
const { duration, errors } = await run;
const result: LoadResult = {
  perSecond: times.length / duration,
  p50: percentile(times, 50),
  p95: percentile(times, 95),
  failures: failures + errors,
};
console.log(JSON.stringify(result));
