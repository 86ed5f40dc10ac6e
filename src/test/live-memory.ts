import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collect: () => void = runInNewContext("gc");

/** The megabytes of objects that live after a full garbage collection: when V8 collects by itself depends on the load. */
export function liveMegabytes(): number {
  collect();
  return process.memoryUsage().heapUsed / 1_000_000;
}
