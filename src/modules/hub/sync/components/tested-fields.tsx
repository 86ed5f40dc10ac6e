"use client";

import { Check, TriangleAlert } from "lucide-react";
import { cn } from "@/lib/cn";
import type { TestedField, TestedRecord } from "../record-tests/schema";
import { writeWords } from "./test-words";

const columns = "grid grid-cols-[minmax(0,1fr)_minmax(0,1.3fr)_minmax(0,1.3fr)_minmax(0,1.5fr)] gap-x-3";

/** The fields of a tested record: both values, each on its way to the other side, and what would be written. */
export function TestedFields({ tested, label }: { tested: TestedRecord; label: string }) {
  return (
    <section aria-label="Outcome of the test">
      <p className="mb-2" role="status">
        {stateWords(tested, label)}
      </p>
      <div aria-hidden className={cn(columns, "h-thead items-center text-faint text-sm hairline-b phone:hidden")}>
        <span>Field</span>
        <span>Here</span>
        <span className="truncate">{label}</span>
        <span>Would write</span>
      </div>
      <ul>
        {tested.fields.map((field) => (
          <li
            key={field.field}
            className={cn(
              columns,
              "items-start border-border-soft border-b py-2 phone:flex phone:flex-col phone:gap-y-1",
            )}
          >
            <span className="font-medium">{field.label}</span>
            <Side name="Here" value={field.ours} to={label} arrived={field.goesOut} />
            <Side name={label} value={field.theirs} to="here" arrived={field.comesIn} />
            <WouldWrite field={field} label={label} />
          </li>
        ))}
      </ul>
    </section>
  );
}

const states: Readonly<Record<TestedRecord["state"], (label: string) => string>> = {
  linked: (label) => `is linked with its record in ${label}.`,
  new: (label) => `would be linked with its record in ${label}.`,
  onlyHere: (label) => `has no record in ${label} yet.`,
  onlyThere: () => "has no record here yet.",
};

const stateWords = ({ state, name, externalId }: TestedRecord, label: string): string =>
  `${name || `Record ${externalId}`} ${states[state](label)}`;

interface SideProps {
  name: string;
  value: string | null;
  /** The side to which it goes. */
  to: string;
  arrived: TestedField["goesOut"];
}

function Side({ name, value, to, arrived }: SideProps) {
  const isOther = arrived !== null && "value" in arrived && arrived.value !== value;
  return (
    <span className="min-w-0 break-words">
      <span className="mr-1 text-muted desk:hidden">{`${name}:`}</span>
      {value ?? <span className="text-faint">empty</span>}
      {isOther ? <span className="block text-muted text-sm">{`${to}: ${arrived.value ?? "empty"}`}</span> : null}
    </span>
  );
}

function WouldWrite({ field, label }: { field: TestedField; label: string }) {
  const isOpen = field.would === "waits" || field.would === "ask";
  const Sign = isOpen ? TriangleAlert : Check;
  return (
    <span
      className={cn(
        "flex min-w-0 items-start gap-1.5",
        isOpen && "text-warning",
        field.would === "nothing" && "text-muted",
      )}
    >
      <Sign aria-hidden className={cn("mt-0.5 size-3.5 shrink-0", !isOpen && "text-positive")} />
      <span className="min-w-0 break-words">{writeWords(field, label)}</span>
    </span>
  );
}
