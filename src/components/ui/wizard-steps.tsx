import { Check } from "lucide-react";
import { cn } from "@/lib/cn";

export type WizardStepsProps = {
  steps: readonly { id: string; label: string }[];
  current: string;
  className?: string | undefined;
};

const looks = {
  done: { name: "text-muted", sign: "bg-accent text-on-accent", piece: "bg-accent" },
  present: { name: "text-text", sign: "border-2 border-accent text-accent-text", piece: "bg-accent/55" },
  ahead: { name: "text-faint", sign: "border-[1.5px] border-border-strong text-muted", piece: "bg-surface-press" },
};

function stepState(place: number, here: number): keyof typeof looks {
  if (place === here) return "present";
  return place < here ? "done" : "ahead";
}

/** Steps on one line: done filled with a check, current a ring, later outlined. Five segments on phones. */
export function WizardSteps({ steps, current, className }: WizardStepsProps) {
  const here = steps.findIndex((step) => step.id === current);
  return (
    <ol aria-label="Steps" className={cn("flex items-center phone:hidden", className)}>
      {steps.map((step, place) => {
        const done = place < here;
        const present = place === here;
        const look = looks[stepState(place, here)];
        return (
          <li
            key={step.id}
            aria-current={present ? "step" : undefined}
            className={cn("flex items-center gap-2 whitespace-nowrap font-medium", look.name)}
          >
            {place > 0 ? (
              <span aria-hidden className={cn("mr-2.5 ml-2.5 h-0.5 w-8", place <= here ? "bg-accent" : "bg-border")} />
            ) : null}
            <span
              aria-hidden
              className={cn(
                "grid size-[18px] place-items-center rounded-full font-semibold text-[10px] leading-[18px]",
                look.sign,
              )}
            >
              {done ? <Check className="size-2.5" /> : place + 1}
            </span>
            {step.label}
            {done ? <span className="sr-only">, done</span> : null}
          </li>
        );
      })}
    </ol>
  );
}

/** The same on a phone: "Step 3 of 5, fix" over the segments. Shown only there. */
export function WizardStepsPhone({ steps, current, className }: WizardStepsProps) {
  const here = steps.findIndex((step) => step.id === current);
  const next = steps[here + 1];
  return (
    <div className={cn("px-4 pt-2.5 pb-3 text-[13px] hairline-b desk:hidden", className)}>
      <p className="flex justify-between">
        <span className="font-medium">{`Step ${here + 1} of ${steps.length}, ${(steps[here]?.label ?? "").toLowerCase()}`}</span>
        {next ? <span className="text-faint">{`Next: ${next.label.toLowerCase()}`}</span> : null}
      </p>
      <div aria-hidden className="mt-2 flex gap-[3px]">
        {steps.map((step, place) => (
          <span key={step.id} className={cn("h-[3px] flex-1 rounded-[2px]", looks[stepState(place, here)].piece)} />
        ))}
      </div>
    </div>
  );
}
