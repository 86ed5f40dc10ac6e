"use client";

import { ChevronDown, ChevronUp } from "lucide-react";
import { IconButton } from "@/components/ui/icon-button";
import { useShortcut } from "./keyboard";

interface RecordStepsProps {
  /** The heading of their keys in the list of shortcuts. */
  group: string;
  /** Undefined at the first record. */
  onPrevious: (() => void) | undefined;
  /** Undefined at the last record. */
  onNext: (() => void) | undefined;
}

/** Two buttons, and the keys k and j, that step to the record before and after. */
export function RecordSteps({ group, onPrevious, onNext }: RecordStepsProps) {
  useShortcut({ keys: "j", label: "Next record", group, run: () => onNext?.() });
  useShortcut({ keys: "k", label: "Previous record", group, run: () => onPrevious?.() });
  return (
    <>
      <IconButton
        label="Previous record"
        keys="k"
        icon={<ChevronUp aria-hidden />}
        aria-disabled={!onPrevious || undefined}
        onClick={onPrevious}
      />
      <IconButton
        label="Next record"
        keys="j"
        icon={<ChevronDown aria-hidden />}
        aria-disabled={!onNext || undefined}
        onClick={onNext}
      />
    </>
  );
}
