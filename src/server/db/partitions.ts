import "server-only";
import { addMonths } from "date-fns";
import type pg from "pg";

/** A quarter and a month are made before they begin, however long nobody calls. */
const monthsAhead = 4;

/**
 * Makes the partitions of events and uses for the months to come, and those of rows that lie in none; how many were made. For
 * the owner of the tables and for the platform role; throws where a table is locked for three seconds.
 */
export async function extendPartitions(client: Pick<pg.Client, "query">, now: Date): Promise<number> {
  const { rows } = await client.query<{ made: number }>("SELECT extend_partitions($1) AS made", [
    addMonths(now, monthsAhead),
  ]);
  return rows[0]?.made ?? 0;
}
