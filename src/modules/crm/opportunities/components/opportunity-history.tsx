"use client";

import { useQuery } from "@tanstack/react-query";
import { QueryFailed } from "@/components/layout/query-failed";
import { useWorkspace } from "@/components/layout/workspace-context";
import { TableLoading } from "@/components/ui/skeleton";
import { useDayText } from "@/components/ui/use-day-text";
import { todayIn } from "@/lib/day-words";
import { durationText } from "@/lib/duration-text";
import { dateFormat } from "@/lib/intl";
import { exactTimeText, shownZone } from "@/lib/relative-time-text";
import { useApi } from "@/trpc/react";
import { StageBadge, useStages } from "../../pipelines/components/stage-badge";
import type { StageStay } from "../history/schema";

const sources: Record<StageStay["source"], string> = {
  app: "By hand",
  api: "API",
  import: "Import",
  system: "Throughline",
};

/** The stages that an opportunity went through: entered, left, how long, by whom and from where. */
export function OpportunityHistory({ id }: { id: string }) {
  const api = useApi();
  const query = useQuery(api.opportunities.stageHistory.queryOptions({ id }));
  if (query.isPending) return <TableLoading label="The stage history is loading" />;
  if (!query.data) {
    return <QueryFailed title="The stage history could not be loaded" query={query} />;
  }
  return (
    <div className="min-h-0 flex-1 overflow-auto phone:overflow-visible">
      <table aria-label="Stage history" className="w-full">
        <thead className="text-left text-faint text-sm phone:sr-only">
          <tr className="h-thead [&>th]:px-cell [&>th]:font-normal [&>th]:hairline-b">
            <th className="pl-edge!">Stage</th>
            <th>Entered</th>
            <th>Left</th>
            <th className="text-right">Duration</th>
            <th className="pr-edge!">By and source</th>
          </tr>
        </thead>
        <tbody className="phone:block">
          {[...query.data].reverse().map((stay) => (
            <Stay key={stay.id} stay={stay} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Stay({ stay }: { stay: StageStay }) {
  const { locale, zone, workspaceZone } = useWorkspace();
  const day = useDayText();
  const moment = (at: string) => {
    const date = new Date(at);
    const timeZone = shownZone(date, zone, workspaceZone);
    const time = dateFormat(locale, { timeZone, timeStyle: "short" }).format(date);
    const on = day(todayIn(timeZone, date));
    // An import knows only the day of a stay.
    const words = stay.source === "import" ? on : `${on}, ${time}`;
    return (
      <time dateTime={at} title={exactTimeText(date, locale, timeZone)}>
        {words}
      </time>
    );
  };
  const cell = "px-cell hairline-b hairline-soft phone:shadow-none phone:p-0";
  return (
    <tr className="h-row phone:grid phone:h-auto phone:grid-cols-[minmax(0,1fr)_auto] phone:gap-x-3 phone:gap-y-0.5 phone:px-4 phone:py-2.5 phone:hairline-b phone:hairline-soft">
      <td className={`${cell} desk:pl-edge! whitespace-nowrap`}>
        <StageBadge stageId={stay.stage.id} />
        <NameOfRemoved stay={stay} />
      </td>
      <td className={`${cell} whitespace-nowrap text-muted phone:order-3`}>
        {stay.enteredAt ? moment(stay.enteredAt) : "Before import"}
      </td>
      <td className={`${cell} whitespace-nowrap text-muted phone:hidden`}>
        {stay.leftAt ? moment(stay.leftAt) : "Still there"}
      </td>
      <td className={`${cell} text-right phone:order-2`}>{stay.seconds === null ? "–" : durationText(stay.seconds)}</td>
      <td className={`${cell} desk:pr-edge! w-full max-w-0 phone:order-4 phone:w-auto phone:max-w-none`}>
        <span className="flex items-center gap-2 phone:justify-end">
          <span className="min-w-0 truncate phone:text-muted">{stay.actor?.name ?? "–"}</span>
          <span className="shrink-0 text-muted">{sources[stay.source]}</span>
        </span>
      </td>
    </tr>
  );
}

/** A removed stage is only known by name. */
function NameOfRemoved({ stay }: { stay: StageStay }) {
  const { query, stages } = useStages();
  return query.data && !stages.has(stay.stage.id) ? <span>{stay.stage.name}</span> : null;
}
