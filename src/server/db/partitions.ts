import "server-only";
import { addMonths } from "date-fns";

/** A quarter and a month are made before they begin, however long nobody calls. */
const monthsAhead = 4;

type Query = (sql: string, values: unknown[]) => Promise<{ made: number }[]>;

/**
 * Makes the partitions of events and uses for the months to come, and those of rows that lie in none; how many were made. For
 * the owner of the tables and for the platform role; throws where a table is locked for three seconds.
 */
export async function extendPartitions(query: Query, now: Date): Promise<number> {
  const [row] = await query("select extend_partitions($1) as made", [addMonths(now, monthsAhead)]);
  return row?.made ?? 0;
}
