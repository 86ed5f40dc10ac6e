"use client";

import { useQuery } from "@tanstack/react-query";
import { useListLocale } from "@/components/data-table/list-locale";
import { useNoun } from "@/components/fields/use-noun";
import { FigureRow } from "@/components/ui/figure-row";
import { useDayText } from "@/components/ui/use-day-text";
import { minutesText } from "@/lib/duration-text";
import { numberText } from "@/lib/number-text";
import { useApi } from "@/trpc/react";
import { type Task, tasks } from "../fields";

const none = <span className="text-faint">–</span>;

/** The sums over the tasks below a task; nothing for a task without any. */
export function TaskFigures({ task }: { task: Task }) {
  const { locale } = useListLocale();
  const day = useDayText();
  const isWeighed = "estimate" in useNoun(tasks).fields;
  const projectId = task.project?.id ?? "";
  const { data } = useQuery(useApi().tasks.rollups.queryOptions({ projectId }, { enabled: projectId !== "" }));
  const sums = data?.find(({ id }) => id === task.id);
  if (!sums) return null;
  const { estimate, percent, startsOn, dueOn, open, done } = sums;
  const all = open + done;
  const estimates = { label: "Estimates below", value: estimate === null ? none : minutesText(estimate) };
  return (
    <section aria-label="Sub-tasks together">
      <FigureRow
        figures={[
          {
            label: "Done below",
            value: numberText(percent, locale, true),
            note: isWeighed ? "by their estimates" : "each counts the same",
          },
          {
            label: "Sub-tasks",
            value: `${done.toLocaleString(locale)} of ${all.toLocaleString(locale)}`,
            note: open === 0 ? "all done" : `${open.toLocaleString(locale)} open`,
          },
          ...(isWeighed ? [estimates] : []),
          { label: "First start", value: startsOn ? day(startsOn) : none },
          { label: "Last due day", value: dueOn ? day(dueOn) : none },
        ]}
      />
    </section>
  );
}
