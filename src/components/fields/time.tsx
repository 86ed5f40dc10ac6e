import { Calendar } from "lucide-react";
import { DateField } from "@/components/form/typed-field";
import { Day } from "@/components/ui/day";
import { RelativeTime } from "@/components/ui/relative-time";
import { asItIs, type KindParts } from "./kind";

export const dateKind: KindParts<"date"> = {
  ...asItIs,
  column: "date",
  width: 120,
  filter: "date",
  icon: <Calendar aria-hidden />,
  editor: "date",
  show: (value) => <Day day={String(value)} />,
  FormField: ({ name, field }) => <DateField name={name} label={field.label} optional={!field.required} />,
};

/** A point in time is set by the server; people read it. */
export const instantKind: KindParts<"instant"> = {
  ...asItIs,
  column: "date",
  width: 110,
  filter: "date",
  icon: <Calendar aria-hidden />,
  editor: null,
  show: (value) => <RelativeTime at={String(value)} />,
  FormField: () => null,
};
