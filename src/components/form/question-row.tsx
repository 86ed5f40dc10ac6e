import type { ReactNode } from "react";
import { Select, type SelectProps } from "@/components/ui/select";
import { cn } from "@/lib/cn";

interface QuestionRowProps {
  label: ReactNode;
  /** An explanation beside the field. */
  hint?: string;
  wide?: boolean;
  /** The field that takes the answer. */
  children: ReactNode;
}

/** One question with its field, in a list of questions. */
export function QuestionRow({ label, hint, wide, children }: QuestionRowProps) {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 px-edge py-2.5 hairline-t">
      <span>{label}</span>
      <span className={cn("phone:w-full", wide ? "w-72" : "w-56")}>{children}</span>
      {hint ? <span className="min-w-0 text-muted text-sm">{hint}</span> : null}
    </div>
  );
}

interface ChoiceQuestionProps<V extends string>
  extends Omit<QuestionRowProps, "children">,
    Pick<SelectProps<V>, "value" | "options" | "onValueChange"> {
  label: string;
  /** The accessible name of the field, if the label is a whole sentence. */
  name?: string;
}

/** A question with a few answers to choose one from. */
export function ChoiceQuestion<V extends string>({
  label,
  name = label,
  hint,
  wide,
  ...select
}: ChoiceQuestionProps<V>) {
  return (
    <QuestionRow label={label} {...(hint ? { hint } : {})} wide={wide ?? false}>
      <Select size="sm" quiet aria-label={name} {...select} />
    </QuestionRow>
  );
}
