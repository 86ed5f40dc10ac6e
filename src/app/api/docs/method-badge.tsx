import { Badge } from "@/components/ui/badge";

const tones: Record<string, "neutral" | "danger"> = { GET: "neutral", DELETE: "danger" };

export function MethodBadge({ method }: { method: string }) {
  return <Badge tone={tones[method] ?? "accent"}>{method}</Badge>;
}
