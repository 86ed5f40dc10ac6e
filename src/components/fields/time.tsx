import { Calendar, Clock, Timer } from "lucide-react";
import { Day } from "@/components/ui/day";
import { RelativeTime } from "@/components/ui/relative-time";
import { minutesText } from "@/lib/duration-text";
import { durationLimits } from "@/lib/fields/duration";
import { exactTimeText } from "@/lib/relative-time-text";
import { asItIs, type KindParts } from "./kind";

export const dateKind: KindParts<"date"> = {
  ...asItIs,
  column: "date",
  width: 120,
  filter: "date",
  icon: <Calendar aria-hidden />,
  editor: "date",
  show: (value) => <Day day={String(value)} />,
};

/** A point in time: how long ago the server set it, or the day and the time that people gave, with the zone. */
export const instantKind: KindParts<"instant"> = {
  ...asItIs,
  column: "date",
  width: 206,
  filter: "date",
  icon: <Clock aria-hidden />,
  editor: "instant",
  show(value, { computed }, { locale, timeZone }) {
    if (computed) return <RelativeTime at={String(value)} />;
    const moment = new Date(String(value));
    const text = exactTimeText(moment, locale, timeZone);
    return (
      <time dateTime={moment.toISOString()} title={text} className="truncate">
        {text}
      </time>
    );
  },
};

/** A length of time: "1h 30m". */
export const durationKind: KindParts<"duration"> = {
  ...asItIs,
  column: "number",
  width: 104,
  filter: "duration",
  icon: <Timer aria-hidden />,
  editor: "duration",
  show: (value, field) => minutesText(Number(value), field),
  choices: (field) => ({ duration: durationLimits(field) }),
};
