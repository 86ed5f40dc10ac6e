"use client";

import { useState } from "react";
import { LineFailed } from "@/components/layout/line-failed";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Skeleton } from "@/components/ui/skeleton";
import { Tab, Tabs, TabsContent, TabsList } from "@/components/ui/tabs";
import { api } from "@/trpc/react";
import type { MeterUse, UsageTable } from "../client";
import type { UsagePart, UsagePeriod } from "../schema";

const parts = [
  { value: "team", label: "Teams" },
  { value: "member", label: "Members" },
  { value: "key", label: "API keys" },
] as const;

/** The use of each team with its members, of each member, or of each key. */
export function UsageTableSection({ meters, period }: { meters: readonly MeterUse[]; period: UsagePeriod }) {
  const [by, setBy] = useState<UsagePart>("team");
  const query = api.usage.table.useQuery({ period, by });
  return (
    <Tabs value={by} onValueChange={(value) => setBy(parts.find((one) => one.value === value)?.value ?? "team")}>
      <TabsList aria-label="Use by">
        {parts.map(({ value, label }) => (
          <Tab key={value} value={value}>
            {label}
          </Tab>
        ))}
      </TabsList>
      <TabsContent value={by} className="min-w-0 overflow-x-auto">
        {query.error && !query.data ? <LineFailed title="The table could not be loaded." query={query} /> : null}
        {query.isPending ? <Skeleton className="m-edge w-72" /> : null}
        {query.data ? <Rows table={query.data} meters={meters} /> : null}
      </TabsContent>
    </Tabs>
  );
}

function Rows({ table, meters }: { table: UsageTable; meters: readonly MeterUse[] }) {
  const { locale } = useWorkspace();
  const cells = (used: UsageTable["together"]) =>
    meters.map(({ meter }) => (
      <td key={meter} className="px-3 text-right">
        {(used[meter] ?? 0).toLocaleString(locale)}
      </td>
    ));
  if (table.rows.length === 0) return <p className="px-edge py-8 text-muted">Nothing was used in this period.</p>;
  return (
    <table className="w-full">
      <thead className="text-faint text-sm">
        <tr className="h-thead border-b">
          <th className="px-edge text-left font-normal">Name</th>
          {meters.map(({ meter, label }) => (
            <th key={meter} className="whitespace-nowrap px-3 text-right font-normal">
              {label}
            </th>
          ))}
        </tr>
      </thead>
      {table.rows.map(({ id, name, used, members = [] }) => (
        <tbody key={id ?? name}>
          <tr className="h-row border-border-soft border-b">
            <th className="px-edge text-left font-medium">{name}</th>
            {cells(used)}
          </tr>
          {members.map((member) => (
            <tr key={member.id ?? member.name} className="h-row border-border-soft border-b text-muted">
              <th className="pr-3 pl-10 text-left font-normal">{member.name}</th>
              {cells(member.used)}
            </tr>
          ))}
        </tbody>
      ))}
      <tfoot>
        <tr className="h-row font-semibold">
          <th className="px-edge text-left">Together</th>
          {cells(table.together)}
        </tr>
      </tfoot>
    </table>
  );
}
