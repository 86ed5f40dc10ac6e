"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { LineFailed } from "@/components/layout/line-failed";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Skeleton } from "@/components/ui/skeleton";
import { Tab, Tabs, TabsContent, TabsList } from "@/components/ui/tabs";
import { cn } from "@/lib/cn";
import { useApi } from "@/trpc/react";
import type { MeterUse, UsageDrill, UsageLine, UsageTable } from "../client";
import type { UsagePart, UsagePeriod } from "../schema";

const parts = [
  { value: "team", label: "Teams" },
  { value: "member", label: "Members" },
  { value: "key", label: "API keys" },
] as const;
const filterOf = { team: "teamId", member: "memberId", key: "apiKeyId" } as const;

interface SectionProps {
  meters: readonly MeterUse[];
  /** The meter that phones show of each line. */
  chosen: MeterUse;
  period: UsagePeriod;
  onDrill: (drill: UsageDrill) => void;
}

/** The usage of each team with its members, of each member, or of each key; each number opens its entries. */
export function UsageTableSection(props: SectionProps) {
  const api = useApi();
  const [by, setBy] = useState<UsagePart>("team");
  const query = useQuery(api.usage.table.queryOptions({ period: props.period, by }));
  return (
    <Tabs
      value={by}
      onValueChange={(value) => setBy(parts.find((one) => one.value === value)?.value ?? "team")}
      className="hairline-t"
    >
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
        {query.data ? <Rows key={by} by={by} table={query.data} {...props} /> : null}
      </TabsContent>
    </Tabs>
  );
}

type Line = Omit<UsageLine, "members">;

/** Opens the entries of a line, or of a member within a team; hidden names open none. */
type Open = (meter: MeterUse, line: Line, team?: Line) => (() => void) | undefined;

interface RowsProps extends SectionProps {
  by: UsagePart;
  table: UsageTable;
}

function Rows({ by, table, meters, chosen, period, onDrill }: RowsProps) {
  const [unfolded, setUnfolded] = useState<readonly string[]>([]);
  if (table.rows.length === 0) return <p className="px-edge py-8 text-muted">Nothing was used in this period.</p>;
  const open: Open = (meter, line, team) => {
    if (!line.of || (team && !team.of)) return undefined;
    const own = team ? { memberId: line.of, teamId: team.of ?? undefined } : { [filterOf[by]]: line.of };
    const name = team ? `${line.name}, ${team.name}` : line.name;
    return () => onDrill({ title: `${meter.label}: ${name}`, meter: meter.meter, period, ...own });
  };
  const toggle = (name: string) =>
    setUnfolded(unfolded.includes(name) ? unfolded.filter((one) => one !== name) : [...unfolded, name]);
  return (
    <table aria-label="Usage" className="w-full">
      <thead className="text-faint text-sm">
        <tr className="h-thead border-b">
          <th className="px-edge text-left font-normal">{parts.find(({ value }) => value === by)?.label}</th>
          {meters.map(({ meter, label }) => (
            <th
              key={meter}
              className={cn(
                "whitespace-nowrap px-3 text-right font-normal last:pr-edge",
                meter === chosen.meter ? "font-medium text-text phone:pr-edge" : "phone:hidden",
              )}
            >
              {label}
            </th>
          ))}
        </tr>
      </thead>
      {table.rows.map((row) => {
        const { members = [] } = row;
        const isOpen = unfolded.includes(row.name);
        return (
          <tbody key={row.id ?? row.name}>
            <tr className="h-row border-border-soft border-b phone:h-11">
              <th className="px-edge text-left font-medium">
                {members.length === 0 ? (
                  row.name
                ) : (
                  <button
                    type="button"
                    aria-expanded={isOpen}
                    className="relative -ml-1 flex items-center gap-1.5 rounded-sm py-1 text-left hit-44"
                    onClick={() => toggle(row.name)}
                  >
                    <ChevronRight aria-hidden className={cn("size-4 shrink-0 text-faint", isOpen && "rotate-90")} />
                    {row.name}
                  </button>
                )}
              </th>
              <Numbers line={row} meters={meters} chosen={chosen} open={open} />
            </tr>
            {isOpen
              ? members.map((member) => (
                  <tr
                    key={member.id ?? member.name}
                    className="h-row border-border-soft border-b text-muted phone:h-11"
                  >
                    <th className="pr-3 pl-10 text-left font-normal">{member.name}</th>
                    <Numbers line={member} team={row} meters={meters} chosen={chosen} open={open} />
                  </tr>
                ))
              : null}
          </tbody>
        );
      })}
      <tfoot>
        <tr className="h-row font-semibold phone:h-11">
          <th className="px-edge text-left">Together</th>
          <Numbers
            line={{ id: null, of: null, name: "Together", used: table.together, cost: table.cost }}
            meters={meters}
            chosen={chosen}
            open={open}
          />
        </tr>
      </tfoot>
    </table>
  );
}

interface NumbersProps extends Pick<SectionProps, "meters" | "chosen"> {
  line: Line;
  team?: Line;
  open: Open;
}

/** The usage of a line by meter; a phone has room for the chosen meter alone. */
function Numbers({ line, team, meters, chosen, open }: NumbersProps) {
  const { locale } = useWorkspace();
  return meters.map((meter) => {
    const used = line.used[meter.meter] ?? 0;
    const text = used.toLocaleString(locale);
    const act = used > 0 ? open(meter, line, team) : undefined;
    return (
      <td
        key={meter.meter}
        className={cn(
          "px-3 text-right last:pr-edge",
          used === 0 && "text-faint",
          meter.meter === chosen.meter ? "phone:pr-edge" : "phone:hidden",
        )}
      >
        {act ? (
          <button
            type="button"
            aria-label={`${text} ${meter.label}, ${line.name}: show the entries`}
            className="relative rounded-sm hit-44 hover:underline"
            onClick={act}
          >
            {text}
          </button>
        ) : (
          text
        )}
      </td>
    );
  });
}
