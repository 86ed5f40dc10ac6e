import "server-only";
import { Prisma } from "./db/generated/client.ts";

/** The largest integer that JSON carries exactly. */
const most = Prisma.raw(String(Number.MAX_SAFE_INTEGER));

/** The sum of whole numbers, which stops at the largest integer that JSON carries exactly. */
export const exactSum = (value: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`greatest(least(coalesce(sum(${value}), 0), ${most}), -${most})::bigint`;

/** The number of amounts that a weighted sum leaves out: nobody knows their probability. */
export const leftOutOf = (amount: Prisma.Sql, weighted: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`(count(${amount}) - count(${weighted}))::int`;
