"use client";

import { Sparkles } from "lucide-react";
import { Button } from "@/components/ui/button";
import { useOnboarding, useSampleData } from "../client";

interface SampleButtonProps {
  /** The kind of record of the empty list. */
  entity: string;
}

/** In an empty list: fills the workspace with sample data, for members who may and where it brings such records. */
export function SampleButton({ entity }: SampleButtonProps) {
  const shown = useOnboarding();
  const { add, busy } = useSampleData();
  if (!shown.offered.includes(entity)) return null;
  return (
    <Button icon={<Sparkles aria-hidden />} disabled={busy} onClick={() => void add()}>
      Add sample data
    </Button>
  );
}
