"use client";

import { type ReactNode, useState } from "react";
import { lazyPart } from "@/components/ui/lazy-part";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import type { Activity } from "../fields";
import type { RescheduleChoicesProps } from "./reschedule-choices";

const Choices = lazyPart<RescheduleChoicesProps>(
  () => import("./reschedule-choices").then((part) => part.RescheduleChoices),
  { of: "the choices" },
);

interface RescheduleProps {
  activity: Activity;
  /** The button that opens it. */
  children: ReactNode;
}

/** Moves a planned activity to another day or time. */
export function Reschedule({ activity, children }: RescheduleProps) {
  const [open, setOpen] = useState(false);
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>{children}</PopoverTrigger>
      <PopoverContent aria-label={`Reschedule ${activity.name}`} className="w-72">
        <Choices activity={activity} onClose={() => setOpen(false)} />
      </PopoverContent>
    </Popover>
  );
}
