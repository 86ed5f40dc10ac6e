import "server-only";
import { platformQuery } from "./client.ts";
import { extendPartitions } from "./partitions.ts";

/** Makes the partitions of the months to come as the platform role; returns how many were made. */
export const makePartitionsAhead = (): Promise<number> =>
  extendPartitions((sql, values) => platformQuery("partitions-extend", sql, values), new Date());
