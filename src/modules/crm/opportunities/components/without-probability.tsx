import { useListLocale } from "@/components/data-table/list-locale";
import { cn } from "@/lib/cn";
import { withoutProbabilityText } from "../totals/rules";

interface WithoutProbabilityProps {
  of: { withoutProbability: number | null };
  className?: string;
}

/** Beside a weighted sum: how many opportunities it leaves out, if any. */
export function WithoutProbability({ of, className }: WithoutProbabilityProps) {
  const { locale } = useListLocale();
  const text = withoutProbabilityText(of, locale);
  return text === null ? null : <span className={cn("text-muted text-sm", className)}>{text}</span>;
}
