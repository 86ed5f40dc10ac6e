"use client";

import { useListLocale } from "@/components/data-table/list-locale";
import { counted } from "@/lib/counted";
import { numberFormat } from "@/lib/intl";
import { numberText } from "@/lib/number-text";

/** The sums of the tasks of a project, in minutes; null for those who cannot read estimates and durations. */
export interface Completion {
  finished: number | null;
  all: number | null;
  percent: number | null;
  open: number;
  done: number;
  overdue: number;
}

/** Minutes of work as hours: "50 h". */
export const hoursText = (minutes: number, locale: string): string =>
  `${numberFormat(locale, { maximumFractionDigits: 1 }).format(minutes / 60)} h`;

/** How the work completion of a project is counted, from its terms. */
export function CompletionTerms({ of: { finished, all, percent, open, done, overdue } }: { of: Completion }) {
  const { locale } = useListLocale();
  const count = (number: number) => counted(number, { one: "task", many: "tasks" }, locale);
  const isWeighed = finished !== null && all !== null;
  return (
    <>
      <dl className="tabular-nums">
        {isWeighed ? <WorkTerms {...{ finished, all, percent }} /> : null}
        <Term label={`${count(open)} open, ${done.toLocaleString(locale)} done`} text={overdueText(overdue)} />
      </dl>
      <p className="pt-1 text-muted text-sm">
        {isWeighed
          ? "A task counts by its estimate, else by its duration, else as one hour."
          : "Each task counts the same."}
        {" A task that is half done counts half. Tasks with sub-tasks do not count themselves."}
      </p>
    </>
  );
}

interface WorkTermsProps {
  finished: number;
  all: number;
  percent: number | null;
}

function WorkTerms({ finished, all, percent }: WorkTermsProps) {
  const { locale } = useListLocale();
  const [part, whole] = [hoursText(finished, locale), hoursText(all, locale)];
  return (
    <>
      <Term label="Finished work" text={part} />
      <Term label="All work" text={whole} />
      <div className="flex min-h-[26px] items-center justify-between gap-4 font-medium hairline-t">
        <dt>{`${part} ÷ ${whole}`}</dt>
        <dd>{numberText(percent ?? 0, locale, true)}</dd>
      </div>
    </>
  );
}

const overdueText = (overdue: number): string => (overdue === 0 ? "none overdue" : `${overdue} overdue`);

const Term = ({ label, text }: { label: string; text: string }) => (
  <div className="flex min-h-[26px] items-center justify-between gap-4">
    <dt className="text-muted">{label}</dt>
    <dd>{text}</dd>
  </div>
);
