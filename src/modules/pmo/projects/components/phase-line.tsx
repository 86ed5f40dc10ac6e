"use client";

import { useQuery } from "@tanstack/react-query";
import { useListLocale } from "@/components/data-table/list-locale";
import { LineFailed } from "@/components/layout/line-failed";
import { dayOf } from "@/components/ui/day-text";
import { StageTrack } from "@/components/ui/stage-track";
import { useDayText } from "@/components/ui/use-day-text";
import { stateLabel } from "@/lib/fields/states";
import { useApi } from "@/trpc/react";
import { type Project, phaseOptions, projects } from "../fields";
import { phasesOnLine } from "../rules";

/** The phases of a project with the days on which it reached them; the buttons of the head lead from one to the next. */
export function PhaseLine({ project }: { project: Project }) {
  const query = useQuery(useApi().projects.stays.queryOptions({ id: project.id }));
  const { timeZone } = useListLocale();
  const day = useDayText();
  const stays = (query.data ?? []).map((stay) => ({ ...stay, day: dayOf(stay.enteredAt, timeZone) }));
  const stages = phasesOnLine(project, stays).map(({ phase, says, day: on }) => ({
    id: phase,
    name: stateLabel({ options: phaseOptions }, phase),
    color: "var(--accent)",
    note: on === null ? undefined : `${says}${within(day(on), says)}`,
  }));
  return (
    <section aria-label={projects.fields.phase.label} className="overflow-x-clip px-edge pt-2.5 pb-2 hairline-t">
      <StageTrack stages={stages} current={project.phase} />
      {query.error && !query.data ? (
        <LineFailed title="The days of its phases could not be loaded." query={query} />
      ) : null}
    </section>
  );
}

/** Inside a line a day has no capital: "since today". */
const within = (day: string, says: string): string =>
  says === "" ? day : day.replace(/^(Today|Yesterday|Tomorrow)$/, (word) => word.toLowerCase());
