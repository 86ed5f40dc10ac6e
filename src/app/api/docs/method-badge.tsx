import { Badge } from "@/components/ui/badge";

export function MethodBadge({ method }: { method: string }) {
  return <Badge tone={method === "GET" ? "neutral" : method === "DELETE" ? "danger" : "accent"}>{method}</Badge>;
}
