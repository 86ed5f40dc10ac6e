import { Minus, ThumbsDown, ThumbsUp } from "lucide-react";
import { Badge, type BadgeTone } from "@/components/ui/badge";
import { type Stance, stanceLabels } from "../contacts/rules";

export const stanceTones: Readonly<Record<Stance, BadgeTone>> = {
  champion: "positive",
  neutral: "neutral",
  against: "danger",
};

const signs = { champion: ThumbsUp, neutral: Minus, against: ThumbsDown } as const;

/** The sign of a stance, so that it is not told by colour alone. */
export function StanceSign({ stance, className }: { stance: Stance; className?: string }) {
  const Sign = signs[stance];
  return <Sign aria-hidden className={className} />;
}

export function StanceBadge({ stance }: { stance: Stance }) {
  return (
    <Badge tone={stanceTones[stance]}>
      <StanceSign stance={stance} />
      {stanceLabels[stance]}
    </Badge>
  );
}
