import "server-only";
import type { Condition } from "@/lib/list-filter";
import { monthStart } from "@/lib/tiles";
import { dayLater } from "@/lib/working-time";
import { memberScope } from "@/modules/platform/identity/members/scope";
import { Prisma } from "@/server/db/generated/client";
import type { Tile, TileSource } from "@/server/tiles";
import { weighted } from "../board/row";
import { opportunityList, opportunityTable } from "../row";

const source: TileSource = {
  list: { ...opportunityList, table: opportunityTable },
  // Screens have all stages with their colours and order.
  names: { owner: memberScope },
  weighted: {
    fields: ["amount", "probability"],
    sql: () => weighted,
    join: Prisma.sql`join stages s on s.tenant_id = o.tenant_id and s.id = o.stage_id`,
  },
  // From the first stage that is known: the row of an imported opportunity is younger than the sale.
  days: {
    fields: ["actualCloseDate"],
    sql({ tenant }) {
      const days = Prisma.sql`(o.actual_close_date - (e.entered_at at time zone ${tenant.timeZone})::date)`;
      return Prisma.sql`case when ${days} < 0 then 0 else ${days} end`;
    },
    join: Prisma.sql`left join stage_entries e
      on e.tenant_id = o.tenant_id and e.opportunity_id = o.id and e.sequence = 1`,
  },
};

const hasStatus = (status: string): Condition => ({ field: "status", op: "anyOf", value: [status] });
const closed = (value: string | [string, string]): Condition => ({
  field: "actualCloseDate",
  op: Array.isArray(value) ? "between" : "is",
  value,
});

/** The days of the month that today is in, a year before. */
const monthOfLastYear = (today: string): [string, string] => [
  monthStart(today, -12),
  dayLater(monthStart(today, -11), -1),
];

/** The figures of the page Home. */
export const opportunityTiles: readonly Tile[] = [
  {
    name: "pipeline",
    source,
    groups: [{ field: "stage" }],
    parts: [{ name: "open", conditions: () => [hasStatus("open")], measures: ["weighted"] }],
  },
  {
    name: "won",
    source,
    groups: [{ field: "actualCloseDate" }],
    parts: [
      { name: "thisMonth", conditions: () => [hasStatus("won"), closed("this month")] },
      { name: "lastMonth", conditions: () => [hasStatus("won"), closed("last month")] },
      { name: "yearBefore", conditions: (today) => [hasStatus("won"), closed(monthOfLastYear(today))] },
    ],
  },
  {
    name: "forecast",
    source,
    groups: [{ field: "expectedCloseDate", months: 5 }],
    parts: [{ name: "open", conditions: () => [hasStatus("open")], measures: ["weighted"] }],
  },
  {
    name: "outcome",
    source,
    groups: [{ field: "owner" }, { field: "leadSource" }],
    periods: {
      field: "actualCloseDate",
      words: ["this fiscal year", "this fiscal quarter", "last fiscal quarter", "last fiscal year"],
    },
    parts: [
      { name: "won", conditions: () => [hasStatus("won")], measures: ["days"] },
      { name: "lost", conditions: () => [hasStatus("lost")] },
    ],
  },
];
