import { cn } from "@/lib/cn";
import type { StaffWorkspace } from "../client";
import { CustomerDay, standingLabels } from "./workspace-words";

const places: Readonly<Record<StaffWorkspace["standing"], number>> = {
  trial: 0,
  pending: 1,
  active: 1,
  past_due: 2,
  suspended: 3,
  cancelled: 3,
};

/** 520 wide: trial, active, past due, suspended; the line is filled up to where the workspace stands. */
export function StandingLine({ workspace }: { workspace: StaffWorkspace }) {
  const { standing, trialEndsAt, pastDueSince, createdAt, timeZone } = workspace;
  const current = places[standing];
  const dates = [
    trialEndsAt ? { word: "Ends", at: trialEndsAt } : { word: "From", at: createdAt },
    null,
    pastDueSince ? { word: "Since", at: pastDueSince } : null,
    null,
  ];
  const labels = [
    standingLabels.trial,
    standing === "pending" ? standingLabels.pending : standingLabels.active,
    standingLabels.past_due,
    standing === "cancelled" ? standingLabels.cancelled : standingLabels.suspended,
  ];
  return (
    <ol aria-label="Standing" className="grid w-[520px] max-w-full shrink-0 grid-cols-4 phone:w-full">
      {labels.map((label, at) => {
        const date = dates[at];
        return (
          <li key={label} aria-current={at === current ? "step" : undefined} className="min-w-0">
            <span aria-hidden className="flex items-center">
              <span
                className={cn(
                  "size-2.5 shrink-0 rounded-full border-2",
                  at <= current ? "border-accent" : "border-border-strong",
                  at < current && "bg-accent",
                )}
              />
              {at < labels.length - 1 ? (
                <span className={cn("h-0.5 flex-1", at < current ? "bg-accent" : "bg-border")} />
              ) : null}
            </span>
            <span className={cn("mt-1.5 block truncate text-sm", at === current ? "font-medium" : "text-muted")}>
              {label}
            </span>
            {date ? (
              <span className="block truncate text-muted text-sm phone:whitespace-normal phone:pr-2">
                {date.word} <CustomerDay at={date.at} timeZone={timeZone} />
              </span>
            ) : null}
          </li>
        );
      })}
    </ol>
  );
}
