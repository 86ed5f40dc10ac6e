"use client";

import { useId, useState } from "react";
import { useListLocale } from "@/components/data-table/list-locale";
import { Avatar } from "@/components/ui/avatar";
import { Checkbox } from "@/components/ui/checkbox";
import { counted } from "@/lib/counted";
import { limits } from "@/lib/plans";
import type { SeatHolder } from "../schema";

interface KeepersProps {
  /** Those who keep their seat as it is chosen now. */
  keep: readonly SeatHolder[];
  holders: readonly SeatHolder[];
  most: number | null;
  chosen: ReadonlySet<string>;
  /** Absent for members who may not choose. */
  onChoose: ((chosen: ReadonlySet<string>) => void) | undefined;
}

/** The members who keep their seat; owners change the choice, and always keep their own. */
export function SeatKeepers({ keep, holders, most, chosen, onChoose }: KeepersProps) {
  const [open, setOpen] = useState(false);
  const shown = keep.slice(0, 6);
  return (
    <section aria-label="Members who keep their seat">
      <div className="flex min-h-12 items-center gap-4 px-5 py-2 phone:px-4">
        <h3 className="shrink-0 font-medium">Keep their seat</h3>
        <ul className="flex min-w-0 flex-1 flex-wrap items-center gap-3">
          {shown.map(({ memberId, name }) => (
            <li key={memberId} className="flex min-w-0 items-center gap-1.5">
              <Avatar id={memberId} name={name} size={20} decorative />
              <span className="truncate phone:sr-only">{name}</span>
            </li>
          ))}
          {keep.length > shown.length ? (
            <li className="text-muted">{`and ${keep.length - shown.length} more`}</li>
          ) : null}
        </ul>
        {onChoose ? (
          <button
            type="button"
            aria-expanded={open}
            className="link relative shrink-0 py-1 hit-44"
            onClick={() => setOpen(!open)}
          >
            {open ? "Hide" : "Change"}
          </button>
        ) : (
          <span className="shrink-0 text-muted text-sm">Owners choose</span>
        )}
      </div>
      {open && onChoose ? (
        <Choices keep={keep} holders={holders} most={most} chosen={chosen} onChoose={onChoose} />
      ) : null}
    </section>
  );
}

function Choices({
  keep,
  holders,
  most,
  chosen,
  onChoose,
}: KeepersProps & { onChoose: NonNullable<KeepersProps["onChoose"]> }) {
  const { locale } = useListLocale();
  const id = useId();
  const owners = holders.filter(({ role }) => role === "owner");
  const taken = new Set([...owners.map(({ memberId }) => memberId), ...chosen]).size;
  const full = most !== null && taken >= most;
  const kept = new Set(keep.map(({ memberId }) => memberId));
  function toggle(memberId: string, on: boolean) {
    const others = [...chosen].filter((one) => one !== memberId);
    onChoose(new Set(on ? [...others, memberId] : others));
  }
  return (
    <div className="px-5 pb-4 phone:px-4">
      <p className="pb-2 text-muted text-sm">
        {`Owners keep their seat. Seats that you leave open go to the members who joined first. ${counted(most ?? 0, limits.seats, locale)} in all.`}
      </p>
      <ul className="rounded-md border">
        {holders.map(({ memberId, name, role }) => {
          const isOwner = role === "owner";
          const isChosen = isOwner || chosen.has(memberId);
          return (
            <li
              key={memberId}
              className="flex h-9 items-center gap-2.5 px-3 hairline-b hairline-soft last:shadow-none phone:h-11"
            >
              <Checkbox
                id={`${id}-${memberId}`}
                checked={isChosen}
                disabled={isOwner || (full && !isChosen)}
                onCheckedChange={(on) => toggle(memberId, on === true)}
              />
              <label htmlFor={`${id}-${memberId}`} className="min-w-0 flex-1 truncate">
                {name}
              </label>
              <span className="text-faint text-sm">{keptText(isOwner, isChosen, kept.has(memberId))}</span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function keptText(isOwner: boolean, isChosen: boolean, keeps: boolean): string {
  if (isOwner) return "Owner";
  if (!keeps) return "Can only read";
  return isChosen ? "Chosen" : "Keeps a seat";
}
