"use client";

import { useListLocale } from "@/components/data-table/list-locale";
import type { ExcessLine } from "../rules";

const columns =
  "grid grid-cols-[minmax(0,1fr)_64px_64px] gap-4 px-5 phone:grid-cols-[minmax(0,1fr)_auto] phone:gap-2 phone:px-4";

/** Everything that a smaller plan makes read-only or switches off, with the numbers now and then. */
export function ExcessList({ lines, target }: { lines: readonly ExcessLine[]; target: string }) {
  const { locale } = useListLocale();
  if (lines.length === 0)
    return <p className="px-5 py-4 phone:px-4">{`Everything in this workspace is within the limits of ${target}.`}</p>;
  return (
    <>
      <div aria-hidden className={`${columns} h-8 items-center border-b text-faint text-sm phone:hidden`}>
        <span>Becomes read-only</span>
        <span className="text-right">Now</span>
        <span className="text-right">{target}</span>
      </div>
      <ul>
        {lines.map(({ key, title, names, now, after }) => (
          <li key={key} className={`${columns} py-2.5 hairline-b hairline-soft`}>
            <div className="min-w-0">
              <p className="font-medium">{title}</p>
              <p className="break-words text-muted text-sm leading-[18px]">{`${names.join(", ")}.`}</p>
            </div>
            <span className="text-right phone:hidden">{now.toLocaleString(locale)}</span>
            <span className="text-right phone:hidden">{after.toLocaleString(locale)}</span>
            <span className="hidden text-muted phone:inline">{`${now.toLocaleString(locale)} to ${after.toLocaleString(locale)}`}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
