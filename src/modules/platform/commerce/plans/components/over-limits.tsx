"use client";

import { useListLocale } from "@/components/data-table/list-locale";
import { Note } from "@/components/ui/note";
import { overLine } from "../rules";
import type { PlanOverview } from "../schema";

/** Everything that is read-only because the plan is smaller than the one before it. */
export function OverLimits({ plan }: { plan: PlanOverview }) {
  const { locale } = useListLocale();
  return (
    <Note tone="warning" className="mx-edge mt-4 mb-1 shrink-0">
      <h2 className="font-semibold">{`Read-only: more than ${plan.label} has`}</h2>
      <p className="mt-0.5">
        Nothing is deleted, and everything can be read and exported. You can edit it again with a larger plan, or when
        you archive others.
      </p>
      <ul className="mt-2 flex flex-col gap-1.5">
        {plan.over.map((one) => {
          const { title, names, count } = overLine(one, locale);
          return (
            <li key={one.limit}>
              <span className="font-medium">{title}</span> <span className="text-muted">{count}</span>
              {names === "" ? null : <span className="block break-words text-muted text-sm">{names}</span>}
            </li>
          );
        })}
      </ul>
    </Note>
  );
}
